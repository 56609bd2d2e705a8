"""A patient's bundle, its records found by code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from .codes import Catalogue, Code, CodeTest, Json, displayed, plain_words, read_codes, title_of
from .truth import Truth, any_of

# --- emitted ---
# --- The chart: a patient's resources, indexed by code on first use and read when a fact asks for them ---

T = TypeVar("T")


class Source(NamedTuple):
    """Where a record stands: a resource, the part of it that is the record, and the CodeableConcepts that say what it is."""

    resource: Json
    part: Json
    concepts: tuple[object, ...]

    @property
    def codes(self) -> list[Code]:
        """All its codes, in their order."""
        return [code for concept in self.concepts for code in read_codes(concept)]

    def evidence(self, **seen: object) -> Json:
        """The record for the reader: its resource, its name, and what of it was looked at, as recorded."""
        names = (name for concept in self.concepts for name in displayed(concept))
        name = next(names, None) or next((code for _, code in self.codes), None)
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


Part = tuple[Json, Json, tuple[object, ...]]
"""A resource, the part of it that is a record, and the CodeableConcepts that say what it is."""


@dataclass(frozen=True, eq=False)
class Sort(Generic[T]):
    """A sort of records.

    ``types``: the resource types that hold it; ``parts``: their records; ``read``: how one is read, None if it doesn't count.
    """

    types: tuple[str, ...]
    parts: Callable[[Chart, Sequence[Json]], Sequence[Part]]
    read: Callable[[Chart, Source], T | None]


class Chart:
    """What is recorded of one patient. Raises ValueError for a bundle of several."""

    def __init__(self, bundle: Mapping[str, Any], index: int, catalogue: Catalogue) -> None:
        self.index = index
        self.catalogue = catalogue
        entries = bundle.get("entry")
        self.entries: list[Any] = entries if isinstance(entries, list) else []
        self.resources = resources = defaultdict[str, list[Json]](list)
        for entry in self.entries:
            try:
                resource = entry["resource"]
                resources[resource["resourceType"]].append(resource)
            except (KeyError, TypeError):  # an entry without a resource
                continue
        patients = resources["Patient"]
        if len(patients) > 1:
            raise ValueError(f"a bundle holds one patient, not {len(patients)}")
        self.patient: Json = patients[0] if patients else {}
        self._shelves: dict[Sort[Any], Shelf[Any]] = {}

    @cached_property
    def medications(self) -> dict[object, object]:
        """The codes of the bundle's Medications by their address and by type and id."""
        found: dict[object, object] = {}
        for entry in self.entries:
            drug = entry.get("resource") if isinstance(entry, dict) else None
            if isinstance(drug, dict) and drug.get("resourceType") == "Medication":
                names = (entry.get("fullUrl"), f"Medication/{drug.get('id')}", f"urn:uuid:{drug.get('id')}")
                found |= {name: drug.get("code") for name in names if isinstance(name, str)}
        return found

    def find(self, sort: Sort[T], test: CodeTest) -> list[T]:
        """The records of a sort that belong to a set of codes, in the order of the bundle."""
        return self._shelf(sort).find(test)

    def every(self, sort: Sort[T]) -> list[T]:
        """All records of a sort that count, in the order of the bundle."""
        return self._shelf(sort).every()

    def _shelf(self, sort: Sort[T]) -> Shelf[T]:
        shelf: Shelf[T] | None = self._shelves.get(sort)
        if shelf is None:
            shelf = self._shelves[sort] = Shelf(self, sort)
        return shelf


class Shelf(Generic[T]):
    """All records of one sort in a chart, by the sets of codes that they belong to."""

    def __init__(self, chart: Chart, sort: Sort[T]) -> None:
        self._chart = chart
        self._read = sort.read
        self._parts = [part for kind in sort.types for part in sort.parts(chart, chart.resources[kind])]
        self._records: dict[int, T | None] = {}
        self._found: defaultdict[CodeTest, list[int]] = defaultdict(list)
        by_code, spread = chart.catalogue.by_code, chart.catalogue.systems_with_subtrees
        for number, (_, _, concepts) in enumerate(self._parts):
            for concept in concepts:
                try:  # most codings are well formed: no time is spent on looking first
                    for coding in concept["coding"]:  # type: ignore[index]
                        system = coding["system"]
                        tests = by_code.get((system, coding["code"]))
                        if tests is not None:
                            for test in tests:
                                self._found[test].append(number)
                        if system in spread:
                            for test in chart.catalogue.subtrees_of(system, coding["code"]):
                                self._found[test].append(number)
                except (AttributeError, KeyError, TypeError):
                    for code in read_codes(concept):
                        for test in (*by_code.get(code, ()), *chart.catalogue.subtrees_of(*code)):
                            self._found[test].append(number)
        self._names_read = self._titles_read = False

    def _read_names(self) -> None:
        """A name is looked for only where its first word occurs."""
        self._names_read, by_word = True, self._chart.catalogue.by_word
        for number, (_, _, concepts) in enumerate(self._parts):
            plain = names_of(concepts)
            for word in by_word.keys() & set(plain.split()):
                for test in by_word[word]:
                    if test.names_any(plain):
                        self._found[test].append(number)

    def _read_titles(self) -> None:
        self._titles_read, by_title = True, self._chart.catalogue.by_title
        for number, (_, _, concepts) in enumerate(self._parts):
            for concept in concepts:
                try:  # as for codes
                    texts = {concept.get("text") or "", *(c.get("display") or "" for c in concept["coding"])}  # type: ignore[attr-defined,index]
                    named = [by_title[t] for t in map(title_of, texts) if t in by_title]
                except (AttributeError, KeyError, TypeError):
                    named = [by_title[t] for t in map(title_of, displayed(concept)) if t in by_title]
                for tests in named:
                    for test in tests:
                        self._found[test].append(number)

    def find(self, test: CodeTest) -> list[T]:
        """The records that belong, in their order."""
        if test.names and not self._names_read:
            self._read_names()
        if test.titles and not self._titles_read:
            self._read_titles()
        if test not in self._found:
            return []
        found = []
        for number in sorted(set(self._found[test])):
            record = self._record(number)
            if record is not None and not self._excluded(number, test):
                found.append(record)
        return found

    def every(self) -> list[T]:
        """The records that count, whatever they are of, in their order."""
        return [record for record in map(self._record, range(len(self._parts))) if record is not None]

    def _record(self, number: int) -> T | None:
        if number not in self._records:
            self._records[number] = self._read(self._chart, Source(*self._parts[number]))
        return self._records[number]

    def _excluded(self, number: int, test: CodeTest) -> bool:
        concepts = self._parts[number][2]
        if test.exclude is not None and any(test.exclude.meets(read_codes(concept)) for concept in concepts):
            return True
        titles = test.exclude_titles
        return bool(titles) and any(title_of(text) in titles for concept in concepts for text in displayed(concept))


def names_of(concepts: tuple[object, ...]) -> str:
    """The plain words of all that a record displays; a bar keeps those of different texts apart."""
    texts = dict.fromkeys(text for concept in concepts for text in displayed(concept))
    return "|".join(plain_words(text) for text in texts)


def coded(chart: Chart, resources: Sequence[Json]) -> Sequence[Part]:
    """Resources that are one record each, coded by their ``code``."""
    return [(r, r, (r.get("code"),)) for r in resources]


def decided(judged: Sequence[tuple[Evidence, Truth]]) -> Answer:
    """Whether any record is so: the answer goes by those that are, else by those that may be, else by all."""
    value = any_of(*(truth for _, truth in judged))
    return Answer(value, [record for record, truth in judged if value is False or truth is value])


def reference(resource: Json) -> str:
    """``Type/id``, or the type alone."""
    kind, id = resource.get("resourceType"), resource.get("id")
    return f"{kind}/{id}" if isinstance(id, str) else str(kind)

