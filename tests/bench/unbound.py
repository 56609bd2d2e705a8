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
from eligo.lexicon.tables import rows
from eligo.segment.abbreviations import abbreviations

CONCEPTS = frozenset(KIND_OF_TABLE.values())
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
                yield "no table has it", line[run[0].start : run[-1].end].lower()
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
    bare = "'" in id
    judged = token.sense("MANUAL")
    why = f"{kind}: {'a name of the second tier' if bare else 'its row'} without a code"
    why += f"; else judged by a person ({judged.value})" if judged else ""
    yield why, second_tier.row(id)["name"] if bare and second_tier.row(id) else concept(id).name  # type: ignore[index]


def main(count: int, lines_of: int, seed: int) -> None:
    """Print the tables."""
    trials = sample(count, seed)
    found: Counter[tuple[str, str]] = Counter()
    for trial in trials:
        found.update(sorted(set(mentions(criteria(trial)))))
    print(f"{count:,} trials (seed {seed}); a number is how many of them have the mention.\n")
    named = [(m, n) for m, n in found.most_common() if m[0] != "no table has it"]
    unknown = [(m, n) for m, n in found.most_common() if m[0] == "no table has it"]
    most = 2 * lines_of // 3
    for head, listed in (("Named, without a code", named[:most]), ("In no table", unknown[: lines_of - most])):
        print(f"## {head}\n\n| mention | trials | what keeps it unbound |\n|---|---|---|")
        for (why, mention), n in listed:
            print(f"| {mention.replace('|', '/')} | {n} | {why} |")
        print()


if __name__ == "__main__":
    given = [int(a) for a in sys.argv[1:]]
    main(*(given + [3000, 300, 7][len(given) :]))
