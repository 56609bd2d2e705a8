"""The phrase dictionary: everything the lexicon knows, found longest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from eligo.lex import raw
from eligo.lex.raw import ARTICLES, Raw, is_letter, phrase_key, raw_tokens
from eligo.lexicon import concepts, second_tier, tables
from eligo.lexicon.compiled import compiled
from eligo.lexicon.concepts import KIND_OF_TABLE
from eligo.lexicon.tables import cell_list, rows

FUNCTION = frozenset({"USE", "USEPAST", "HIST", "KNOWN", "ALLERGY", "CURRENT", "WITHIN", "BEFORE", "CMP", "NOISE"})
TYPO_LENGTH = 8

Plain = tuple[
    list[tuple[tuple[str, str], ...]],
    tuple[str, list[int]],
    tuple[str, list[int]],
    tuple[str, str, str, str],
    dict[str, set[str]],
]
"""A dictionary of phrases in plain data. Many texts are one, a line each: that is read several times as fast."""


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
    """A dictionary of phrases by their folded words; abbreviations by their exact letters.

    Keys are words with a space between. Every beginning of a key is known as well, so a look-up stops at the first word
    that no phrase goes on with.
    """

    def __init__(self) -> None:
        self._unread: dict[str, str] = {}
        self._folded: dict[str, tuple[Sense, ...]] = {}
        self._exact: dict[str, tuple[Sense, ...]] = {}
        self._folded_beginnings: set[str] = set()
        self._exact_beginnings: set[str] = set()
        self._words: set[str] = set()
        self._function_words: set[str] = set()
        self._lacking: dict[str, set[str]] = {}

    def add(self, phrase: str, sense: Sense, *, exact: bool = False) -> None:
        """Add a phrase; ``exact`` = case-sensitive."""
        raws = raw_tokens(phrase)
        if not raws:
            return
        if exact:
            words = [r.text for r in raws if r.text != "-"]
            _enter(words, sense, self._exact, self._exact_beginnings)
            return
        words = list(phrase_key(raws))
        self._words.update(words)
        if sense.type in FUNCTION:
            self._add_function_words({w for w in words if len(w) >= TYPO_LENGTH} - self._function_words)
        _enter(words, sense, self._folded, self._folded_beginnings)

    def plain(self) -> Plain:
        """All of it in plain data, for :meth:`of`: the different groups of senses once, and the phrases by the number of theirs."""
        groups = {senses: n for n, senses in enumerate(dict.fromkeys((*self._folded.values(), *self._exact.values())))}
        return (
            [tuple((s.type, s.value) for s in group) for group in groups],
            ("\n".join(self._folded), [groups[senses] for senses in self._folded.values()]),
            ("\n".join(self._exact), [groups[senses] for senses in self._exact.values()]),
            (
                "\n".join(sorted(self._folded_beginnings)),
                "\n".join(sorted(self._exact_beginnings)),
                "\n".join(sorted(self._words)),
                "\n".join(sorted(self._function_words)),
            ),
            self._lacking,
        )

    @classmethod
    def of(cls, plain: Plain) -> Phrases:
        """The dictionary that :meth:`plain` was made of."""
        senses, folded, exact, words, lacking = plain
        groups = [tuple(Sense(type, value) for type, value in group) for group in senses]
        self = cls()
        self._folded = {key: groups[n] for key, n in zip(folded[0].split("\n"), folded[1], strict=True)}
        self._exact = {key: groups[n] for key, n in zip(exact[0].split("\n"), exact[1], strict=True)}
        self._folded_beginnings, self._exact_beginnings, self._words, self._function_words = (
            set(lines.split("\n")) for lines in words
        )
        self._lacking = lacking
        return self

    def go_on_with(self, further: Mapping[str, str]) -> None:
        """Add the forms of the second tier, by first word: each line is read when its word is first met."""
        self._unread = dict(further)

    def senses(self, key: str) -> tuple[Sense, ...]:
        """The senses of a phrase by its folded words with a space between; () for one that isn't here."""
        return self._folded.get(key, ())

    def _read(self, word: str) -> None:
        """Enter the forms of the second tier that start with ``word``; where a phrase is there already, it wins."""
        for key, value in second_tier.forms(word, self._unread.pop(word)):
            if key not in self._folded:
                _enter(key.split(" "), Sense("MENTION", value), self._folded, self._folded_beginnings)

    def at(self, raws: list[Raw], i: int) -> Match | None:
        """The longest phrase that starts at raw token ``i``."""
        folded = raws[i].fold
        exact = raws[i].text
        if folded in self._unread:
            self._read(folded)
        in_folded = folded in self._folded_beginnings
        in_exact = exact in self._exact_beginnings
        best = self._match(i, i + 1, folded, exact)
        j = i + 1
        size = len(raws)
        while (in_folded or in_exact) and j < size:
            r = raws[j]
            if r.text in ("'", "’") and j + 1 < size and raws[j + 1].fold == "s":
                j += 2
                if folded in self._folded:
                    best = Match(i, j, self._folded[folded])
                continue
            if r.text == "(" and (size_of := _short_form(raws, j)):
                j += size_of
                continue
            j += 1
            if (r.fold in ARTICLES and not is_letter(raws, j - 1)) or r.text in ("-", "‐", "®", "™"):
                continue
            folded = f"{folded} {r.fold}"
            exact = f"{exact} {r.text}"
            in_folded = in_folded and folded in self._folded_beginnings
            in_exact = in_exact and exact in self._exact_beginnings
            best = self._match(i, j, folded if in_folded else "", exact if in_exact else "") or best
        return best

    def whole(self, raws: list[Raw]) -> Match | None:
        """The phrase that the raw tokens make all together."""
        match = self.at(raws, 0) if raws else None
        return match if match is not None and match.end == len(raws) else None

    def _match(self, start: int, end: int, folded: str, exact: str) -> Match | None:
        by_letters, by_words = self._exact.get(exact), self._folded.get(folded)
        if by_letters and by_words:
            return Match(start, end, tuple(dict.fromkeys((*by_letters, *by_words))))
        senses = by_letters or by_words
        return Match(start, end, senses) if senses else None

    def corrected(self, raws: list[Raw]) -> list[Raw]:
        """T2: an unknown long word that is one letter from exactly one function word is read as that word; it stays marked."""
        return [
            self._corrected(r) if r.kind == "word" and len(r.fold) >= TYPO_LENGTH and r.fold not in self._words else r
            for r in raws
        ]

    def _add_function_words(self, words: set[str]) -> None:
        """A word without its last letter is an inflection as often as a typo, so it isn't one of the misspellings."""
        self._function_words.update(words)
        for word in words:
            for i in range(len(word) - 1):
                self._lacking.setdefault(word[:i] + word[i + 1 :], set()).add(word)

    def _corrected(self, raw: Raw) -> Raw:
        word = raw.fold
        near = {w for w in _without_a_letter_or_swapped(word) if w in self._function_words}
        near.update(self._lacking.get(word, ()))
        return replace(raw, fold=near.pop(), typo=True) if len(near) == 1 else raw


def _enter(words: list[str], sense: Sense, table: dict[str, tuple[Sense, ...]], beginnings: set[str]) -> None:
    key = " ".join(words)
    table[key] = tuple(dict.fromkeys((*table.get(key, ()), sense)))
    beginnings.update(" ".join(words[:n]) for n in range(1, len(words) + 1))


SHORT_FORM = 7
"""The most raw tokens that a bracketed abbreviation has, its brackets among them ("(NK1-R)", "(PD-L1)")."""


def _short_form(raws: list[Raw], j: int) -> int:
    """How many raw tokens a bracketed abbreviation in the middle of a phrase has, which doesn't part it ("Janus kinase (JAK)
    inhibitor"); 0 for anything else.
    """
    end = next((k for k in range(j + 2, min(j + SHORT_FORM, len(raws))) if raws[k].text == ")"), 0)
    inside = raws[j + 1 : end]
    capitals = sum(c.isupper() for r in inside for c in r.text)
    joined = all((r.text == "-") == (n % 2 == 1) for n, r in enumerate(inside))
    return end + 1 - j if end and capitals >= 2 and joined and inside[0].kind == "word" else 0


def _without_a_letter_or_swapped(word: str) -> Iterator[str]:
    """``word`` less each of its letters, and with each two neighbours swapped."""
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]
        yield word[:i] + word[i + 1 : i + 2] + word[i : i + 1] + word[i + 2 :]


@cache
def lexicon() -> Phrases:
    """The phrases of all tables of ``grammar/lexicon``, the second tier behind the curated ones."""
    made_by = (__file__, raw.__file__, tables.__file__, concepts.__file__)
    phrases = Phrases.of(compiled("phrases", made_by, lambda: curated().plain()))
    phrases.go_on_with(second_tier.forms_by_word())
    return phrases


def mention_of(text: str) -> Sense | None:
    """What a whole text names, if the lexicon has it."""
    match = lexicon().whole(raw_tokens(text))
    return next((s for s in match.senses if s.type == "MENTION"), None) if match is not None else None


def curated() -> Phrases:
    """The phrases of the tables written by hand."""
    phrases = Phrases()
    for sense, phrase, exact in _entries():
        phrases.add(phrase, sense, exact=exact)
    return phrases


_LETTER = re.compile(r"(?<! of) a (?=\w)")
"""The names of things have no articles in them: an inner "a" is a letter ("hepatitis a virus"), but for "presence of a stoma"."""


def _entries() -> Iterator[tuple[Sense, str, bool]]:
    for row in rows("cues"):
        phrase = row["phrase"]
        yield Sense(row["type"], row["value"]), phrase, len(phrase) <= 4 and phrase.isupper()
    for table, kind in KIND_OF_TABLE.items():
        for row in rows(table):
            sense = Sense("MENTION", f"{kind}:{row['id']}")
            # A drug's bare name may be a laboratory value as well: there the forms alone say what to look for.
            own = () if table in ("drugs", "drug_classes") else (row["name"],)
            yield from (
                (sense, _LETTER.sub(" A ", form), False) for form in dict.fromkeys((*own, *cell_list(row, "forms")))
            )
            yield from ((sense, form, True) for form in cell_list(row, "abbreviations"))
    for row in rows("demographics"):
        yield Sense("MENTION", f"{row['kind']}:{row['value']}"), row["phrase"], False
    for row in rows("ages"):
        yield Sense("MENTION", f"agegroup:{row['phrase']}"), row["phrase"], False
    for row in rows("generics"):
        yield Sense("GENERIC", row["note"]), row["form"], False
    for row in rows("modifiers"):
        yield Sense("MOD", row["phrase"]), row["phrase"], False
    for row in rows("complements"):
        yield Sense("COMP", row["phrase"]), row["phrase"], False
    for row in rows("manual"):
        phrase = row["phrase"]
        yield Sense("MANUAL", row["reason"]), phrase, len(phrase) <= 4 and phrase.isupper()
    for row in rows("noise"):
        yield Sense("NOISE", row["why"]), row["phrase"], False
