"""Open words: quoted so that a person can judge them, and marked in the source as the reading quotes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import eligo
from eligo.canon import read
from eligo.cli.canon_command import command as canon
from eligo.cli.explain_command import command as explain
from eligo.logic import Expr, Manual, Opaque, walk
from eligo.protocol import Protocol
from eligo.wording import as_told, marks, nothing_read, tell

CRITERIA = Path(__file__).parents[2] / "criteria"


def compiled(*lines: str) -> Protocol:
    return eligo.compile("Inclusion Criteria:\n\n" + "".join(f"- {line}\n" for line in lines))


def told(line: str) -> str:
    protocol = compiled(line)
    return tell(as_told(protocol, protocol.criteria[0]), "screening")


def marked(line: str) -> dict[str, str]:
    protocol = compiled(line)
    own = protocol.criteria[0]
    return {m.span.of(protocol.text): m.kind for m in marks(protocol, own, as_told(protocol, own))}


def test_a_fragment_stands_in_its_clause() -> None:
    assert "“Uncontrolled” (in “Uncontrolled brain metastases”)" in told("Uncontrolled brain metastases")


def test_a_whole_phrase_stands_alone() -> None:
    assert (
        told("Written informed consent")
        == "a person must judge (consent, or who may give it): “Written informed consent”"
    )


def test_a_group_of_which_nothing_can_be_looked_up_is_one_line() -> None:
    line = "Written consent of a parent or legal guardian, and assent of the child"
    assert told(line).endswith(f": “{line}”")
    assert told(line).count("a person must judge") == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('all of (epilepsy; not ([not understood, residue: "x"]))', "has epilepsy, unless (not understood): “x”"),
        ('all of (epilepsy; [not understood, exception: "x"])', "has epilepsy, unless (not understood): “x”"),
        (
            'not (all of (epilepsy; not ([not understood, residue: "x"])))',
            "not (has epilepsy, unless (not understood): “x”)",
        ),
        ('all of (epilepsy; not ([manual, vague: "x"]))', "has epilepsy, unless (a person must judge): “x”"),
        ("any of (not (sex female); not (pregnant))", "if female: not pregnant"),
        ("any of (not (asthma); not (pregnant))", "any of these: does not have asthma; not pregnant"),
        (
            "all of (metformin taken now; metformin <= 1500 mg/day taken now)",
            "all of these: metformin taken now; metformin at a dose ≤ 1500 mg/day",
        ),
        (
            "all of (metformin taken now; metformin unchanged for the last 3 months)",
            "all of these: metformin taken now; metformin neither started, stopped nor changed in dose in the last 3 months",
        ),
        (
            '[not understood, group: "Major surgery"]',
            "open (the codes that are known for it are also those of other, or lesser, procedures or treatments): "
            "“Major surgery”",
        ),
        (
            '[not understood, count: ""]',
            "not understood (how many there have to be): in words that belong to another part as well",
        ),
        ("history of postmenopausal state", "recorded as postmenopausal"),
        ("QTcF interval > 470 ms", "QTcF interval > 470 ms (no code is known: found only under its name)"),
        (
            "asthma within 1 year before the index date",
            "had asthma within 1 year before screening (new or already there)",
        ),
    ],
)
def test_sentence(text: str, said: str) -> None:
    assert tell(read(text), "screening") == said


def test_facts_that_say_less_than_their_neighbours_are_left_out() -> None:
    assert told("A history or presence of diabetes mellitus") == "has or ever had diabetes mellitus"


def test_marks_follow_the_reading() -> None:
    assert marked("Uncontrolled brain metastases") == {
        "Uncontrolled": "manual",
        " ": "noise",
        "brain metastases": "logic",
    }
    assert "open" in marked("Treated with metformin = 1500 mg/day").values()
    assert marked("Blorbs of the frindle and groobles") == {"Blorbs of the frindle and groobles": "residue"}


def open_leaves(expr: Expr) -> list[Manual | Opaque]:
    return [n for n in walk(expr) if isinstance(n, Manual | Opaque)]


@pytest.mark.parametrize(
    "path", sorted(p for p in CRITERIA.iterdir() if p.suffix in (".txt", ".json")), ids=lambda p: p.stem
)
def test_what_is_open_is_marked(path: Path) -> None:
    protocol = eligo.compile(path)
    for own in protocol.criteria:
        found = marks(protocol, own, as_told(protocol, own))
        assert "".join(m.span.of(protocol.text) for m in found) == "".join(e.span.of(protocol.text) for e in own.ledger)
        unmarked = {at for m in found if m.kind == "logic" for at in range(m.span.start, m.span.end)}
        assert not any(unmarked & set(range(s.start, s.end)) for n in open_leaves(own.logic) for s in n.origin.spans)
        assert bool(open_leaves(as_told(protocol, own))) == bool(open_leaves(own.logic))


def test_no_notes_on_a_criterion_of_which_nothing_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "trial.txt"
    path.write_text("Inclusion Criteria:\n\n- Blorbs of the frindle, or chronic groobles for 48 h\n", encoding="utf-8")
    assert all(nothing_read(c.logic) for c in eligo.compile(path).criteria)
    shown = CliRunner().invoke(explain, [str(path)]).stdout.partition("\nHow to read it")[0]
    assert "  * " not in shown
    assert "  ~ " not in shown


def test_canonical_text_has_a_key() -> None:
    shown = CliRunner().invoke(canon, [str(CRITERIA / "hiv.json")]).stdout
    key = " ".join(shown.partition("\nHow to read it")[2].partition("\nConcepts")[0].split())
    assert "that one is true is not enough" in key
    assert "Levels of Child-Pugh: 1 = A, 2 = B, 3 = C." in key
    assert "willingness = what the patient is willing to do" in key
    assert "unchanged:" in key
    assert "unchanged:" not in CliRunner().invoke(canon, [str(CRITERIA / "asthma.txt")]).stdout
