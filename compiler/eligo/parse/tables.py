"""Running Lark's LALR tables directly: longest match from a position, and whole streams.

Lark builds and checks the grammars; the loop here walks its parse table, because a chunker has to know where a phrase *may* end,
and because a token may have several senses, of which the first that the state accepts counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class _Reduction:
    """A rule as the table walker applies it: how many parts it takes, the node's name, and the row of the goto table."""

    size: int
    name: str
    origin: str


Action = int | _Reduction
"""What a state does with a terminal: shift to a state, or reduce."""


class Table:
    """The parse table of one grammar of ``grammar/``."""

    def __init__(self, grammar: str, starts: Sequence[str], *, strict: bool = False) -> None:
        from lark import Lark

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
        numbers = {state: n for n, state in enumerate(table.states)}
        self._rows = [_row(row, numbers) for row in table.states.values()]
        self._starts = {name: numbers[state] for name, state in table.start_states.items()}
        self._ends = frozenset(numbers[state] for state in table.end_states.values())
        self.terminals = frozenset(t.name for t in lark.terminals) | frozenset(
            name for row in self._rows for name in row if name.isupper()
        )
        self._openers = {
            name: frozenset(k for k in self._rows[state] if k.isupper()) for name, state in self._starts.items()
        }

    def starts_with(self, start: str) -> frozenset[str]:
        """Terminals that may open a phrase."""
        return self._openers[start]

    def longest(self, tokens: Sequence[Terminal], i: int, start: str) -> tuple[int, Node] | None:
        """The longest phrase from token ``i`` on: (end, tree); None if none starts there."""
        states = [self._starts[start]]
        values: list[Any] = []
        ends: list[tuple[int, list[int], list[Any]]] = []
        j = i
        while j < len(tokens) and self._shift(states, values, tokens[j]):
            j += 1
            if END in self._rows[states[-1]]:
                ends.append((j, states.copy(), values.copy()))
        for j, states, values in reversed(ends):
            tree = self._finish(states, values)
            if tree is not None:
                return j, tree
        return None

    def whole(self, tokens: Sequence[Terminal], start: str) -> Node | None:
        """The tree of the whole stream, or None."""
        states = [self._starts[start]]
        values: list[Any] = []
        for token in tokens:
            if not self._shift(states, values, token):
                return None
        return self._finish(states, values)

    def _shift(self, states: list[int], values: list[Any], token: Terminal) -> bool:
        rows = self._rows
        row = rows[states[-1]]
        for name in token.types:
            if name in row:
                break
        else:
            return False
        while True:
            action = row.get(name)
            if action is None:
                return False
            if isinstance(action, int):
                states.append(action)
                values.append((name, token))
                return True
            self._reduce(action, states, values)
            row = rows[states[-1]]

    def _finish(self, states: list[int], values: list[Any]) -> Node | None:
        while True:
            action = self._rows[states[-1]].get(END)
            if action is None:
                return None
            if isinstance(action, int):
                return values[-1] if isinstance(values[-1], Node) else None
            self._reduce(action, states, values)
            if states[-1] in self._ends:
                return values[-1]  # type: ignore[no-any-return]

    def _reduce(self, rule: _Reduction, states: list[int], values: list[Any]) -> None:
        """Put the node of ``rule`` in place of its parts; nodes of helper rules ("__…") dissolve into theirs."""
        parts: list[Any] = []
        if rule.size:
            for part in values[-rule.size :]:
                if part.__class__ is Node and part.name.startswith("__"):
                    parts.extend(part.parts)
                else:
                    parts.append(part)
            del values[-rule.size :]
            del states[-rule.size :]
        values.append(Node(rule.name, tuple(parts)))
        goto = self._rows[states[-1]][rule.origin]
        assert isinstance(goto, int)
        states.append(goto)


def _row(row: Mapping[str, tuple[Any, Any]], numbers: Mapping[Any, int]) -> dict[str, Action]:
    """One state of Lark's table with its states numbered."""
    from lark.parsers.lalr_analysis import Reduce

    return {
        name: _Reduction(len(to.expansion), str(to.alias or to.origin.name), str(to.origin.name))
        if kind is Reduce
        else numbers[to]
        for name, (kind, to) in row.items()
    }


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
