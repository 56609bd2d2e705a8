"""**D37** two measures over a slash with one limit behind them are their ratio, where the lexicon knows it: "arterial oxygen
pressure (PaO2) / fraction of inspired oxygen (FiO2) ≤ 300 mmHg".
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from eligo.lex import Sense
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import rows

if TYPE_CHECKING:
    from eligo.scope.lists import Listing


@cache
def _ratios() -> dict[tuple[str, str], str]:
    return {(r["first"], r["second"]): r["ratio"] for r in rows("ratios")}


def join_ratios(made: Listing) -> None:
    """D37."""
    for i in range(len(made.units) - 1, 0, -1):
        one, two = made.units[i - 1].main, made.units[i].main
        ratio = _ratios().get((one.id, two.id))
        plain = not (one.values or one.cues or one.before or one.after or one.complement or one.parts)
        if ratio is None or made.juncts[i - 1] != "slash" or not two.values or not plain or two.head is None:
            continue
        two.silent += [e for e in (one.head, *one.silent, *one.parens) if e is not None]
        two.sense = Sense("MENTION", f"{concept(ratio).kind}:{ratio}")
        two.silent += [p for p in two.parens if p.end <= two.values[0].start]
        two.parens = [p for p in two.parens if p.end > two.values[0].start]
        two.rules.append("D37")
        made.units[i].statements[:0] = made.units[i - 1].statements[:-1]
        del made.units[i - 1], made.juncts[i - 1]
