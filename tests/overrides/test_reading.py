"""Override files as people write them: every fault is one message with its place and the mend."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import eligo
from eligo.overrides import load, parse
from eligo.overrides.codes import fault

PHRASE = '[[phrase]]\nphrase = "x y"\n'

FAULTS = {
    "not TOML": ('[[phrase]]\nphrase = "x\n', "o.toml:2:12", "not TOML"),
    "end of file": ("[[phrase", "o.toml:1:9", "not TOML"),
    "unknown table": ("[[phrases]]\n", "o.toml:1:1", "did you mean phrase?"),
    "unknown key at the top": ("\nphrase = 1\n", "o.toml:2:1", "write [[phrase]]"),
    "one table for many": ('[phrase]\nphrase = "x"\n', "o.toml:1:1", "write [[phrase]]"),
    "many tables for one": ('[[index]]\nevent = "consent"\n', "o.toml:1:1", "write [index]"),
    "unknown key": (f"{PHRASE}noize = true\n", "o.toml:3:1", "did you mean noise?"),
    "a key far from all": (f"{PHRASE}qqqq = true\n", "o.toml:3:1", "there are phrase, "),
    "no phrase": ("# first\n[[phrase]]\nnoise = true\n", "o.toml:2:1", "needs phrase, as in"),
    "a phrase without words": ('[[phrase]]\nphrase = " "\nnoise = true\n', "o.toml:2:10", "text in quotation marks"),
    "says nothing": (PHRASE, "o.toml:1:1", "needs one of noise, manual"),
    "says two things": (f'{PHRASE}noise = true\nmanual = "consent"\n', "o.toml:4:10", "it has manual and noise"),
    "noise false": (f"{PHRASE}noise = false\n", "o.toml:3:9", "it is true, or left out"),
    "manual reason": (f'{PHRASE}manual = "judgment"\n', "o.toml:3:10", "did you mean judgement?"),
    "canonical text": (f'{PHRASE}means = "age over 18"\n', "o.toml:3:9", "no canonical text at 1:5"),
    "canonical concept": (f'{PHRASE}means = "asthmaa"\n', "o.toml:3:9", 'did you mean "asthma"?'),
    "concept id": (f'{PHRASE}concept = "asthmaa"\n', "o.toml:3:11", "did you mean asthma?"),
    "concept name": (
        f'{PHRASE}concept = "Type 2 diabetes mellitus"\n',
        "o.toml:3:11",
        "mean type_2_diabetes_mellitus?",
    ),
    "a bare name of the second tier": (f'{PHRASE}concept = "condition\'x"\n', "o.toml:3:11", "no concept"),
    "kind beside a concept": (f'{PHRASE}concept = "asthma"\nkind = "lab"\n', "o.toml:4:8", "the concept has its own"),
    "kind alone": (f'{PHRASE}noise = true\nkind = "lab"\n', "o.toml:4:8", "goes with codes only"),
    "codes without kind": (f'{PHRASE}codes = [{{system="local", code="1"}}]\n', "o.toml:3:9", "need kind"),
    "lab without unit": (f'{PHRASE}kind = "lab"\ncodes = [{{system="local", code="1"}}]\n', "o.toml:3:8", "needs unit"),
    "unit of a condition": (
        f'{PHRASE}kind = "condition"\nunit = "g"\ncodes = [{{system="local", code="1"}}]\n',
        *("o.toml:4:8", "goes with kind lab or vital"),
    ),
    "codes no list": (f'{PHRASE}concept = "asthma"\ncodes = "1"\n', "o.toml:4:9", "it is a list"),
    "code system": (
        f'{PHRASE}concept = "asthma"\ncodes = [{{system="ICD-10-CM", code="E11"}}]\n',
        *("o.toml:4:9", "did you mean icd10cm?"),
    ),
    "snomed check digit": (
        f'{PHRASE}concept = "asthma"\ncodes = [{{system="snomed", code="195967002"}}]\n',
        *("o.toml:4:9", "last digit doesn't check"),
    ),
    "loinc check digit": (
        f'{PHRASE}concept = "alt"\ncodes = [{{system="loinc", code="1742-7"}}]\n',
        *("o.toml:4:9", "last digit doesn't check"),
    ),
    "shape of a code": (
        f'{PHRASE}concept = "asthma"\ncodes = [{{system="icd10cm", code="e11"}}]\n',
        *("o.toml:4:9", "as in E11.9"),
    ),
    "short name of a drug": (
        f'{PHRASE}kind = "drug"\ncodes = [{{system="local", code="1"}}]\n',
        *("o.toml:4:9", "a drug's code needs display"),
    ),
    "key of a code": (
        f'{PHRASE}concept = "asthma"\ncodes = [{{system="local", code="1", name="x"}}]\n',
        *("o.toml:4:9", 'a code has no "name"'),
    ),
    "section": (f'{PHRASE}noise = true\nsection = "inclusions"\n', "o.toml:4:11", "did you mean inclusion?"),
    "digest": (f'{PHRASE}noise = true\ncriterion = "sha256:12"\n', "o.toml:4:13", "16 digits"),
    "concept of a whole criterion": ('[[criterion]]\ntext = "x"\nconcept = "asthma"\n', "o.toml:3:1", "no key"),
    "settled twice": (f"{PHRASE}noise = true\n{PHRASE}manual = 'vague'\n", "o.toml:4:1", "line 1 settles the same"),
    "lab": ('[[limit]]\nlab = "altt"\nuln = 40\nunit = "U/L"\n', "o.toml:2:7", "did you mean alt?"),
    "no lab": ('[[limit]]\nlab = "asthma"\nuln = 40\nunit = "U/L"\n', "o.toml:2:7", "no laboratory test"),
    "unit of a lab": ('[[limit]]\nlab = "alt"\nuln = 40\nunit = "mg"\n', "o.toml:4:8", "its units: "),
    "limit": ('[[limit]]\nlab = "alt"\nunit = "U/L"\n', "o.toml:1:1", "needs uln, lln or both"),
    "negative limit": ('[[limit]]\nlab = "alt"\nuln = -40\nunit = "U/L"\n', "o.toml:3:7", "positive number"),
    "limit that is none": ('[[limit]]\nlab = "alt"\nuln = nan\nunit = "U/L"\n', "o.toml:3:7", "positive number"),
    "limit of one sex": ('[[limit]]\nlab = "alt"\nuln = {male = 4}\nunit = "U/L"\n', "o.toml:3:7", "male = …, female"),
    "event": ('[index]\nevent = "randomization"\n', "o.toml:2:9", "did you mean randomisation?"),
    "date": ('[index]\ndate = "2026-01-15"\n', "o.toml:2:8", "without quotation marks"),
    "date and time": ("[index]\ndate = 2026-01-15T10:00:00\n", "o.toml:2:8", "without quotation marks"),
    "family": ('[missing]\ncondition = "unknown"\n', "o.toml:2:1", "did you mean conditions?"),
    "policy": ('[missing]\nconditions = "maybe"\n', "o.toml:2:14", "unknown, no"),
    "below many lines": (
        "# [[phrase]] in a comment\n[[phrase]]\nphrase = '''\n[[phrase]]\nmeans = 1'''\nnote = \"a # b\" # c\nmeans = \"\\\"\"\n",
        *("o.toml:7:9", "no canonical text"),
    ),
    "a huge number": (f"[[limit]]\nuln = {'9' * 5000}\n", "o.toml", "a number or a nesting"),
    "nesting": ("x = " + "[" * 50_000, "o.toml", "not TOML"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault(name: str) -> None:
    text, place, words = FAULTS[name]
    with pytest.raises(eligo.InputError) as raised:
        parse(text, "o.toml")
    assert raised.value.place == place, raised.value
    assert words in raised.value.message, raised.value
    assert "\n" not in str(raised.value)


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "o.toml"
    with pytest.raises(eligo.InputError, match="No such file"):
        load(path)
    path.write_bytes(b"# ok\n\xff")
    with pytest.raises(eligo.InputError, match=r"o\.toml:2: not UTF-8 text"):
        load(path)
    path.write_bytes(b"#" * (5 << 20))
    with pytest.raises(eligo.InputError, match="larger than"):
        load(path)
    path.write_bytes(b"\xef\xbb\xbf[[phrase]]\r\nphrase = 'x'\r\nnoise = true\r\n")
    assert load(path).entries[0].place == "o.toml:1"


KEYS = (
    "phrase",
    "criterion",
    "limit",
    "index",
    "missing",
    "noise",
    "manual",
    "means",
    "concept",
    "codes",
    "text",
    "uln",
)
VALUES = (
    '"x"',
    "true",
    "1",
    "[]",
    "{}",
    '[{system="local", code="1"}]',
    '"age >= 18 years"',
    "2026-01-15",
    '"asthma"',
    "nan",
)
LINES = st.one_of(
    st.sampled_from([f"[[{k}]]" for k in KEYS[:3]] + [f"[{k}]" for k in KEYS]),
    st.builds("{} = {}".format, st.sampled_from(KEYS), st.sampled_from(VALUES)),
    st.text(max_size=20),
)


def refused(text: str) -> eligo.InputError | None:
    try:
        parse(text, "o.toml")
    except eligo.InputError as error:
        return error
    return None


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(), st.lists(LINES, max_size=8).map("\n".join)))
def test_any_text_is_read_or_refused(text: str) -> None:
    error = refused(text)
    if error is not None:
        assert "\n" not in str(error)
        assert (error.place or "").startswith("o.toml")


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_any_canonical_text_is_read_or_refused(means: str) -> None:
    from eligo.overrides.toml import string

    error = refused(f'[[phrase]]\nphrase = "x"\nmeans = {string(means)}\n')
    assert error is None or (error.place or "").startswith("o.toml:3")


@pytest.mark.parametrize(
    ("system", "code"),
    [
        ("snomed", "195967001"),
        ("loinc", "1742-6"),
        ("icd10cm", "E11.9"),
        ("icd10cm", "C7A"),
        ("rxnorm", "5521"),
        ("cvx", "08"),
    ],
)
def test_codes_that_may_be(system: str, code: str) -> None:
    assert fault(system, code) is None  # type: ignore[arg-type]
    if system in ("snomed", "loinc"):
        for digit in "0123456789":
            assert (fault(system, code[:-1] + digit) is None) == (digit == code[-1])  # type: ignore[arg-type]
