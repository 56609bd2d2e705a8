"""Segment a corpus of trials and report what can be checked without a gold standard.

Usage: python tests/bench/segment_corpus.py [TRIALS.jsonl.gz] [--every N] [--show KIND]

The corpus has an object a line: `text`, or `inclusion` and `exclusion`. Reported: crashes; characters outside the
partition; texts naming both sections in which both were found; sections whose lines are numbered 1 to n and that gave n
items; records a second of one core.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eligo.document import Document, Item
from eligo.record import ListSection, Record, Registry
from eligo.segment import segment
from eligo.spans import Span

DEFAULT = Path(__file__).parents[2].parent / "shared/corpus/trials.jsonl.gz"
_BOTH = re.compile(r"inclusion criteria\b.*exclusion criteria\s*:", re.IGNORECASE | re.DOTALL)
_NUMBERED = re.compile(r"^\s*(?:<br>)?\s*\(?(\d{1,2})[.)](?![\d.])", re.MULTILINE)


def records(path: Path, every: int) -> Iterator[tuple[dict[str, Any], Record]]:
    """The corpus as records, each `every`-th of it."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % every:
                continue
            trial = json.loads(line)
            if "text" in trial:
                text = trial["text"]
                regions: tuple[Span, ...] = (Span(0, len(text)),)
                sections: tuple[ListSection | None, ...] = (None,)
            else:
                inclusion, exclusion = trial.get("inclusion") or "", trial.get("exclusion") or ""
                text = f"{inclusion}\n\n{exclusion}"
                regions = (Span(0, len(inclusion)), Span(len(inclusion) + 2, len(text)))
                sections = ("inclusion", "exclusion")
            yield trial, Record(text, "text", Registry(), regions, sections)


def uncovered(document: Document) -> list[str]:
    """Words of the regions that are in no item, mark, head or note, or in two of them."""
    text = document.record.text
    owners = bytearray(len(text))
    spans = [*document.headers, *document.notes]
    for item in document.walk():
        spans += [item.span, *([item.mark] if item.mark else [])]
    wrong = []
    for span in spans:
        if any(owners[span.start : span.end]):
            wrong.append("twice: " + span.of(text)[:60])
        owners[span.start : span.end] = b"\1" * len(span)
    for region in document.record.regions:
        for match in re.finditer(r"\w+", region.of(text)):
            start, end = region.start + match.start(), region.start + match.end()
            if not all(owners[start:end]) and match[0] not in ("br", "xA", "xD"):
                wrong.append("lost: " + text[max(0, start - 20) : end + 20])
    return wrong


def numbered_sections(document: Document) -> Iterator[tuple[ListSection, int, int]]:
    """Sections whose lines run 1 to n exactly once: section, n, and the longest list of numbered siblings found."""
    for section in ("inclusion", "exclusion"):
        items = [item for item in document.items if item.section == section]
        if not items:
            continue
        text = document.record.text
        first = min((items[0].mark or items[0].span).start, items[0].span.start)
        last = max(inner.span.end for inner in items[-1].walk())
        numbers = [int(match[1]) for match in _NUMBERED.finditer(text[text.rfind("\n", 0, first) + 1 : last])]
        if len(numbers) >= 2 and numbers == list(range(1, len(numbers) + 1)):
            lists = [items, *(inner.children for item in items for inner in item.walk())]
            yield section, numbers[-1], max(sum(_is_numbered(item, text) for item in siblings) for siblings in lists)


def _is_numbered(item: Item, text: str) -> bool:
    return item.mark is not None and any(character.isdigit() for character in item.mark.of(text))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--show", choices=["crash", "partition", "sections", "numbers", "none"])
    options = parser.parse_args()
    if not options.corpus.exists():
        sys.exit(f"no corpus at {options.corpus}")
    totals: Counter[str] = Counter()
    spent = 0.0
    for trial, record in records(options.corpus, options.every):
        begun = time.process_time()
        try:
            document = segment(record)
        except Exception as error:
            totals["crash"] += 1
            if options.show == "crash":
                print(trial["id"], repr(error))
            continue
        spent += time.process_time() - begun
        totals["records"] += 1
        totals["items"] += sum(1 for _ in document.walk())
        totals["characters"] += len(record.text)
        totals.update(diagnostic.code for diagnostic in document.diagnostics)
        wrong = uncovered(document)
        totals["partition"] += bool(wrong)
        if wrong and options.show == "partition":
            print(trial["id"], wrong[:3])
        if record.sections == (None,) and _BOTH.search(record.text):
            totals["both asked"] += 1
            found = {item.section for item in document.items}
            totals["both found"] += len(found) == 2
            if len(found) < 2 and options.show == "sections":
                print(trial["id"], found, [span.of(record.text) for span in (*document.headers, *document.notes)])
        for section, count, items in numbered_sections(document):
            totals["numbered asked"] += 1
            totals["numbered right"] += count == items
            if count != items and options.show == "numbers":
                print(trial["id"], section, count, items)
        if not document.items and options.show == "none":
            print(trial["id"], repr(record.text[:200]))
    for name, value in totals.items():
        print(f"{name:16} {value:>10,}")
    print(f"{'records/s':16} {totals['records'] / spent:>10,.0f}")
    print(f"{'items/s':16} {totals['items'] / spent:>10,.0f}")


if __name__ == "__main__":
    main()
