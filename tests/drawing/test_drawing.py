"""Pictures of the logic graph: everything is in them, nothing overlaps, and no text can become markup."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

import eligo
from eligo.cli.graph_command import command
from eligo.drawing import FORMATS, draw, picture
from eligo.drawing.layout import placed
from eligo.errors import UsageError

CRITERIA = Path(__file__).resolve().parents[2] / "criteria"
RECORDS = sorted(p for p in CRITERIA.iterdir() if p.is_file())
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    'Inclusion Criteria:\n\n- Age >= 18 "]; evil -> node </text><script>alert(1)</script> --> end\\"\n'
    "- click n0 href javascript:alert(2) #quot; \u202e\u2028 <img src=x onerror=y>\n"
)


def svg(protocol: eligo.Protocol) -> str:
    pytest.importorskip("grandalf", reason="SVG needs grandalf")
    return draw(protocol, "svg")


@pytest.mark.parametrize("record", RECORDS, ids=lambda p: p.stem)
def test_every_criterion_and_atom_is_in_the_picture(record: Path) -> None:
    protocol = eligo.compile(record)
    drawn = picture(protocol)
    assert len(drawn.boxes) == protocol.graph.number_of_nodes()
    assert len(drawn.arrows) == protocol.graph.number_of_edges()
    root = ElementTree.fromstring(svg(protocol))
    assert len(root.findall(f".//{SVG}rect")) == len(drawn.boxes)
    words = {t.text for t in root.iter(f"{SVG}text")}
    assert {f"{c.id}: {c.effect}" for c in protocol.criteria if not c.applies_to} <= words


@pytest.mark.parametrize("record", RECORDS, ids=lambda p: p.stem)
def test_boxes_do_not_overlap_and_lie_inside(record: Path) -> None:
    pytest.importorskip("grandalf", reason="SVG needs grandalf")
    drawn = placed(picture(eligo.compile(record)))
    for a, b in combinations(drawn.boxes, 2):
        apart = a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
        assert apart, (a.lines, b.lines)
    assert all(b.x >= 0 and b.x + b.width <= drawn.width and b.y + b.height <= drawn.height for b in drawn.boxes)


def test_hostile_text_stays_text() -> None:
    protocol = eligo.compile(HOSTILE)
    root = ElementTree.fromstring(svg(protocol))
    assert {e.tag for e in root.iter()} == {SVG + n for n in ("svg", "title", "style", "g", "path", "rect", "text")}
    for line in draw(protocol, "dot").split("\n"):
        assert len(re.findall(r'(?<!\\)(?:\\\\)*"', line)) % 2 == 0
    mermaid = draw(protocol, "mmd")
    assert not re.search(r"[<](?!br/>)|\u2028|\u202e", mermaid)
    assert all(line.count('"') in (0, 2) for line in mermaid.split("\n"))


def test_unbound_and_manual_parts_are_told_apart() -> None:
    protocol = eligo.compile(
        "Inclusion Criteria:\n\n- Written informed consent\n- Age 18 to 70 years\n- blorbs of the frindle\n"
    )
    assert {(b.kind, b.state) for b in picture(protocol).boxes if b.kind != "criterion"} == {
        ("manual", "manual"),
        ("atom", "computable"),
        ("residue", "residue"),
    }


def test_command_writes_by_suffix(tmp_path: Path) -> None:
    for suffix in FORMATS:
        file = tmp_path / f"x.{suffix}"
        done = CliRunner().invoke(command, [str(CRITERIA / "asthma.txt"), "-o", str(file)])
        assert done.exit_code == 0, done.output
        assert file.stat().st_size > 500
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".dot", ".mmd", ".svg"]
    done = CliRunner().invoke(command, [str(CRITERIA / "asthma.txt"), "-o", str(tmp_path / "x.png")])
    assert isinstance(done.exception, UsageError)
    assert "svg, dot, mmd" in str(done.exception)
