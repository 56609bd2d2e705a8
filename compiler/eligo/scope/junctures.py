"""Junctures between the parts of a list, as :class:`~eligo.parse.ast.Coord` names them, by what they join."""

JOINING = ("or", "and", "comma", "cor", "cand", "slash")
"""All that make one list of their parts: "but" alone sets them against each other."""
OR_LIST = ("or", "comma", "cor", "slash")
"""Those of an or/comma list; past an "and", less of what is said once is shared."""
