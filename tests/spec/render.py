"""Write the chapters of docs/semantics from the specification: ``python tests/spec/render.py``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from harness import concepts
from harness.engines import ENGINES, runs
from harness.records import person
from harness.spec import CHAPTERS, INDEX, Paragraph, Section, VerdictParagraph, sections

from eligo.canon import say
from eligo.concepts import Concept
from eligo.patient import (
    Coding,
    ConditionRecord,
    DrugRecord,
    EncounterRecord,
    ObservationRecord,
    Patient,
    StudyRecord,
)

DOCS = Path(__file__).resolve().parents[2] / "docs" / "semantics"
ENGINES_PAGE = DOCS.parent / "engines.md"
DEFAULT = person()
TRUTHS = {True: "true", False: "false", None: "unknown"}


def chapters() -> dict[str, str]:
    """The text of each chapter by its name."""
    return {name: _chapter(name, [s for s in sections() if s.chapter == name]) for name in CHAPTERS}


def _chapter(name: str, parts: Iterable[Section]) -> str:
    lines = [
        f"# {name.replace('_', ' ').capitalize()}", "",
        "Rendered from `tests/spec` by `tests/spec/render.py`; every table runs on every engine. Terms and rules are those of",
        f"[What each atom means](README.md). Where nothing else is said the index date is {INDEX}, and a patient is a woman",
        f"born on {DEFAULT.birth}.", "",
    ]
    for part in parts:
        lines += [f"## {part.title}", "", part.intro, ""]
        for paragraph in part.paragraphs:
            lines += [*_paragraph(paragraph), ""]
    return "\n".join(lines)


def _paragraph(p: Paragraph | VerdictParagraph) -> Iterator[str]:
    yield from (f"### {p.title}", "", p.says, "")
    if isinstance(p, Paragraph):
        yield f"> {_cell(say(p.logic))}"
    else:
        for c in p.criteria:
            group = f" (group {c.applies_to})" if c.applies_to else ""
            yield f"- {c.id}, {c.section}, {c.effect}{group}: {_cell(say(c.logic))}"
        if not p.criteria:
            yield "No criteria."
    if p.index != INDEX:
        yield from ("", f"Index date: {p.index}.")
    yield from ("", *_table(p))
    if p.not_in:
        yield from ("", f"Not run in {', '.join(m.upper() for m in p.not_in)}: {p.why_not}.")


def _table(p: Paragraph | VerdictParagraph) -> Iterator[str]:
    if isinstance(p, Paragraph):
        yield from ("| patient | record | value |", "|---|---|---|")
        for label, (patient, truth) in p.rows.items():
            yield f"| {_cell(label)} | {_cell(_record(patient))} | {TRUTHS[truth]} |"
    else:
        yield from ("| patient | record | verdict | screen |", "|---|---|---|---|")
        for label, (patient, verdict, screen) in p.rows.items():
            yield f"| {_cell(label)} | {_cell(_record(patient))} | {verdict} | {screen} |"


def _cell(text: str) -> str:
    """Text that means nothing to Markdown."""
    for mark in "\\`*_|<>[]":
        text = text.replace(mark, "\\" + mark)
    return text


# --- records in words ---


def _record(patient: Patient) -> str:
    parts = []
    if (patient.sex, patient.birth) != (DEFAULT.sex, DEFAULT.birth):
        parts.append(f"{patient.sex or 'sex not given'}, {f'born {patient.birth}' if patient.birth else 'no birth date'}")
    if patient.death or patient.deceased:
        parts.append(f"died {patient.death or 'at an unknown time'}")
    parts += [_condition(r) for r in patient.conditions] + [_observation(r) for r in patient.observations]
    parts += [_drug(r) for r in patient.drugs]
    parts += [_joined(_names(r.codes), f"on {r.date or 'an unknown date'}", r.status) for r in patient.procedures]
    parts += [_joined("allergy:", _names(r.codes), r.clinical, r.verification) for r in patient.allergies]
    parts += [_encounter(r) for r in patient.encounters]
    parts += [_joined(_names(r.codes), f"on {r.date or 'an unknown date'}", r.status) for r in patient.immunisations]
    parts += [_joined("of a relative:", _names(r.codes), r.status) for r in patient.family]
    parts += [_span("subject of a study", r) for r in patient.studies]
    return "; ".join(parts) or "–"


def _encounter(r: EncounterRecord) -> str:
    return _span("intensive care" if r.icu else f"{r.setting or 'unspecified'} encounter", r)


def _span(what: str, r: EncounterRecord | StudyRecord) -> str:
    return _joined(what, f"from {r.start or '?'}", f"to {r.end}" if r.end else None, r.status)


def _condition(r: ConditionRecord) -> str:
    until = f"to {r.end}" if r.end else None
    return _joined(r.severity, _names(r.codes), f"from {r.onset or '?'}", until, r.clinical, r.verification)


def _observation(r: ObservationRecord) -> str:
    value = None if r.value is None else f"{r.comparator or ''}{r.value:f}"
    answer = f'"{_names(r.answer)}"' if r.answer else None
    limits = None
    if r.range_low is not None or r.range_high is not None:
        limits = "(range " + " to ".join("?" if v is None else f"{v:f}" for v in (r.range_low, r.range_high)) + ")"
    said = _joined(value or answer or "no value", r.unit, limits)
    return _joined(_names(r.codes), said, f"on {r.date or 'an unknown date'}", None if r.status == "final" else r.status)


def _drug(r: DrugRecord) -> str:
    dose = None if r.dose is None else _joined(f"{r.dose:f}", r.dose_unit, f"× {r.per_day:f} a day" if r.per_day else None)
    supply = f"supply {r.supply_days} days" if r.supply_days is not None else None
    until = f"to {r.end}" if r.end else None
    return _joined(_names(r.codes), dose, "as needed" if r.as_needed else None, f"from {r.start or '?'}", until, supply, r.status)


def _joined(*parts: str | None) -> str:
    return " ".join(p for p in parts if p)


def _names(codings: Iterable[Coding]) -> str:
    return " + ".join(c.display or NAMES.get((c.system, c.code), f"{c.system} {c.code}") for c in codings)


def _known() -> Iterator[tuple[tuple[str, str], str]]:
    for concept in (c for c in vars(concepts).values() if isinstance(c, Concept)):
        for ingredient in concept.ingredients:
            yield from (((c.system, c.code), ingredient.name) for c in ingredient.codes)
        yield from (((c.system, c.code), concept.name) for c in concept.include[:1])
        for answer in concept.answers:
            yield from (((c.system, c.code), answer.label) for c in answer.codes)


NAMES = dict(reversed(list(_known())))
"""What the codes of the specification are called; the first concept that has a code names it."""


# --- which engine runs what ---


def engines() -> str:
    """A table of the paragraphs of each chapter, and how many of them each engine runs."""
    rows = [f"| chapter | paragraphs | {' | '.join(ENGINES)} |", "|---|--:|" + "--:|" * len(ENGINES)]
    paragraphs = {name: [p for s in sections() if s.chapter == name for p in s.paragraphs] for name in CHAPTERS}
    for name, held in {**paragraphs, "all": [p for part in paragraphs.values() for p in part]}.items():
        counts = (sum(runs(engine, p.not_in) for p in held) for engine in ENGINES)
        rows.append(f"| {name.replace('_', ' ')} | {len(held)} | {' | '.join(map(str, counts))} |")
    return "\n".join(rows) + "\n"


def with_engines(page: str) -> str:
    """docs/engines.md with the table of today between its marks."""
    before, mark, rest = page.partition("<!-- paragraphs -->\n")
    return before + mark + engines() + rest[rest.index("<!-- end -->"):]


if __name__ == "__main__":
    for chapter, text in chapters().items():
        (DOCS / f"{chapter}.md").write_text(text, encoding="utf-8")
    ENGINES_PAGE.write_text(with_engines(ENGINES_PAGE.read_text(encoding="utf-8")), encoding="utf-8")
