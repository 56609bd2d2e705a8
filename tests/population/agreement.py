"""Where engines differ on a population from what docs/semantics says, and what the CDM can't hold.

A *pair* is a patient and a criterion, or a patient and the verdict, whose screen is compared with it. Python and CQL have to
give what the evaluator gives. SQL has to give what it gives for the patients as the CDM holds them; where that isn't what it gives
for the whole patient, the pair is set aside under what the CDM has no place for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from answers import MODELS, Answers, EngineName, People, Record, as_held, evaluated
from held import held, with_full_dates
from relevant import Relevance

from eligo.protocol import Protocol
from eligo.screen.answer import Answer

Cell = tuple[object, object]
"""The value and the screen of a pair."""
Cause = Literal["partial date", "other"]
VERDICT = "verdict"


@dataclass(frozen=True)
class Disagreement:
    """What an engine gives for a pair, and what it has to give."""

    record: str
    engine: str
    patient: str
    criterion: str
    found: Cell
    expected: Cell


@dataclass
class Comparison:
    """One engine on one record: the pairs that are as expected, those set aside by cause, and the disagreements."""

    record: str
    engine: str
    agree: int = 0
    set_aside: Counter[Cause] = field(default_factory=Counter)
    disagreements: list[Disagreement] = field(default_factory=list)
    values: Counter[object] = field(default_factory=Counter)

    @property
    def pairs(self) -> int:
        """How many pairs were looked at."""
        return self.agree + self.set_aside.total() + len(self.disagreements)


@dataclass(frozen=True)
class Expected:
    """The evaluator's answers: for whole patients, for those that have only full dates, and for them as the CDM holds them.

    The last two have no one who can't be loaded.
    """

    whole: Answers
    fully_dated: Answers
    in_cdm: Answers


def expected(record: Record, people: People, index: date, in_omop: frozenset[str]) -> Expected:
    """The evaluator's answers; ``in_omop`` are the patients that could be loaded."""
    patients = list(map(Relevance(record.protocol).patient, people.patients))
    whole = evaluated(record, patients, index)
    loaded = [p for p in patients if p.id in in_omop]
    dated = {p.id: with_full_dates(p) for p in loaded}
    changed = [d for p in loaded if (d := dated[p.id]) != p]
    fully_dated = {p.id: whole[p.id] for p in loaded} | evaluated(record, changed, index)
    protocol = as_held(record.protocol)
    same = protocol.criteria == record.protocol.criteria
    stored = [(p.id, held(p)) for p in loaded]
    rest = [h for id, h in stored if not same or h != dated[id]]
    in_cdm = {id: fully_dated[id] for id, _ in stored} | evaluated(replace(record, protocol=protocol), rest, index)
    return Expected(whole, fully_dated, in_cdm)


def compare(record: Record, engine: EngineName, found: Answers, wanted: Expected, asked: Iterable[str]) -> Comparison:
    """Each pair of a record and the patients asked about. A patient whom the CDM can't hold is set aside whole."""
    result = Comparison(record.name, engine)
    omop = MODELS[engine] == "omop"
    names = [c.id for c in record.protocol.criteria]
    for id in asked:
        whole = wanted.whole[id]
        if omop and id not in wanted.in_cdm:
            result.set_aside["partial date"] += len(names) + 1
            continue
        target = wanted.in_cdm[id] if omop else whole
        cells = zip((*names, VERDICT), *map(_cells, (found[id], target, whole)), strict=True)
        dated = dict(zip((*names, VERDICT), _cells(wanted.fully_dated[id]), strict=True)) if omop else {}
        for name, is_so, should_be, truth in cells:
            result.values[is_so[0]] += 1
            if is_so != should_be:
                result.disagreements.append(Disagreement(record.name, engine, id, name, is_so, should_be))
            elif is_so == truth:
                result.agree += 1
            else:
                result.set_aside["partial date" if dated[name] == is_so else "other"] += 1
    return result


def _cells(answer: Answer) -> Iterator[Cell]:
    yield from zip(answer.values, answer.screened, strict=True)
    yield answer.verdict, answer.screen


def evidence(protocol: Protocol, people: People, found: Disagreement, index: date) -> list[Mapping[str, Any]]:
    """The records that the emitted Python looked at for a pair."""
    from eligo.targets_api import checker

    bundle = next(b for b, p in zip(people.bundles, people.patients, strict=True) if p.id == found.patient)
    outcomes = checker(protocol)(bundle, index.isoformat()).to_dict()["criteria"]
    return [because for o in outcomes if o["id"] == found.criterion for because in o["because"]]
