"""The phrase dictionary: everything the lexicon knows, found longest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from eligo.lex.raw import ARTICLES, Raw, phrase_key, raw_tokens
from eligo.lexicon.concepts import KIND_OF_TABLE
from eligo.lexicon.tables import cell_list, rows

FUNCTION = frozenset({"USE", "USEPAST", "HIST", "KNOWN", "ALLERGY", "CURRENT", "WITHIN", "BEFORE", "CMP", "NOISE"})
TYPO_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing a phrase may be: a token ``type``, and its normalised ``value`` (a concept's is ``kind:id``)."""

    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: raw tokens ``start``–``end``, and its senses in order of preference."""

    start: int
    end: int
    senses: tuple[Sense, ...]


class Phrases:
    """A dictionary of phrases by their folded words; abbreviations by their exact letters."""

    def __init__(self) -> None:
        self._folded: dict[tuple[str, ...], dict[Sense, None]] = {}
        self._exact: dict[tuple[str, ...], dict[Sense, None]] = {}
        self._longest: dict[str, int] = {}
        self._words: set[str] = set()
        self._function_words: set[str] = set()

    def add(self, phrase: str, sense: Sense, *, exact: bool = False) -> None:
        """Add a phrase; ``exact`` = case-sensitive."""
        raws = raw_tokens(phrase)
        if not raws:
            return
        if exact:
            key = tuple(r.text for r in raws if r.text != "-")
            self._exact.setdefault(key, {})[sense] = None
        else:
            key = phrase_key(raws)
            self._words.update(key)
            if sense.type in FUNCTION:
                self._function_words.update(w for w in key if len(w) >= TYPO_LENGTH)
            self._folded.setdefault(key, {})[sense] = None
        first = raws[0].text.lower() if exact else key[0]
        self._longest[first] = max(self._longest.get(first, 0), len(key))

    def at(self, raws: list[Raw], i: int) -> Match | None:
        """The longest phrase that starts at raw token ``i``."""
        first = raws[i]
        limit = max(self._longest.get(first.fold, 0), self._longest.get(first.text.lower(), 0))
        if not limit:
            return None
        folded: list[str] = []
        exact: list[str] = []
        best: Match | None = None
        j = i
        while j < len(raws) and len(folded) <= limit:
            r = raws[j]
            if r.text in ("'", "’") and j + 1 < len(raws) and raws[j + 1].fold == "s":
                j += 2
                if tuple(folded) in self._folded:
                    best = Match(i, j, tuple(self._folded[tuple(folded)]))
                continue
            if folded and _short_form(raws, j):
                j += 3
                continue
            skip = j > i and (r.fold in ARTICLES or r.text in ("-", "‐", "®", "™"))
            if not skip:
                folded.append(r.fold)
                exact.append(r.text)
            senses = () if skip else self._senses(tuple(folded), tuple(exact))
            if senses:
                best = Match(i, j + 1, senses)
            j += 1
        return best

    def corrected(self, raws: list[Raw]) -> list[Raw]:
        """T2: an unknown long word that is one letter from exactly one function word is read as that word; it stays marked."""
        return [
            self._corrected(r) if r.kind == "word" and len(r.fold) >= TYPO_LENGTH and r.fold not in self._words else r
            for r in raws
        ]

    def _corrected(self, raw: Raw) -> Raw:
        near = {w for w in _one_letter_away(raw.fold) if w in self._function_words}
        return replace(raw, fold=near.pop(), typo=True) if len(near) == 1 else raw

    def _senses(self, folded: tuple[str, ...], exact: tuple[str, ...]) -> tuple[Sense, ...]:
        found = dict(self._exact.get(exact, {})) | self._folded.get(folded, {})
        return tuple(found)


def _short_form(raws: list[Raw], j: int) -> bool:
    """A bracketed abbreviation in the middle of a phrase ("Janus kinase (JAK) inhibitor") doesn't part it."""
    inside = raws[j : j + 3]
    return (
        len(inside) == 3
        and inside[0].text == "("
        and inside[2].text == ")"
        and inside[1].kind == "word"
        and sum(c.isupper() for c in inside[1].text) >= 2
    )


def _one_letter_away(word: str) -> Iterator[str]:
    """Words with one letter left out or two neighbours swapped undone: the typos of ``word``'s writer, read backwards."""
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]
        yield word[:i] + word[i + 1 : i + 2] + word[i : i + 1] + word[i + 2 :]
        for letter in "abcdefghijklmnopqrstuvwxyz":
            yield word[:i] + letter + word[i:]


@cache
def lexicon() -> Phrases:
    """The phrases of all tables of ``grammar/lexicon``."""
    phrases = Phrases()
    for sense, phrase, exact in _entries():
        phrases.add(phrase, sense, exact=exact)
    return phrases


def _entries() -> Iterator[tuple[Sense, str, bool]]:
    for row in rows("cues"):
        phrase = row["phrase"]
        yield Sense(row["type"], row["value"]), phrase, len(phrase) <= 4 and phrase.isupper()
    for table, kind in KIND_OF_TABLE.items():
        for row in rows(table):
            sense = Sense("MENTION", f"{kind}:{row['id']}")
            # A drug's bare name may be a laboratory value as well: there the forms alone say what to look for.
            own = () if table in ("drugs", "drug_classes") else (row["name"],)
            yield from ((sense, form, False) for form in dict.fromkeys((*own, *cell_list(row, "forms"))))
            yield from ((sense, form, True) for form in cell_list(row, "abbreviations"))
    for row in rows("demographics"):
        yield Sense("MENTION", f"{row['kind']}:{row['value']}"), row["phrase"], False
    for row in rows("ages"):
        yield Sense("MENTION", f"agegroup:{row['phrase']}"), row["phrase"], False
    for row in rows("generics"):
        yield Sense("GENERIC", ""), row["form"], False
    for row in rows("modifiers"):
        yield Sense("MOD", row["phrase"]), row["phrase"], False
    for row in rows("complements"):
        yield Sense("COMP", row["phrase"]), row["phrase"], False
    for row in rows("manual"):
        phrase = row["phrase"]
        yield Sense("MANUAL", row["reason"]), phrase, len(phrase) <= 4 and phrase.isupper()
    for row in rows("noise"):
        yield Sense("NOISE", row["why"]), row["phrase"], False
