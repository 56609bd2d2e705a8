"""A compiled record: its criteria with their logic, ledger and diagnostics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from eligo.diagnostics import Diagnostic
from eligo.jsonform import to_dict
from eligo.logic import Effect, Expr, Section, Status
from eligo.overrides.model import Event, Family
from eligo.spans import Span

if TYPE_CHECKING:
    import networkx as nx

    from eligo.overrides.lines import InForce
    from eligo.plan import Model, Plan
    from eligo.vocab.model import Vocabulary

SpanClass = Literal["logic", "noise", "manual", "residue", "override"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One span of the ledger: its class, and the rule or reason that put it there."""

    span: Span
    kind: SpanClass
    why: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One eligibility criterion.

    ``section`` is where the line stands, ``effect`` what it does. ``logic`` is the truth of its statement. ``ledger`` covers
    every character of ``spans``. ``status`` follows from both (DESIGN promise 2): see :mod:`eligo.ledger`.
    """

    id: str
    section: Section
    effect: Effect
    text: str
    spans: tuple[Span, ...]
    logic: Expr
    status: Status
    ledger: tuple[Entry, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    assumptions: tuple[str, ...] = ()
    applies_to: str | None = None

    def to_dict(self) -> dict[str, object]:
        """The JSON form of ``eligo parse --json``."""
        return {
            "id": self.id,
            "section": self.section,
            "effect": self.effect,
            "applies_to": self.applies_to,
            "text": self.text,
            "spans": [[s.start, s.end] for s in self.spans],
            "status": self.status,
            "logic": to_dict(self.logic),
            "ledger": [{"span": [e.span.start, e.span.end], "class": e.kind, "why": e.why} for e in self.ledger],
            "diagnostics": [d.to_dict() for d in self.diagnostics],
            "assumptions": list(self.assumptions),
        }


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds where a text is silent; printed in every output."""

    look_back_days: int = 365
    gap_days: int = 30
    reproduction_days: int = 300
    index_event: Event | None = None
    index_date: str | None = None
    unknown_without_record: tuple[Family, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """The JSON form; what overrides alone set is only there where they do."""
        optional = ("index_event", "index_date", "unknown_without_record")
        told = {f.name: getattr(self, f.name) for f in fields(self)} | {
            "unknown_without_record": list(self.unknown_without_record)
        }
        return {k: v for k, v in told.items() if v or k not in optional}

    def assumptions(self) -> tuple[str, ...]:
        """The settings as sentences."""
        none = (
            f"No record means unknown for {', '.join(self.unknown_without_record)}. Otherwise no"
            if self.unknown_without_record
            else "No"
        )
        event = f"The index date is the day of {self.index_event}. " if self.index_event else ""
        return (
            f"{none} record of a condition, drug, vaccine, procedure, allergy or encounter means that there was none; no"
            " value of a measurement or score means unknown.",
            f"The latest value of a measurement counts, if it is at most {self.look_back_days} days old,"
            " unless the text gives another window.",
            "A condition, procedure or vaccine is recognised by its code, or by a recorded name that equals one of those that"
            " eligo canon lists; so is a score or test that has no code. A drug is recognised by its code or its name.",
            f"{event}Screening, baseline, enrolment, randomisation and first dose are treated as one day, the index date.",
            "Pregnancy and breastfeeding go by the latest evidence (a recorded status, test or"
            f" diagnosis) of the last {self.reproduction_days} days;"
            " a patient without any counts as not pregnant and not breastfeeding.",
            "Age is in completed years (or the unit that the text says); the first and the last day of a period belong to it;"
            " times of day are ignored.",
        )


@dataclass(frozen=True, slots=True)
class Protocol:
    """A compiled record: criteria, groups (cohorts that criteria apply to), the settings in force, and what was left aside.

    ``outside`` are spans that are no criteria text, ``noise`` headers and notes between the items. ``vocabulary``, a site's
    own, widens the concept sets of what is emitted. ``overrides`` are the corrections in force.
    """

    id: str
    title: str
    text: str
    criteria: tuple[Criterion, ...]
    groups: tuple[str, ...] = ()
    settings: Settings = field(default_factory=Settings)
    outside: tuple[Span, ...] = ()
    noise: tuple[Span, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    vocabulary: Vocabulary | None = None
    overrides: tuple[InForce, ...] = ()

    def using(self, vocabulary: Vocabulary) -> Protocol:
        """The protocol with a site's vocabulary (:func:`eligo.vocab.store.open_store`)."""
        return replace(self, vocabulary=vocabulary)

    def assumptions(self) -> tuple[str, ...]:
        """What holds where the text is silent, as sentences: the settings, the overrides in force, and what the vocabulary adds
        to the code lists."""
        own = (*self.settings.assumptions(), *map(str, self.overrides))
        if self.vocabulary is None:
            return own
        from eligo.vocab.attach import assumptions

        return (*own, *assumptions((c.logic for c in self.criteria), self.vocabulary))

    def to_dict(self) -> dict[str, object]:
        """What ``eligo parse --json`` prints."""
        corrected: dict[str, object] = {"overrides": [o.to_dict() for o in self.overrides]} if self.overrides else {}
        return corrected | {
            "schema": "urn:eligo:schema:protocol:1",
            "id": self.id,
            "title": self.title,
            "groups": list(self.groups),
            "settings": self.settings.to_dict(),
            "assumptions": list(self.assumptions()),
            "criteria": [c.to_dict() for c in self.criteria],
            "diagnostics": [d.to_dict() for d in self.diagnostics],
        }

    @property
    def graph(self) -> nx.DiGraph[str]:
        """The logic graph over all criteria."""
        from eligo.graph import build

        return build(self.criteria).digraph

    def plan(self, model: Model, *, as_of: str | None = None) -> Plan:
        """The plan for a data model ("fhir" or "omop")."""
        from eligo.lower import lower
        from eligo.overrides.missing import open_world

        return lower(
            open_world(self.criteria, self.settings.unknown_without_record),
            model,
            trial=self.id,
            title=self.title,
            index=as_of or self.settings.index_date,
            settings=self.settings,
            assumptions=self.assumptions(),
            vocabulary=self.vocabulary,
        )

    def emit(self, target: str | Path, *, as_of: str | None = None, dialect: str = "duckdb", **options: object) -> str:
        """The text of a target: "python", "cql", "sql", or a target folder. SQL binds ``as_of`` (an ISO date; default today).

        Raises UsageError for an unknown target, dialect or date.
        """
        from eligo.targets_api import emit

        return emit(self, target, as_of=as_of, dialect=dialect, **options)

    def check(self, bundle: Mapping[str, object], *, as_of: str | None = None) -> Any:
        """Run the emitted Python check on one FHIR R4 bundle; ``.to_dict()`` of the result is what ``eligo check
        --json`` prints.
        """
        from eligo.targets_api import checker

        return checker(self)(bundle, as_of)
