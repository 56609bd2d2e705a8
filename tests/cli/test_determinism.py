"""The same bytes come out whatever the order of sets is in a process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CRITERIA = Path(__file__).resolve().parents[2] / "criteria"


@pytest.mark.parametrize("record", ["lupus.txt", "hiv.json"])
def test_emitted_code_does_not_depend_on_the_hash_seed(record: str, tmp_path: Path) -> None:
    made = []
    for seed in ("0", "1", "2026"):
        out = tmp_path / seed
        command = [
            sys.executable,
            "-m",
            "eligo",
            "compile",
            str(CRITERIA / record),
            "--as-of",
            "2026-01-15",
            "-o",
            str(out),
        ]
        subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, check=True, capture_output=True)
        made.append({p.relative_to(out): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()})
    assert made[0]
    assert made[0] == made[1] == made[2]
