"""Which requests are answered. The page shows trials and patients and writes a file, so that no other site, no other user of this
machine and no name that is pointed at it (DNS rebinding) may reach it.

- **Host** has to be 127.0.0.1 or localhost with the port that is listened on.
- Every path begins with the token of this run, which only the printed address has.
- A request that another site's page makes is refused (``Sec-Fetch-Site``, ``Origin``); one that changes anything has to
  prove that this page makes it.
"""

from __future__ import annotations

from hmac import compare_digest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

LARGEST = 256 << 10
"""Bytes of a request."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""What every answer says: nothing but this server's own files runs in the page, and nothing of it is kept or framed."""


def hosts(port: int) -> tuple[str, ...]:
    """The names of this server."""
    return (f"127.0.0.1:{port}", f"localhost:{port}")


def refusal(request: Request, token: str, port: int) -> tuple[int, str] | None:
    """Status and reason if a request isn't answered; None if it is."""
    host = request.headers.get("Host", "")
    if host not in hosts(port):
        return 421, "this server answers to 127.0.0.1 only"
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site not in (None, "same-origin", "none") or origin not in (None, f"http://{host}"):
        return 403, "another site may not ask this server"
    given = request.path.split("/")[1]
    if not compare_digest(given.encode("utf-8", "surrogateescape"), token.encode()):
        return 403, "open the address that eligo serve has printed"
    if request.method not in ("GET", "HEAD", "POST"):
        return 405, "only GET and POST are answered"
    if request.method == "POST":
        if site != "same-origin" and origin is None:
            return 403, "only the page itself may change anything"
        if request.mimetype != "application/x-www-form-urlencoded":
            return 415, "a change comes as a form"
        if request.content_length is None or request.content_length > LARGEST:
            return 413, f"a change has a length, of {LARGEST} bytes at most"
    return None
