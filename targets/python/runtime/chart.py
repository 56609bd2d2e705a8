"""A patient's bundle, its records found by code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from .codes import Code, CodeTest, Json, displayed, plain_words, read_codes
from .truth import Truth, any_of

# --- emitted ---
# --- The chart: a patient's resources, indexed by code on first use and read when a fact asks for them ---

T = TypeVar("T")


class Source(NamedTuple):
    """Where a record stands: a resource, the part of it that is the record, and the CodeableConcepts that say what it is."""

    resource: Json
    part: Json
    concepts: tuple[object, ...]
    codes: tuple[Code, ...]

    def evidence(self, **seen: object) -> Json:
        """The record for the reader: its resource, its name, and what of it was looked at, as recorded."""
        names = [name for concept in self.concepts for name in displayed(concept)]
        name = names[0] if names else self.codes[0][1] if self.codes else None
        found = {"resource": reference(self.resource), "name": name} | seen
        return {key: value for key, value in found.items() if value is not None}


class Evidence(Protocol):
    """A record that took part in a decision."""

    def evidence(self) -> Json:
        """What the reader is shown of it."""


class Answer(NamedTuple):
    """The truth of a fact, and the records that decided it."""

    value: Truth
    records: Sequence[Evidence] = ()


@dataclass(frozen=True, eq=False)
class Sort(Generic[T]):
    """A sort of records: the resource types that hold it, how these are taken apart, and how one is read (None: not there)."""

    types: tuple[str, ...]
    sources: Callable[[Chart, Json], Iterable[Source]]
    read: Callable[[Chart, Source], T | None]


class Chart:
    """What is recorded of one patient. Raises ValueError for a bundle of several."""

    def __init__(self, bundle: Mapping[str, Any], index: int) -> None:
        self.index = index
        self.resources: dict[str, list[Json]] = {}
        self.entries = [e for e in _listed(bundle.get("entry")) if isinstance(e, dict)]
        for entry in self.entries:
            resource = entry.get("resource")
            if isinstance(resource, dict):
                kind = resource.get("resourceType")
                if isinstance(kind, str):
                    self.resources.setdefault(kind, []).append(resource)
        patients = self.resources.get("Patient", [])
        if len(patients) > 1:
            raise ValueError(f"a bundle holds one patient, not {len(patients)}")
        self.patient: Json = patients[0] if patients else {}
        self._shelves: dict[Sort[Any], Shelf[Any]] = {}

    def find(self, sort: Sort[T], test: CodeTest) -> list[T]:
        """The records of a sort that belong to a set of codes, in the order of the bundle."""
        shelf: Shelf[T] | None = self._shelves.get(sort)
        if shelf is None:
            shelf = self._shelves[sort] = Shelf(self, sort)
        return shelf.find(test)


class Shelf(Generic[T]):
    """All records of one sort in a chart."""

    def __init__(self, chart: Chart, sort: Sort[T]) -> None:
        self._chart = chart
        self._read = sort.read
        self._sources = [
            source for kind in sort.types for resource in chart.resources.get(kind, ())
            for source in sort.sources(chart, resource)
        ]
        self._numbers: dict[Code, list[int]] = {}
        for number, source in enumerate(self._sources):
            for code in source.codes:
                self._numbers.setdefault(code, []).append(number)
        self._records: dict[int, T | None] = {}
        self._names: list[str] | None = None

    def find(self, test: CodeTest) -> list[T]:
        """The records that belong, in their order."""
        codes = list(self._numbers.keys() & test.include.exact)
        for system, beginnings in test.include.subtrees:
            codes += [c for c in self._numbers if c[0] == system and c[1].startswith(beginnings)]
        numbers = {number for code in codes for number in self._numbers[code]}
        if test.names:
            numbers |= {number for number, plain in enumerate(self._plain_names()) if test.names_any(plain)}
        if test.exclude is not None:
            numbers = {number for number in numbers if not test.exclude.meets(self._sources[number].codes)}
        records = (self._record(number) for number in sorted(numbers))
        return [record for record in records if record is not None]

    def _record(self, number: int) -> T | None:
        if number not in self._records:
            self._records[number] = self._read(self._chart, self._sources[number])
        return self._records[number]

    def _plain_names(self) -> list[str]:
        if self._names is None:
            self._names = [names_of(source) for source in self._sources]
        return self._names


def names_of(source: Source) -> str:
    """The plain words of all that a record displays; a bar keeps names of different texts apart."""
    return "|".join(plain_words(text) for concept in source.concepts for text in displayed(concept))


def belongs(source: Source, test: CodeTest) -> bool:
    """Whether a record belongs to a set of codes."""
    if test.exclude is not None and test.exclude.meets(source.codes):
        return False
    return test.include.meets(source.codes) or (bool(test.names) and test.names_any(names_of(source)))


def coded(chart: Chart, resource: Json) -> Iterable[Source]:
    """A resource that is one record, coded by its ``code``."""
    concept = resource.get("code")
    return (Source(resource, resource, (concept,), read_codes(concept)),)


def decided(judged: Sequence[tuple[Evidence, Truth]]) -> Answer:
    """Whether any record is so: the answer goes by those that are, else by those that may be, else by all."""
    value = any_of(*(truth for _, truth in judged))
    return Answer(value, [record for record, truth in judged if value is False or truth is value])


def reference(resource: Json) -> str:
    """``Type/id``, or the type alone."""
    kind, id = resource.get("resourceType"), resource.get("id")
    return f"{kind}/{id}" if isinstance(id, str) else str(kind)


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
