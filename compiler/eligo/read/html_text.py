"""HTML as the text that a reader of the page sees: blocks, rows and breaks on lines of their own, list items marked.

`<u>`, `<sup>` and `<sub>` stay in the text, since they carry meaning ("<u><</u> 5", "10<sup>9</sup>/L"); the repair of the
stage `segment` undoes them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eligo.errors import InputError

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

# A page's own nesting stays below 100. The parser takes time in the square of the depth, and browsers stop at 512.
_DEEPEST = 5_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# fmt: off
_UNNESTED = frozenset([
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "dd", "dt", "li", "option", "p", "tbody", "td", "tfoot", "th", "thead", "tr",
])
_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "main", "nav", "ol", "p", "pre", "section", "table", "tbody",
    "tfoot", "thead", "tr", "ul",
])
# fmt: on
_SILENT = frozenset(["script", "style", "head", "template", "noscript", "select", "_comment", "-comment"])
_KEPT = frozenset(["u", "sup", "sub"])
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_AROUND_BREAK = re.compile(r" *\n *")
_BREAKS = re.compile(r"\n{3,}")


def parse(html: str) -> LexborHTMLParser:
    """The page. Raises `InputError` for one that is nested more deeply than any page is."""
    from selectolax.lexbor import LexborHTMLParser

    depth = 0
    for match in _TAG.finditer(html):
        if match[2].lower() not in _UNNESTED:
            depth += -1 if match[1] else 1
            if depth > _DEEPEST:
                raise InputError("the HTML is nested too deeply to be a register's page")
    return LexborHTMLParser(html)


def text_of(node: LexborNode | None) -> str:
    """The text under a node; "" for none."""
    if node is None:
        return ""
    out: list[str] = []
    stack: list[LexborNode | str] = [node]
    while stack:
        top = stack.pop()
        if isinstance(top, str):
            out.append(top)
        elif top.tag == "-text":
            out.append(_SPACE.sub(" ", top.text_content or ""))
        elif top.tag == "br":
            out.append("\n")
        elif top.tag not in _SILENT:
            opening, closing = _around(top.tag or "")
            out.append(opening)
            stack.append(closing)
            stack.extend(reversed(list(top.iter(include_text=True))))
    text = _AROUND_BREAK.sub("\n", re.sub(" +", " ", "".join(out)))
    return _BREAKS.sub("\n\n", text).strip()


def _around(tag: str) -> tuple[str, str]:
    """What stands before and after an element's text."""
    if tag == "li":
        return "\n- ", "\n"
    if tag in _BLOCKS:
        return "\n", "\n"
    if tag in ("td", "th"):
        return " ", " "
    return (f"<{tag}>", f"</{tag}>") if tag in _KEPT else ("", "")
