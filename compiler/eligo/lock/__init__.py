"""The lock file of a source, ``STEM.eligo.lock``: what each phrase was bound to, by which eligo and which lexicon.

``eligo compile --lock`` writes it. Where it is present a phrase keeps what it was bound to, so that the same record gives the same
outputs with a newer lexicon too; what would be bound otherwise is reported. docs/overrides.md describes it.
"""
