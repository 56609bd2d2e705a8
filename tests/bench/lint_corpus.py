"""What ``eligo lint`` finds in random trials of the study corpus: ``python tests/bench/lint_corpus.py [N] [SEED] [RULE]``.

Prints the number of findings and of trials per check (the table of docs/lint.md); with a RULE, up to 40 of its findings instead.
"""

from __future__ import annotations

import collections
import json
import sys
import time
from typing import Any

from study import criteria_text, sample

from eligo.errors import InputError
from eligo.lint import CHECKS, Subject, findings
from eligo.read import read
from eligo.segment import segment


def record(trial: dict[str, Any]) -> str:
    """A trial of the corpus in the JSON of its registry, so that its own fields are read as well."""
    eligibility = {
        "eligibilityCriteria": criteria_text(trial),
        "minimumAge": trial.get("min_age"),
        "maximumAge": trial.get("max_age"),
        "sex": (trial.get("sex") or "ALL").upper().replace("BOTH", "ALL"),
    }
    fields = {k: v for k, v in eligibility.items() if v and "N/A" not in v}
    module = {"nctId": trial["id"], "briefTitle": trial.get("title") or ""}
    return json.dumps({"protocolSection": {"identificationModule": module, "eligibilityModule": fields}})


def main(count: int, seed: int, rule: str | None) -> None:
    trials = sample(count, seed)
    found: collections.Counter[str] = collections.Counter()
    having: collections.Counter[str] = collections.Counter()
    shown = criteria = 0
    start = time.perf_counter()
    for trial in trials:
        try:
            subjects = [Subject.of(segment(r)) for r in read(record(trial).encode())]
        except InputError:
            continue
        for subject in subjects:
            criteria += len(subject.protocol.criteria)
            seen = list(findings(subject, (rule,) if rule else tuple(CHECKS)))
            found.update(check.id for check, _ in seen)
            having.update({check.id for check, _ in seen})
            for _, f in seen if rule and shown < 40 else ():
                shown += 1
                span = f.span
                near = subject.protocol.text[max(span.start - 60, 0) : span.end + 60] if span else ""
                print(f"{trial['id']} {f.criterion}: {f.message}\n    {f.mend}\n    … {' '.join(near.split())} …")
    seconds = time.perf_counter() - start
    print(f"{count} trials (seed {seed}), {criteria} criteria, {seconds:.0f} s")
    for id in CHECKS:
        print(f"| `{id}` | {found[id]} | {having[id]} |")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(
        int(given[0]) if given else 300,
        int(given[1]) if len(given) > 1 else 20261125,
        given[2] if len(given) > 2 else None,
    )
