"""The example records and trials of common diseases on the synthetic population: ``python -m tests.bench.population``.

Every engine has to give what the reference evaluator gives, for each patient and criterion. Options: ``--mutated`` (units,
comparators, partial dates, … : ``tests/population/mutate.py``), ``--patients N``, ``--trials N``, ``--index DATE``, ``--seed N``
(of the mutations and of the trials), ``--cql-every N`` (CQL runs on one patient of N), and the names of engines.

Prints for each record and engine the pairs (patient and criterion, or verdict), the disagreements and the evidence for them,
what is set aside because the CDM can't hold it, and the funnel; at the end the table of docs/engines.md. Fails if there is a
disagreement.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / name) for name in ("spec", "differential", "population")]

from agreement import Comparison, compare, evidence, expected  # noqa: E402
from answers import ENGINES, MODELS, Answers, EngineName, People, Record, cql, database, load, python  # noqa: E402
from bundles import absent, bundles  # noqa: E402
from fhir_to_omop import Loader  # noqa: E402
from harness.engines import unavailable  # noqa: E402
from mutate import mutated  # noqa: E402
from records import common_trials, examples  # noqa: E402

from eligo.screen import Tally  # noqa: E402

Run = Callable[[Record, date], Answers]
LISTED = 20
"""Disagreements of an engine on a record that are printed."""
NAMES: dict[object, str] = {True: "true", False: "false", None: "unknown"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the engines; the exit code says whether all agree."""
    if why := absent():
        sys.exit(why)
    asked = _options().parse_args(arguments)
    source = bundles(asked.patients)
    people = People.of([mutated(b, asked.seed) for b in source] if asked.mutated else list(source))
    loader = load(people)
    print(
        f"{len(people.patients)} patients{', mutated' if asked.mutated else ''}, index {asked.index}, seed {asked.seed}"
    )
    reasons = Counter(f"{resource.partition('/')[0]}: {why}" for _, resource, why in loader.left_out)
    print("\n".join(["not in the CDM:", *(f"{n:8} {what}" for what, n in reasons.most_common())]), flush=True)
    compared: list[Comparison] = []
    with ExitStack() as stack:
        engines = {name: _engine(name, people, loader, asked.cql_every, stack) for name in _runnable(asked.engines)}
        for record in (*examples(), *common_trials(asked.trials, asked.seed)):
            compared += _run(record, people, loader, engines, asked.index)
    _print_engines(compared)
    sys.exit(any(c.disagreements for c in compared))


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m tests.bench.population")
    options.add_argument("engines", nargs="*", metavar="ENGINE", help=", ".join(ENGINES))
    options.add_argument("--mutated", action="store_true")
    options.add_argument("--patients", type=int)
    options.add_argument("--trials", type=int, default=10)
    options.add_argument("--index", type=date.fromisoformat, default=date(2018, 6, 1))
    options.add_argument("--seed", type=int, default=20261125)
    options.add_argument("--cql-every", type=int, default=1)
    return options


def _runnable(names: Sequence[EngineName]) -> Iterator[EngineName]:
    for name in names or ENGINES:
        if why := unavailable(name):
            print(f"{name}: not run, {why}")
        else:
            yield name


def _engine(name: EngineName, people: People, loader: Loader, every: int, stack: ExitStack) -> tuple[People, Run]:
    """An engine: whom it is asked about, and how it answers."""
    if MODELS[name] == "omop":
        return people, stack.enter_context(database(name, loader))
    if name == "python":
        return people, lambda record, index: python(record, people, index)
    some = People(people.bundles[::every], people.patients[::every])
    return some, lambda record, index: cql(record, some, index)


def _run(
    record: Record, people: People, loader: Loader, engines: Mapping[EngineName, tuple[People, Run]], index: date
) -> list[Comparison]:
    """Compare the engines on a record, and print what came out."""
    wanted = expected(record, people, index, frozenset(loader.persons))
    compared = []
    print(f"\n## {record.name}: {len(record.protocol.criteria)} criteria, {_varied(wanted.whole)} both true and false")
    for name, (asked, answers) in engines.items():
        began = time.perf_counter()
        found = compare(record, name, answers(record, index), wanted, [p.id for p in asked.patients])
        compared.append(found)
        print(f"{_line(found)}, {time.perf_counter() - began:.0f} s", flush=True)
        for d in found.disagreements[:LISTED]:
            seen = json.dumps(evidence(record.protocol, people, d, index), default=str)
            print(f"  {d.patient} {d.criterion}: {d.found}, not {d.expected}\n    {seen}")
    _print_funnel(record, wanted.whole)
    return compared


def _varied(answers: Answers) -> int:
    """Criteria that are true of one patient and false of another."""
    return sum({True, False} <= set(column) for column in zip(*(a.values for a in answers.values()), strict=True))


def _line(c: Comparison) -> str:
    share = ", ".join(f"{_percent(c.values[v], c.values)} {name}" for v, name in NAMES.items())
    return (
        f"{c.engine}: {len(c.disagreements)} disagreements of {c.pairs} pairs, set aside {c.set_aside['partial date']} for"
        f" partial dates and {c.set_aside['other']} for other reasons; {share}"
    )


def _print_funnel(record: Record, answers: Answers) -> None:
    tally = Tally(record.protocol)
    for answer in answers.values():
        tally.add(answer)
    print(f"\n{'':24}{'met':>8}{'not':>8}{'unknown':>8}{'aside':>8}{'left':>8}{'certain':>8}")
    for step in tally.funnel():
        name = " ".join(filter(None, (step.group, step.criterion.id if step.criterion else "alive")))[:24]
        numbers = (step.met, step.not_met, step.unknown, step.set_aside, step.remaining, step.certain)
        print(f"{name:24}" + "".join(f"{n:8}" for n in numbers))
    print(f"verdicts {tally.verdicts}, screens {tally.screens}", flush=True)


def _print_engines(compared: Sequence[Comparison]) -> None:
    print("\n| engine | records | pairs | disagreements | partial dates | other | true | false | unknown |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for engine in dict.fromkeys(c.engine for c in compared):
        of = [c for c in compared if c.engine == engine]
        aside, values = sum((c.set_aside for c in of), Counter()), sum((c.values for c in of), Counter())
        cells = (
            engine, len(of), f"{sum(c.pairs for c in of):,}", sum(len(c.disagreements) for c in of),
            f"{aside['partial date']:,}", f"{aside['other']:,}", *(_percent(values[v], values) for v in NAMES),
        )  # fmt: skip
        print(f"| {' | '.join(map(str, cells))} |")


def _percent(n: int, of: Counter[object]) -> str:
    return f"{100 * n / max(1, sum(of[v] for v in NAMES)):.0f} %"


if __name__ == "__main__":
    main()
