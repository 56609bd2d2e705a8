"""The table of docs/readers.md: for each format, the share of sample records that have each of the registry's fields.

``python tests/read/field_table.py`` writes it anew into the page, from the sample records beside the repository.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from eligo.read import iterate
from eligo.record import Record

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "readers.md"
SAMPLES = ROOT.parent / "shared" / "records"
BEGIN, END = "<!-- fields: begin -->", "<!-- fields: end -->"

COLUMNS: dict[str, Callable[[Record], object]] = {
    "id": lambda r: r.registry.ids,
    "other ids": lambda r: r.registry.ids[1:],
    "title": lambda r: r.registry.title,
    "scientific title": lambda r: r.registry.scientific_title,
    "conditions": lambda r: r.registry.conditions,
    "min. age": lambda r: r.registry.minimum_age,
    "max. age": lambda r: r.registry.maximum_age,
    "sex": lambda r: r.registry.sex,
    "healthy volunteers": lambda r: r.registry.healthy_volunteers is not None,
    "phase": lambda r: r.registry.phase,
    "register": lambda r: r.registry.register,
    "address": lambda r: r.registry.url,
    "registered": lambda r: r.registry.dates.get("registered"),
    "start": lambda r: r.registry.dates.get("start"),
    "updated": lambda r: r.registry.dates.get("updated"),
    "criteria": lambda r: any(region.of(r.text).strip() for region in r.regions),
}


def records(samples: Path) -> Iterator[Record]:
    """All records of all sample files."""
    for file in sorted(samples.glob("*/*")):
        yield from iterate(file)


def table(samples: Path) -> str:
    """The table as Markdown: shares in per cent, formats by name."""
    total: Counter[str] = Counter()
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for record in records(samples):
        total[record.format] += 1
        found[record.format].update(name for name, value in COLUMNS.items() if value(record))
    lines = [f"| format | records | {' | '.join(COLUMNS)} |", "|---|" + "---:|" * (len(COLUMNS) + 1)]
    for format in sorted(total):
        shares = (str(round(100 * found[format][name] / total[format])) for name in COLUMNS)
        lines.append(f"| `{format}` | {total[format]} | {' | '.join(shares)} |")
    return "\n".join(lines)


def page() -> tuple[str, str, str]:
    """What stands before, in and after the table's place in the page."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    inside, _, after = rest.partition(END)
    return before, inside.strip(), after


if __name__ == "__main__":
    before, _, after = page()
    PAGE.write_text(f"{before}{BEGIN}\n{table(SAMPLES)}\n{END}{after}", "utf-8")
