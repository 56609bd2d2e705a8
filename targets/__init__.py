"""The targets, one folder each: a manifest, Jinja templates and the source of the run-time support they need.

Nothing here is imported; the compiler reads the files through ``importlib.resources.files("eligo.targets")``.
"""
