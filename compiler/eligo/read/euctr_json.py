"""A trial of the EU Clinical Trials Register as JSON by the R package ctrdata: keys begin with the field's number.

The conversion drops line breaks and every character that isn't a letter, a digit or one of `- , . : /`, so also < > ≥ ≤
and %; the record says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from eligo.read import euctr_fields
from eligo.read.sections import sectioned
from eligo.record import Record

_NUMBER = re.compile(r"([a-f]\d+)(?=\D)")
_ENTERED = "x6_date_on_which_this_record_was_first_entered_in_the_eudract_database"


def mine(value: Mapping[str, Any]) -> bool:
    """Whether the value has the conversion's keys."""
    return "a2_eudract_number" in value or "e3_principal_inclusion_criteria" in value


def record(trial: Mapping[str, Any]) -> Record:
    """The record of a trial in one member state."""
    values: dict[str, str | None] = {euctr_fields.REGISTERED: trial.get(_ENTERED)}
    for key, value in trial.items():
        # A value in the member state's language follows under the same number, as "…_fr".
        if (number := _NUMBER.match(key)) and isinstance(value, str):
            values.setdefault(euctr_fields.code(number[1]), value)
    text, regions, sections = sectioned((section, values.get(name)) for section, name in euctr_fields.CRITERIA)
    return Record(text, "euctr-json", euctr_fields.registry(values), regions, sections, signs_lost=True)
