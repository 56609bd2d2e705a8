"""The reference pages say what the program says of itself."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from . import render_cli
from .folder import ROOT

SCHEMAS = ROOT / "docs" / "schemas"
URN = re.compile(r"urn:eligo:schema:([a-z]+):\d+")


def test_the_commands() -> None:
    assert render_cli.PAGE.read_text(encoding="utf-8") == render_cli.page(), "run: python tests/docs/render_cli.py"


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in render_cli.COMMANDS if not re.search(rf"^eligo {name}\b", readme, re.M)] == []


def test_every_schema_that_outputs_name_is_there() -> None:
    sources = [*(ROOT / "compiler").rglob("*.py"), *(ROOT / "targets").rglob("*.py")]
    named = {m[0]: m[1] for p in sources for m in URN.finditer(p.read_text(encoding="utf-8"))}
    there = {json.loads(p.read_text(encoding="utf-8"))["$id"]: p.stem.split(".")[0] for p in SCHEMAS.glob("*.json")}
    assert there == named
    page = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\(\.\./schemas/([a-z]+)\.schema\.json\)", page)) == set(named.values())


LUPUS = str(ROOT / "criteria" / "lupus.txt")
PATIENTS = ROOT / "criteria" / "patients" / "lupus"


@pytest.mark.parametrize(
    ("schema", "arguments"),
    [
        ("protocol", ["parse", LUPUS, "--json"]),
        ("diff", ["diff", LUPUS, str(ROOT / "criteria" / "diabetes.txt"), "--json"]),
        ("screen", ["screen", LUPUS, "--fhir", str(PATIENTS), "--as-of", "2026-01-15", "--json"]),
        ("screen", ["screen", LUPUS, "--fhir", str(PATIENTS), "--as-of", "2026-01-15", "--json", "--min-count", "5"]),
        ("result", ["check", LUPUS, "--patient", str(PATIENTS / "ineligible-platelets-42.json"), "--json"]),
        ("result", ["check", LUPUS, "--patient", str(PATIENTS / "undetermined-nothing-against.json"), "--json"]),
    ],
    ids=lambda v: v if isinstance(v, str) else "-".join(w for w in v if "/" not in w),
)
def test_outputs_keep_to_their_schemas(schema: str, arguments: list[str]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    rules = json.loads((SCHEMAS / f"{schema}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(rules)
    code = "from eligo.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    jsonschema.validate(json.loads(done.stdout), rules)
