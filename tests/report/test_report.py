"""The page of ``eligo report``: all that is known is on it, text stays text, and everybody can read it."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

import eligo
from eligo.cli.report_command import command
from eligo.cli.screen_command import command as screen
from eligo.errors import InputError
from eligo.read import read
from eligo.report import report
from eligo.report.pages import visible
from eligo.wording import unescaped

ROOT = Path(__file__).resolve().parents[2]
CRITERIA = ROOT / "criteria"
RECORDS = sorted(p for p in CRITERIA.iterdir() if p.is_file())
STYLE = (ROOT / "targets" / "report" / "style.css").read_text(encoding="utf-8")
VOID = {"meta", "br", "rect", "path", "link", "hr", "input"}
HOSTILE = (
    "Main ID:  <b>X</b>\"'><script>alert(0)</script>\nPublic title: </title><script>alert(1)</script>\n"
    "Key inclusion & exclusion criteria\nInclusion criteria:\n"
    "1. Age >= 18 years </p></article><script>alert(2)</script>\n"
    '2. " onmouseover="alert(3)" \' <img src=x onerror=alert(4)> {{ 7 * 7 }} {% raw %}\n'
    "3. Asthma \u202egnihtyna\u202c \u2066x\u2069 \u200b\x07 &lt;script&gt; javascript:alert(5)\n"
    "Exclusion criteria:\n1. <svg onload=alert(6)> COPD ]]> <!-- --> </style><style>*{display:none}</style>\n"
)


def page(*sources: str | bytes | Path, **options: Any) -> str:
    return report((r for s in sources for r in read(s.encode() if isinstance(s, str) else s)), **options)


class Tags(HTMLParser):
    """Checks that every tag is closed in its order, and counts the tags and the names of their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: Counter[str] = Counter()
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes.update(name for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes.update(name for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def words(text: str | None) -> str:
    return " ".join((text or "").split())


@pytest.fixture(scope="module", params=RECORDS, ids=lambda p: p.stem)
def example(request: pytest.FixtureRequest) -> tuple[eligo.Protocol, str]:
    return eligo.compile(request.param), page(request.param)


def test_everything_is_on_the_page(example: tuple[eligo.Protocol, str]) -> None:
    protocol, text = example
    tree = LexborHTMLParser(text)
    cards = {node.attributes["id"]: node for node in tree.css("article.criterion")}
    assert list(cards) == [f"r1-{c.id}" for c in protocol.criteria]
    for c in protocol.criteria:
        card = cards[f"r1-{c.id}"]
        assert c.status in (card.attributes["class"] or "")
        for mark in card.css(".unseen, .mark"):
            mark.decompose()
        if c.ledger:
            spans = "".join(unescaped(e.span.of(protocol.text)) for e in c.ledger)
            assert "".join(spans.split()) == "".join(card.css_first(".source").text().split())
        said = words(card.text())
        assert all(words(a) in said for a in c.assumptions)
        assert all(words(d.message) in said for d in c.diagnostics)
    assert all(words(visible(a)) in words(tree.body.text()) for a in protocol.assumptions())  # type: ignore[union-attr]


def test_markup_is_whole_and_safe(example: tuple[eligo.Protocol, str]) -> None:
    found = Tags(example[1])
    assert "script" not in found.tags
    assert not {"src", "onload", "onclick", "style"} & set(found.attributes)
    tree = LexborHTMLParser(example[1])
    assert all((a.attributes["href"] or "").startswith("#") for a in tree.css("a"))
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", STYLE + example[1])


def test_everybody_can_read_it(example: tuple[eligo.Protocol, str]) -> None:
    tree = LexborHTMLParser(example[1])
    assert tree.css_first("html").attributes["lang"] == "en"  # type: ignore[union-attr]
    assert words(tree.css_first("title").text())  # type: ignore[union-attr]
    assert [len(tree.css(tag)) for tag in ("header[class=''], body > header", "main", "body > footer", "h1")] == [1] * 4
    levels = [int(node.tag[1]) for node in tree.css("h1, h2, h3, h4, h5")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = Counter(node.attributes["id"] for node in tree.css("[id]"))
    assert max(ids.values()) == 1
    targets = {(a.attributes["href"] or "")[1:] for a in tree.css("a")}
    targets |= {node.attributes["aria-labelledby"] for node in tree.css("[aria-labelledby]")}
    assert targets <= set(ids)
    assert tree.css("a")[0].attributes["href"] == "#main"
    assert all(th.attributes.get("scope") for th in tree.css("th"))
    assert all(node.attributes.get("aria-label") for node in tree.css("[tabindex='0'], nav, svg[role=img]"))
    assert all("aria-hidden" in node.attributes for node in tree.css("svg.bar"))


def test_classes_are_told_by_more_than_colour() -> None:
    tree = LexborHTMLParser(page("Inclusion Criteria:\n\n- Written informed consent and blorbs of the frindle\n"))
    shown = {span.attributes["class"]: span.text() for span in tree.css("article .source > span")}
    assert shown["manual"].startswith("[for a person: {")
    assert shown["residue"].startswith("[not understood: [")
    assert "dashed" in STYLE.split(".source .manual")[1].split("}")[0]
    assert "wavy" in STYLE.split(".source .residue")[1].split("}")[0]


def test_hostile_text_stays_text() -> None:
    text = page(HOSTILE, HOSTILE)
    found = Tags(text)
    plain = Tags(page(CRITERIA / "lupus.txt", CRITERIA / "lupus.txt"))
    assert set(found.tags) <= set(plain.tags)
    assert found.tags["style"] == 3  # the page's, and one in each graph
    assert set(found.attributes) <= set(plain.attributes)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\x07]", text)
    said = LexborHTMLParser(text).body.text()  # type: ignore[union-attr]
    assert "<script>alert(2)</script>" in said
    assert "{{ 7 * 7 }}" in said
    assert "[U+202E]gnihtyna[U+202C]" in said
    assert "&lt;script&gt;" in said or "<script>" in said


def test_unseen_characters_are_named() -> None:
    assert visible("a\u202eb\tc\nd\ufeff\x1b\u2028é漢\u05d0") == "a[U+202E]b\tc\nd[U+FEFF][U+001B][U+2028]é漢\u05d0"


# --- contrast ---


def _colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))


LIGHT = _colours(STYLE.split("}")[0])
DARK = LIGHT | _colours(STYLE.split("prefers-color-scheme: dark")[1].split("}")[0])
GROUNDS = ("page", "panel")
PAIRS = [
    *((ink, ground) for ink in ("ink", "soft", "link") for ground in GROUNDS),
    *((ink, "page") for ink in ("error", "warning", "note")),
    *(("ink", ground) for ground in ("computable", "partial", "manual", "residue")),
]
LINES = [
    *((f"{s}-line", ground) for s in ("computable", "partial", "manual", "residue", "override") for ground in GROUNDS),
    ("manual-line", "manual"),
    ("residue-line", "residue"),
    ("focus", "page"),
    ("bar", "page"),
]
"""Lines and bars that say something: 3 to 1 by WCAG 2.2, criterion 1.4.11."""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""

    def luminance(colour: str) -> float:
        parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast(colours: dict[str, str]) -> None:
    assert {(a, b): contrast(colours[a], colours[b]) for a, b in PAIRS if contrast(colours[a], colours[b]) < 4.5} == {}
    assert {(a, b): contrast(colours[a], colours[b]) for a, b in LINES if contrast(colours[a], colours[b]) < 3} == {}


# --- results of a screening ---


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    arguments = [str(CRITERIA / "lupus.txt"), "--fhir", str(CRITERIA / "patients" / "lupus"), "--as-of", "2026-01-15"]
    done = CliRunner().invoke(screen, [*arguments, "--json", "--min-count", "3"], catch_exceptions=False)
    path = tmp_path_factory.mktemp("screen") / "lupus.json"
    path.write_text(done.stdout, encoding="utf-8")
    return path


def run(tmp_path: Path, *arguments: object) -> str:
    out = tmp_path / "deep" / "x.html"
    done = CliRunner().invoke(command, [*map(str, arguments), "-o", str(out)], catch_exceptions=False)
    assert (done.exit_code, done.output) == (0, "")
    assert not list(out.parent.glob("*.part"))
    return out.read_text(encoding="utf-8")


def test_funnel_and_gains(results: Path, tmp_path: Path) -> None:
    text = run(tmp_path, CRITERIA / "lupus.txt", "--results", results)
    Tags(text)
    tree = LexborHTMLParser(text)
    rows = {
        r.css_first("th").text(): [td.text() for td in r.css("td")] for r in tree.css("[aria-label=Funnel] tbody tr")
    }  # type: ignore[union-attr]
    steps = {s["criterion"]: s for s in json.loads(results.read_text(encoding="utf-8"))["funnel"]}
    assert list(rows) == list(steps)
    for id, cells in rows.items():
        assert cells[1:6] == [
            str(steps[id][k]) for k in ("not_met", "unknown", "set_aside", "remaining", "remaining_for_certain")
        ]
    assert "<3" in {cell for cells in rows.values() for cell in cells}
    gains = tree.css("[aria-label=Gains] tbody tr")
    widths = [float(r.css("rect")[1].attributes["width"] or 0) for r in gains]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] == 100


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("patient,verdict\n", "no JSON"),
        ("[]", "not of schema"),
        ('{"schema": "urn:eligo:schema:screen:1"}', "not as eligo screen --json writes it"),
        (None, "No such file"),
    ],
)
def test_files_that_are_no_results(content: str | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        run(tmp_path, CRITERIA / "lupus.txt", "--results", path)


def test_results_of_something_else(results: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="which is none of the records"):
        run(tmp_path, CRITERIA / "asthma.txt", "--results", results)
    other = tmp_path / "other.txt"
    lupus = (CRITERIA / "lupus.txt").read_text(encoding="utf-8")
    other.write_text(lupus.replace("18 to 70", "18 to 75"), encoding="utf-8")
    with pytest.raises(InputError, match="are of other criteria"):
        run(tmp_path, other, "--results", results)


def test_hostile_results() -> None:
    from eligo.report.results import _screening

    evil = "</td><script>alert(1)</script>"
    row = {"group": evil, "criterion": "alive", "text": evil}
    counts = dict.fromkeys(("met", "not_met", "unknown", "set_aside", "remaining", "remaining_for_certain"), 1)
    data = {"trial": "", "as_of": evil, "patients": 1, "verdicts": {evil: 1}, "screens": {}, "funnel": [row | counts]}
    found = _screening(data | {"gained_if_dropped": []})
    asthma = "Inclusion Criteria:\n\n- Asthma\n"
    belongs = replace(found, criteria=frozenset({("I1", "Asthma")}))
    text = page(asthma, results=[belongs])
    assert "script" not in Tags(text).tags
    assert "</td><script>" in LexborHTMLParser(text).body.text()  # type: ignore[union-attr]


# --- the command ---


def test_many_records(tmp_path: Path) -> None:
    text = run(tmp_path, CRITERIA / "lupus.txt", CRITERIA / "hiv.json")
    tree = LexborHTMLParser(text)
    assert [s.attributes["id"] for s in tree.css("main > section")] == ["r1", "r2"]
    ids = Counter(node.attributes["id"] for node in tree.css("[id]"))
    assert max(ids.values()) == 1
    levels = [int(node.tag[1]) for node in tree.css("h1, h2, h3, h4, h5")]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_same_record_gives_the_same_page() -> None:
    assert page(CRITERIA / "asthma.txt") == page(CRITERIA / "asthma.txt")


def test_without_the_package_that_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eligo.report.record.find_spec", lambda name: None)
    assert "Not drawn: the package grandalf is not installed" in page(CRITERIA / "asthma.txt")


def test_bad_input(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        run(tmp_path, tmp_path / "none.txt")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="file"):
        CliRunner().invoke(
            command, [str(CRITERIA / "asthma.txt"), "-o", str(tmp_path / "file" / "x.html")], catch_exceptions=False
        )


def test_overrides_in_force(tmp_path: Path) -> None:
    record = tmp_path / "trial.txt"
    record.write_text("Inclusion Criteria:\n\n- Asthma of the frindle kind\n- COPD\n", encoding="utf-8")
    assert "Overrides in force" not in run(tmp_path, record)
    settled = '[[phrase]]\nphrase = "of the frindle kind"\nnoise = true\nnote = "<b>as agreed</b>"\n'
    record.with_name("trial.eligo.toml").write_text(settled, encoding="utf-8")
    text = run(tmp_path, record)
    Tags(text)
    tree = LexborHTMLParser(text)
    (row,) = tree.css("[aria-label='Overrides in force'] tbody tr")
    assert "<b>as agreed</b>" in row.text()
    assert [a.attributes["href"] for a in row.css("a")] == ["#r1-I1"]
    assert tree.css_first("#r1-I1 .source .override").text() == "[settled by an override: «of the frindle kind»]"  # type: ignore[union-attr]
