"""Relative clauses that a comma cuts.

- **D40** "disorder that, in the opinion of the investigator, would interfere": the relative before the comma only opens what the
  parts behind it say, which then qualify the head (J4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eligo.scope.statement import Statement

if TYPE_CHECKING:
    from eligo.scope.lists import Listing


def join_clauses(made: Listing) -> None:
    """D40."""
    for i in range(len(made.units) - 1):
        main, onward = made.units[i].main, made.units[i + 1].main
        last = main.elements()[-1:]
        opens = (
            bool(last) and last[0].cue("REL") is not None and main.head is not None and last[0].start > main.head.start
        )
        if made.juncts[i] != "comma" or not opens or not _judges(onward):
            continue
        main.after = [e for e in main.after if e is not last[0]]
        main.complement = [e for e in main.complement if e is not last[0]]
        main.silent.append(last[0])
        main.rules.append("D40")


def _judges(statement: Statement) -> bool:
    """Whether a part is only what somebody thinks."""
    said = [e for e in statement.elements() if e not in statement.silent]
    return statement.head is None and bool(said) and all(e.manual_for("judgement") for e in said)
