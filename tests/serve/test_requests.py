"""What the server answers, to whom, and what it does to the file."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner

from eligo.cli import group
from eligo.concepts import Code
from eligo.errors import EligoError, InputError, UsageError
from eligo.overrides.model import Bound, LocalCode
from eligo.vocab.model import Entry, Hit

pytest.importorskip("werkzeug", reason="needs the extra serve")

from werkzeug.test import Client, TestResponse

from eligo.serve.app import Desk
from eligo.serve.concepts import offers, told
from eligo.serve.review import opened
from eligo.serve.seen import Asked
from eligo.serve.server import bound
from eligo.serve.words import chosen_words

from .running import serving

TEXT = """Inclusion Criteria:
- Age of at least 18 years, as per our usual house style
- Serviceable bone marrow
Exclusion Criteria:
- Sugar trouble
- Asthma, as per our usual house style
"""
TOKEN, PORT = "the-token", 8731
HOST = f"127.0.0.1:{PORT}"
OWN = {"Host": HOST, "Origin": f"http://{HOST}", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def record(tmp_path: Path) -> Path:
    file = tmp_path / "trial.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def desk_of(record: Path) -> Desk:
    return Desk(opened(record), Asked(), TOKEN, PORT)


@pytest.fixture
def desk(record: Path) -> Desk:
    return desk_of(record)


def get(desk: Desk, path: str, **headers: str) -> TestResponse:
    return Client(desk).get(f"/{TOKEN}/{path}", headers={"Host": HOST} | headers)


def post(desk: Desk, path: str, headers: dict[str, str] = OWN, **form: str) -> TestResponse:
    data = {"revision": str(desk.seen.review.revision)} | form
    return Client(desk).post(f"/{TOKEN}/{path}", data=data, headers=headers)


def phrase(desk: Desk, words: str) -> dict[str, str]:
    start = desk.seen.protocol.text.index(words)
    return {"start": str(start), "end": str(start + len(words))}


# --- who is answered -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["", "evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:80", f"[::1]:{PORT}"]
)
def test_another_host_is_refused(desk: Desk, host: str) -> None:
    assert get(desk, "", Host=host).status_code == 421
    assert post(desk, "save", OWN | {"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "path", ["/", "/wrong/", "/the-toke/", "//", f"/{TOKEN}x/", f"/x/{TOKEN}/", "/%ff/", "/favicon.ico"]
)
def test_without_the_token_nothing_is_shown(desk: Desk, path: str) -> None:
    answer = Client(desk).get(path, headers={"Host": HOST})
    assert answer.status_code == 403
    assert "Serviceable" not in answer.text
    assert TOKEN not in answer.text
    assert Client(desk).post(f"{path}save", data={"revision": "0"}, headers=OWN).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": f"https://{HOST}"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": f"http://{HOST}"},
        {},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_change_from_elsewhere_is_refused(desk: Desk, headers: dict[str, str]) -> None:
    form = {**phrase(desk, "Sugar trouble"), "action": "noise"}
    assert post(desk, "settle", {"Host": HOST} | headers, **form).status_code == 403
    assert desk.seen.review.revision == 0


def test_other_ways_to_ask_are_refused(desk: Desk) -> None:
    client, path = Client(desk), f"/{TOKEN}/settle"
    assert client.get(path, headers=OWN).status_code == 404
    assert client.put(path, headers=OWN).status_code == 405
    assert client.options(path, headers=OWN).status_code == 405
    assert client.post(path, json={"action": "noise"}, headers=OWN).status_code == 415
    assert client.post(path, data="revision=0&note=" + "x" * (1 << 20), headers=OWN,
                       content_type="application/x-www-form-urlencoded").status_code == 413  # fmt: skip
    assert get(desk, "settle", Origin="http://evil.example").status_code == 403


def test_the_answers_forbid_what_is_not_this_server_s(desk: Desk) -> None:
    for answer in (get(desk, ""), get(desk, "serve.js"), get(desk, "nothing"), get(desk, "", Host="evil.example")):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Access-Control-Allow-Origin" not in answer.headers
    page = get(desk, "").text
    assert not re.search(r"\son\w+=|<style|style=|javascript:", page)
    assert re.findall(r"<script[^>]*>", page) == ['<script src="serve.js" defer>']
    assert not re.search(r"(?:src|href)=\"(?!#|serve\.|report\.)", page)


@pytest.mark.parametrize(
    "path",
    ["../trial.txt", "..%2ftrial.txt", "%2e%2e/%2e%2e/etc/passwd", "/etc/passwd", "serve.js/../../trial.txt", "output/../../x",
     "output/python.toml", "output//etc/passwd", "trial.txt", "trial.eligo.toml", "style.css", "report/style.css", "\0"],
)  # fmt: skip
def test_no_file_is_served_but_its_own(desk: Desk, path: str) -> None:
    answer = Client(desk).get(f"/{TOKEN}/{path}", headers={"Host": HOST})
    assert answer.status_code in (403, 404)
    assert "Serviceable" not in answer.text
    assert "root:" not in answer.text


def test_a_real_server_takes_paths_as_they_come(record: Path) -> None:
    with serving(record) as server:
        port = int(re.search(r":(\d+)/", server.address)[1])  # type: ignore[index]
        token = server.address.split("/")[3]
        for path in (
            f"/{token}/../../etc/passwd",
            f"/{token}/../trial.txt",
            "/etc/passwd",
            f"http://evil.example/{token}/",
        ):
            with socket.create_connection(("127.0.0.1", port), timeout=60) as raw:
                raw.sendall(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
                answer = b"".join(iter(lambda raw=raw: raw.recv(65536), b"")).decode()  # type: ignore[misc]
            assert answer.split()[1] in ("403", "404", "421") or "evil" in path
            assert "root:" not in answer
        assert server.stop() == (0, "eligo: ended\n")


# --- what changes do -----------------------------------------------------------------------------------------------------


def test_a_change_sends_the_parts_that_it_touches(desk: Desk) -> None:
    answer = post(
        desk, "settle", **phrase(desk, "Sugar trouble"), action="concept", concept="lexicon diabetes_mellitus"
    )
    assert answer.status_code == 200
    assert 'id="r-E1"' in answer.text
    assert "diabetes mellitus" in answer.text
    assert 'id="r-E2"' not in answer.text
    assert 'data-revision="1"' in answer.text
    again = post(desk, "remove", number="0")
    assert 'id="r-E1"' in again.text
    assert not desk.seen.review.own


def test_part_of_a_word_is_the_word(desk: Desk) -> None:
    start = desk.seen.protocol.text.index("gar tro")
    assert chosen_words(desk.seen.review.plain, start, start + 7).phrase == "Sugar trouble"


def test_an_override_can_hold_for_one_line(desk: Desk) -> None:
    post(
        desk,
        "settle",
        **phrase(desk, "as per our usual house style"),
        action="noise",
        scope="line",
        note="DM, 2026-01-02",
    )
    assert [c.status for c in desk.seen.protocol.criteria if c.id in ("I1", "E2")] == ["computable", "partial"]
    post(
        desk,
        "settle",
        line="E2",
        phrase="as per our usual  house style",
        action="read_as",
        read_as="severe",
        scope="section",
    )
    assert len(desk.seen.review.own.entries) == 2


def test_a_whole_line_can_be_settled(desk: Desk, record: Path) -> None:
    assert "not understood" in get(desk, "editor?line=I2").text
    assert "<h1><bdi>trial</bdi></h1>" in get(desk, "").text
    form = {"line": "I2", "action": "means", "means": "hemoglobin >= 9 g/dL", "effect": "require"}
    assert post(desk, "settle", **form).status_code == 200
    assert post(desk, "save").status_code == 200
    assert record.with_name("trial.eligo.toml").read_text(encoding="utf-8").strip() == (
        '[[criterion]]\ntext = "Serviceable bone marrow"\nsection = "inclusion"\nmeans = "hemoglobin >= 9 g/dL"\neffect = "require"'
    )


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"action": "means", "means": "age at least"}, "no canonical text"),
        ({"action": "means", "means": "not (" * 3000 + "asthma" + ")" * 3000}, "too deep"),
        ({"action": "means", "means": "x" * 20001}, "longer than"),
        ({"action": "means", "means": " "}, "canonical text"),
        ({"action": "manual", "manual": "because"}, "not possible"),
        ({"action": "concept"}, "search for it"),
        ({"action": "concept", "concept": "lexicon nothing_such"}, "no concept"),
        ({"action": "concept", "concept": "lexicon a'b"}, "no concept"),
        ({"action": "concept", "concept": "code snomed 22298006"}, "choose one"),
        ({"action": "noise", "start": "4"}, "choose words"),
        ({"action": "noise", "start": "9" * 5000}, "choose words"),
        ({"action": "noise", "start": "²"}, "choose words"),
        ({"action": "noise", "end": "9999"}, "choose words"),
        ({"action": "erase"}, "choose what"),
        ({}, "choose what"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(desk: Desk, form: dict[str, str], said: str) -> None:
    answer = post(desk, "settle", **(phrase(desk, "Sugar trouble") | form))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Traceback" not in answer.text
    assert "\n" not in answer.text.strip()
    assert desk.seen.review.revision == 0


def test_a_field_s_bad_characters_are_text(desk: Desk) -> None:
    note = '\x00\x7f\u202e """ \'\'\' \\ \n[[phrase]]\nphrase = "x" </textarea><script>'
    assert post(desk, "settle", **phrase(desk, "Sugar trouble"), action="noise", note=note).status_code == 200
    (entry,) = desk.seen.review.own.entries
    assert entry.note == note.strip()
    assert "<script>" not in post(desk, "save").text
    assert "<script>" not in get(desk, "").text.replace('<script src="serve.js" defer>', "")


def test_two_windows(desk: Desk) -> None:
    form = {**phrase(desk, "Sugar trouble"), "action": "noise"}
    assert post(desk, "settle", **form, revision="0").status_code == 200
    late = post(desk, "remove", number="0", revision="0")
    assert late.status_code == 409
    assert "another window" in late.text
    assert len(desk.seen.review.own.entries) == 1
    assert post(desk, "remove", number="7").status_code == 422


def test_of_changes_at_once_one_counts(desk: Desk) -> None:
    form = {**phrase(desk, "Sugar trouble"), "action": "noise", "revision": "0"}
    found: list[int] = []
    threads = [Thread(target=lambda: found.append(post(desk, "settle", **form).status_code)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [200, 409, 409, 409]
    assert desk.seen.review.revision == 1


def test_a_file_that_somebody_else_has_changed_is_not_overwritten(desk: Desk, record: Path) -> None:
    file = record.with_name("trial.eligo.toml")
    post(desk, "settle", **phrase(desk, "Sugar trouble"), action="noise")
    theirs = '[[phrase]]\nphrase = "asthma" # theirs\nnoise = true\n'
    file.write_text(theirs, encoding="utf-8")
    refused = post(desk, "save")
    assert refused.status_code == 422
    assert "somebody else" in refused.text
    assert file.read_text(encoding="utf-8") == theirs
    file.write_text("[[phrase]\n", encoding="utf-8")
    assert post(desk, "reload").status_code == 422
    file.write_text(theirs, encoding="utf-8")
    assert post(desk, "reload").status_code == 200
    assert [e.phrase for e in desk.seen.review.own.entries] == ["asthma"]


def test_nothing_outside_the_folder_is_read_or_written(record: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "other.toml"
    elsewhere.write_text("", encoding="utf-8")
    desk = desk_of(record)
    post(desk, "settle", **phrase(desk, "Sugar trouble"), action="noise")
    record.with_name("trial.eligo.toml").symlink_to(elsewhere)
    assert post(desk, "save").status_code == 422
    assert elsewhere.read_text(encoding="utf-8") == ""
    with pytest.raises(InputError, match="leads out of its folder"):
        opened(record)


# --- searching -------------------------------------------------------------------------------------------------------------


def test_concepts_are_found_by_name_form_and_id() -> None:
    for words in ("diabetes mellitus", "DIABETES mell", "diabetes_mellitus"):
        assert "lexicon diabetes_mellitus" in [o.value for o in offers(words, None)]
    assert offers("AST", None)[0].name == "aspartate aminotransferase"
    assert offers("qqqq zzzz", None) == ()
    assert offers("", None) == ()
    assert offers("<script> ' \" % _", None) == ()


class Site:
    """A vocabulary of two concepts."""

    INFARCTION = Entry(1, "SNOMED", "22298006", "Myocardial infarction", "Condition", "Disorder", "S", "")
    LEVEL = Entry(2, "LOINC", "718-7", "Hemoglobin", "Measurement", "Lab Test", "S", "")
    version = ""

    def entries(self, codes: Iterable[Code]) -> dict[Code, Entry]:
        known = {Code("snomed", "22298006"): self.INFARCTION, Code("loinc", "718-7"): self.LEVEL}
        return {c: known[c] for c in codes if c in known}

    def search(self, text: str, *, domain: str | None = None, **_: object) -> tuple[Hit, ...]:
        return tuple(Hit(e, e.name) for e in (self.INFARCTION, self.LEVEL) if e.domain == domain)

    def standard(self, entry: Entry) -> tuple[Entry, ...]:
        return (entry,)

    def descendants(self, codes: Iterable[Code]) -> tuple[Code, ...]:
        return tuple(codes)

    def ingredient(self, name: str) -> Code | None:
        return None


def test_a_site_s_vocabulary_is_searched_too(record: Path) -> None:
    desk = Desk(opened(record), Asked(vocabulary=Site()), TOKEN, PORT)
    found = get(desk, "concepts?q=odd+words").text
    assert 'value="code snomed 22298006"' in found
    assert "718-7" not in found
    form = {**phrase(desk, "Sugar trouble"), "action": "concept"}
    assert post(desk, "settle", **form, concept="code snomed 22298006").status_code == 200
    (entry,) = desk.seen.review.own.entries
    assert isinstance(entry.action, Bound)
    assert (entry.action.kind, entry.action.codes) == (
        "condition",
        (LocalCode("snomed", "22298006", "Myocardial infarction", True),),
    )
    for value in ("code loinc 718-7", "code snomed 1", "code x 1"):
        assert post(desk, "settle", **form, concept=value).status_code == 422


def test_a_value_that_was_not_offered_is_refused() -> None:
    for value in ("", "lexicon", "code snomed 1", "code x y z", "x y"):
        with pytest.raises(UsageError):
            told(value, None)


# --- starting it ---------------------------------------------------------------------------------------------------------------


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(group, ["serve", *words])
    if isinstance(done.exception, EligoError):
        return done.exception.exit_code, str(done.exception)
    return done.exit_code, done.output


def test_a_port_in_use_is_one_message(record: Path) -> None:
    with bound(0) as taken:
        port = taken.getsockname()[1]
        code, said = run(str(record), "--port", str(port))
    assert code == 2
    assert f"port {port} can't be used" in said
    assert "--port" in said


def test_what_cannot_be_reviewed_is_one_message(record: Path, monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    assert run("-")[0] == 2
    assert run(str(record.with_name("none.txt")))[0] == 2
    assert run(str(record), "--patients", str(record.with_name("none")))[0] == 2
    assert run(str(record), "--as-of", "tomorrow")[0] == 2
    record.with_name("trial.eligo.toml").write_text("[[phrase]]\n", encoding="utf-8")
    code, said = run(str(record))
    assert (code, "trial.eligo.toml:1" in said) == (2, True)
    monkeypatch.setattr("eligo.cli.serve_command.find_spec", lambda name: None)
    assert run(str(record)) == (2, "eligo serve needs the extra serve: pip install 'eligo[serve]'")


def test_one_record_of_several_is_named(tmp_path: Path) -> None:
    source = tmp_path / "two.json"
    studies: list[Any] = [
        {"protocolSection": {"identificationModule": {"nctId": f"NCT0000000{n}"}, "eligibilityModule": {
            "eligibilityCriteria": f"Inclusion Criteria:\n\n* Odd words {n}\n* Asthma"}}}
        for n in (1, 2)
    ]  # fmt: skip
    source.write_text(json.dumps(studies), encoding="utf-8")
    with pytest.raises(UsageError, match="--trial ID"):
        opened(source)
    with pytest.raises(UsageError, match="no record"):
        opened(source, trial="NCT00000009")
    desk = Desk(opened(source, trial="NCT00000002"), Asked(), TOKEN, PORT)
    post(desk, "settle", line="I1", action="noise")
    assert desk.seen.review.own.entries[0].trial == "NCT00000002"


# --- a population --------------------------------------------------------------------------------------------------------


def population(path: Path, root: Path) -> Path:
    pytest.importorskip("duckdb", reason="the funnel is asked of a DuckDB file")
    import subprocess
    import sys

    subprocess.run([sys.executable, root / "tests" / "sample_cdm.py", path], check=True, capture_output=True)
    return path


def step(html: str, id: str) -> list[str]:
    """The counts of a criterion's row, what was crossed out before what is."""
    table = html[html.index('id="population"') :]
    row = re.search(rf'<tr[^>]*><th scope="row">(?:<a href="#r-{id}">)?{id}.*?</tr>', table, re.S)
    assert row is not None, table
    return [
        re.sub(r"<del>(.*?)</del> <ins>(.*?)</ins>", r"\1 -> \2", t) for t in re.findall(r"<td[^>]*>(.*?)</td>", row[0])
    ]


def test_the_funnel_follows_each_change(tmp_path: Path, root: Path) -> None:
    from eligo.screen.omop import connect
    from eligo.serve.population import Population

    file = tmp_path / "trial.txt"
    file.write_text(
        "Inclusion Criteria:\n- Age of at least 18 years\nExclusion Criteria:\n- Wobbly bones\n", encoding="utf-8"
    )
    asked = Asked(as_of="2026-01-15", population=Population(connect(str(population(tmp_path / "cdm.duckdb", root)))))
    desk = Desk(opened(file), asked, TOKEN, PORT)
    page = get(desk, "").text
    before = step(page, "E1")
    assert before[:3] == ["0", "47", "0"]
    assert step(page, "alive")[-2:] == ["47", "47"]
    html = post(desk, "settle", action="means", means="asthma", **phrase(desk, "Wobbly bones")).text
    met = step(html, "E1")
    assert met[1] == "47 -> 0"
    assert " -> " in met[4]
    saved = post(desk, "save").text
    assert "->" not in "".join(step(saved, "E1"))


def test_small_counts_of_a_population_are_masked(tmp_path: Path, root: Path, record: Path) -> None:
    from eligo.screen.omop import connect
    from eligo.serve.population import Population

    database = connect(str(population(tmp_path / "cdm.duckdb", root)))
    desk = Desk(opened(record), Asked(as_of="2026-01-15", population=Population(database, 50)), TOKEN, PORT)
    assert step(get(desk, "").text, "alive")[-2:] == ["&lt;50", "&lt;50"]


def test_without_a_population_there_is_no_funnel(desk: Desk) -> None:
    assert 'id="population"' not in get(desk, "").text


def test_a_database_that_is_none_is_one_message(record: Path) -> None:
    done = CliRunner().invoke(group, ["serve", str(record), "--database", str(record.with_name("no.duckdb"))])
    assert isinstance(done.exception, InputError)
    assert "no such file" in str(done.exception)
