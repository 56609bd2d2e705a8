"""Reading and writing lock files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from eligo import __version__
from eligo.canon.naming import told
from eligo.canon.quoting import quoted
from eligo.concepts import Concept, Kind
from eligo.errors import InputError
from eligo.lock.model import Binding, Locked
from eligo.overrides.toml import string
from eligo.whole_file import save_whole

IN_A_STATEMENT: dict[Kind, str] = {
    "condition": "{}",
    "lab": "{} measured",
    "vital": "{} measured",
    "score": "{} measured",
    "drug": "{} ever taken",
    "procedure": "{} done",
    "vaccine": "{} given",
    "substance": "allergy to {}",
}
"""A statement of canonical text by the kind of its concept: concepts are read as parts of one."""


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock file: the eligo, lexicon and vocabulary that bound the phrases of some records."""

    eligo: str
    lexicon: str
    vocabulary: str
    records: tuple[Locked, ...]


@cache
def lexicon_digest() -> str:
    """The digest of all files of the language: lexicon tables and grammars."""
    digest = sha256()
    root = files("eligo.grammar")
    folders = ((root, ".lark"), (root / "lexicon", ".tsv"))
    for folder, suffix in folders:
        for file in sorted((f for f in folder.iterdir() if f.name.endswith(suffix)), key=lambda f: f.name):
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return f"sha256:{digest.hexdigest()}"


def save(path: Path, records: Iterable[Locked], vocabulary: str = "") -> None:
    """Write a lock file, all of it or nothing. Raises OSError."""
    save_whole(path, "".join(_lines(records, vocabulary)), newline="")


def _lines(records: Iterable[Locked], vocabulary: str) -> Iterator[str]:
    yield "# What phrases were bound to. Written by eligo compile --lock; --update-lock writes it anew.\n"
    yield f"eligo = {string(__version__)}\nlexicon = {string(lexicon_digest())}\nvocabulary = {string(vocabulary)}\n"
    for record in records:
        yield f"\n[[record]]\nid = {string(record.id)}\nbindings = [\n"
        for b in record.bindings:
            yield f"  {{ phrase = {string(b.phrase)}, kind = {string(b.concept.kind)}, concept = {string(_whole(b.concept))} }},\n"
        yield "]\n"


def _whole(concept: Concept) -> str:
    return f"{quoted(concept.name)} [{'; '.join(told(concept))}]"


def load(path: Path) -> Lock:
    """What a lock file says. Raises InputError for a file that isn't one."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        records = tuple(_record(r, str(data["lexicon"])) for r in data.get("record", ()))
        return Lock(str(data["eligo"]), str(data["lexicon"]), str(data["vocabulary"]), records)
    except OSError as error:
        raise InputError(error.strerror or str(error), str(path)) from error
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError, InputError) as error:
        message = "not a lock file, or changed by hand: write it anew with eligo compile --update-lock"
        raise InputError(message, str(path)) from error


def _record(told: dict[str, Any], lexicon: str) -> Locked:
    return Locked(str(told["id"]), tuple(Binding(str(b["phrase"]), _concept(b)) for b in told["bindings"]), lexicon)


def _concept(told: dict[str, Any]) -> Concept:
    from eligo.canon import read

    expr = read(IN_A_STATEMENT[told["kind"]].format(told["concept"]))
    found = getattr(expr, "concept", None)
    if not isinstance(found, Concept) or found.kind != told["kind"]:
        raise ValueError(told["concept"])
    return found
