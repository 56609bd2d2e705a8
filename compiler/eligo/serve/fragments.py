"""The page and its parts as HTML, by the templates of ``targets/serve`` and those of the report."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from eligo.canon import canonical
from eligo.emit import environment
from eligo.logic import MANUAL_REASONS
from eligo.report.pages import templates
from eligo.serve.concepts import Offer
from eligo.serve.seen import Seen
from eligo.serve.words import Chosen
from eligo.wording import why

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

FILES = {
    "report.css": ("report/style.css", "text/css"),
    "serve.css": ("serve/style.css", "text/css"),
    "serve.js": ("serve/serve.js", "text/javascript"),
}
"""The files that the page asks for: where they are in ``targets``, and their type."""


AROUND = ("state", "overrides", "patients", "population")
"""The parts around the criteria."""


@cache
def _templates() -> SandboxedEnvironment:
    from jinja2 import ChoiceLoader

    loaders = [loader for name in ("serve", "report") if (loader := environment(name).loader) is not None]
    return templates().overlay(loader=ChoiceLoader(loaders))


def file(name: str) -> tuple[str, str] | None:
    """The text of one of :data:`FILES` and its type; None for any other name."""
    if name not in FILES:
        return None
    place, kind = FILES[name]
    return files("eligo.targets").joinpath(place).read_text(encoding="utf-8"), kind


def page(seen: Seen) -> str:
    """The whole page."""
    return _templates().get_template("review.html.jinja").render(seen=seen, parts=parts(seen))


def parts(seen: Seen) -> dict[str, str]:
    """What a change can touch, by the id of its element: a part for each criterion, and those around them."""
    from markupsafe import Markup

    macros = _templates().get_template("parts.html.jinja").make_module({})
    cards = {c.view.anchor: Markup(macros.card(c)) for _, own in seen.sections for c in own}  # type: ignore[attr-defined]  # noqa: S704 (escaped by the template)
    around = {name: Markup(getattr(macros, name)(seen)) for name in AROUND}  # noqa: S704 (escaped by the template)
    return {**around, **cards}


def changes(old: Seen, new: Seen) -> str:
    """The parts that a change has touched; all criteria where it makes others of them."""
    before, after = parts(old), parts(new)
    if before.keys() != after.keys():
        around = [html for name, html in after.items() if name in AROUND]
        criteria = _templates().get_template("criteria.html.jinja").render(seen=new, parts=after)
        return "\n".join((*around, criteria))
    return "\n".join(html for name, html in after.items() if html != before[name])


def editor(seen: Seen, chosen: Chosen, place: dict[str, str], offers: tuple[Offer, ...]) -> str:
    """The form that settles what was chosen; ``place`` are the fields that say what that is."""
    criterion = next((c for c in seen.protocol.criteria if c.id == chosen.id), None)
    whole = chosen.phrase is None and "phrase" not in place
    known = canonical(criterion.logic) if criterion is not None and whole else ""
    return (
        _templates()
        .get_template("editor.html.jinja")
        .render(
            chosen=chosen,
            place=place,
            known=known,
            reasons=[(r, why("manual", r)) for r in MANUAL_REASONS],
            offers=offers,
        )
    )


def found(offers: tuple[Offer, ...]) -> str:
    """The concepts that a search has found."""
    return _templates().get_template("offers.html.jinja").render(offers=offers)


def output(text: str) -> str:
    """The text of a target."""
    return _templates().get_template("output.html.jinja").render(text=text)
