"""``eligo serve`` as its users start it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Running:
    """A server, its address and, once it has ended, what it said and its exit code."""

    process: subprocess.Popen[str]
    address: str

    def stop(self) -> tuple[int, str]:
        """Press Ctrl-C; the exit code and what stands on standard error."""
        self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said


def _heeds_ctrl_c() -> None:
    """What a shell starts in the background ignores Ctrl-C, and so would the server of tests that are run there."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def serving(record: Path, *options: str) -> Iterator[Running]:
    """A server for a record on a free port."""
    command = [sys.executable, "-u", "-m", "eligo", "serve", str(record), "--port", "0", *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=record.parent, preexec_fn=_heeds_ctrl_c
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, (line, process.communicate(timeout=60))
        yield Running(process, found[0])
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate(timeout=60)
