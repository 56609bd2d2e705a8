"""Places for boxes, left to right: layers by Sugiyama's method through grandalf.

K. Sugiyama, S. Tagawa, M. Toda: Methods for visual understanding of hierarchical system structures. IEEE Transactions on Systems,
Man, and Cybernetics 11 (1981) 109–125.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from eligo.drawing.picture import Arrow, Box, Picture
from eligo.errors import UsageError

CHARACTER, LINE_HEIGHT, PADDING = 6.6, 15, 8
"""Pixels, for a 11-pixel monospaced font."""
LAYER_GAP, BOX_GAP, MARGIN = 60, 10, 20


@dataclass
class _View:
    """What grandalf wants of a vertex: it lays out from top to bottom, so width and height change places."""

    w: float
    h: float
    xy: tuple[float, float] = (0, 0)


def placed(picture: Picture) -> Picture:
    """The picture with places. Raises UsageError if grandalf is missing."""
    try:
        from grandalf.graphs import Edge, Graph, Vertex
        from grandalf.layouts import SugiyamaLayout
    except ImportError:
        raise UsageError("SVG needs the grandalf package: pip install 'eligo[svg]' (or write .dot or .mmd)") from None

    sized = {b.id: _sized(b) for b in picture.boxes}
    vertices = {b.id: Vertex(b.id) for b in sized.values()}
    for box in sized.values():
        vertices[box.id].view = _View(box.height, box.width)
    graph = Graph(list(vertices.values()), [Edge(vertices[a.tail], vertices[a.head]) for a in picture.arrows])
    top = float(MARGIN)
    boxes: dict[str, Box] = {}
    for component in graph.C:
        layout = SugiyamaLayout(component)
        layout.xspace, layout.yspace = BOX_GAP, LAYER_GAP
        layout.init_all()
        layout.draw(3)
        found = [_turned(sized[v.data], v.view.xy) for v in component.sV]
        left, upper = min(b.x for b in found), min(b.y for b in found)
        for b in found:
            boxes[b.id] = replace(b, x=b.x - left + MARGIN, y=b.y - upper + top)
        top = max(boxes[b.id].y + b.height for b in found) + BOX_GAP
    ordered = tuple(boxes[b.id] for b in picture.boxes)
    return replace(
        picture,
        boxes=ordered,
        arrows=tuple(_joined(a, boxes) for a in picture.arrows),
        width=max((b.x + b.width for b in ordered), default=0) + MARGIN,
        height=top + MARGIN,
    )


def _sized(box: Box) -> Box:
    width = max(len(line) for line in box.lines) * CHARACTER + 2 * PADDING
    return replace(box, width=round(width), height=len(box.lines) * LINE_HEIGHT + 2 * PADDING)


def _turned(box: Box, centre: tuple[float, float]) -> Box:
    """A box in its place: grandalf gives the centre, down its layers; here layers go to the right."""
    return replace(box, x=round(centre[1] - box.width / 2), y=round(centre[0] - box.height / 2))


def _joined(arrow: Arrow, boxes: dict[str, Box]) -> Arrow:
    tail, head = boxes[arrow.tail], boxes[arrow.head]
    return replace(
        arrow, x1=tail.x + tail.width, y1=round(tail.y + tail.height / 2), x2=head.x, y2=round(head.y + head.height / 2)
    )
