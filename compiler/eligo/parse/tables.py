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

from eligo.lexicon.compiled import compiled

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


Reduction = tuple[int, str, str]
"""A rule as the table walker applies it: how many parts it takes, the node's name, and the row of the goto table."""

Action = int | Reduction
"""What a state does with a terminal: shift to a state, or reduce."""

Plain = tuple[list[dict[str, Action]], dict[str, int], list[int], list[str]]
"""A table as it is kept: the rows by state, the states that starts begin in, the states that end, the terminals."""


class Table:
    """The parse table of one grammar of ``grammar/``."""

    def __init__(self, grammar: str, starts: Sequence[str], *, strict: bool = False) -> None:
        folder = files("eligo.grammar")
        made_of = [str(f) for f in folder.iterdir() if f.name.endswith(".lark")]
        name = ".".join((grammar, *starts, *(["strict"] if strict else [])))
        rows, begin, ends, terminals = compiled(
            name, (__file__, *sorted(made_of)), lambda: _made(grammar, starts, strict)
        )
        self._rows = rows
        self._starts = begin
        self._ends = frozenset(ends)
        self.terminals = frozenset(terminals)
        self._openers = {start: frozenset(k for k in rows[state] if k.isupper()) for start, state in begin.items()}

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

    def _reduce(self, rule: Reduction, states: list[int], values: list[Any]) -> None:
        """Put the node of ``rule`` in place of its parts; nodes of helper rules ("__…") dissolve into theirs."""
        size, name, origin = rule
        parts: list[Any] = []
        if size:
            for part in values[-size:]:
                if part.__class__ is Node and part.name.startswith("__"):
                    parts.extend(part.parts)
                else:
                    parts.append(part)
            del values[-size:]
            del states[-size:]
        values.append(Node(name, tuple(parts)))
        goto = self._rows[states[-1]][origin]
        assert isinstance(goto, int)
        states.append(goto)


def _made(grammar: str, starts: Sequence[str], strict: bool) -> Plain:
    """The table that Lark makes of a grammar."""
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
    rows = [_row(row, numbers) for row in table.states.values()]
    return (
        rows,
        {name: numbers[state] for name, state in table.start_states.items()},
        sorted(numbers[state] for state in table.end_states.values()),
        sorted({t.name for t in lark.terminals} | {name for row in rows for name in row if name.isupper()}),
    )


def _row(row: Mapping[str, tuple[Any, Any]], numbers: Mapping[Any, int]) -> dict[str, Action]:
    """One state of Lark's table with its states numbered."""
    from lark.parsers.lalr_analysis import Reduce

    return {
        name: (len(to.expansion), str(to.alias or to.origin.name), str(to.origin.name))
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
