"""A headless Chromium, told what to do by the DevTools protocol over a pipe: no driver, no package.

Messages are JSON with a NUL behind each; the browser reads file descriptor 3 and writes 4.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PATIENCE = 60.0
"""Seconds to wait for anything."""


class Tab:
    """A page of the browser. ``problems`` are the errors of its console and exceptions of its script, CSP violations too."""

    def __init__(self, read: int, write: int) -> None:
        self._read, self._write, self._rest, self._sent = read, write, b"", 0
        self.problems: list[str] = []
        self._session: str | None = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol and wait for its result."""
        self._sent += 1
        number = self._sent
        message = {"id": number, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            got = self._next()
            if got.get("id") == number:
                assert "error" not in got, (method, got["error"])
                result: dict[str, Any] = got["result"]
                return result
            self._noted(got)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._read], [], [], PATIENCE)
            assert ready, "Chromium doesn't answer"
            more = os.read(self._read, 1 << 20)
            assert more, "Chromium has ended"
            self._rest += more
        message, _, self._rest = self._rest.partition(b"\0")
        got: dict[str, Any] = json.loads(message)
        return got

    def _noted(self, event: dict[str, Any]) -> None:
        told = event.get("params", {})
        if event.get("method") == "Runtime.exceptionThrown":
            self.problems.append(str(told["exceptionDetails"].get("exception", {}).get("description", told)))
        elif event.get("method") == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.problems.append(f"{told['entry']['text']} {told['entry'].get('url', '')}")
        elif event.get("method") == "Page.javascriptDialogOpening":
            self.problems.append(f"dialog: {told['message']}")

    def run(self, expression: str) -> Any:
        """The value of a JavaScript expression, awaited."""
        got = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in got, got["exceptionDetails"]
        return got["result"].get("value")

    def open(self, address: str) -> None:
        """Go to an address and wait until the page is there."""
        self.call("Page.navigate", url=address)
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def until(self, condition: str) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + PATIENCE
        while not self.run(f"Boolean({condition})"):
            assert time.monotonic() < end, f"never true: {condition}; {self.problems}"
            self.run("new Promise(done => setTimeout(done, 50))")

    def text(self, selector: str) -> str:
        """The text of an element."""
        return str(self.run(f"document.querySelector({json.dumps(selector)}).textContent"))

    def place(self, element: str, *, at: float = 0.5) -> tuple[float, float]:
        """Where an element is: the point at a share of its width. Scrolls to it."""
        x, y = self.run(
            f"(() => {{ const e = {element}; e.scrollIntoView({{block: 'center'}}); const b = e.getClientRects()[0];"
            f" return [b.left + b.width * {at}, b.top + b.height / 2]; }})()"
        )
        return x, y

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Press the mouse at a point, let it go at another."""
        told: dict[str, Any] = {"button": "left", "clickCount": 1}
        self.call("Input.dispatchMouseEvent", type="mousePressed", x=start[0], y=start[1], **told)
        if end != start:
            self.call("Input.dispatchMouseEvent", type="mouseMoved", x=end[0], y=end[1], button="left", buttons=1)
        self.call("Input.dispatchMouseEvent", type="mouseReleased", x=end[0], y=end[1], **told)

    def click(self, selector: str) -> None:
        """Click an element."""
        point = self.place(f"document.querySelector({json.dumps(selector)})")
        self.drag(point, point)

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key."""
        codes = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "ArrowLeft": 37, "ArrowRight": 39, "ArrowDown": 40}
        told: dict[str, Any] = {"key": key, "code": "Space" if key == " " else key, "windowsVirtualKeyCode": codes[key]}
        typed = {"text": {"Enter": "\r", " ": " "}[key]} if key in ("Enter", " ") else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", modifiers=8 * shift, **told, **typed)
        self.call("Input.dispatchKeyEvent", type="keyUp", modifiers=8 * shift, **told)

    def type(self, text: str) -> None:
        """Put text where the focus is."""
        self.call("Input.insertText", text=text)


@contextmanager
def tab(profile: Path, *, width: int = 1300, dark: bool = False) -> Iterator[Tab]:
    """A new browser with one page, ended afterwards."""
    assert PROGRAM is not None
    inward, outward = os.pipe(), os.pipe()
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
    options += ["--remote-debugging-pipe", f"--user-data-dir={profile}", f"--window-size={width},1000"]
    options += [f"--blink-settings=preferredColorScheme={0 if dark else 1}"]
    # The shell puts the pipes where the browser looks for them.
    command = f'exec "$0" "$@" 3<&{inward[0]} 4>&{outward[1]}'
    running = subprocess.Popen(
        ["/bin/bash", "-c", command, PROGRAM, *options],
        pass_fds=(inward[0], outward[1]),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(inward[0])
    os.close(outward[1])
    try:
        yield Tab(outward[0], inward[1])
    finally:
        os.close(inward[1])
        os.close(outward[0])
        try:
            running.wait(timeout=10)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
