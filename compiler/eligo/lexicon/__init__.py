"""The lexicon: surface forms and codes, read from the tables of ``grammar/lexicon``."""
