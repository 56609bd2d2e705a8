"""``eligo serve``: a page on this machine where a person corrects the reading of a record; docs/serve.md.

``review`` is the state and what may be done to it, ``words`` finds what was pointed at, ``seen`` compiles it, ``fragments`` draws
it, ``guard`` says which requests are answered, ``app`` answers them, ``server`` listens.
"""
