"""``eligo canon``."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

import click

from eligo.bind import concepts
from eligo.cli.headings import of_criterion, of_record
from eligo.cli.sources import Failures, files
from eligo.concepts import Concept
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

    The text after "=" reads back as the same logic; docs/canonical.md describes the language.
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
    yield of_record(protocol)
    for criterion in protocol.criteria:
        yield ""
        yield from _criterion(criterion)
    yield ""
    yield "Concepts:"
    for concept in _concepts(protocol):
        yield _concept(concept, codes)


def _criterion(c: Criterion) -> Iterator[str]:
    from eligo.canon.exact import EXACT
    from eligo.canon.layout import laid_out

    yield of_criterion(c)
    yield textwrap.fill(
        " ".join(c.text.split()), WIDTH, initial_indent=MARGIN, subsequent_indent=MARGIN, break_on_hyphens=False
    )
    yield f"  = {laid_out(c.logic, WIDTH, EXACT, MARGIN)}"


def _concepts(protocol: Protocol) -> list[Concept]:
    """Every concept that the criteria speak of, by name."""
    found = {concept for c in protocol.criteria for concept in concepts(c.logic)}
    return sorted(found, key=lambda c: (c.name.lower(), c.id, len(c.include)))


def _concept(concept: Concept, all_codes: bool) -> str:
    from eligo.canon.naming import codes

    drugs = [f"{i.name} ({codes(i.codes)})" if i.codes else i.name for i in concept.ingredients]
    some = concept.include if all_codes else concept.include[:FEW]
    parts = [*([codes(some)] if some else []), *(drugs if all_codes else drugs[:FEW])]
    more = len(concept.include) - len(some) + (0 if all_codes else max(len(drugs) - FEW, 0))
    without = f"; without {codes(concept.exclude if all_codes else concept.exclude[:FEW])}" if concept.exclude else ""
    told = ", ".join(parts) or "no codes"
    return f"  {concept.name} ({concept.kind}): {told}{f' and {more} more' if more else ''}{without}"
