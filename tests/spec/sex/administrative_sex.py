"""Administrative sex.

The sex of the record's demographic part; anything but male and female is unknown.
"""

from __future__ import annotations

from harness.records import person
from harness.spec import Paragraph

from eligo.logic import Not, Sex

ROWS = {"female": person(sex="female"), "male": person(sex="male"), "not given": person(sex=None)}

PARAGRAPHS = (
    Paragraph("Women", "True for women.", Sex("female"),
              dict(zip(ROWS, zip(ROWS.values(), (True, False, None), strict=True), strict=True))),
    Paragraph("Men", "True for men.", Sex("male"),
              dict(zip(ROWS, zip(ROWS.values(), (False, True, None), strict=True), strict=True))),
    Paragraph("Not women", "Unknown stays unknown under a negation.", Not(Sex("female")),
              dict(zip(ROWS, zip(ROWS.values(), (False, True, None), strict=True), strict=True))),
)
