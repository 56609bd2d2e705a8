"""One page of HTML for the people of a study: ``eligo report``.

:mod:`eligo.report.criteria` and :mod:`eligo.report.record` say what is shown, :mod:`eligo.report.results` reads what a
screening found, and the templates of ``targets/report`` write it down.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eligo import __version__
from eligo.record import Record
from eligo.report.pages import templates
from eligo.report.record import record_view
from eligo.report.results import Screening, belonging, load

__all__ = ["Screening", "load", "report"]


def report(records: Iterable[Record], results: Sequence[Screening] = ()) -> str:
    """The page about some records, with the results of their screening. It asks for nothing outside itself.

    Raises InputError for results of none of the records, or of other criteria.
    """
    views = [record_view(record, f"r{n}") for n, record in enumerate(records, 1)]
    screenings = {belonging(s, [v.protocol for v in views]): s for s in results}
    shown = [(view, screenings.get(n)) for n, view in enumerate(views)]
    return templates().get_template("page.html.jinja").render(records=shown, version=__version__)
