"""Time and memory grow with a text's length, not faster, whatever the text."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import pytest

from eligo.document import Document
from eligo.record import Record, Registry
from eligo.segment import segment
from eligo.spans import Span

SMALL, TIMES = 12_000, 8
# Eight times the text takes eight times as long if time is linear and 64 times if it is quadratic.
SLOWEST = 26
BYTES_A_CHARACTER = 400

TEXTS: dict[str, Callable[[int], str]] = {
    "one word": lambda n: "a" * n,
    "one line": lambda n: "patients with heart failure and more " * (n // 37),
    "blanks": lambda n: "a   " * (n // 4),
    "escapes": lambda n: "\\> " * (n // 3),
    "entities": lambda n: "&amp;" * (n // 5),
    "entities of entities": lambda n: "&" + "amp;" * (n // 4) + "lt;",
    "tags": lambda n: "<b a='' " * (n // 8),
    "brackets": lambda n: "a" + "(" * (n // 2) + "b" + ")" * (n // 2),
    "indents": lambda n: "\n".join(" " * min(d, 100) + "- a:" for d in range(n // 100)),
    "empty lines": lambda n: "Inclusion Criteria:\n" + "\n" * n + "- a",
    "items": lambda n: "Inclusion Criteria:\n" + "- asthma\n" * (n // 9),
    "wrapped lines": lambda n: (
        "- x\n" + "and this line goes on for about seventy letters until the end of it is\n" * (n // 71)
    ),
    "small lines": lambda n: "  patients with this line of about seventy letters, which goes on until\n" * (n // 71),
    "numbers in a line": lambda n: "".join(f"({i % 99 + 1}) asthma " for i in range(n // 11)),
    "heads in a line": lambda n: "Inclusion Criteria: asthma. " * (n // 28),
    "sentences": lambda n: "Patients have asthma. " * (n // 22),
    "lead-ins": lambda n: "any of the following " * (n // 21) + ":",
    "abbreviations": lambda n: "systemic lupus erythematosus (SLE) " * (n // 35),
    "dashes in a line": lambda n: "- a - B " * (n // 8),
}


def document_of(text: str) -> Document:
    return segment(Record(text, "text", Registry(), (Span(0, len(text)),), (None,)))


def seconds(text: str) -> float:
    begun = time.process_time()
    document_of(text)
    return time.process_time() - begun


@pytest.mark.parametrize("name", TEXTS)
def test_time_is_near_linear(name: str) -> None:
    make = TEXTS[name]
    small = min(seconds(make(SMALL)) for _ in range(3))
    # A hundredth of a second covers the clock's grain and the compiling of patterns.
    assert min(seconds(make(SMALL * TIMES)) for _ in range(2)) < SLOWEST * (small + 0.01)


@pytest.mark.parametrize("name", TEXTS)
def test_memory_is_a_multiple_of_the_text(name: str) -> None:
    document_of("Inclusion Criteria:\n- asthma")
    text = TEXTS[name](SMALL)
    tracemalloc.start()
    document_of(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < BYTES_A_CHARACTER * len(text) + 1_000_000


def test_depth_is_bounded() -> None:
    document = document_of("\n".join(" " * 2 * depth + "- a:" for depth in range(3_000)))
    assert max(item.id.count(".") for item in document.walk()) < 20
