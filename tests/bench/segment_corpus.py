"""Segment a corpus of trials and report what can be checked without a gold standard.

Usage: python tests/bench/segment_corpus.py [TRIALS.jsonl.gz] [--every N] [--show KIND]

The corpus has an object a line: `text`, or `inclusion` and `exclusion`. Reported are crashes, and

- partition: texts with a word in no item, mark, head or note, or in two of them;
- repaired: items whose text isn't that of their places, repair (`eligo.segment.repair`) and folded blanks aside;
- cut: items that begin or end inside a word, a number or a pair of brackets that closes within the next line;
- both sections: texts naming both in which each has items, or a head with nothing but notes under it;
- numbered: sections whose lines run 1 to n exactly once, and those of them with a list of n numbered items;
- marked lines: physical lines that begin with a dash, star, bullet or number and hold more than that, in texts where most
  lines do; right when an item, head or note begins there;
- records a second of one core, segmentation alone, and the growth of the peak memory from the 500th record on.
"""

from __future__ import annotations

import argparse
import re
import resource
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from study import TRIALS, rows

from eligo.document import Document, Item
from eligo.record import ListSection, Record, Registry
from eligo.segment import segment
from eligo.spans import Span

_BOTH = re.compile(r"inclusion criteria\b.*exclusion criteria\s*:", re.IGNORECASE | re.DOTALL)
_MARKED = re.compile(r"^[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]+(?=[^\W_])", re.MULTILINE)
_LINE = re.compile(r"^[ \t]*(?=[^\W_]|[-*•(])", re.MULTILINE)
_HEADS = {"inclusion": re.compile(r"inclu|eligib", re.IGNORECASE), "exclusion": re.compile(r"exclu", re.IGNORECASE)}
_WARM = 500
_NUMBERED = re.compile(r"^\s*(?:<br>)?\s*\(?(\d{1,2})[.)](?![\d.])", re.MULTILINE)


def records(path: Path, every: int) -> Iterator[tuple[dict[str, Any], Record]]:
    """The corpus as records, each `every`-th of it."""
    for number, trial in enumerate(rows(path)):
        if number % every:
            continue
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


def cut_items(document: Document) -> list[str]:
    """Items that begin or end inside a word, a number or brackets."""
    text = document.record.text
    wrong = []
    for item in document.walk():
        start, end = item.span.start, item.span.end
        joined = [text[at - 1].isalnum() and text[at].isalnum() for at in (start, end) if 0 < at < len(text)]
        decimal = re.search(r"\d[.,]$", text[max(0, start - 2) : start]) and text[start].isdigit()
        opened = item.text.count("(") - item.text.count(")")
        closes = opened > 0 and not item.children and ")" in text[end : end + 80].split("\n", 1)[0].split("(", 1)[0]
        if any(joined) or decimal or closes:
            wrong.append(text[max(0, start - 10) : end + 10])
    return wrong


def misplaced(document: Document) -> list[str]:
    """Items whose characters aren't those of their places, among the characters that no repair changes."""
    text = document.record.text
    wrong = []
    for item in document.walk():
        plain = [(c, text[o]) for c, o in zip(item.text, item.offsets, strict=False) if c.isascii() and c.isalnum()]
        if any(c != o and o not in "&\\<" and o.isascii() for c, o in plain):
            wrong.append(item.text[:60])
    return wrong


def marked_lines(document: Document) -> tuple[int, int]:
    """Of a text most lines of which are marked: the marked ones, and those where an item, head or note begins."""
    text = document.record.text
    found = [match.start() + len(match[0]) - len(match[0].lstrip()) for match in _MARKED.finditer(text)]
    if len(found) < 2 or len(found) * 2 <= sum(1 for _ in _LINE.finditer(text)):
        return 0, 0
    begun = {span.start for span in (*document.headers, *document.notes)}
    begun |= {(item.mark or item.span).start for item in document.walk()}
    return len(found), sum(start in begun for start in found)


def both_sections(document: Document) -> bool:
    """Whether each section has items, or a head under which there are none."""
    text = document.record.text
    with_items = {item.section for item in document.items}
    heads = " ".join(span.of(text) for span in document.headers)
    return all(section in with_items or pattern.search(heads) for section, pattern in _HEADS.items())


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
    parser.add_argument("corpus", nargs="?", type=Path, default=TRIALS)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument(
        "--show", choices=["crash", "partition", "repaired", "cut", "sections", "numbers", "marks", "none"]
    )
    options = parser.parse_args()
    totals: Counter[str] = Counter()
    spent = 0.0
    before = 0
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
        if totals["records"] == _WARM:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for kind, wrong in (
            ("partition", uncovered(document)),
            ("repaired", misplaced(document)),
            ("cut", cut_items(document)),
        ):
            totals[kind] += len(wrong) if kind != "partition" else bool(wrong)
            if wrong and options.show == kind:
                print(trial["id"], wrong[:3])
        asked, right = marked_lines(document)
        totals["marked lines"] += asked
        totals["marked right"] += right
        if asked != right and options.show == "marks":
            print(trial["id"], asked, right)
        if record.sections == (None,) and _BOTH.search(record.text):
            totals["both asked"] += 1
            both = both_sections(document)
            totals["both found"] += both
            if not both and options.show == "sections":
                print(trial["id"], [span.of(record.text) for span in (*document.headers, *document.notes)])
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
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"{'peak grew by MB':16} {grown / 1024:>10,.1f}")
    print(f"{'items/s':16} {totals['items'] / spent:>10,.0f}")


if __name__ == "__main__":
    main()
