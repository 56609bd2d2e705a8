"""The most frequent mentions of real criteria that nothing binds: ``python tests/bench/unbound.py [TRIALS] [ROWS] [SEED]``.

Prints the tables of docs/unbound.md. Each line of the criteria of a sample of trials goes through the lexer alone. Counted are
concepts that are named without a code, and runs of words that no table has, as often as trials have them: a trial counts once.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache

from study import sample

from eligo.lex import Token, lex
from eligo.lexicon import second_tier
from eligo.lexicon.concepts import KIND_OF_TABLE, concept
from eligo.lexicon.tables import cell_list, rows
from eligo.segment.abbreviations import abbreviations

CONCEPTS = frozenset(KIND_OF_TABLE.values())
UNKNOWN = "no table has it"
NO_CODE = {
    "condition": "no source at hand has a code whose name agrees",
    "procedure": "no source at hand has a code that records of it carry",
    "lab": "no LOINC table at hand names it",
    "vital": "no LOINC table at hand names it",
    "score": "mostly filed under a site's own code, no source at hand names one",
    "substance": "no source at hand has a code of the substance",
    "drug": "no member",
}
"""Why a row without a note has no code, by kind of concept."""
NO_WORD = frozenset({"WORD", "GENERIC", "MOD"})
"""What a run of unknown words is made of: at least one word that no table has, with general words around it."""


def criteria(trial: dict[str, str]) -> str:
    """The criteria of a trial of the corpus."""
    return trial.get("text") or "\n".join((trial.get("inclusion") or "", trial.get("exclusion") or ""))


def mentions(text: str) -> Iterator[tuple[str, str]]:
    """(why, mention) of all that stays unbound in a text."""
    own = abbreviations(text.split("\n"))
    for line in text.split("\n"):
        run: list[Token] = []
        for token in (*lex(line, own), None):
            if token is not None:
                yield from _named(token)
                if any(s.type in NO_WORD for s in token.senses) and token.sense("MENTION") is None:
                    run.append(token)
                    continue
            words = [t for t in run if t.sense("WORD") and t.text[:1].isalpha() and len(t.text) > 2]
            if any(t.text.lower() not in _general() for t in words):
                mention = line[run[0].start : run[-1].end].lower()
                yield unknown(mention), mention
            run = []


@cache
def _general() -> frozenset[str]:
    """The words that the tables of the grammar have, whatever they are there for: alone they name nothing."""
    columns = {
        "cues": "phrase",
        "manual": "phrase",
        "noise": "phrase",
        "modifiers": "phrase",
        "turns": "word",
        "generics": "form",
    }
    phrases = (row.get(column) or "" for table, column in columns.items() for row in rows(table))
    return frozenset(word for phrase in phrases for word in re.findall(r"\w+", phrase.lower()))


def _named(token: Token) -> Iterator[tuple[str, str]]:
    senses = [s.value.partition(":") for s in token.senses if s.type == "MENTION"]
    ids = [(kind, id) for kind, _, id in senses if kind in CONCEPTS]
    if token.senses[0].type != "MENTION" or not ids or any(concept(id).bound for _, id in ids):
        return
    kind, id = ids[0]
    judged = token.sense("MANUAL")
    why = f"{named(kind, id)}{f'; else judged by a person ({judged.value})' if judged else ''}"
    row = second_tier.row(id) if "'" in id else None
    yield why, row["name"] if row else concept(id).name


def named(kind: str, id: str) -> str:
    """Why a concept that has a name has no code: the note of its row, or what is true of its kind."""
    if "'" in id:
        return f"{kind}: one vocabulary of diseases has the name, and no two agree on a code"
    row = next(r for table, k in KIND_OF_TABLE.items() if k == kind for r in rows(table) if r["id"] == id)
    broader = next((r["broader"] for r in rows("broader") if r["id"] == id), None)
    why = row.get("note") or NO_CODE[kind]
    return f"{kind}: {why}{f'; {concept(broader).name} has to be there (rule J19)' if broader else ''}"


def unknown(mention: str) -> str:
    """Why a run of words that no table has names nothing."""
    stays, places = ({r[c] for r in rows(t)} for t, c in (("encounters", "phrase"), ("body_sites", "word")))
    words = set(re.findall(r"\w+", mention))
    if mention in stays:
        return f"{UNKNOWN}: a stay, read by the whole statement (rule S1)"
    if words <= places:
        return f"{UNKNOWN}: a place of the body, bound only in the name of something there"
    return f"{UNKNOWN}: {'words of longer names' if words <= _of_names() else 'no name of anything in the tables'}"


@cache
def _of_names() -> frozenset[str]:
    """The words of all names that the tables written by hand bind, in the singular as well."""
    forms = (form for table in KIND_OF_TABLE for row in rows(table) for form in cell_list(row, "forms"))
    words = {word for form in forms for word in re.findall(r"\w+", form.lower())}
    return frozenset(words | {f"{word}s" for word in words} | {word.removesuffix("s") for word in words})


def main(count: int, lines_of: int, seed: int) -> None:
    """Print the tables."""
    trials = sample(count, seed)
    found: Counter[tuple[str, str]] = Counter()
    for trial in trials:
        found.update(sorted(set(mentions(criteria(trial)))))
    print(f"{count:,} trials (seed {seed}); a number is how many of them have the mention.\n")
    coded = [(m, n) for m, n in found.most_common() if not m[0].startswith(UNKNOWN)]
    strange = [(m, n) for m, n in found.most_common() if m[0].startswith(UNKNOWN)]
    most = 2 * lines_of // 3
    for head, listed in (("Named, without a code", coded[:most]), ("In no table", strange[: lines_of - most])):
        print(f"## {head}\n\n| mention | trials | what keeps it unbound |\n|---|---|---|")
        for (why, mention), n in listed:
            print(f"| {mention.replace('|', '/')} | {n} | {why} |")
        print()


if __name__ == "__main__":
    given = [int(a) for a in sys.argv[1:]]
    main(*(given + [3000, 300, 7][len(given) :]))
