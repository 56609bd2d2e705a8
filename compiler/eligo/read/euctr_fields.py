"""The numbered fields of the EU Clinical Trials Register, which its text, its pages and JSON made of them share."""

from __future__ import annotations

import re
from collections.abc import Mapping

from eligo.read import fields
from eligo.read.age_bands import limits
from eligo.record import ListSection, Registry

CRITERIA: tuple[tuple[ListSection, str], ...] = (("inclusion", "E3"), ("exclusion", "E4"))
REGISTERED = "first entered"
"""Key for the date on which the record was first entered in the database, which has no number."""

_ABSENT = "Information not present in EudraCT"
_PHASES = (("E71", "1"), ("E72", "2"), ("E73", "3"), ("E74", "4"))
_UNDER_18 = ("F111", "F112", "F113", "F114", "F115", "F116")
_COUNTRY = re.compile(r"/trial/(\d{4}-\d{6}-\d{2})/(\w{2,3})\b")


def code(number: str) -> str:
    """A field's number without its dots: "A.3.1" is A31."""
    return number.replace(".", "").upper()


def registry(values: Mapping[str, str | None], url: str | None = None) -> Registry:
    """The registry's fields from the first value of each code. A trial is recorded once for each member state; the
    second id is the WHO's for the one, where the address tells it."""

    def value(name: str) -> str | None:
        text = fields.clean(values.get(name))
        return None if text == _ABSENT else text

    def answer(name: str) -> bool | None:
        return fields.yes_no(value(name))

    place = _COUNTRY.search(url or "")
    under_18 = [answer(name) for name in _UNDER_18]
    if answer("F11") is False:
        under_18 = [False] * len(under_18)
    elif not any(under_18):
        under_18 = [None] * len(under_18)
    unborn_and_newborn = True if any(under_18[:3]) else under_18[2]
    low, high = limits([unborn_and_newborn, *under_18[3:], answer("F12"), answer("F13")])
    phases = [phase for name, phase in _PHASES if answer(name)]
    sexes = [word for name, word in (("F21", "female"), ("F22", "male")) if answer(name)]
    return Registry(
        ids=fields.cleaned(
            [
                value("A2"),
                f"EUCTR{place[1]}-{place[2].upper()}" if place else None,
                *(value(name) for name in ("A41", "A51", "A52", "A53", "A54")),
            ]
        ),
        title=value("A31"),
        scientific_title=value("A3"),
        conditions=fields.cleaned([value("E11") or value("E111")]),
        minimum_age=low,
        maximum_age=high,
        sex=fields.sex(" ".join(sexes)),
        healthy_volunteers=answer("F31"),
        phase=", ".join(f"Phase {phase}" for phase in phases) or None,
        register="EU Clinical Trials Register",
        url=url,
        dates=fields.dates(registered=value(REGISTERED)),
    )
