"""Escaping: the only way text from a record reaches emitted code.

Each filter returns text that its target reads as exactly one token (a literal, an identifier) or as nothing (a comment),
whatever characters go in. Comment filters fold every line break and control or bidi character to a space, so that a comment
can't end early and can't show other code than is run (Trojan Source, CVE-2021-42574).
"""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode
from collections.abc import Callable
from decimal import Decimal
from json import dumps


def _tame(text: str) -> str:
    """One line: control, format (bidi, zero-width), surrogate and separator characters become a space."""
    return re.sub(
        r"\s+", " ", "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c for c in text)
    ).strip()


def py(value: object) -> str:
    """A Python literal of ASCII characters: strings, None, bools, ints, Decimals (as Decimal("…")), tuples of these."""
    if isinstance(value, Decimal):
        return f'Decimal("{value:f}")'
    if isinstance(value, tuple):
        return "(" + ", ".join(py(v) for v in value) + ("," if len(value) == 1 else "") + ")"
    if value is None or isinstance(value, bool | int):
        return repr(value)
    body = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"'
        + "".join(
            c
            if " " <= c <= "~"
            else f"\\x{ord(c):02x}"
            if ord(c) < 256
            else f"\\u{ord(c):04x}"
            if ord(c) < 0x10000
            else f"\\U{ord(c):08x}"
            for c in body
        )
        + '"'
    )


def py_comment(text: str) -> str:
    """Text for the rest of a ``#`` line."""
    return _tame(text)


def py_doc(text: str) -> str:
    """Text inside a triple-double-quoted docstring."""
    return _tame(text).replace("\\", "\\\\").replace('"', "'")


def sql(value: object) -> str:
    """A SQL literal: quoted string with doubled quotes, plain number, NULL; without what a database can't hold."""
    if value is None:
        return "NULL"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int):
        return str(int(value))
    held = re.sub("[\ud800-\udfff]", "\ufffd", str(value).replace("\x00", ""))
    return "'" + held.replace("'", "''") + "'"


def sql_comment(text: str) -> str:
    """Text for the rest of a ``--`` line or inside ``/* */``."""
    return _tame(text).replace("*/", "* /").replace("/*", "/ *").replace("--", "- -")


def sql_ident(text: str) -> str:
    """A double-quoted identifier."""
    return '"' + _tame(text).replace('"', '""') + '"'


def sql_name(text: str) -> str:
    """A criterion id as a plain column name: letters, digits and underscores ("E2.1" → "E2_1")."""
    return re.sub(r"\W", "_", text, flags=re.ASCII)


def cql(value: object) -> str:
    """A CQL literal: single-quoted string with backslash escapes, decimal, true/false/null."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text if "." in text else text + ".0"
    if isinstance(value, int):
        return str(value)
    body = str(value).replace("\\", "\\\\").replace("'", "\\'")
    return "'" + "".join(c if " " <= c <= "~" else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else "?" for c in body) + "'"


def cql_ident(text: str) -> str:
    """A double-quoted identifier; tamed, with backslash escapes."""
    return '"' + _tame(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def cql_comment(text: str) -> str:
    """Text for the rest of a ``//`` line or inside ``/* */``."""
    return _tame(text).replace("*/", "* /").replace("/*", "/ *")


def json(text: str) -> str:
    """A JSON string, of ASCII characters."""
    return dumps(text)


def base64(text: str) -> str:
    """The base64 of the UTF-8 bytes."""
    return b64encode(text.encode()).decode("ascii")


def dot(text: str) -> str:
    """A double-quoted string of Graphviz; line breaks of a label stay."""
    lines = (_tame(line).replace("\\", "\\\\").replace('"', '\\"') for line in text.split("\n"))
    return '"' + "\\n".join(lines) + '"'


def mermaid(text: str) -> str:
    """A double-quoted label of Mermaid: what it would take for markup is written as an entity; line breaks stay."""
    lines = (re.sub(r"[^\w\s.,:;=+/%()-]", lambda m: f"#{ord(m.group())};", _tame(line)) for line in text.split("\n"))
    return '"' + "<br/>".join(lines) + '"'


def xml(text: str) -> str:
    """Text between tags or inside a double-quoted attribute of HTML, XML or SVG."""
    return _tame(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


FILTERS: dict[str, Callable[..., str]] = {
    f.__name__: f
    for f in (
        *(py, py_comment, py_doc),
        *(sql, sql_comment, sql_ident, sql_name),
        *(cql, cql_ident, cql_comment),
        *(json, base64),
        *(dot, mermaid, xml),
    )
}
"""The filters that templates may use, by name."""
