"""Measures without a code: known by the names that records give them, where these tell the scale."""

from __future__ import annotations

import pytest

from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import rows


@pytest.mark.parametrize("id", ["isi", "epworth", "intraocular_pressure", "ahi", "edss"])
def test_named(id: str) -> None:
    """Its preferred name, and that with the word for its result, are titles; that is enough to be bound."""
    found = concept(id)
    assert not found.include
    assert found.bound
    assert found.name.lower().replace("-", " ") in found.titles


def test_endings() -> None:
    """A score's name alone, and what records add to it; a vital sign has no "total score"."""
    assert {"insomnia severity index", "insomnia severity index total score"} <= set(concept("isi").titles)
    assert "intraocular pressure score" not in concept("intraocular_pressure").titles


@pytest.mark.parametrize("id", sorted(r["id"] for r in rows("untitled")))
def test_untitled(id: str) -> None:
    """What lies on several scales is of no record: points or class of Child-Pugh, 17 or 21 items of the Hamilton scale."""
    found = concept(id)
    assert found.kind in ("lab", "vital", "score")
    assert not found.titles
    assert not found.bound


def test_coded() -> None:
    """A measure with a code goes by its code alone."""
    assert not concept("ecog").titles
    assert not concept("hemoglobin").titles
