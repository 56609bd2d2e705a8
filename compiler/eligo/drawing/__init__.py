"""The logic graph as a picture: DOT, Mermaid, SVG.

:mod:`eligo.drawing.picture` turns the graph into boxes and arrows, :mod:`eligo.drawing.layout` gives them places, and the templates
of ``targets/graph`` write them down.
"""

from __future__ import annotations

from eligo.drawing.picture import Picture, picture
from eligo.errors import UsageError
from eligo.protocol import Protocol

__all__ = ["FORMATS", "Picture", "draw", "picture"]

FORMATS = {"svg": "graph.svg.jinja", "dot": "graph.dot.jinja", "mmd": "graph.mmd.jinja"}
"""Format name (also the suffix of a file) → template of ``targets/graph``."""


def draw(protocol: Protocol, format: str) -> str:
    """The logic graph of a record in one of :data:`FORMATS`. Raises UsageError for another format, or SVG without grandalf."""
    from eligo.emit import environment

    if format not in FORMATS:
        raise UsageError(f"unknown graph format {format!r}: use {', '.join(FORMATS)}")
    drawn = picture(protocol)
    if format == "svg":
        from eligo.drawing.layout import placed

        drawn = placed(drawn)
    return environment("graph").get_template(FORMATS[format]).render(picture=drawn)
