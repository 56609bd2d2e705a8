"""Procedures.

Done by the index date, or in a window.
"""

from __future__ import annotations

from dataclasses import replace

from harness.concepts import BYPASS, TRANSFUSION
from harness.records import done, person
from harness.spec import Paragraph
from harness.terms import ago, last

from eligo.logic import Procedure, Window
from eligo.patient import Coding, ProcedureRecord

PACKED = Coding("snomed", "71493000", "Transfusion of packed red blood cells")


def bypass(date: str | None, status: str = "completed") -> ProcedureRecord:
    return done(BYPASS, date, status=status)


def local(code: str, display: str) -> Coding:
    """A site's own code."""
    return Coding("local", code, display)


PARAGRAPHS = (
    Paragraph(
        "Ever",
        "By the index date.",
        Procedure(BYPASS),
        {
            "years ago": (person(bypass("2001-01-01")), True),
            "today": (person(bypass("2026-01-15")), True),
            "tomorrow": (person(bypass("2026-01-16")), False),
            "another procedure": (person(done(TRANSFUSION, "2025-01-01")), False),
            "no record": (person(), False),
        },
    ),
    Paragraph(
        "A title",
        "A displayed name that equals a title, as for conditions.",
        Procedure(replace(BYPASS, titles=("coronary artery bypass graft",)), last(1, "a")),
        {
            "an unlisted code, named": (person(done(local("P1", "Coronary-artery bypass graft (procedure)"), "2025-06-01")), True),
            "long ago": (person(done(local("P1", "Coronary artery bypass graft"), "2001-01-01")), False),
            "a name that goes on": (person(done(local("P2", "Coronary artery bypass graft planned"), "2025-06-01")), False),
        },
    ),
    Paragraph(
        "Statuses",
        "Completed, stopped and in progress are done; not done, in preparation, on hold and mistaken ones don't exist.",
        Procedure(BYPASS),
        {
            "stopped": (person(bypass("2025-01-01", "stopped")), True),
            "in progress": (person(bypass("2026-01-15", "in-progress")), True),
            "not done": (person(bypass("2025-01-01", "not-done")), False),
            "in preparation": (person(bypass("2025-01-01", "preparation")), False),
            "on hold": (person(bypass("2025-01-01", "on-hold")), False),
            "entered in error": (person(bypass("2025-01-01", "entered-in-error")), False),
        },
    ),
    Paragraph(
        "An unknown status",
        "Makes a true unknown.",
        Procedure(BYPASS, last(6, "mo")),
        {
            "unknown, in the window": (person(bypass("2025-10-01", "unknown")), None),
            "unknown, before the window": (person(bypass("2025-01-01", "unknown")), False),
            "unknown, and done": (person(bypass("2025-10-01", "unknown"), bypass("2025-11-01")), True),
        },
        not_in=("omop",),
        why_not="the CDM has no status of a procedure",
    ),
    Paragraph(
        "Within 6 months",
        "From the same day six months earlier to the index date.",
        Procedure(BYPASS, last(6, "mo")),
        {
            "6 months ago": (person(bypass("2025-07-15")), True),
            "a day earlier": (person(bypass("2025-07-14")), False),
            "tomorrow": (person(bypass("2026-01-16")), False),
        },
    ),
    Paragraph(
        "More than 6 months ago",
        "The window ends on the day before.",
        Procedure(BYPASS, Window(until=ago(6, "mo", strict=True))),
        {
            "6 months ago": (person(bypass("2025-07-15")), False),
            "a day earlier": (person(bypass("2025-07-14")), True),
            "no record": (person(), False),
        },
    ),
    Paragraph(
        "Partial and missing dates",
        "Without a window a missing date is done; in a window it is unknown.",
        Procedure(BYPASS, last(6, "mo")),
        {
            "July": (person(bypass("2025-07")), None),
            "August": (person(bypass("2025-08")), True),
            "June": (person(bypass("2025-06")), False),
            "no date": (person(bypass(None)), None),
        },
        not_in=("omop",),
        why_not="the CDM needs full dates",
    ),
    Paragraph(
        "Ever, with partial and missing dates",
        "What may lie after the index date is unknown.",
        Procedure(BYPASS),
        {
            "no date": (person(bypass(None)), True),
            "January": (person(bypass("2026-01")), None),
            "2025": (person(bypass("2025")), True),
            "February": (person(bypass("2026-02")), False),
        },
        not_in=("omop",),
        why_not="the CDM needs full dates",
    ),
    Paragraph(
        "At least two within 6 months",
        "Records of one day and first code are one.",
        Procedure(TRANSFUSION, last(6, "mo"), count=2),
        {
            "two days": (person(done(TRANSFUSION, "2025-08-01"), done(TRANSFUSION, "2025-08-02")), True),
            "one day, recorded twice": (person(done(TRANSFUSION, "2025-08-01"), done(TRANSFUSION, "2025-08-01")), False),
            "one day, two codes": (person(done(TRANSFUSION, "2025-08-01"), done(PACKED, "2025-08-01")), True),
            "one too early": (person(done(TRANSFUSION, "2025-07-14"), done(TRANSFUSION, "2025-08-01")), False),
        },
    ),
    Paragraph(
        "At least two, one of them doubtful",
        "Unknown.",
        Procedure(TRANSFUSION, count=2),
        {
            "two days, one of unknown status": (
                person(done(TRANSFUSION, "2025-08-01"), done(TRANSFUSION, "2025-08-02", status="unknown")), None),
            "one, and one not done": (
                person(done(TRANSFUSION, "2025-08-01"), done(TRANSFUSION, "2025-08-02", status="not-done")), False),
            "August, and a day of August": (person(done(TRANSFUSION, "2025-08"), done(TRANSFUSION, "2025-08-02")), None),
            "two days, and one of unknown status": (
                person(done(TRANSFUSION, "2025-08-01"), done(TRANSFUSION, "2025-08-02"),
                       done(TRANSFUSION, "2025-08-03", status="unknown")), True),
        },
        not_in=("omop",),
        why_not="the CDM has no status of a procedure, and needs full dates",
    ),
)
