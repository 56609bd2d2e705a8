"""Canonical text: concepts, by name or by their codes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, cast, get_args

from lark import Token, Transformer_NonRecursive, v_args

from eligo.canon.naming import KINDS, SYSTEMS, bare, derived, lookup, similar
from eligo.canon.numbers import Fields, unquoted
from eligo.canon.phrases import Use
from eligo.concepts import Answer, Code, Concept, Ingredient, Kind, System, UnitScale, title
from eligo.errors import InputError

SYSTEM_OF = {word.lower(): system for system, word in SYSTEMS.items()}


@dataclass(frozen=True)
class Name:
    """A name and where it stands."""

    name: str
    place: str


@dataclass(frozen=True)
class Mention:
    """A concept as the text tells it: a name, the kind and facts in brackets, exceptions."""

    name: Name
    kind: str | None = None
    facts: tuple[Fields, ...] = ()
    exceptions: tuple[Name, ...] = field(default=())

    def resolved(self, use: Use) -> Concept:
        """The concept. Raises InputError for a name that the lexicon doesn't have."""
        if self.facts:
            return _made(self)
        found = derived(self.name.name, [e.name for e in self.exceptions], use, self.kind)
        if found is not None:
            return found
        plain: Use = "condition" if use == "history" else use
        base = lookup(self.name.name, use, self.kind)
        missing = self.name if base is None else next(e for e in self.exceptions if lookup(e.name, plain) is None)
        near = similar(missing.name, use)
        hint = f'; did you mean "{near}"?' if near else "."
        what = " or ".join(KINDS[use]) if self.kind is None else self.kind
        raise InputError(
            f'the lexicon has no {what} "{missing.name}"{hint} A concept of your own comes with its codes, as in'
            f' "{missing.name}" [{KINDS[use][0]}; codes SNOMED 12345678]',
            missing.place,
        )


def _made(mention: Mention) -> Concept:
    """A concept told in full."""
    if mention.kind not in get_args(Kind):
        raise InputError(f"no kind {mention.kind}; there are {', '.join(get_args(Kind))}", mention.name.place)
    lists: dict[str, tuple[Any, ...]] = {}
    single: Fields = {}
    for fact in mention.facts:
        for name, value in fact.items():
            if isinstance(value, tuple):
                lists[name] = (*lists.get(name, ()), *value)
            elif name in single:
                raise InputError(f"{name} is given twice", mention.name.place)
            else:
                single[name] = value
    if single.pop("bare", False):
        return replace(bare(mention.kind, mention.name.name), **(single | lists))  # type: ignore[arg-type]
    return Concept(**({"id": ""} | single | lists), name=mention.name.name, kind=mention.kind)  # type: ignore[arg-type]


@v_args(inline=True)
class Mentions(Transformer_NonRecursive[Token, Any]):
    """Rules of grammar/canon.lark for concepts."""

    def concept(self, name: Name, *parts: Any) -> Fields:
        """A mention; brackets and exceptions follow the name."""
        kind, facts = next((p for p in parts if isinstance(p, tuple)), (None, ()))
        return {"concept": Mention(name, kind, facts, tuple(p for p in parts if isinstance(p, Name)))}

    def name(self, *words: Token) -> Name:
        """Words, or a string."""
        first = words[0]
        text = unquoted(first) if first.type == "STRING" else " ".join(words)
        return Name(text, f"{first.line}:{first.column}")

    exception = name

    def bracket(self, kind: Token, *facts: Fields) -> tuple[str, tuple[Fields, ...]]:
        """What brackets after a name say."""
        return str(kind), facts

    def id(self, text: Token) -> Fields:
        """The id."""
        return {"id": json.loads(text)}

    def codes(self, *systems: tuple[Code, ...]) -> Fields:
        """Codes that belong to it."""
        return {"include": tuple(c for s in systems for c in s)}

    def exclude(self, *systems: tuple[Code, ...]) -> Fields:
        """Codes that don't."""
        return {"exclude": tuple(c for s in systems for c in s)}

    def no_codes(self) -> Fields:
        """Nothing that a record could hold."""
        return {"bare": True}

    def titles(self, *names: Token) -> Fields:
        """Names that a record of it displays."""
        return {"titles": tuple(title(json.loads(n)) for n in names)}

    def exclude_titles(self, *names: Token) -> Fields:
        """Names of records that aren't of it."""
        return {"exclude_titles": tuple(title(json.loads(n)) for n in names)}

    def system(self, word: Token, *codes: tuple[str, bool]) -> tuple[Code, ...]:
        """Codes of one system."""
        return tuple(Code(_system(word), code, below) for code, below in codes)

    def code(self, text: Token, *plus: Token) -> tuple[str, bool]:
        """A code, and whether it stands for all below it as well."""
        return unquoted(text), bool(plus)

    def ingredient(self, name: Token, *parts: Fields) -> Fields:
        """A drug ingredient."""
        told = {k: v for p in parts for k, v in p.items()}
        return {"ingredients": (Ingredient(json.loads(name), told.get("include", ()), told.get("factor")),)}

    def factor(self, number: Token) -> Fields:
        """Dose equivalence."""
        return {"factor": Decimal(number)}

    def canonical_unit(self, text: Token) -> Fields:
        """The canonical unit."""
        return {"unit": json.loads(text)}

    def scales(self, *scales: UnitScale) -> Fields:
        """Units and how many make one of the canonical one."""
        return {"units": scales}

    def scale(self, unit: Token, number: Token, *moved: Token) -> UnitScale:
        """One of them, and what is added where zero is somewhere else."""
        return UnitScale(json.loads(unit), Decimal(number), Decimal(moved[-1]) if moved else Decimal(0))

    def label(self, text: Token, *parts: Fields) -> Fields:
        """A coded answer."""
        told = {k: v for p in parts for k, v in p.items()}
        return {"answers": (Answer(json.loads(text), told.get("include", ()), told.get("ordinal")),)}

    def ordinal(self, number: Token) -> Fields:
        """An answer's rank."""
        return {"ordinal": Decimal(number)}

    def course(self, number: Token) -> Fields:
        """Days that an episode counts as present."""
        return {"days": int(number)}

    def lasting(self) -> Fields:
        """A value that doesn't go stale."""
        return {"lasting": True}

    def complete(self, *words: Token) -> Fields:
        """Systems in which the codes are all."""
        return {"complete": tuple(map(_system, words))}


def _system(word: Token) -> System:
    if word.type == "STRING":
        return cast(System, json.loads(word))
    try:
        return SYSTEM_OF[word.lower()]
    except KeyError:
        known = ", ".join(SYSTEMS.values())
        raise InputError(f"no code system {word}; there are {known}", f"{word.line}:{word.column}") from None
