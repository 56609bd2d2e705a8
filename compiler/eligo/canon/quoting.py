"""What stands bare in the exact form of canonical text, and what in quotation marks."""

from __future__ import annotations

import json
import re

from eligo.canon.grammar import is_exception, is_name, plain_words, reserved
from eligo.canon.phrases import Word

PATTERNS: dict[Word, str] = {
    "reason": r"[A-Za-z](?:[A-Za-z -]*[A-Za-z])?",
    "unit": r"(?!.*/day)(?:[^\s;,()\"×]|\([^\s()\"]*\))+",
    "dose": r"(?!.*/(?:day|kg)\Z)[^\s;,()\"×]+",
    "answer": r"[A-Za-z][A-Za-z-]*",
    "equivalent": r"[A-Za-z].*",
}


def quoted(text: str) -> str:
    """``text`` in quotation marks, with the escapes of JSON."""
    return json.dumps(text, ensure_ascii=False)


def name(text: str) -> str:
    """A name as it is, if the grammar reads it as one."""
    return text if is_name(text) else quoted(text)


def exception(text: str) -> str:
    """A name after "other than"."""
    return text if is_exception(text) else quoted(text)


def token(text: str, use: Word) -> str:
    """A word as it is where the grammar can't take it for another."""
    bare = re.fullmatch(PATTERNS[use], text) is not None
    if use == "unit":
        bare = bare and text not in reserved(("x >= 1", "x measured"))
    elif use == "equivalent":
        bare = bare and plain_words(text, ("x >= 1 mg/day of",), ("x >= 1 mg/day of x",))
    return text if bare else quoted(text)


def code(text: str) -> str:
    """A code as it is, if it holds only letters, digits, ``.`` and ``-``."""
    return text if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]*", text) else quoted(text)
