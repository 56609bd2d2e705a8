"""Listening on this machine, until somebody presses Ctrl-C."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable

from werkzeug.serving import WSGIRequestHandler, make_server

from eligo.errors import UsageError
from eligo.serve.app import Desk
from eligo.serve.review import Review
from eligo.serve.seen import Asked

ADDRESS = "127.0.0.1"


class Quiet(WSGIRequestHandler):
    """Requests are not logged: their paths hold the token."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def bound(port: int) -> socket.socket:
    """A socket on this machine's own address; port 0 takes a free one. Raises UsageError if the port is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would let another program take the port over
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((ADDRESS, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise UsageError(
            f"port {port} can't be used ({error.strerror}): give another with --port, or --port 0"
        ) from error
    return listening


def serve(review: Review, asked: Asked, port: int, ready: Callable[[str], None]) -> bool:
    """Answer until Ctrl-C; ``ready`` gets the address. Returns whether there were changes that are not saved.

    Raises UsageError if the port is taken.
    """
    with bound(port) as listening:
        own = listening.getsockname()[1]
        desk = Desk(review, asked, secrets.token_urlsafe(24), own)
        server = make_server(ADDRESS, own, desk, threaded=True, request_handler=Quiet, fd=listening.fileno())
        ready(f"http://{ADDRESS}:{own}/{desk.token}/")
        server.serve_forever()
    return desk.seen.review.unsaved
