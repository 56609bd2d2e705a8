"""Lists that more than one word joins.

- **O8** ", or" parts groups, and so does ", and" between measurements or things of different kinds after an "or"; a forbidden
  list of like parts is or; all else is unsettled.
- **O12** limits that are asked for, with an "or" in their middle: the commas mean and ("ANC ≥ 1500, creatinine < 1.5 × ULN or
  CrCl ≥ 50, bilirubin < 1.5 × ULN"); where "or" stands before the last of them, it may join all. What is of another kind behind
  a comma after an "or" is asked for beside it ("asthma or COPD, BMI < 35").
"""

from __future__ import annotations

from collections.abc import Sequence

from eligo.logic import And, Either, Expr, Or
from eligo.scope import Statement
from eligo.scope.statement import MEASURABLE


def of_limits(
    parts: Sequence[Expr], words: Sequence[str], mains: Sequence[Statement], outer: Sequence[bool]
) -> Expr | None:
    """O12: a required list of limits that commas and a bare "or" join; None for any other."""
    ors = [i for i, w in enumerate(words) if w == "or"]
    if not ors or set(words) != {"comma", "or"} or not measured(mains) or any(outer[i] for i in ors):
        return None
    if any("D5" in m.rules or "D8" in m.rules for m in mains):
        return None
    tight = grouped(parts, ["and" if w == "comma" else w for w in words], "or")
    return tight if "comma" in words[ors[-1] :] else Either((tight, Or(tuple(parts))), "and-or")


def beside(words: Sequence[str], mains: Sequence[Statement]) -> int | None:
    """O12: the first of the last parts, which commas set apart and which are of other kinds than all parts that "or" joins."""
    last = max((i for i, w in enumerate(words) if w == "or"), default=None)
    if last is None or last + 1 == len(words) or any(w != "comma" for w in words[last + 1 :]) or "and" in words:
        return None
    chosen = {_family(m) for m in mains[: last + 2]}
    told = mains[last + 2 :]
    apart = all(m.head is not None and _family(m) not in chosen and (m.values or m.has("NEG")) for m in told)
    return last + 2 if apart and all(m.head is not None for m in mains) else None


def mixed(
    parts: Sequence[Expr], words: Sequence[str], mains: Sequence[Statement], outer: Sequence[bool], *, forbids: bool
) -> Expr:
    """O8: parts that "and" and "or" join."""
    every = any(map(both, mains))
    if forbids and alike(mains) and not measured(mains) and not every:
        return Or(tuple(parts))
    tight = grouped(parts, words, "and")
    if every:
        return tight
    ors = [o for o, w in zip(outer, words, strict=True) if w == "or"]
    ands = [o for o, w in zip(outer, words, strict=True) if w == "and"]
    if all(ors):
        return tight
    loose = grouped(parts, words, "or")
    if all(ands) and not any(ors) and (measured(mains) or (not forbids and not alike(mains))):
        return loose
    return Either((tight, loose), "and-or")


def grouped(parts: Sequence[Expr], words: Sequence[str], inner: str) -> Expr:
    """The list with ``inner`` binding tighter than the other word."""
    groups: list[list[int]] = [[0]]
    for i, word in enumerate(words):
        if word == inner:
            groups[-1].append(i + 1)
        else:
            groups.append([i + 1])
    join = And if inner == "and" else Or
    made = tuple(join(tuple(parts[i] for i in g)) if len(g) > 1 else parts[g[0]] for g in groups)
    return Or(made) if inner == "and" else And(made)


def both(main: Statement) -> bool:
    """Whether "both" stands before: then "and" means and."""
    return any((s := e.cue("QUANT")) is not None and s.value == "both" for e in main.silent)


def measured(mains: Sequence[Statement]) -> bool:
    """Whether all are measurements with limits."""
    return all(m.kind in MEASURABLE and m.values for m in mains)


def alike(mains: Sequence[Statement]) -> bool:
    """Whether all are of one kind."""
    return len(set(map(_family, mains))) == 1


def _family(main: Statement) -> str:
    if main.kind in MEASURABLE:
        return "measure"
    return "age" if not main.kind and "A8" in main.rules else main.kind
