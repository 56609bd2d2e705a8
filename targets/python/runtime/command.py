"""The command line of an emitted module."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from .answers import Result

# --- emitted ---
# --- Command line ---


def main(check: Callable[[Mapping[str, Any], date], Result], about: str, as_of: date) -> int:
    """Check bundles from files or standard input; one JSON object a line. 2 if any input could not be read."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("bundles", nargs="+", metavar="FILE", help="FHIR R4 bundles: JSON, or NDJSON; - is standard input")
    parser.add_argument("--as-of", type=date.fromisoformat, default=as_of, metavar="YYYY-MM-DD", help="index date")
    options = parser.parse_args()
    failed = False
    for name in options.bundles:
        for where, text in _texts(name):
            try:
                result = check(json.loads(text), options.as_of)
            except (ValueError, TypeError, RecursionError) as error:
                # The message of a JSON error quotes no input.
                failed = True
                print(f"{where}: {error}", file=sys.stderr)
            else:
                print(json.dumps(result.to_dict(), ensure_ascii=False))
    return 2 if failed else 0


def _texts(name: str) -> Iterator[tuple[str, str]]:
    """The bundles of a file with their places: the whole file, or each line of NDJSON."""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        yield name, ""
        print(f"{name}: {type(error).__name__}", file=sys.stderr)
        return
    lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(lines) > 1 and all(line.startswith("{") and line.rstrip().endswith("}") for _, line in lines):
        yield from ((f"{name}:{n}", line) for n, line in lines)
    else:
        yield name, text
