"""Stage *graph*: the criteria of a record as one shared networkx graph."""

from eligo.graph.build import Graph, build
from eligo.graph.simplify import simplify

__all__ = ["Graph", "build", "simplify"]
