"""``eligo diff``."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

import click

from eligo.cli.sources import only, overridable, records
from eligo.diff.change import Change, Difference, Fact, FieldChange
from eligo.protocol import Criterion
from eligo.read import FORMATS
from eligo.record import Record

WIDTH = 100
COLOURS = {
    "added": "red",
    "tightened": "red",
    "removed": "green",
    "loosened": "green",
    "changed": "yellow",
    "unknown": "yellow",
}


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--format",
    "format",
    default="auto",
    show_default=True,
    help=f"Format of both, recognised by default: {', '.join(FORMATS)}.",
)
@overridable
@click.option("--json", "as_json", is_flag=True, help="The differences as JSON.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if the trial may ask for something else than before.")
def command(old: str, new: str, format: str, as_json: bool, exit_code: bool) -> None:
    """Say what two versions of a record differ in: criteria added, removed, moved, loosened, tightened, reworded.

    Of a criterion that is not wholly computable it says that its text has changed, and of which words the meaning is not
    known. docs/diff.md describes the verdicts.
    """
    from eligo.compiling import compile_record
    from eligo.diff import diff

    before, after = _record(old, format), _record(new, format)
    found = diff(compile_record(before), compile_record(after), (before.registry, after.registry))
    click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=1) if as_json else "\n".join(_lines(found)))
    if exit_code and found.differs:
        raise click.exceptions.Exit(1)


def _record(source: str, format: str) -> Record:
    return only(list(records(source, format)), source, "compare one with one")


def _lines(found: Difference) -> Iterator[str]:
    names = found.old if found.old == found.new else f"{found.old} -> {found.new}"
    counts = ", ".join(f"{n} {kind}" for kind, n in (found.counts() | {"unchanged": found.unchanged}).items())
    yield f"{names}: {counts}"
    for change in found.changes:
        yield ""
        yield from _change(change)
    if found.fields:
        yield "\nRegistry:"
        yield from (_field(f) for f in found.fields)


def _change(change: Change) -> Iterator[str]:
    ids = " -> ".join(dict.fromkeys(c.id for c in (change.old, change.new) if c is not None))
    yield f"{click.style(ids, bold=True)}  {click.style(_verdict(change), fg=COLOURS.get(change.kind))}"
    yield from (_text(sign, c) for sign, c in (("-", change.old), ("+", change.new)) if c is not None)
    computable = "of what is computable: " if change.kind == "unknown" else ""
    yield from (f"  {computable}{fact_line(f)}" for f in change.facts)
    yield from (f"  {line}" for line in _remarks(change))


def _verdict(change: Change) -> str:
    old, new = change.old, change.new
    if change.kind == "unknown":
        head = "text changed, meaning unknown"
    elif change.kind == "reworded":
        head = "reworded, same meaning"
    else:
        head = f"{change.kind}, same meaning" if change.kind == "moved" else change.kind
    if old is None or new is None:
        return head
    if old.section != new.section:
        head += f"; from {old.section} to {new.section}"
    if old.applies_to != new.applies_to:
        head += f"; was for {old.applies_to or 'everyone'}, is for {new.applies_to or 'everyone'}"
    return head


def _text(sign: str, criterion: Criterion) -> str:
    text = " ".join(criterion.text.split())
    return textwrap.fill(text, WIDTH, initial_indent=f"  {sign} ", subsequent_indent="    ", break_on_hyphens=False)


def fact_line(fact: Fact) -> str:
    """A fact that differs, in a line."""
    if fact.old is None or fact.new is None:
        return f"now: {fact.new}" if fact.old is None else f"no longer: {fact.old}"
    gains = f"admits {fact.gains}" if fact.gains else ""
    loses = f"no longer admits {fact.loses}" if fact.loses else ""
    told = ", ".join(filter(None, (gains, loses)))
    return f"{fact.old} -> {fact.new}" + (f": {told}" if told else "")


def _remarks(change: Change) -> Iterator[str]:
    both = [w for w in change.unread_old if w in change.unread_new]
    old, new = ([w for w in words if w not in both] for words in (change.unread_old, change.unread_new))
    for side, words in (("old", old), ("new", new), ("in both", both)):
        if words:
            quoted = ", ".join(f'"{w}"' for w in words)
            yield f"not computable, {side}: {quoted}"
    if change.still:
        yield f"the new version still asks for it: {', '.join(change.still)}"
    if change.already:
        yield f"the old version asked for it already: {', '.join(change.already)}"


def _field(field: FieldChange) -> str:
    rules = "" if field.in_force else " (the text of the criteria rules)"
    return f"  {field.field}: {field.old} -> {field.new}{rules}"
