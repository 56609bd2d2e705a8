"""A site's own vocabulary: an OMOP vocabulary (Athena export or live CDM) in a local store, and what it adds to code lists.

:mod:`.build` makes the store from a :mod:`.source`, :mod:`.store` reads it, :mod:`.attach` widens the concept sets of criteria
by it, :mod:`.explain` says what a text would be bound to. What others need of a vocabulary is :class:`.model.Vocabulary`.
"""
