"""Overrides written back: what a person wrote stays, what is written is read again."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from eligo.overrides import Overrides, load, parse, save
from eligo.overrides.model import Entry, Index, Judged, Limit, Missing, Noise, ReadAs

FILE = """# Corrections of the team, 2026.

[[phrase]]  # seen by Ann
phrase = 'serviceable teeth'   # as written
manual = "vague"  # for now

# A block on gout.
[[phrase]]
phrase = "gouty thing"
concept = "gout"
codes = [
  { system = "local", code = "G1", display = "Gout" },  # ours
]

[[criterion]]
text = "Adequate marrow…"
noise = true

[[limit]]
lab = "alt"  # new analyser
uln = { male = 41, female = 33.5 }
lln = 5
unit = "U/L"

[index]
event = "screening"  # visit 1
date = 2026-01-15
"""


def test_nothing_changes_where_nothing_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "o.toml"
    path.write_text(FILE, encoding="utf-8")
    save(load(path), path)
    assert path.read_text(encoding="utf-8") == FILE


def test_a_change_keeps_the_comments(tmp_path: Path) -> None:
    path = tmp_path / "o.toml"
    path.write_text(FILE, encoding="utf-8")
    old = load(path)
    first, gout, marrow = old.entries
    wanted = replace(
        old,
        entries=(replace(first, action=Judged("judgement")), gout, Entry(ReadAs("≥ 9"), "=9", note="v3")),
        index=Index("baseline", "2026-01-15"),
        missing=Missing(("drugs",)),
    )
    assert marrow.phrase is None
    save(wanted, path)
    text = path.read_text(encoding="utf-8")
    for kept in (
        "# Corrections of the team",
        "# seen by Ann",
        "# as written",
        "# A block on gout.",
        "# ours",
        "# new analyser",
    ):
        assert kept in text
    assert 'manual = "judgement"' in text
    assert 'event = "baseline"' in text
    assert "Adequate marrow" not in text
    assert load(path) == wanted


def test_from_nothing_and_to_nothing(tmp_path: Path) -> None:
    path = tmp_path / "o.toml"
    limit = Limit("alt", "ULN", (("both", Decimal("40.5")),), "U/L", "n")
    wanted = Overrides(
        (Entry(Noise(), None, "x y", "inclusion", "NCT1"),), (limit,), Index("consent"), Missing(("studies",))
    )
    save(wanted, path)
    assert load(path) == wanted
    save(Overrides(), path)
    assert load(path) == Overrides()


TEXTS = st.text("ab\"\\'\n\t\x7f≥#[]= ", max_size=12).map("a{}".format)
ENTRIES = st.builds(
    Entry,
    st.one_of(st.just(Noise()), st.sampled_from(["vague", "consent"]).map(Judged), TEXTS.map(ReadAs)),
    TEXTS,
    st.none(),
    st.sampled_from([None, "inclusion", "exclusion"]),
    st.one_of(st.none(), TEXTS),
    note=st.one_of(st.just(""), TEXTS),
)
OVERRIDES = st.lists(ENTRIES, max_size=5, unique_by=lambda e: e.key).map(lambda e: Overrides(tuple(e)))


@settings(max_examples=60, deadline=None)
@given(OVERRIDES, OVERRIDES)
def test_what_is_written_is_read_again(first: Overrides, second: Overrides) -> None:
    import tomlkit

    from eligo.overrides.writing import merged

    document = tomlkit.parse("# mine\n")
    merged(document, Overrides(), first)
    assert set(parse(tomlkit.dumps(document)).entries) == set(first.entries)
    merged(document, first, second)
    text = tomlkit.dumps(document)
    assert text.startswith("# mine\n")
    assert set(parse(text).entries) == set(second.entries)
