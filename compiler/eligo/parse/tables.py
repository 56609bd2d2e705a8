"""Running Lark's LALR tables directly: longest match from a position, and whole streams.

Lark builds and checks the grammars; the loop here walks its parse table, because a chunker has to know where a phrase *may* end,
and because a token may have several senses, of which the first that the state accepts counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

END = "$END"


class Terminal(Protocol):
    """What the tables run over: something that knows the terminal names it may stand for, in order of preference."""

    @property
    def types(self) -> tuple[str, ...]:
        """Terminal names."""
        ...


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a parse tree: rule or alias name, and its parts; a leaf is ``(terminal name, token)``."""

    name: str
    parts: tuple[Node | tuple[str, Any], ...]


class Table:
    """The parse table of one grammar of ``grammar/``."""

    def __init__(self, grammar: str, starts: Sequence[str], *, strict: bool = False) -> None:
        from lark import Lark
        from lark.parsers.lalr_analysis import Reduce

        folder = files("eligo.grammar")

        def importer(base: object, path: str) -> tuple[str, str]:
            return path, (folder / path.rpartition("/")[2]).read_text(encoding="utf-8")

        lark = Lark(
            (folder / f"{grammar}.lark").read_text(encoding="utf-8"),
            parser="lalr",
            start=list(starts),
            lexer=_no_lexer(),
            import_paths=[importer],
            strict=strict,
            maybe_placeholders=False,
        )
        table = lark.parser.parser._parse_table
        self._states: dict[Any, dict[str, tuple[Any, Any]]] = table.states
        self._reduction = Reduce
        self._starts = table.start_states
        self._ends = set(table.end_states.values())
        self.terminals = frozenset(t.name for t in lark.terminals) | frozenset(
            k for row in table.states.values() for k in row if k.isupper()
        )

    def starts_with(self, start: str) -> frozenset[str]:
        """Terminals that may open a phrase."""
        return frozenset(k for k in self._states[self._starts[start]] if k.isupper())

    def longest(self, tokens: Sequence[Terminal], i: int, start: str) -> tuple[int, Node] | None:
        """The longest phrase from token ``i`` on: (end, tree); None if none starts there."""
        states: list[Any] = [self._starts[start]]
        values: list[Any] = []
        best: tuple[int, Node] | None = None
        j = i
        while True:
            if END in self._states[states[-1]]:
                tree = self._finish(list(states), list(values))
                if tree is not None and j > i:
                    best = (j, tree)
            if j >= len(tokens) or not self._shift(states, values, tokens[j]):
                return best
            j += 1

    def whole(self, tokens: Sequence[Terminal], start: str) -> Node | None:
        """The tree of the whole stream, or None."""
        states: list[Any] = [self._starts[start]]
        values: list[Any] = []
        for token in tokens:
            if not self._shift(states, values, token):
                return None
        return self._finish(states, values)

    def _shift(self, states: list[Any], values: list[Any], token: Terminal) -> bool:
        name = next((t for t in token.types if t in self._states[states[-1]]), None)
        while name is not None:
            action = self._states[states[-1]].get(name)
            if action is None:
                return False
            if not self._reduce_or(action, states, values):
                states.append(action[1])
                values.append((name, token))
                return True
        return False

    def _finish(self, states: list[Any], values: list[Any]) -> Node | None:
        while True:
            action = self._states[states[-1]].get(END)
            if action is None:
                return None
            if not self._reduce_or(action, states, values):
                return values[-1] if isinstance(values[-1], Node) else None
            if states[-1] in self._ends:
                return values[-1]  # type: ignore[no-any-return]

    def _reduce_or(self, action: tuple[Any, Any], states: list[Any], values: list[Any]) -> bool:
        """Carry out a reduction; False for a shift."""
        if action[0] is not self._reduction:
            return False
        rule = action[1]
        size = len(rule.expansion)
        parts = values[len(values) - size :] if size else []
        if size:
            del values[-size:]
            del states[-size:]
        name = rule.alias or rule.origin.name
        flat: list[Any] = []
        for part in parts:
            flat.extend(part.parts if isinstance(part, Node) and part.name.startswith("__") else (part,))
        values.append(Node(str(name), tuple(flat)))
        states.append(self._states[states[-1]][rule.origin.name][1])
        return True


def _no_lexer() -> type:
    """Tokens come from :mod:`eligo.lex`; Lark needs a lexer class to build a grammar of declared terminals."""
    from lark.lexer import Lexer

    return type("NoLexer", (Lexer,), {"__init__": lambda self, conf: None, "lex": lambda self, state, parser: iter(())})


@cache
def phrase_table() -> Table:
    """The table of ``phrase.lark``."""
    return Table("phrase", ("value", "window"))


@cache
def clause_table() -> Table:
    """The table of ``clause.lark``."""
    return Table("clause", ("start",))
