"""Overrides as sentences, for every output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from eligo.canon import plain
from eligo.overrides.model import Action, Bound, Entry, Judged, Limit, LocalCode, Means, Noise, Overrides, ReadAs


@dataclass(frozen=True, slots=True)
class InForce:
    """An override that acts on a record: where it was said, what it says, and the criteria that it acts on (none: on all)."""

    place: str
    says: str
    criteria: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f" [{', '.join(self.criteria)}]" if self.criteria else ""
        return f"Override {self.place}: {self.says}{where}"

    def to_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {"place": self.place, "says": self.says, "criteria": list(self.criteria)}


def of_entry(entry: Entry) -> str:
    """What an entry says."""
    words = f'"{entry.phrase}"' if entry.phrase is not None else "the criterion"
    return _noted(f"{words} {_of_action(entry.action)}", entry.note)


def _of_action(action: Action) -> str:
    match action:
        case Noise():
            return "says nothing"
        case Judged(reason=reason):
            return f"is for a person to judge ({reason})"
        case Means(text=text):
            return f"means: {' '.join(text.split())}"
        case ReadAs(text=text):
            return f'is read as "{text}"'
        case Bound(concept=concept, id=id, codes=codes):
            known = [f"{concept.name} ({id})"] if id else []
            return "is " + " and ".join([*known, *([f"the codes {', '.join(map(_code, codes))}"] if codes else [])])


def _code(code: LocalCode) -> str:
    below = " with all below it" if code.descendants else ""
    return f"{code.system} {code.code}{below}" + (f" ({code.display})" if code.display else "")


def of_limit(limit: Limit) -> str:
    """What a limit says."""
    values = [f"{_whose(w)}{_number(v)} {limit.unit}" for w, v in limit.values]
    text = f"the {limit.end} of {limit.lab} is {', '.join(values)}, whatever range a record carries"
    return _noted(text, limit.note)


def _whose(whose: str) -> str:
    return "" if whose == "both" else f"{whose} "


def _number(value: Decimal) -> str:
    return plain(value)


def _noted(text: str, note: str) -> str:
    return f"{text} ({' '.join(note.split())})" if note else text


def line(entry: Entry | Limit) -> str:
    """The sentence that a criterion carries."""
    says = of_entry(entry) if isinstance(entry, Entry) else of_limit(entry)
    return str(InForce(entry.place, says))


def in_force(overrides: Overrides, criteria: Iterable[tuple[str, Iterable[str]]]) -> tuple[InForce, ...]:
    """The overrides that act on a record; ``criteria`` are ids with the sentences that each carries."""
    carried = [(id, frozenset(lines)) for id, lines in criteria]
    return tuple(_in_force(overrides, carried))


def _in_force(overrides: Overrides, carried: list[tuple[str, frozenset[str]]]) -> Iterator[InForce]:
    told: list[Entry | Limit] = [*overrides.entries, *overrides.limits]
    for one in told:
        ids = tuple(id for id, lines in carried if line(one) in lines)
        if ids:
            yield InForce(one.place, of_entry(one) if isinstance(one, Entry) else of_limit(one), ids)
    index, missing = overrides.index, overrides.missing
    parts = [f"the index date is the day of {index.event}"] if index.event else []
    parts += [f"it is {index.date} where no other is asked for"] if index.date else []
    if parts:
        yield InForce(index.place, _noted("; ".join(parts), index.note))
    if missing.unknown:
        yield InForce(missing.place, _noted(f"no record means unknown for {', '.join(missing.unknown)}", missing.note))
