"""The page in a real browser, by axe-core's rules for WCAG 2.2 AA, in light and dark, wide and narrow.

Needs Chromium on the PATH (Debian: ``apt-get install chromium``) and the package axe-core-python; skipped without.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from eligo.read import read
from eligo.report import report

pytest.importorskip("axe_core_python", reason="needs the package axe-core-python")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the PATH"),
]

ROOT = Path(__file__).resolve().parents[2]
RUN = """
axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(found => {
  const short = found.violations.map(v => ({id: v.id, help: v.help, where: v.nodes.slice(0, 3).map(n => n.html)}));
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const body = JSON.stringify({violations: short, passes: found.passes.length, dark: dark, wide: wide});
  document.body.innerHTML = "<pre id=axe></pre>";
  document.getElementById("axe").textContent = body;
});
"""


def checked(folder: Path, text: str, *, dark: bool, width: int) -> dict[str, Any]:
    """What axe finds on a page, opened by itself."""
    axe = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    opened = re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', "", text).replace("<details>", "<details open>")
    file = folder / "page.html"
    file.write_text(opened.replace("</body>", f"<script>{axe}</script><script>{RUN}</script></body>"), encoding="utf-8")
    assert CHROMIUM is not None
    options = [f"--blink-settings=preferredColorScheme={0 if dark else 1}", f"--window-size={width},1200"]
    done = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}", *options,
         "--virtual-time-budget=20000", "--dump-dom", file.as_uri()],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    found = re.search(r'<pre id="axe">(.*?)</pre>', done.stdout, re.S)
    assert found, done.stderr[-2000:]
    answer: dict[str, Any] = json.loads(found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    return answer


@pytest.mark.parametrize(("dark", "width"), [(False, 1200), (True, 1200), (False, 600)])
def test_axe_finds_nothing(dark: bool, width: int, tmp_path: Path) -> None:
    text = report(read(ROOT / "criteria" / "lupus.txt"))
    found = checked(tmp_path, text, dark=dark, width=width)
    assert found["violations"] == []
    assert found["passes"] > 20
    assert found["dark"] is dark
    assert found["wide"] <= 0, "the page scrolls sideways"
