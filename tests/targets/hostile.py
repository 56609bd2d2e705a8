"""Hostile text, where text can come in: records, overrides, and a site's vocabulary; and the shape of what is emitted.

The *shape* of a text is what remains of it when the contents of its strings, comments and quoted identifiers are taken out. A
hostile plan and the same plan with harmless texts (:func:`benign`) have to give the same shape: then the hostile text is only ever
content.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from random import Random
from typing import Any

import eligo
from eligo.emit import load
from eligo.errors import InputError
from eligo.overrides import parse
from eligo.overrides.toml import string
from eligo.plan import Plan
from eligo.protocol import Protocol

PIECES = (
    "'", '"', "'''", '"""', "\\", "\\\\", "\\'", '\\"', "`", "''", '""', "$$", "$tag$", "E'\\''", "U&'\\0027'", "%s",
    "%(x)s", "*/", "/*", "--", "//", "#", "-- \n", "*/ DROP TABLE person; --", "; DELETE FROM person;", "' OR 1=1 --",
    "'); SELECT 1; --", '"""\nimport os\nos.system("x")\n"""', "\nimport os #", "__import__('os').system('x')",
    "\n    return True\n", "=None):\n", 'define "Eligible": true', "\ndefine X: 1\n", "*/ define Y: 2 /*",
    "' as String", "library Z", "\nusing System\n", "{{ 7 * 7 }}", "{% raw %}", "{% endfor %}", "{# #}", "{{ plan }}",
    "{% include 'x' %}", "${x}", "#{x}", "<script>", "]]>", "&#39;", "\n", "\r", "\r\n", "\t", "\x0b", "\x0c", "\x1c",
    "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\x00", "\x1a", "\x1b[2J", "\x7f", "\u202a", "\u202b", "\u202d",
    "\u202e", "\u202c", "\u2066", "\u2067", "\u2068", "\u2069", "\u200b", "\u200e", "\ufeff", "\u00ad", "\u0027",
    "\\u0027", "\\x27", "\\N{APOSTROPHE}", "\\u000a", "\\012", "\u02bc", "\uff07", "\u2019", "\u037e", "\ud800",
    "\udfff", "\U0001f600", "e\u0301", "\uffff", "\U0010ffff", "𝕏", "≥", "١٢", "㎎", "", " ", "word", "E11.9", "10",
)  # fmt: skip
"""What tears strings, comments, lines, templates and displays apart, in Python, SQL, CQL, Jinja and HTML."""

PHRASES = (
    "Age 18 to 70 years", "Female", "Type 2 diabetes", "No asthma within 6 months", "Hemoglobin < 9 g/dL",
    "ALT > 3 x ULN", "HbA1c 7-10 %", "Treated with prednisone > 20 mg/day for 3 months", "Metformin at a stable dose",
    "Pregnant or breastfeeding", "Allergy to penicillin", "Coronary artery bypass graft within 1 year",
    "Hospitalised within 30 days", "Influenza vaccine within 1 year", "ECOG 0-1", "HBsAg positive",
    "Family history of breast cancer", "In another trial within 3 months", "Written informed consent", "wobbles",
    "jitters", "shivers", "Platelets >= 100 x 10^9/L", "Heart failure (NYHA III-IV)",
    "In the opinion of the investigator",
)  # fmt: skip

TOLD = {
    "trial", "title", "assumptions", "text", "set_aside", "notes", "group", "says", "label", "exact", "prefixes",
    "ancestors", "names", "titles", "exclude_titles", "system", "units",
}  # fmt: skip
"""Fields of a plan with text that a record, an override or a vocabulary may bring."""
Change = Callable[[str], str]
LONG = 990_000
"""Characters of a very long line: a criteria text of more than a million is refused."""


def text(rng: Random, length: int | None = None) -> str:
    """A hostile text of a few pieces, or of at least ``length`` characters."""
    made = "".join(rng.choices(PIECES, k=rng.randint(1, 8)))
    return made if length is None else made * (1 + length // max(1, len(made)))


def record(rng: Random, length: int | None = None) -> Protocol:
    """A compiled record with hostile title, id, criteria, group and overrides; one line is of ``length`` characters."""
    for _ in range(100):
        try:
            return eligo.compile(_source(rng, length), overrides=parse(_overrides(rng), text(rng)))
        except InputError:  # a record or an override that is refused is no way in
            continue
    raise AssertionError("a hundred records were refused in a row")


def _source(rng: Random, length: int | None) -> str:
    def line() -> str:
        words = [rng.choice(PHRASES), text(rng)]
        rng.shuffle(words)
        return " ".join(" ".join((*words, rng.choice(PHRASES))[: rng.randint(1, 3)]).split())

    inside = [line() for _ in range(rng.randint(1, 4))]
    if length is not None:
        inside.append(text(rng, length).replace("\n", " "))
    lines = ["Inclusion Criteria:", "", *(f"- {x}" for x in inside), "", "Exclusion Criteria:", ""]
    lines += [f"Cohort {text(rng)}:"] if rng.random() < 0.2 else []
    lines += [f"- {line()}" for _ in range(rng.randint(1, 4))]
    module = {"nctId": f"NCT{text(rng)}", "briefTitle": text(rng)}
    eligibility = {
        "eligibilityCriteria": "\n".join(lines),
        "minimumAge": rng.choice(("18 Years", text(rng))),
        "sex": "ALL",
    }
    return json.dumps({"protocolSection": {"identificationModule": module, "eligibilityModule": eligibility}})


def _overrides(rng: Random) -> str:
    if rng.random() < 0.5:
        return ""
    meant = f"[manual, vague: {string(text(rng))}]"
    code = f"{{ system = {string('x:' + text(rng))}, code = {string(text(rng))}, display = {string(text(rng))} }}"
    return (
        f'[[phrase]]\nphrase = "wobbles"\nkind = "condition"\nnote = {string(text(rng))}\ncodes = [{code}]\n'
        f'[[phrase]]\nphrase = "jitters"\nread_as = {string("asthma " + text(rng))}\n'
        f'[[phrase]]\nphrase = "shivers"\nmeans = {string(meant)}\n'
    )


def poisoned(plan: Plan, rng: Random) -> Plan:
    """The plan with hostile texts in half the places where a vocabulary or a record may bring one."""
    told: Plan = _told(plan, lambda old: text(rng) if rng.random() < 0.5 else old)
    return told


def benign(plan: Plan) -> Plan:
    """The plan with a harmless word for each word of its texts, the same for the same: what shares a word still does."""
    words: dict[str, str] = {"": ""}
    told: Plan = _told(plan, lambda old: " ".join(words.setdefault(w, f"word{len(words)}") for w in old.split(" ")))
    return told


def _told(thing: Any, change: Change) -> Any:
    if isinstance(thing, tuple):
        return tuple(_told(part, change) for part in thing)
    if not is_dataclass(thing) or isinstance(thing, type):
        return thing
    new = {
        f.name: (_changed if f.name in TOLD else _told)(getattr(thing, f.name), change)
        for f in fields(thing)
        if f.name != "spans"
    }
    return replace(thing, **new)


def _changed(value: Any, change: Change) -> Any:
    if isinstance(value, tuple):
        return tuple(_changed(part, change) for part in value)
    if isinstance(value, str):
        return change(value)
    return _told(value, change)


# --- shapes ---


@cache
def _runtime() -> tuple[str, ...]:
    target = load("python")
    texts = ((target.folder / name).read_text(encoding="utf-8") for name in target.support)
    return tuple(t.split("# --- emitted ---\n", 1)[1] for t in texts)


def python_shape(source: str) -> list[object]:
    """The syntax tree without the values of constants, after the run-time support; raises SyntaxError, or ValueError without it."""
    for part in _runtime():
        before, found, after = source.partition(part)
        if not found:
            raise ValueError("the run-time support isn't there as it is")
        source = f"{before}\n{after}"
    return [shape for node in ast.walk(ast.parse(source)) for shape in _node(node)]


def _node(node: ast.AST) -> Iterator[object]:
    yield type(node)
    if isinstance(node, ast.Constant):
        yield type(node.value)
    else:
        yield from (value for _, value in ast.iter_fields(node) if isinstance(value, str))


SQL = re.compile(
    r"(?P<comment>--[^\n\r]*|/\*.*?\*/)|(?P<string>'(?:[^']|'')*')|(?P<name>\"(?:[^\"]|\"\")*\")|(?P<rest>\w+|\s+|.)",
    re.S,
)
CQL = re.compile(
    r"(?P<comment>//[^\n\r]*|/\*.*?\*/)|(?P<string>'(?:[^'\\]|\\.)*')|(?P<name>\"(?:[^\"\\]|\\.)*\"|`(?:[^`\\]|\\.)*`)|(?P<rest>\w+|\s+|.)",
    re.S,
)


def sql_shape(source: str) -> list[str]:
    """The tokens without the contents of strings, comments and quoted names. Raises ValueError for a hidden character."""
    return _tokens(SQL, source)


def cql_shape(source: str) -> list[str]:
    """The same of CQL, where a backslash escapes."""
    return _tokens(CQL, source)


HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def _tokens(language: re.Pattern[str], source: str) -> list[str]:
    found = []
    for token in language.finditer(source):
        kind = str(token.lastgroup)
        if kind != "string" and HIDDEN.search(token[0]):
            raise ValueError(f"a hidden character outside strings: {token[0][:80]!r}")
        if kind != "rest":
            found.append(kind)
        elif not token[0].isspace():
            found.append(token[0])
    return found
