"""The fenced blocks of a page of documentation, and how each kind of them is run.

- ``console``: lines ``$ command`` with what they print below; ``...`` stands for anything, a line of it for any lines.
- ``shell``: commands, a line each (comments, ``\\`` at a line's end). They end with 0, or with eligo's 1 for findings.
- ``python``: a program of its own.
- ``eligo serve`` among them is ended when it says where the page is.
- ``<!-- needs: an outside system -->`` before a block: it isn't run here.
- ``<!-- file: PATH -->`` before a block of any kind: its text is written there.

The blocks of a page are run in their order, in one folder.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

RUN = ("console", "shell", "python")
OTHER = ("", "text", "toml", "json", "sql", "cql", "jinja", "tsv")
COMMANDS = re.compile(r"\$ |(eligo|pip|python3?|npm|npx|curl|git|duckdb|psql|spark-\w+|docker|make|mkdir|cp) ")
_BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>needs|file): (?P<value>.+?) -->\n+)?^(?P<indent> *)```(?P<info>[^\n`]*)\n(?P<text>.*?)^ *```$",
    re.S | re.M,
)


@dataclass(frozen=True)
class Block:
    """A fenced block: the line that it starts on, its language, its text, and what its mark says."""

    line: int
    language: str
    text: str
    needs: str = ""
    file: str = ""


def blocks(page: str) -> Iterator[Block]:
    """The blocks of a page of Markdown."""
    for m in _BLOCK.finditer(page):
        marks = {m["mark"]: m["value"]} if m["mark"] else {}
        line = page.count("\n", 0, m.start("info")) + 1
        yield Block(line, m["info"].strip(), dedent(m["text"]), **marks)


def steps(block: Block) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with what it has to print."""
    for part in re.split(r"^\$ ", block.text, flags=re.M)[1:]:
        command, _, output = re.sub(r"\\\n *", "", part).partition("\n")
        yield command, output


def matches(expected: str, printed: str) -> bool:
    """Whether what was printed is what is shown, by ``...`` and the spaces at line ends."""
    shown, found = (re.sub(r"[ \t]+$", "", text, flags=re.M).strip("\n") for text in (expected, printed))
    pattern = re.escape(shown).replace(r"\.\.\.", ".*")
    return re.fullmatch(pattern, found, re.S) is not None


def run(block: Block, folder: Path) -> None:
    """Run one block. Raises AssertionError with the command and what it printed."""
    if block.file:
        place = folder / block.file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(block.text, encoding="utf-8")
    elif block.language == "console":
        for command, expected in steps(block):
            code, printed = _call(["bash", "-c", command], folder)
            assert code in (0, 1), f"$ {command}\n{printed}"
            assert "Traceback" not in printed, f"$ {command}\n{printed}"
            assert matches(expected, printed), f"$ {command}\nprints\n{printed}\nand the page has\n{expected}"
    elif block.language == "shell":
        for command in filter(str.strip, re.sub(r"\\\n *", "", block.text).split("\n")):
            code, printed = _call(["bash", "-c", command], folder)
            assert code in ((0, 1) if command.startswith("eligo ") else (0,)), f"{command}\n{printed}"
            assert "Traceback" not in printed, f"{command}\n{printed}"
    else:
        code, printed = _call([sys.executable, "-c", block.text], folder)
        assert code == 0, printed


def _call(command: list[str], folder: Path) -> tuple[int, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    serves = command[-1].startswith("eligo serve ")
    if serves:
        # 8731 may be taken where tests run in parallel.
        command = [*command[:-1], f"exec {command[-1].partition('#')[0]} --port 0"]
    running = subprocess.Popen(
        command,
        cwd=folder,
        env={k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        | {"PATH": path, "PYTHONPATH": str(folder / "package"), "COLUMNS": "80"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert running.stdout is not None
    line = running.stdout.readline() if serves else ""
    if serves:
        running.terminate()
    try:
        printed, _ = running.communicate(timeout=300)
    except subprocess.TimeoutExpired:
        running.kill()
        raise
    return (0, line) if serves else (running.returncode, printed)
