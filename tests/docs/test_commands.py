"""Every command that README.md and docs/ show is run, or says which outside system it needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from .blocks import COMMANDS, OTHER, RUN, Block, blocks, run
from .folder import ROOT, checkout, own_package, prepared

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
TUTORIAL = ROOT / "docs" / "tutorial.md"
"""Has a test of its own."""
FOLDERS = {
    "embed-the-python-check.md": checkout,
    "load-the-cql-into-a-fhir-server.md": checkout,
    "write-a-target.md": checkout,
    "add-a-lexicon-entry.md": own_package,
}
"""Pages that make all of what they use themselves, and the folder for it; the others get one with files."""


def of(page: Path) -> list[Block]:
    return list(blocks(page.read_text(encoding="utf-8")))


WITH_COMMANDS = [p for p in PAGES if any(b.file or (b.language in RUN and not b.needs) for b in of(p))]
WITH_COMMANDS = [p for p in WITH_COMMANDS if p != TUTORIAL]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_blocks_say_what_they_are(page: Path) -> None:
    for block in of(page):
        where = f"{page.relative_to(ROOT)}:{block.line}"
        assert block.language in RUN + OTHER, f"{where}: {block.language!r} is none of {RUN + OTHER}"
        if block.language in OTHER:
            commands = [line for line in block.text.split("\n") if COMMANDS.match(line)]
            assert not commands, f"{where}: commands stand in a block of console, shell or python"


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda p: str(p.relative_to(ROOT)))
def test_commands_run(page: Path, tmp_path: Path) -> None:
    pytest.importorskip("duckdb", reason="the pages screen a DuckDB file")
    folder = FOLDERS.get(page.name, prepared)(tmp_path)
    for block in of(page):
        if block.file or (block.language in RUN and not block.needs):
            try:
                run(block, folder)
            except AssertionError as error:
                raise AssertionError(f"{page.relative_to(ROOT)}:{block.line}: {error}") from None
