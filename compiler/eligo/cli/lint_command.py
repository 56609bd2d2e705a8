"""``eligo lint``."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from eligo.cli.sources import Failures, files, records
from eligo.errors import UsageError
from eligo.lint import CHECKS, Check, Finding, Subject, findings
from eligo.spans import line_and_column

COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


@click.command("lint")
@files
@click.option("--select", metavar="ID,…", help="Only these checks. Default: all.")
@click.option("--ignore", metavar="ID,…", help="All but these checks.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line per finding.")
def command(sources: tuple[str, ...], format: str, select: str | None, ignore: str | None, as_json: bool) -> None:
    """Find what looks wrong, contradictory or undecidable in criteria.

    Exit code 1 with an error or a warning, 0 with notes alone or nothing; docs/lint.md describes the checks.
    """
    chosen = [id for id in _ids(select, "--select") or CHECKS if id not in _ids(ignore, "--ignore")]
    failures, grave = Failures(), False
    shown = _json if as_json else _human
    for source in sources:
        for subject in failures.kept(lambda source=source: _subjects(source, format)):  # type: ignore[misc]
            for check, finding in findings(subject, chosen):
                grave = grave or check.severity != "note"
                click.echo(shown(source, subject, check, finding))
    failures.finish(1 if grave else 0)


def _subjects(source: str, format: str) -> Iterator[Subject]:
    from eligo.segment import segment

    return (Subject.of(segment(record)) for record in records(source, format))


def _ids(text: str | None, option: str) -> list[str]:
    ids = [part.strip() for part in (text or "").split(",") if part.strip()]
    unknown = next((id for id in ids if id not in CHECKS), None)
    if unknown is not None:
        raise UsageError(f"{option}: no check {unknown}; there are {', '.join(CHECKS)}")
    return ids


def _human(source: str, subject: Subject, check: Check, finding: Finding) -> str:
    place = ""
    if finding.span is not None:
        line, column = line_and_column(subject.protocol.text, finding.span.start)
        place = f":{line}:{column}"
    where = f" {finding.criterion}" if finding.criterion else ""
    severity = click.style(check.severity, fg=COLOURS[check.severity])
    return f"{source}{place}:{where} {severity} [{check.id}] {finding.message}\n    {finding.mend}"


def _json(source: str, subject: Subject, check: Check, finding: Finding) -> str:
    span = [finding.span.start, finding.span.end] if finding.span is not None else None
    return json.dumps(
        {
            "file": source,
            "trial": subject.protocol.id,
            "rule": check.id,
            "severity": check.severity,
            "criterion": finding.criterion,
            "span": span,
            "text": subject.words(finding.span) if finding.span is not None else None,
            "message": finding.message,
            "mend": finding.mend,
        },
        ensure_ascii=False,
    )
