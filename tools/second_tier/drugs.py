"""Drugs of the second tier: brands and substances of the FDA's directory that the curated tables lack."""

from __future__ import annotations

import collections
import re
from collections.abc import Iterable

from names import cleaned, key_of, table
from sources import Product

DOSE = re.compile(
    r"\b(?:\d+|xr|er|sr|xl|ir|dr|cr|la|odt|hfa|pm|am|ds|hct|kit|pak|pack|injection|tablets?|capsules?|cream|gel|ointment)\b"
)


def base(substance: str) -> str:
    """The name of a substance without the salt it is given as."""
    words = substance.lower().replace(",", " ").split()
    salts = table("salts")
    kept = [w for w in words if w not in salts]
    return " ".join(kept if kept else words)


def brands(all_of: Iterable[Product]) -> dict[str, str]:
    """Brand → the one substance that every product under the brand holds; brands of mixtures are left out.

    A name that only repeats its substance's name is no brand.
    """
    holds: dict[str, set[str]] = collections.defaultdict(set)
    for p in all_of:
        name = DOSE.sub(" ", p.brand.lower())
        name = " ".join(name.split())
        if name and p.substances:
            holds[name].add(" + ".join(sorted({base(s) for s in p.substances})))
    found = {}
    for name, of in holds.items():
        (substance, *more) = of
        if not more and "+" not in substance and name.split()[0] not in substance and substance.split()[0] not in name:
            found[name] = substance
    return found


def substances(all_of: Iterable[Product]) -> set[str]:
    """The substances of products of one substance."""
    return {base(p.substances[0]) for p in all_of if len(p.substances) == 1}


def usable(name: str) -> str | None:
    """A drug's name as running text has it; None for one that is too short, has figures, or is several words long."""
    form = cleaned(name)
    words = key_of(form) if form else ()
    return form if form and len(words) <= 3 and len(words[0]) >= 5 and not any(c.isdigit() for c in name) else None
