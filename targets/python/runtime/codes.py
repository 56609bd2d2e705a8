"""Codes and displayed names of records, and sets of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

# --- emitted ---
# --- Codes ---

Json = dict[str, Any]
Code = tuple[str, str]  # system and code
NOT_PLAIN = re.compile(r"[^a-z0-9]+")
SEMANTIC_TAG = re.compile(
    r"\((?:disorder|finding|procedure|situation|event|morphologic abnormality|observable entity|regime/therapy)\)\Z")


class Codes:
    """A set of codes: each by itself, and by its beginning for whole subtrees."""

    def __init__(
        self, exact: Mapping[str, tuple[str, ...]] | None = None, subtrees: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.exact = frozenset((system, code) for system, codes in (exact or {}).items() for code in codes)
        self.subtrees = tuple((subtrees or {}).items())

    def __contains__(self, code: Code) -> bool:
        return code in self.exact or any(code[0] == s and code[1].startswith(p) for s, p in self.subtrees)

    @classmethod
    def union(cls, *sets: Codes) -> Codes:
        """All codes of several sets."""
        whole = cls()
        whole.exact = frozenset().union(*(s.exact for s in sets))
        whole.subtrees = tuple(subtree for s in sets for subtree in s.subtrees)
        return whole

    def meets(self, codes: Sequence[Code]) -> bool:
        """Whether any of the codes belongs."""
        return any(code in self for code in codes)


@dataclass(frozen=True, eq=False)
class CodeTest:
    """A record belongs by an included code or by a displayed name that holds one of ``names``, unless a code is excluded.

    A displayed name that is one of ``titles`` (see ``title_of``) counts as an included code, of ``exclude_titles`` as an
    excluded one.
    """

    include: Codes
    exclude: Codes | None = None
    names: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    exclude_titles: tuple[str, ...] = ()

    def holds(self, codes: Sequence[Code], plain: str) -> bool:
        """Whether a record with these codes and displayed words belongs."""
        if self.exclude is not None and self.exclude.meets(codes):
            return False
        return self.include.meets(codes) or self.names_any(plain)

    def names_any(self, plain: str) -> bool:
        """Whether a text (see ``plain_words``) holds one of the names as whole words."""
        return any(f" {name} " in plain for name in self.names)


class Catalogue:
    """The sets that one sort of records is looked up for: which of them a code or a displayed name belongs to.

    ``by_code`` is (system, set) by the code alone: most codes of a record are in no set, and one look-up says so.
    """

    def __init__(self, *tests: CodeTest) -> None:
        self.by_code: dict[str, tuple[tuple[str, CodeTest], ...]] = {}
        self.subtrees: dict[str, list[tuple[tuple[str, ...], CodeTest]]] = {}
        self._by_word: dict[str, tuple[CodeTest, ...]] = {}
        self._by_title: dict[str, tuple[CodeTest, ...]] = {}
        for test in tests:
            for system, code in test.include.exact:
                self.by_code[code] = (*self.by_code.get(code, ()), (system, test))
            for word in {name.split()[0] for name in test.names if name.strip()}:
                self._by_word[word] = (*self._by_word.get(word, ()), test)
            for title in test.titles:
                self._by_title[title] = (*self._by_title.get(title, ()), test)
            for system, beginnings in test.include.subtrees:
                self.subtrees.setdefault(system, []).append((beginnings, test))
        self.has_names = bool(self._by_word or self._by_title)
        self.named = lru_cache(maxsize=1 << 14)(self._named)

    def coded(self, system: str, code: str) -> list[CodeTest]:
        """The sets that hold a code, by itself or in a subtree."""
        subtrees = [test for beginnings, test in self.subtrees.get(system, ()) if code.startswith(beginnings)]
        return [test for where, test in self.by_code.get(code, ()) if where == system] + subtrees

    def _named(self, text: str) -> tuple[CodeTest, ...]:
        """The sets that a displayed name belongs to; a name is looked for only where its first word occurs."""
        plain = plain_words(text)
        named = [test for word in set(plain.split()) for test in self._by_word.get(word, ()) if test.names_any(plain)]
        return (*self._by_title.get(title_of(text), ()), *named)


def read_codes(concept: object) -> list[Code]:
    """The codes of a CodeableConcept, in their order."""
    coding = concept.get("coding") if isinstance(concept, dict) else None
    found = []
    for c in coding if isinstance(coding, list) else ():
        if isinstance(c, dict):
            system, code = c.get("system"), c.get("code")
            if isinstance(code, str):
                found.append((system if isinstance(system, str) else "", code))
    return found


def displayed(concept: object) -> list[str]:
    """What a CodeableConcept displays: its text and its codings' displays."""
    if not isinstance(concept, dict):
        return []
    found, coding = [concept.get("text")], concept.get("coding")
    if isinstance(coding, list):
        found += [c.get("display") for c in coding if isinstance(c, dict)]
    return [text for text in found if isinstance(text, str) and text]


def plain_words(text: str) -> str:
    """The runs of a-z and 0-9 of a text in lower case, a space between them and at both ends."""
    return f" {NOT_PLAIN.sub(' ', text.lower()).strip()} "


def title_of(text: str) -> str:
    """A displayed name as titles are compared: lower case, without SNOMED's tag at its end, the runs of a-z and 0-9."""
    return NOT_PLAIN.sub(" ", SEMANTIC_TAG.sub("", text.lower())).strip()


def read_status(concept: object, known: frozenset[str]) -> str | None:
    """The status code of a CodeableConcept; None if there is none, "?" if it is not one of ``known``."""
    if concept is None:
        return None
    return next((code for _, code in read_codes(concept) if code in known), "?")
