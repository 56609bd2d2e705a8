"""Checks of the phrase tables: manual, noise, modifiers, complements, turns, labels, definable, ages, demographics.

Two kinds: the shape of each table, and what the joins rely on — a phrase that drops words, narrows a host or takes a
statement over must not be able to turn a meaning round in silence.
"""

from functools import cache
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from eligo.lex.raw import phrase_key, raw_tokens
from eligo.lexicon.concepts import KIND_OF_TABLE
from eligo.lexicon.tables import cell_list, rows
from eligo.logic import MANUAL_REASONS, Reproduction, Sex
from eligo.scope.statement import NARROWING

LEXICON = Path(__file__).resolve().parents[2] / "grammar" / "lexicon"

COLUMNS = {
    "manual": ["reason", "phrase"],
    "noise": ["phrase", "why"],
    "modifiers": ["phrase"],
    "complements": ["phrase"],
    "turns": ["word"],
    "turns_after": ["word"],
    "turns_predicate": ["word"],
    "bracket_turns": ["word", "kind"],
    "bracket_openings": ["word", "kind"],
    "courses": ["word"],
    "label_states": ["word"],
    "past": ["word"],
    "openers": ["word", "kind"],
    "labels": ["word"],
    "definable": ["phrase"],
    "unrecorded": ["phrase"],
    "fields": ["word"],
    "sign_nouns": ["word"],
    "found_by": ["word", "kind"],
    "ages": ["phrase", "low", "below", "beside", "note"],
    "demographics": ["kind", "value", "phrase"],
}

# Words that restrict, widen, negate or permit: a noise phrase may hold them only in a form that restricts nothing.
RESTRICTING = frozenset(
    [
        "active",
        "acute",
        "although",
        "and",
        "chronic",
        "current",
        "except",
        "failed",
        "history",
        "if",
        "last",
        "least",
        "major",
        "may",
        "maximum",
        "minimum",
        "more",
        "most",
        "never",
        "new",
        "no",
        "non",
        "not",
        "only",
        "or",
        "other",
        "past",
        "planned",
        "possible",
        "previous",
        "prior",
        "recent",
        "severe",
        "some",
        "stable",
        "suspected",
        "two",
        "unless",
        "until",
        "without",
    ]
)
# Sex, race and the visit at which eligibility is settled: phrases with these words say "any" or "now".
HARMLESS = frozenset(
    ["baseline", "ethnicity", "gender", "he", "him", "himself", "his", "race", "randomization", "screening", "sex"]
)
RESTRICTS_NOTHING = frozenset(
    {
        "not applicable",
        "not specified",
        "and so on",
        "no age limit",
        "no limit of age",
        "no limit on age",
        "no age limitation",
        "no age restriction",
        "no restriction on age",
        "no restriction of age",
        "age is not limited",
        "age not limited",
        "age no limit",
        "age is not restricted",
        "without age limit",
        "without age limitation",
        "without age restriction",
        "men and women are not limited",
        "male and female are not limited",
    }
)

# Adjectives that make of a thing something else, so that they can't narrow it.
PRIVATIVE = frozenset(
    [
        "anti",
        "borderline",
        "cured",
        "donor",
        "ex",
        "false",
        "former",
        "gestational",
        "latent",
        "mock",
        "naive",
        "near",
        "ocular",
        "past",
        "possible",
        "potential",
        "pre",
        "probable",
        "pseudo",
        "quasi",
        "recovered",
        "resolved",
        "subclinical",
        "suspected",
        "urinary",
        "urine",
    ]
)

# Phrases about a drug's failure, refusal or end: the drug need not be taken now, so they must not narrow its exposure.
TAKE_OVER = (
    "failed",
    "failure of",
    "inadequate response to",
    "refractory to",
    "resistant to",
    "intolerant to",
    "no longer",
    "untreated with",
    "disease progression after",
    "not recovered from",
    "clinically suspected",
    "significant risk of",
)

# Phrases with "not" that qualify what follows: without them "not" would negate the disease itself.
QUALIFYING_NEGATIONS = (
    "not controlled",
    "not well controlled",
    "not adequately controlled",
    "not adequately treated",
    "not stable",
    "not clinically significant",
)


@cache
def key(phrase: str) -> tuple[str, ...]:
    """What the lexer compares a phrase by."""
    return phrase_key(raw_tokens(phrase))


@cache
def keys(table: str) -> frozenset[tuple[str, ...]]:
    """The keys of all phrases of a table."""
    column = next(c for c in COLUMNS[table] if c in ("phrase", "word"))
    return frozenset(key(r[column]) for r in rows(table))


@pytest.mark.parametrize("table", COLUMNS)
def test_shape(table: str) -> None:
    """A header, the right number of cells, no stray white space, and nothing twice under the lexer's folding.

    A word that has kinds may be of several.
    """
    lines = [s for s in (LEXICON / f"{table}.tsv").read_text(encoding="utf-8").split("\n") if s and s[0] != "#"]
    assert lines[0].split("\t") == COLUMNS[table]
    column = next(i for i, c in enumerate(COLUMNS[table]) if c in ("phrase", "word"))
    kind = COLUMNS[table].index("kind") if table == "openers" else None
    seen: dict[tuple[object, ...], str] = {}
    for line in lines[1:]:
        cells = line.split("\t")
        assert len(cells) == len(COLUMNS[table]), line
        assert all(c == " ".join(c.split()) for c in cells), line
        assert key(cells[column]), line
        found = (key(cells[column]), None if kind is None else cells[kind])
        assert found not in seen, f"{cells[column]} repeats {seen.get(found)}"
        seen[found] = cells[column]


def test_manual_reasons() -> None:
    """Every reason is one of the logic's, each of them is used, and those that narrow are among them."""
    used = {r["reason"] for r in rows("manual")}
    assert used == set(MANUAL_REASONS)
    assert used > NARROWING


@pytest.mark.parametrize("other", ["manual", "modifiers", "complements", "definable"])
def test_noise_is_nothing_else(other: str) -> None:
    """What is dropped in one place must not be dropped by accident in another."""
    assert not keys("noise") & keys(other)


def test_noise_restricts_nothing() -> None:
    """A word that restricts is never noise."""
    plain = {key(p) for p in RESTRICTS_NOTHING}
    bad = [r["phrase"] for r in rows("noise") if RESTRICTING & set(key(r["phrase"])) and key(r["phrase"]) not in plain]
    assert not [p for p in bad if not HARMLESS & set(key(p)) and not _names_both_sexes(p)]


def _names_both_sexes(phrase: str) -> bool:
    words = set(key(phrase))
    return bool({"male", "men", "man"} & words and {"female", "women", "woman"} & words)


def test_modifiers_can_narrow() -> None:
    """No adjective of the table makes of its host something else."""
    assert not [r["phrase"] for r in rows("modifiers") if PRIVATIVE & set(key(r["phrase"]))]


def test_alternatives_are_no_modifiers() -> None:
    """An adjective with "or" in it would be taken for a turn; it belongs to the manual phrases."""
    assert not [r["phrase"] for r in rows("modifiers") if "or" in key(r["phrase"])]


@pytest.mark.parametrize("phrase", TAKE_OVER)
def test_failure_takes_over(phrase: str) -> None:
    """Failure, intolerance and suspicion take their statement over."""
    assert {r["reason"] for r in rows("manual") if key(r["phrase"]) == key(phrase)} <= set(MANUAL_REASONS) - NARROWING
    assert key(phrase) in keys("manual")


@pytest.mark.parametrize("phrase", QUALIFYING_NEGATIONS)
def test_not_before_an_adjective(phrase: str) -> None:
    """ "not well controlled" is one adjective."""
    assert {r["reason"] for r in rows("manual") if key(r["phrase"]) == key(phrase)} == {"vague"}


def test_no_concept_is_manual() -> None:
    """A phrase that names a concept is left to it. Imaging may be both: a procedure, and a method in "pneumonia on CT"."""
    names = {key(f) for t in KIND_OF_TABLE for r in rows(t) for f in (r["name"], *cell_list(r, "forms")) if f}
    assert not [r["phrase"] for r in rows("manual") if key(r["phrase"]) in names and r["reason"] != "imaging"]


def test_turns_are_single_words() -> None:
    """Turns are looked for word by word, so a phrase among them would never be found."""
    assert not [k for k in keys("turns") if len(k) > 1]
    assert {"no", "not", "or", "without", "than", "risk", "prior", "may"} <= {k[0] for k in keys("turns")}


def test_ages() -> None:
    """Limits are whole years, in order; what has none is vague."""
    for row in rows("ages"):
        low, below = row["low"], row["below"]
        assert (low + below).isdigit() or row["note"] == "vague", row
        assert not (low and below) or int(low) < int(below), row


def test_demographics() -> None:
    """Values are those of the logic, and no phrase holds the beginning of a comparison ("age between")."""
    sexes = set(get_args(get_type_hints(Sex)["value"]))
    states = set(get_args(get_type_hints(Reproduction)["state"]))
    for row in rows("demographics"):
        match row["kind"]:
            case "sex":
                assert row["value"] in sexes, row
            case "reproduction":
                assert row["value"].removesuffix(":no") in states, row
            case kind:
                assert (kind, row["value"]) == ("age", ""), row
        assert not {"between", "from", "over", "under", "least"} & set(key(row["phrase"])), row
