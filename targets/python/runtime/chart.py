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
# --- The chart: a patient's resources, indexed by code on first use; a record is read when it belongs to a fact ---

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


Owners = dict[int, Json]
"""The resources of those records that are only a part of one, by the record's number."""


def whole(resources: list[Json]) -> tuple[list[Json], Owners]:
    """Resources that are one record each."""
    return resources, {}


@dataclass(frozen=True, eq=False)
class Sort(Generic[T]):
    """A sort of records.

    ``types``: the resource types that hold it; ``read``: how a record is read, None if it doesn't count. ``element``: the
    CodeableConcept that says what it is, or ``concepts`` where that isn't one element. ``parts``: the records in the resources.
    """

    types: tuple[str, ...]
    read: Callable[[Chart, Source], T | None]
    element: str = "code"
    concepts: Callable[[Chart, Json], tuple[object, ...]] | None = None
    parts: Callable[[list[Json]], tuple[list[Json], Owners]] = whole


class Chart:
    """What is recorded of one patient. Raises ValueError for a bundle of several."""

    def __init__(self, bundle: Mapping[str, Any], index: int, catalogues: Mapping[Sort[Any], Catalogue]) -> None:
        self.index = index
        self.catalogues = catalogues
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
        self._sort = sort
        self._catalogue = chart.catalogues[sort]
        resources = chart.resources
        held = resources[sort.types[0]] if len(sort.types) == 1 else [r for kind in sort.types for r in resources[kind]]
        self._parts, self._owners = sort.parts(held)
        self._records: dict[int, T | None] = {}
        self._found: dict[CodeTest, list[int]] = {}
        if self._catalogue.has_names:
            self._each(self._read_all, self._read_all_with_care)
        else:
            self._each(self._read_codes, self._read_codes_with_care)

    def _each(self, read: Callable[[str], None], read_with_care: Callable[[int], None]) -> None:
        if self._sort.concepts is None:
            read(self._sort.element)
        else:
            for number in range(len(self._parts)):
                read_with_care(number)

    def _read_codes(self, element: str) -> None:
        """Most records are well formed and belong nowhere: no time is spent on looking first, nor on making more of them."""
        by_code, subtrees, coded = self._catalogue.by_code, self._catalogue.subtrees, self._catalogue.coded
        for number, part in enumerate(self._parts):
            try:
                for coding in part[element]["coding"]:
                    code = coding["code"]
                    if code in by_code or (subtrees and coding["system"] in subtrees):
                        self._put(number, coded(coding["system"], code))
            except (AttributeError, KeyError, TypeError):
                self._read_codes_with_care(number)

    def _read_codes_with_care(self, number: int) -> None:
        for concept in self._concepts(number):
            for system, code in read_codes(concept):
                self._put(number, self._catalogue.coded(system, code))

    def _read_all(self, element: str) -> None:
        by_code, subtrees, coded = self._catalogue.by_code, self._catalogue.subtrees, self._catalogue.coded
        named = self._catalogue.named
        for number, part in enumerate(self._parts):
            try:  # as for codes
                concept = part[element]
                text = concept.get("text")
                if text and (tests := named(text)):
                    self._put(number, tests)
                for coding in concept["coding"]:
                    code = coding["code"]
                    if code in by_code or (subtrees and coding["system"] in subtrees):
                        self._put(number, coded(coding["system"], code))
                    name = coding.get("display")
                    if name and name != text and (tests := named(name)):
                        self._put(number, tests)
            except (AttributeError, KeyError, TypeError):
                self._read_all_with_care(number)

    def _read_all_with_care(self, number: int) -> None:
        self._read_codes_with_care(number)
        self._read_names_with_care(number)

    def _read_names_with_care(self, number: int) -> None:
        for concept in self._concepts(number):
            for text in displayed(concept):
                self._put(number, self._catalogue.named(text))

    def _put(self, number: int, tests: Sequence[CodeTest]) -> None:
        for test in tests:
            self._found.setdefault(test, []).append(number)

    def _concepts(self, number: int) -> tuple[object, ...]:
        part = self._parts[number]
        return self._sort.concepts(self._chart, part) if self._sort.concepts else (part.get(self._sort.element),)

    def find(self, test: CodeTest) -> list[T]:
        """The records that belong, in their order."""
        numbers = self._found.get(test)
        if numbers is None:
            return []
        records = [(number, self._record(number)) for number in sorted(set(numbers))]
        return [record for number, record in records if record is not None and not self._excluded(number, test)]

    def every(self) -> list[T]:
        """The records that count, whatever they are of, in their order."""
        return [record for record in map(self._record, range(len(self._parts))) if record is not None]

    def _record(self, number: int) -> T | None:
        if number not in self._records:
            part = self._parts[number]
            source = Source(self._owners.get(number, part), part, self._concepts(number))
            self._records[number] = self._sort.read(self._chart, source)
        return self._records[number]

    def _excluded(self, number: int, test: CodeTest) -> bool:
        if test.exclude is None and not test.exclude_titles:
            return False
        concepts = self._concepts(number)
        if test.exclude is not None and any(test.exclude.meets(read_codes(concept)) for concept in concepts):
            return True
        titles = test.exclude_titles
        return bool(titles) and any(title_of(text) in titles for concept in concepts for text in displayed(concept))


def names_of(concepts: tuple[object, ...]) -> str:
    """The plain words of all that a record displays; a bar keeps those of different texts apart."""
    texts = dict.fromkeys(text for concept in concepts for text in displayed(concept))
    return "|".join(plain_words(text) for text in texts)


def decided(judged: Sequence[tuple[Evidence, Truth]]) -> Answer:
    """Whether any record is so: the answer goes by those that are, else by those that may be, else by all."""
    value = any_of(*(truth for _, truth in judged))
    return Answer(value, [record for record, truth in judged if value is False or truth is value])


def reference(resource: Json) -> str:
    """``Type/id``, or the type alone."""
    kind, id = resource.get("resourceType"), resource.get("id")
    return f"{kind}/{id}" if isinstance(id, str) else str(kind)

