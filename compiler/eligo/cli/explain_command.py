"""``eligo explain``."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from eligo.cli.headings import of_criterion, of_record
from eligo.cli.sources import Failures, files
from eligo.coverage import statuses
from eligo.diagnostics import Diagnostic
from eligo.logic import Either, Expr, Manual, Opaque, walk
from eligo.overrides.beside import path_beside
from eligo.protocol import Criterion, Protocol

if TYPE_CHECKING:
    from eligo.near import Miss
    from eligo.wording import Mark

MET = {True: "yes", False: "no", None: "open"}
COLOURS = {
    "logic": "green",
    "noise": "bright_black",
    "manual": "yellow",
    "open": "magenta",
    "residue": "red",
    "override": "cyan",
}
SMALL = "small"
"""Words that only join others, or are too short to be shown among those that change nothing."""
WIDTH = 120
"""A longer reading is laid out over lines."""
MARGIN = "    "
RULE = re.compile(r"[A-Z]\d+")
ABBREVIATION = "P1"
"""The rule by which a bracket gives an abbreviation (docs/rules.md)."""
WORD = re.compile(r"\w+")
TELLING = re.compile(r"[^\W\d_]{5}")
MARKS = {"manual": ("{", "}"), "open": ("‹", "›"), "residue": ("[", "]"), "override": ("<", ">")}
OF_READINGS = ("lost-comparator", "missing-unit")
"""Remarks that only matter where what they speak of is part of a reading."""


@click.command("explain")
@files
@click.option(
    "--patient",
    "patients",
    multiple=True,
    metavar="BUNDLE.json",
    help="Beside each criterion, what keeps this patient out and by how much; repeatable.",
)
@click.option("--as-of", metavar="DATE", help="Index date for --patient. Default: today.")
def command(sources: tuple[str, ...], format: str, patients: tuple[str, ...], as_of: str | None) -> None:
    """Show how each criterion was read, in plain words, under its text.

    In the text green was read, grey changes nothing, yellow is for a person to judge, magenta was read but stays open,
    red was not understood, cyan is settled by an override. Without colour, {for a person}, ‹read but open›, [not
    understood] and <override> are bracketed. The end says how to read it, and what would settle what is open
    (docs/explain.md, docs/overrides.md).
    """
    failures = Failures()
    for source, protocols in failures.over(sources, format):
        for protocol in protocols:
            seen = _seen(protocol, patients, as_of) if patients else ()
            _explain(protocol, "an override file" if source == "-" else path_beside(Path(source)).name, seen)
    failures.finish()


@dataclass(frozen=True, slots=True)
class _Seen:
    """A patient: a name for the reader, the answers, and what keeps the patient out by criterion."""

    name: str
    result: Any
    misses: dict[str, tuple[Miss, ...]]


def _seen(protocol: Protocol, paths: tuple[str, ...], as_of: str | None) -> tuple[_Seen, ...]:
    from eligo.bind import atoms
    from eligo.canon import say
    from eligo.cli.bundles import bundles, checked
    from eligo.near import misses
    from eligo.targets_api import checker, iso_date
    from eligo.wording import day_of, said

    day = iso_date(as_of or protocol.settings.index_date)
    check, plan = checker(protocol), protocol.plan("fhir")
    asked = ((a, said(a, day_of(protocol))) for c in protocol.criteria for a in atoms(c.logic))
    words = {say(a): (told.plainly(), told.denied()) for a, told in asked}
    found = []
    for path in paths:
        for bundle in bundles(path):
            result = checked(check, bundle, day, path)
            found.append(_Seen(Path(path).stem, result, misses(plan, result, words)))
    return tuple(found)


def _explain(protocol: Protocol, beside: str, patients: tuple[_Seen, ...]) -> None:
    from eligo.wording import as_told, day_of, marks, nothing_read, outline, phrase, with_units

    day = day_of(protocol)
    settled = {str(replace(o, criteria=())) for o in protocol.overrides}
    logic = [as_told(protocol, c) for c in protocol.criteria]
    marked = [marks(protocol, c, told) for c, told in zip(protocol.criteria, logic, strict=True)]
    silent = [_silent(protocol, own, told) for own, told in zip(marked, logic, strict=True)]
    click.echo(of_record(protocol))
    told = _listed("status", statuses(protocol))
    several = len(protocol.criteria) != 1
    click.echo(phrase("record.criteria" if several else "record.criterion", n=len(protocol.criteria), counts=told))
    words = _words(protocol, marked, silent)
    click.echo(phrase("record.words", n=sum(words.values()), counts=_listed("class", words)))
    for p in patients:
        click.echo(
            phrase("patient", name=p.name, as_of=p.result.as_of, verdict=p.result.verdict, screen=p.result.screen)
        )
    for place, c in enumerate(protocol.criteria):
        click.echo(f"\n{of_criterion(c)}")
        click.echo(textwrap.indent(_source(protocol, c, marked[place]), MARGIN))
        reading = outline(logic[place], day, WIDTH, MARGIN)
        click.echo(f"  = {phrase('unread-rest', reading=reading) if _goes_on(protocol, c, logic[place]) else reading}")
        for p in patients:
            click.echo(f"  > {p.name}: {phrase(f'met.{c.effect}.{MET[p.result.criteria[place].met(False)]}')}")
            for miss in p.misses.get(c.id, ()):
                click.echo(f"    {miss}")
        nothing = nothing_read(c.logic)
        for quoted, reason in _beside(protocol, c, marked[place]):
            click.echo(f"  ! {phrase('open-beside', words=quoted, why=reason)}")
        if silent[place] and not nothing:
            click.echo(f"  ~ {phrase('class.noise')}: {', '.join(f'“{words}”' for words in silent[place])}")
        for d in c.diagnostics:
            if not (nothing and d.code in OF_READINGS):
                click.echo(f"  ! {with_units(d.message)}")
        for a in c.assumptions:
            if a in settled or not nothing:
                click.echo(f"  * {with_units(a)}")
    for message in dict.fromkeys(d.message for d in protocol.diagnostics):
        click.echo(f"\n! {with_units(message)}")
    click.echo(f"\n{phrase('legend')}:")
    for line in _legend(protocol, logic, bool(patients), words, any(silent)):
        told = line.format(days=protocol.settings.gap_days, file=beside)
        click.echo(textwrap.fill(told, WIDTH, initial_indent="  - ", subsequent_indent=MARGIN))
    click.echo("\nAssumptions:")
    for a in protocol.assumptions():
        click.echo(f"  * {a}")
    _settling(protocol, beside)


def _silent(protocol: Protocol, marked: tuple[Mark, ...], told: Expr) -> list[str]:
    """The words that a rule takes to change nothing, but for abbreviations in brackets, joining words, and what is also quoted."""
    ruled = (m for m in marked if m.kind == "noise" and RULE.fullmatch(m.why) and m.why != ABBREVIATION)
    texts = (" ".join(m.span.of(protocol.text).split()) for m in ruled)
    quoted = [n.text.lower() for n in walk(told) if isinstance(n, Manual | Opaque)]
    wanted = (text for text in texts if TELLING.search(text) and not any(text.lower() in q for q in quoted))
    return list(dict.fromkeys(wanted))


def _beside(protocol: Protocol, criterion: Criterion, marked: tuple[Mark, ...]) -> Iterator[tuple[str, str]]:
    """Words that could be read in another way, where the reading has only the one, and why."""
    found: dict[str, list[str]] = {}
    if not any(isinstance(n, Either) for n in walk(criterion.logic)):
        unsettled = {e.span.start for e in criterion.ledger if e.kind == "residue" and e.why.startswith("unsettled")}
        for m in (m for m in marked if m.kind == "open" and m.span.start in unsettled):
            found.setdefault(m.why, []).append(f"“{' '.join(m.span.of(protocol.text).split())}”")
    return ((", ".join(words), reason) for reason, words in found.items())


def _words(protocol: Protocol, marked: list[tuple[Mark, ...]], silent: list[list[str]]) -> dict[str, int]:
    """How many words of the criteria are of each class; what changes nothing and is not shown as such is *small*."""
    counts = dict.fromkeys((*COLOURS, SMALL), 0)
    for own, shown in zip(marked, silent, strict=True):
        for m in own:
            words = m.span.of(protocol.text)
            small = m.kind == "noise" and " ".join(words.split()) not in shown
            counts[SMALL if small else m.kind] += len(WORD.findall(words))
    return counts


def _goes_on(protocol: Protocol, criterion: Criterion, told: Expr) -> bool:
    """Whether more of a criterion is unread than the words that its reading names (the line above a list, for all of it)."""
    from eligo.wording import unread

    named = sum(len(WORD.findall(text)) for text in unread(told))
    left = (e.span.of(protocol.text) for e in criterion.ledger if e.kind in ("residue", "manual"))
    return 0 < named < sum(len(WORD.findall(words)) for words in left)


def _listed(key: str, counts: dict[str, int]) -> str:
    from eligo.wording import phrase

    return ", ".join(f"{n} {phrase(f'{key}.{name}')}" for name, n in counts.items() if n)


def _legend(
    protocol: Protocol, logic: list[Expr], patients: bool, words: dict[str, int], silent: bool
) -> Iterator[str]:
    """The lines that this output needs."""
    from eligo.logic import Condition, Drug, Measurement, Procedure
    from eligo.wording import rows

    nodes = [n for told in logic for n in walk(told)]
    remarks: list[Diagnostic] = [d for c in protocol.criteria for d in c.diagnostics]
    shown = {
        "always": True,
        "either": any(isinstance(n, Either) for n in nodes),
        "override": bool(words["override"]),
        "limit": any(isinstance(n, Measurement) and n.times for n in nodes),
        "open": bool(words["open"]),
        "silent": silent,
        "active": any(isinstance(n, Condition) and n.state == "active" for n in nodes),
        "severity": any(isinstance(n, Condition) and n.severity for n in nodes),
        "span": any(isinstance(n, Drug) and (n.duration or n.stable) for n in nodes),
        "done": any(isinstance(n, Procedure) for n in nodes),
        "remark": any("override" in d.message for d in remarks),
        "patient": patients,
        "screening": protocol.settings.index_event is None,
        "event": protocol.settings.index_event is not None,
    }
    return (row["text"] for row in rows("legend") if shown[row["when"]])


def _settling(protocol: Protocol, beside: str) -> None:
    """What is open, as an override file that a person fills in."""
    from eligo.overrides.suggest import stanzas
    from eligo.wording import phrase, rows

    found = [(c.id, stanza) for c in protocol.criteria for stanza in stanzas(protocol, c)]
    if found:
        click.echo(f"\n{phrase('settling', file=beside)}:")
        for row in rows("settling"):
            click.echo(f"    # {row['line']:21} {row['use']}")
    for id, stanza in found:
        click.echo(f"\n    # {id}\n{textwrap.indent(stanza, MARGIN)}")


def _source(protocol: Protocol, criterion: Criterion, marked: tuple[Mark, ...]) -> str:
    from eligo.wording import unescaped

    if not marked:
        return criterion.text
    parts = []
    end = marked[0].span.start
    for m in marked:
        parts += ["\n"] if protocol.text[end : m.span.start].strip() or m.span.start < end else []
        end = m.span.end
        words = unescaped(m.span.of(protocol.text))
        left, right = MARKS.get(m.kind, ("", "")) if words.strip() else ("", "")
        tail = words[len(words.rstrip()) :]
        parts.append(click.style(f"{left}{words.rstrip()}{right}", fg=COLOURS[m.kind]) + tail)
    return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n") if line.strip())
