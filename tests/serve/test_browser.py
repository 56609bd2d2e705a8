"""The review in a real browser: words are chosen, settled, saved and still there; hostile text stays text; everybody can use it.

Needs Chromium on the PATH (Debian: ``apt-get install chromium``); skipped without.
"""

from __future__ import annotations

import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from .chromium import PROGRAM, Tab, tab
from .running import serving

pytest.importorskip("werkzeug", reason="needs the extra serve")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(PROGRAM is None, reason="needs Chromium on the PATH"),
]

ROOT = Path(__file__).resolve().parents[2]
RECORD = """Inclusion Criteria:
- Age of at least 18 years, as per our usual house style
- Serviceable bone marrow
- Written informed consent
Exclusion Criteria:
- History of sugar trouble within the last 2 years
- Asthma, as per our usual house style
"""
HOSTILE = (
    "Inclusion Criteria:\n"
    "- Age >= 18 years <script>document.title = 'taken'</script> <img src=x onerror=\"document.title='taken'\">\n"
    "- \" autofocus onfocus=\"document.title='taken' 'x' </textarea></p></article> \U0001d49c\U0001d4b7 odd words\n"
    "Exclusion Criteria:\n"
    "- Asthma \u202egnihtyna\u202c \u2066x\u2069 \u200b {{ 7 * 7 }} more odd words\n"
)
WORD = "[...document.querySelectorAll('{card} [data-start]')].find(w => w.textContent === '{word}')"


def word(card: str, text: str) -> str:
    return WORD.format(card=f"#{card}", word=text)


def patient(year: int, *codes: str) -> str:
    """A bundle of a patient born in a year, with conditions of ICD-10-CM codes."""
    entry: list[object] = [{"resource": {"resourceType": "Patient", "id": "p", "birthDate": f"{year}-05-01"}}]
    for n, code in enumerate(codes):
        coding = [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code}]
        entry.append({"resource": {
            "resourceType": "Condition", "id": f"c{n}", "subject": {"reference": "Patient/p"}, "code": {"coding": coding},
            "recordedDate": "2025-06-01", "onsetDateTime": "2025-06-01",
        }})  # fmt: skip
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entry})


@pytest.fixture
def record(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    (folder / "patients").mkdir(parents=True)
    (folder / "patients" / "diabetic.json").write_text(patient(1980, "E11.9"), encoding="utf-8")
    (folder / "patients" / "healthy.json").write_text(patient(1980), encoding="utf-8")
    file = folder / "trial.txt"
    file.write_text(RECORD, encoding="utf-8")
    return file


def submit(page: Tab) -> None:
    """Send the form, and wait until the page has changed."""
    revision = page.run("document.querySelector('#state').dataset.revision")
    page.click(".editor [type=submit]")
    page.until(f"document.querySelector('#state').dataset.revision !== '{revision}'")
    page.until("!document.querySelector('.editor')")


def test_words_are_chosen_settled_saved_and_still_there(record: Path, tmp_path: Path) -> None:
    written = record.with_name("trial.eligo.toml")
    written.write_text('# Settled by the study nurse.\n[[phrase]]\nphrase = "Serviceable bone marrow" # ours\n'
                       'means = "platelet count >= 100 10*9/L"\n', encoding="utf-8")  # fmt: skip
    options = ("--patients", str(record.parent / "patients"), "--as-of", "2026-01-15")
    with serving(record, *options) as server, tab(tmp_path / "profile") as page:
        page.open(server.address)
        page.until("document.querySelector('#output-text pre')")
        assert "not understood" in page.text("#r-E1 .source")
        assert "ineligible" not in page.text("#patients")

        # With the mouse: select words, search a concept, settle.
        page.drag(
            page.place(word("r-E1", "sugar"), at=0.1),
            page.place(word("r-E1", "trouble"), at=0.9),
        )
        page.until("document.querySelector('.editor')")
        assert page.text("#editor-words") == "sugar trouble"
        page.run("document.querySelector('[name=q]').select()")
        page.click("[name=q]")
        page.run("document.activeElement.select()")
        page.type("diabetes mellitus")
        page.until("document.querySelector('[value=\"lexicon diabetes_mellitus\"]')")
        page.click('[value="lexicon diabetes_mellitus"]')
        submit(page)
        assert "diabetes mellitus within 2 years" in page.text("#r-E1 .reading")
        assert page.text("#r-E1 .chip") == "read completely"
        changed = page.text("#patients .changed")
        assert "diabetic" in changed
        assert "ineligible" in changed
        assert "E1" in changed
        assert "healthy" not in changed
        page.until("document.querySelector('#output-text').textContent.includes('diabetes_mellitus') || "
                   "document.querySelector('#output-text').textContent.includes('diabetes mellitus')")  # fmt: skip

        # With the keyboard: Tab to the text, choose words with the arrows, settle.
        page.run("document.querySelector('#r-E2 .source').focus()")
        for _ in range(3):
            page.press("ArrowRight")
        for _ in range(5):
            page.press("ArrowRight", shift=True)
        page.press("Enter")
        page.until("document.querySelector('.editor')")
        assert page.text("#editor-words") == "as per our usual house style"
        assert "I1, E2" in page.text(".editor")
        page.press("Tab")
        page.press(" ")
        assert page.run("document.querySelector('.editor [name=action]:checked').value") == "noise"
        submit(page)
        assert page.text("#r-E2 .chip") == "read completely"
        assert page.text("#r-I1 .chip") == "read completely"
        assert page.run("document.activeElement.closest('.criterion').id") == "r-E2"
        assert "sugar trouble" not in written.read_text(encoding="utf-8")

        # What is wrong is said in the form, which stays.
        page.click("#r-I3 [data-line]:not([data-typed])")
        page.until("document.querySelector('.editor')")
        page.run("document.querySelector('#editor-means').select()")
        page.type("age at least <b>18</b>")
        page.click(".editor [type=submit]")
        page.until("document.querySelector('.error').textContent")
        assert "no canonical text" in page.text(".error")
        page.press("Escape")
        page.until("!document.querySelector('.editor')")

        # Outputs in tabs.
        page.run("document.querySelector('#tab-python').focus()")
        page.press("ArrowRight")
        page.until("document.querySelector('#output-text').textContent.includes('define')")
        page.press("ArrowRight")
        page.until("document.querySelector('#output-text').textContent.includes('SELECT')")

        page.click("[data-do=save]")
        page.until("document.querySelector('[data-do=save]').disabled")
        assert not page.run("document.querySelector('#patients .changed')")
        page.open(server.address)
        assert "diabetes mellitus within 2 years" in page.text("#r-E1 .reading")
        assert page.problems == [
            f"Failed to load resource: the server responded with a status of 422 (UNPROCESSABLE ENTITY) {server.address}settle"
        ]
        text = written.read_text(encoding="utf-8")
        assert server.stop() == (0, "eligo: ended\n")
    assert text.startswith("# Settled by the study nurse.")
    assert "# ours" in text
    assert 'phrase = "sugar trouble"\nconcept = "diabetes_mellitus"' in text
    assert 'phrase = "as per our usual house style"\nnoise = true' in text

    with serving(record, *options) as server, tab(tmp_path / "again") as page:
        page.open(server.address)
        assert "diabetes mellitus within 2 years" in page.text("#r-E1 .reading")
        page.until("document.querySelector('#output-text pre')")
        page.click("#overrides li:nth-child(2) [data-do=remove]")
        page.until("document.querySelector('#r-E1 .chip').textContent !== 'read completely'")
        assert server.stop() == (0, "eligo: ended; changes that were not saved are gone\n")


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    record = tmp_path / "hostile.txt"
    record.write_text(HOSTILE, encoding="utf-8")
    with serving(record) as server, tab(tmp_path / "profile") as page:
        page.open(server.address)
        page.until("document.querySelector('#output-text pre')")
        source = page.text("#r-I1 .source")
        assert "<script>document" in source
        assert "[U+202E]" in page.text("#r-E1 .source")
        # Behind characters of two code units and others that are shown by their number places are still right.
        for card, last in (("r-I3", "words"), ("r-E1", "words")):
            page.drag(page.place(word(card, "odd"), at=0.1), page.place(word(card, last), at=0.9))
            page.until("document.querySelector('.editor')")
            assert page.text("#editor-words") == "odd words"
            page.press("Escape")
            page.until("!document.querySelector('.editor')")
        page.click("#r-I2 [data-line]:not([data-typed])")
        page.until("document.querySelector('.editor')")
        page.click("[value=noise]")
        page.run("document.querySelector('[name=note]').focus()")
        page.type("<script>document.title='taken'</script>\"'")
        submit(page)
        assert "<script>document.title='taken'</script>\"'" in page.text("#overrides")
        for target in ("cql", "sql"):
            page.click(f"#tab-{target}")
            page.until(f"document.querySelector('#output-text').getAttribute('aria-labelledby') === 'tab-{target}'")
        page.click("[data-do=save]")
        page.until("document.querySelector('[data-do=save]').disabled")
        page.open(server.address)
        page.until("document.querySelector('#output-text pre')")
        assert page.run("document.title").startswith("Review of")
        assert page.run("document.scripts.length") == 1
        assert not page.run("document.querySelector('img, [onerror], [onfocus], [autofocus], svg[onload]')")
        assert page.problems == []


@pytest.mark.parametrize(("dark", "width"), [(False, 1300), (True, 1300), (False, 600)])
def test_axe_finds_nothing(dark: bool, width: int, tmp_path: Path) -> None:
    pytest.importorskip("axe_core_python", reason="needs the package axe-core-python")
    axe = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    shutil.copy(ROOT / "criteria" / "lupus.txt", tmp_path)
    patients = ROOT / "criteria" / "patients" / "lupus"
    with (
        serving(tmp_path / "lupus.txt", "--patients", str(patients), "--as-of", "2026-01-15") as server,
        tab(tmp_path / "profile", dark=dark, width=width) as page,
    ):
        page.open(server.address)
        page.until("document.querySelector('#output-text pre')")
        page.click("#r-I2 .residue [data-start]")
        page.until("document.querySelector('.editor')")
        page.click("[value=noise]")
        submit(page)
        page.click("#r-I1 [data-line]:not([data-typed])")
        page.until("document.querySelector('.editor')")
        page.run(f"{axe}; true")
        found = page.run(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(f => ({passes:"
            " f.passes.length, violations: f.violations.map(v => [v.id, v.help, v.nodes.slice(0, 3).map(n => n.html)])}))"
        )
        assert found["violations"] == []
        assert found["passes"] > 20
        assert page.run("matchMedia('(prefers-color-scheme: dark)').matches") is dark
        assert page.run("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
