"""The language of eligibility criteria, as data: token, phrase and clause grammars, and the lexicon.

Nothing here is imported; the compiler reads the files through ``importlib.resources.files("eligo.grammar")``.
"""
