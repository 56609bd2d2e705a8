"""Record → every output, as files. ``--update-golden`` writes them anew; what changed is then read in the diff.

The outputs of the three targets are long for their code lists: in them every run of codes is folded to its length, so that a file
shows the shape that a reader looks at. The whole text is run by the engines' own tests.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import eligo
from eligo.canon import say
from eligo.protocol import Protocol

ROOT = Path(__file__).resolve().parents[2]
RECORDS = sorted(p for p in (ROOT / "criteria").iterdir() if p.suffix in (".txt", ".json"))
SEED = ROOT.parent / "shared" / "records" / "seed" / "ChiCTR1900025376.txt"
TARGETS = ("python", "cql", "sql")
AS_OF = "2026-01-15"


def reading(protocol: Protocol) -> str:
    """Each criterion: status, reading, and the spans that are not logic."""
    lines = []
    for c in protocol.criteria:
        lines.append(f"{c.id} {c.effect} {c.status}")
        lines.append(f"  {say(c.logic)}")
        for e in c.ledger:
            words = " ".join(protocol.text[e.span.start : e.span.end].split())
            if e.kind != "logic" and words:
                lines.append(f"  {e.kind}: {words} ({e.why})")
        lines.extend(f"  ! {d.code}: {d.message}" for d in c.diagnostics)
        lines.extend(f"  * {a}" for a in c.assumptions)
    lines.extend(f"! {d.code}: {d.message}" for d in protocol.diagnostics)
    return "\n".join(lines) + "\n"


def folded(text: str) -> str:
    """Runs of more than three quoted codes, and of more than four lines that differ in quoted text only, as their number."""
    out: list[str] = []
    run: list[str] = []
    for line in [*text.split("\n"), None]:
        shape = None if line is None else re.sub(r"'[^']*'", "'…'", line)
        if run and (shape is None or shape != re.sub(r"'[^']*'", "'…'", run[0])):
            out.extend(run if len(run) <= 4 else [run[0], f"<{len(run) - 2} lines alike>", run[-1]])
            run = []
        if line is not None:
            run.append(line)
    text = "\n".join(out)
    item = r"""(?:\(\s*)?(?:'[^'\n]{1,60}'|"[^"\n]{1,60}")(?:\s*\))?"""
    return re.sub(rf"{item}(?:\s*,\s*{item}){{3,}}", lambda m: f"<{len(re.findall(item, m.group()))} codes>", text)


def compare(path: Path, text: str, update: bool) -> None:
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), f"no golden file {path.name}: run with --update-golden"
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("record", RECORDS, ids=lambda p: p.stem)
def test_reading(record: Path, update_golden: bool) -> None:
    compare(Path(__file__).parent / record.stem / "reading.txt", reading(eligo.compile(record)), update_golden)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("record", RECORDS, ids=lambda p: p.stem)
def test_target(record: Path, target: str, update_golden: bool) -> None:
    text = eligo.compile(record).emit(target, as_of=AS_OF)
    compare(Path(__file__).parent / record.stem / f"{target}.golden", folded(text), update_golden)


EXPECTED_OF_SEED = {
    "I1": "computable",
    "I2": "partial",
    "I3": "partial",
    "I4": "computable",
    "I5": "manual",
    "E1": "partial",
    "E2": "partial",
    "E3": "partial",
    "E4": "computable",
    "E5": "computable",
    "E6": "partial",
    "E7": "partial",
}


def test_seed(update_golden: bool) -> None:
    """The record that the first user brought; its text is not part of this repository, its reading is."""
    if not SEED.is_file():
        pytest.skip(f"no study material at {SEED.parent}")
    protocol = eligo.compile(SEED)
    assert {c.id: c.status for c in protocol.criteria} == EXPECTED_OF_SEED
    spoken = "\n".join(f"{c.id} {c.status}\n  {say(c.logic)}" for c in protocol.criteria) + "\n"
    compare(Path(__file__).parent / "seed.txt", spoken, update_golden)
    for target in TARGETS:
        assert protocol.emit(target, as_of=AS_OF)
