"""Criteria that a reader worked out from the text alone, scored against what eligo says of the reader's patients.

``python tests/bench/accuracy_review.py`` asks eligo again about each patient of docs/accuracy-review.csv and prints the tables
of docs/accuracy.md; ``--from CASES.json …`` writes that file anew from the readers' worked cases (the form of the study
material's ``bench/cases.json``). One row of the file is one patient: the criterion, the reader's class and reading, the
patient's facts (JSON), the verdict the reader expects of the *statement* (met, not_met, unknown), eligo's status and value,
and the outcome:

right: the same; missed: eligo says unknown where the reader decides; wrong: the opposite; overclaimed: decided where the
reader says unknown. A disagreement is never settled in eligo's favour.
"""

from __future__ import annotations

import argparse
import collections
import csv
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from study import SHARED

from eligo import compile
from eligo.canon import say

REVIEW = Path(__file__).resolve().parents[2] / "docs" / "accuracy-review.csv"
AS_OF = "2026-01-15"
TRUTH = {"met": True, "not_met": False, "unknown": None}
STATUSES = ("residue", "manual", "partial", "computable")
COLUMNS = (
    "id",
    "trial",
    "register",
    "section",
    "criterion",
    "class",
    "reading",
    "status",
    "logic",
    "patient",
    "facts",
    "expected",
    "value",
    "outcome",
)


def bundler() -> Callable[[dict[str, Any]], dict[str, Any]]:
    """What makes a FHIR bundle of a case's facts: the study material's own writer, which isn't eligo's."""
    sys.path.insert(0, str(SHARED / "bench"))
    try:
        from fhir import bundle  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        sys.exit(f"no study material at {SHARED / 'bench'}")
    return bundle  # type: ignore[no-any-return, unused-ignore]


def joined(section: str, values: list[bool | None]) -> bool | None:
    """The truth of a statement that eligo parts into several criteria: all of an inclusion, any of an exclusion."""
    decisive = section == "exclusion"
    if not values or (decisive not in values and None in values):
        return None
    return decisive if decisive in values else not decisive


def outcome(expected: bool | None, value: bool | None) -> str:
    """How a value compares with the reader's verdict."""
    if value is expected:
        return "right"
    if value is None:
        return "missed"
    return "overclaimed" if expected is None else "wrong"


def asked(rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """The rows with eligo's status, logic, value and outcome of today."""
    bundle = bundler()
    for row in rows:
        protocol = compile(f"{row['section'].title()} Criteria:\n\n- {row['criterion']}\n")
        result = protocol.check(bundle(json.loads(row["facts"])), as_of=AS_OF).to_dict()
        value = joined(row["section"], [criterion["value"] for criterion in result["criteria"]])
        statuses = [criterion.status for criterion in protocol.criteria] or ["residue"]
        yield row | {
            "status": statuses[0] if len(set(statuses)) == 1 else "partial",
            "logic": " ; ".join(say(criterion.logic) for criterion in protocol.criteria),
            "value": {True: "met", False: "not_met", None: "unknown"}[value],
            "outcome": outcome(TRUTH[row["expected"]], value),
        }


def worked(paths: list[Path]) -> list[dict[str, str]]:
    """The rows of readers' cases, eligo's columns empty."""
    return [
        dict.fromkeys(COLUMNS, "")
        | {
            "id": case["id"],
            "trial": case["source"],
            "register": case.get("register") or "",
            "section": case["section"],
            "criterion": case["criterion"],
            "class": case["class"],
            "reading": case["reading"],
            "patient": patient["name"],
            "facts": json.dumps(patient["facts"], ensure_ascii=False, separators=(",", ":")),
            "expected": patient["verdict"],
        }
        for path in paths
        for case in json.loads(path.read_text(encoding="utf-8"))
        for patient in case["patients"]
    ]


def report(rows: list[dict[str, str]]) -> None:
    """Print the tables."""
    criteria: dict[str, list[dict[str, str]]] = collections.defaultdict(list)
    for row in rows:
        criteria[row["id"]].append(row)
    tally = collections.Counter((row["outcome"], row["expected"] != "unknown") for row in rows)
    decided = sum(count for (_, is_decided), count in tally.items() if is_decided)
    bad = sum(count for (kind, _), count in tally.items() if kind in ("wrong", "overclaimed"))
    print(f"{len(criteria)} criteria, {len(rows)} patients")
    print(f"decided right: {tally['right', True]} of {decided} ({tally['right', True] / decided:.1%})")
    print(f"wrong or overclaimed: {bad} of {len(rows)} ({bad / len(rows):.1%})\n")
    print("| claimed | criteria | all patients right | something missed | something wrong |\n|---|---|---|---|---|")
    for status in reversed(STATUSES):
        of_status = [group for group in criteria.values() if group[0]["status"] == status]
        kinds = collections.Counter(worst(group) for group in of_status)
        print(f"| {status} | {len(of_status)} | {kinds['right']} | {kinds['missed']} | {kinds['wrong']} |")
    print("\n| reader's class | criteria | computable | partial | manual | residue |\n|---|---|---|---|---|---|")
    for name in ("computable", "partial", "manual"):
        statuses = collections.Counter(group[0]["status"] for group in criteria.values() if group[0]["class"] == name)
        print(f"| {name} | {statuses.total()} | " + " | ".join(str(statuses[s]) for s in reversed(STATUSES)) + " |")


def worst(group: list[dict[str, str]]) -> str:
    """The worst outcome of a criterion's patients."""
    outcomes = {row["outcome"] for row in group}
    return "wrong" if outcomes & {"wrong", "overclaimed"} else "missed" if "missed" in outcomes else "right"


def main() -> None:
    """Write or ask the review."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="cases", nargs="+", type=Path, help="readers' cases to write the review from")
    parser.add_argument("--bad", action="store_true", help="list what is wrong or overclaimed")
    options = parser.parse_args()
    if options.cases:
        rows = list(asked(worked(options.cases)))
        with REVIEW.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    else:
        with REVIEW.open(encoding="utf-8", newline="") as file:
            rows = list(asked(list(csv.DictReader(file))))
    report(rows)
    if options.bad:
        for row in rows:
            if row["outcome"] in ("wrong", "overclaimed"):
                print(
                    f"\n{row['id']} {row['section']}: {row['criterion']}\n  reader: {row['reading']}\n  eligo: {row['logic']}"
                )
                print(f"  {row['patient']}: expected {row['expected']}, got {row['value']}")


if __name__ == "__main__":
    main()
