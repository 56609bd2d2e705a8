"""``eligo canon``."""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import click

from eligo.bind import atoms, concepts
from eligo.cli.headings import of_criterion, of_record
from eligo.cli.sources import Failures, files
from eligo.concepts import Concept
from eligo.logic import And, Atom, Condition, Either, Expr, Manual, Measurement, Opaque, Or, mapped, walk
from eligo.protocol import Criterion, Protocol

WIDTH = 100
MARGIN = "    "
FEW = 8
"""So many codes of a concept are shown without ``--codes``."""


@click.command("canon")
@files
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line per record.")
@click.option("--codes", is_flag=True, help="All codes of each concept, not only the first few.")
def command(sources: tuple[str, ...], format: str, as_json: bool, codes: bool) -> None:
    """Print a record in canonical English, criterion by criterion, with the codes of its concepts.

    The text after "=" reads back as the same logic (--json: as the identical expression); the end says what its words
    mean, docs/canonical.md describes the language.
    """
    failures = Failures()
    for _, protocols in failures.over(sources, format):
        for protocol in protocols:
            if as_json:
                click.echo(json.dumps(_record(protocol), ensure_ascii=False))
            else:
                click.echo("\n".join(_lines(protocol, codes)))
    failures.finish()


def _record(protocol: Protocol) -> dict[str, object]:
    from eligo.canon import canonical

    return {
        "id": protocol.id,
        "title": protocol.title,
        "criteria": [
            {"id": c.id, "section": c.section, "effect": c.effect, "applies_to": c.applies_to, "status": c.status}
            | {"text": c.text, "canonical": canonical(c.logic)}
            for c in protocol.criteria
        ],
        "concepts": [c.to_dict() for c in _concepts(protocol)],
    }


def _lines(protocol: Protocol, codes: bool) -> Iterator[str]:
    from eligo.wording import phrase

    yield of_record(protocol)
    readings = []
    for criterion in protocol.criteria:
        yield ""
        yield of_criterion(criterion)
        yield textwrap.fill(
            " ".join(criterion.text.split()),
            WIDTH,
            initial_indent=MARGIN,
            subsequent_indent=MARGIN,
            break_on_hyphens=False,
        )
        readings.append(_reading(criterion))
        yield f"  = {readings[-1]}"
    yield ""
    yield phrase("legend")
    for line in _key(protocol, "\n".join(readings)):
        yield textwrap.fill(line, WIDTH, initial_indent="  - ", subsequent_indent=MARGIN)
    yield ""
    some = "" if codes else phrase("concepts.some", few=FEW)
    yield phrase("concepts", some=some)
    listed = _concepts(protocol)
    alike = Counter((c.name, c.kind) for c in listed)
    past = {getattr(a, "concept", None) for c in protocol.criteria for a in atoms(c.logic) if _is_past(a)}
    for concept in listed:
        time = (
            phrase("concepts.ever" if concept in past else "concepts.now")
            if alike[concept.name, concept.kind] > 1
            else ""
        )
        yield _concept(concept, codes, time)


def _reading(criterion: Criterion) -> str:
    from eligo.canon.exact import EXACT
    from eligo.canon.layout import laid_out

    return laid_out(_once(criterion.logic), WIDTH, EXACT, MARGIN)


def _once(expr: Expr) -> Expr:
    """The logic with what an "all" or "any" says twice said once."""
    expr = mapped(expr, _once)
    if isinstance(expr, And | Or):
        return replace(expr, args=tuple(dict.fromkeys(expr.args)))
    return expr


def _key(protocol: Protocol, readings: str) -> Iterator[str]:
    """What the readings' own words mean, as far as they stand there."""
    from eligo.wording import phrase, rows, score_levels, why

    for row in rows("canon_key"):
        if re.search(row["shown"], readings):
            yield row["text"].format(days=protocol.settings.gap_days)
    nodes = [n for c in protocol.criteria for n in walk(c.logic)]
    for id, name in sorted(
        {(n.concept.id, n.concept.name) for n in nodes if isinstance(n, Measurement) and not n.unit}
    ):
        levels = score_levels(id)
        if levels:
            yield phrase("key.levels", score=name, levels=", ".join(f"{n} = {label}" for n, label in levels.items()))
    kinds: tuple[tuple[Literal["manual", "opaque"], type[Manual | Opaque]], ...] = (
        ("manual", Manual),
        ("opaque", Opaque),
    )
    for kind, of in kinds:
        codes = sorted({n.reason for n in nodes if isinstance(n, of)})
        told = "; ".join(f"{code} = {why(kind, code)}" for code in codes if why(kind, code) not in ("", code))
        if codes:
            yield phrase(f"key.{kind}", codes=f": {told}" if told else "")
    codes = sorted({n.reason for n in nodes if isinstance(n, Either)})
    if codes:
        yield phrase("key.either", codes="; ".join(f"{code} = {why('either', code)}" for code in codes))


def _is_past(atom: Atom) -> bool:
    return isinstance(atom, Condition) and (atom.state == "history" or atom.window is not None)


def _concepts(protocol: Protocol) -> list[Concept]:
    """Every concept that the criteria speak of, by name."""
    found = {concept for c in protocol.criteria for concept in concepts(c.logic)}
    return sorted(found, key=lambda c: (c.name.lower(), c.id, len(c.include)))


def _concept(concept: Concept, all_codes: bool, time: str) -> str:
    from eligo.canon.naming import codes
    from eligo.wording import phrase

    drugs = [f"{i.name} ({codes(i.codes)})" if i.codes else i.name for i in concept.ingredients]
    some = concept.include if all_codes else concept.include[:FEW]
    parts = [*([codes(some)] if some else []), *(drugs if all_codes else drugs[:FEW])]
    more = len(concept.include) - len(some) + (0 if all_codes else max(len(drugs) - FEW, 0))
    out = concept.exclude if all_codes else concept.exclude[:FEW]
    without = phrase("concepts.without", codes=codes(out)) if out else ""
    names = concept.titles if all_codes else concept.titles[: 0 if parts else FEW]
    titled = (
        phrase("concepts.titled" if parts else "concepts.only", names=", ".join(f"“{n}”" for n in names))
        if names
        else ""
    )
    told = ", ".join(parts) or ("" if titled else phrase("concepts.none"))
    beyond = phrase("concepts.more", more=more) if more else ""
    return f"  {concept.name}{time} ({concept.kind}): {told}{beyond}{without}{titled}"
