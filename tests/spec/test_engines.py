"""Every paragraph of the specification on every engine."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from harness.engines import DEFECTS, ENGINES, engine, runs, unavailable
from harness.spec import CHAPTERS, ROOT, Case, VerdictCase, cases, sections, verdict_cases

from eligo.logic import Truth

NAMES = {True: "true", False: "false", None: "unknown"}


@pytest.fixture(scope="session")
def asked(request: pytest.FixtureRequest) -> frozenset[tuple[str, str]]:
    """The engines and the ids of the cases that this session asks them."""
    given = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    return frozenset((p["name"], p["case"].id) for p in given if p.keys() >= {"name", "case"})


@cache
def answers(name: str, asked: frozenset[tuple[str, str]]) -> dict[str, list[Truth]]:
    """All answers of an engine: it runs everything that is asked at once."""
    return engine(name).run_all([c for c in cases() if (name, c.id) in asked and runs(name, c.not_in)])


@cache
def verdicts(name: str, asked: frozenset[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """All verdicts of an engine that gives them."""
    run: Any = engine(name).run_verdicts  # type: ignore[attr-defined]
    found: dict[str, list[tuple[str, str]]] = run(
        [c for c in verdict_cases() if (name, c.id) in asked and runs(name, c.not_in)]
    )
    return found


def skip_unless_it_runs(name: str, case: Case | VerdictCase) -> None:
    why = unavailable(name)
    if why:
        pytest.skip(why)
    if not runs(name, case.not_in):
        pytest.skip(f"{name} can't hold it: {case.why_not}")


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("case", cases(), ids=lambda c: c.id)
def test_paragraph(case: Case, name: str, asked: frozenset[tuple[str, str]]) -> None:
    skip_unless_it_runs(name, case)
    found = dict(zip(case.labels, answers(name, asked)[case.id], strict=True))
    expected = dict(zip(case.labels, case.expected, strict=True))
    wrong = [f"{label}: {NAMES[found[label]]}, not {NAMES[e]}" for label, e in expected.items() if found[label] is not e]
    defect = DEFECTS.get(name, {}).get(case.id)
    if defect:
        assert wrong, f"{name} has lost a defect: {defect}"
        pytest.xfail(defect)
    assert not wrong, "; ".join(wrong)


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("case", verdict_cases(), ids=lambda c: c.id)
def test_verdict_paragraph(case: VerdictCase, name: str, asked: frozenset[tuple[str, str]]) -> None:
    skip_unless_it_runs(name, case)
    if not hasattr(engine(name), "run_verdicts"):
        pytest.skip(f"{name} gives no verdicts through its adapter")
    found = [tuple(v) for v in verdicts(name, asked)[case.id]]
    assert dict(zip(case.labels, found, strict=True)) == dict(zip(case.labels, case.expected, strict=True))


def test_every_section_is_in_the_table_of_contents() -> None:
    on_disk = {(p.parent.name, p.stem) for p in ROOT.glob("*/*.py") if p.parent.name != "harness"}
    assert on_disk == {(chapter, name) for chapter, names in CHAPTERS.items() for name in names}


def test_paragraphs_are_titled_and_say_why_a_model_is_left_out() -> None:
    for section in sections():
        titles = [p.title for p in section.paragraphs]
        assert section.title, f"{section.chapter}/{section.name} has no docstring"
        assert len(titles) == len(set(titles))
        for paragraph in section.paragraphs:
            assert len(paragraph.rows) >= 2, paragraph.title
            assert paragraph.says, paragraph.title
            assert bool(paragraph.not_in) == bool(paragraph.why_not), paragraph.title
