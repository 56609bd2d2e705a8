"""Whether a code may be one of its system: its shape, and the check digit where the system has one."""

from __future__ import annotations

import re

from eligo.concepts import System

SHAPES: dict[System, tuple[str, str]] = {
    "snomed": (r"[1-9]\d{5,17}", "6 to 18 digits"),
    "icd10cm": (r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?", "as in E11.9"),
    "icd10pcs": (r"[0-9A-HJ-NP-Z]{1,7}", "up to 7 letters and digits"),
    "loinc": (r"\d{1,7}-\d", "digits, a hyphen and a check digit, as in 718-7"),
    "rxnorm": (r"[1-9]\d{0,7}", "up to 8 digits"),
    "cvx": (r"\d{1,3}", "up to 3 digits"),
    "local": (r"\S(?:.*\S)?", "printable characters, no space at its ends"),
}
"""By system: the pattern of its codes and that in words. A subtree may be named by its first letters."""

_TURNS = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def fault(system: System, code: str) -> str | None:
    """What is wrong with a code; None for one that may be right."""
    pattern, words = SHAPES[system]
    if re.fullmatch(pattern, code, re.ASCII) is None or not code.isprintable():
        return f"it has another shape ({words})"
    if system == "snomed" and not verhoeff(code):
        return "its last digit doesn't check: a digit is wrong or two are swapped"
    if system == "loinc" and not luhn(code):
        return "its last digit doesn't check: a digit is wrong or two are swapped"
    return None


def verhoeff(code: str) -> bool:
    """Whether a SNOMED CT identifier ends in its check digit, Verhoeff's (SNOMED CT Release File Specifications)."""
    check = 0
    for place, digit in enumerate(map(int, reversed(code))):
        for _ in range(place % 8):
            digit = _TURNS[digit]
        check = _product(check, digit)
    return check == 0


def _product(a: int, b: int) -> int:
    """In the dihedral group of order ten."""
    turned = (a + b if a < 5 else a - b) % 5
    return turned if (a < 5) == (b < 5) else turned + 5


def luhn(code: str) -> bool:
    """Whether a LOINC code ends in its mod-10 check digit (LOINC Users' Guide)."""
    body, check = code.split("-")
    doubled = str(int(body[::-1][::2][::-1]) * 2)
    total = sum(map(int, doubled)) + sum(map(int, body[::-1][1::2]))
    return (10 - total % 10) % 10 == int(check)
