"""The requests of the page and their answers, as a WSGI application."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from eligo.errors import EligoError, UsageError
from eligo.serve import fragments
from eligo.serve.concepts import offers
from eligo.serve.forms import chosen, settled
from eligo.serve.guard import HEADERS, LARGEST, refusal
from eligo.serve.review import Review, read_again, with_entry, without_entry, written
from eligo.serve.seen import Asked, Seen, followed, seen

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

TARGETS = ("python", "cql", "sql")


class Desk:
    """The review that lies open: one request at a time looks at it or changes it. A WSGI application.

    ``token`` begins every path; ``port`` is the one that is listened on.
    """

    def __init__(self, review: Review, asked: Asked, token: str, port: int) -> None:
        self.asked, self.token, self.port = asked, token, port
        self.seen: Seen = seen(review, asked)
        self._lock = Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        response = self._response(Request(environ))
        response.headers.extend(HEADERS)
        return response(environ, start_response)

    def _response(self, request: Request) -> Response:
        request.max_content_length = request.max_form_memory_size = LARGEST
        refused = refusal(request, self.token, self.port)
        if refused is not None:
            return _said(*refused)
        name = request.path.split("/", 2)[2] if request.path.count("/") > 1 else None
        table = CHANGES if request.method == "POST" else LOOKS
        try:
            if name is None:
                return Response(status=308, headers={"Location": f"/{self.token}/"})
            if request.method != "POST" and (static := fragments.file(name)) is not None:
                return Response(static[0], content_type=f"{static[1]}; charset=utf-8")
            if name not in table:
                return _said(404, "there is nothing here")
            with self._lock:
                return Response(table[name](self, request), content_type="text/html; charset=utf-8")
        except OutdatedError as error:
            return _said(409, error.message)
        except EligoError as error:
            return _said(422, error.message)
        except RecursionError:
            return _said(422, "this is nested too deeply")
        except HTTPException as error:
            return _said(error.code or 400, error.description or "a bad request")
        except Exception as error:
            print(f"eligo: {request.method} {name}: {type(error).__name__}: {error}", file=sys.stderr)
            return _said(500, "this failed, and nothing was changed; the terminal says more")


class OutdatedError(EligoError):
    """A change to a state that another window has changed since."""


def _said(status: int, message: str) -> Response:
    return Response(message, status=status, content_type="text/plain; charset=utf-8")


# --- looks -------------------------------------------------------------------------------------------------------------


def _page(desk: Desk, request: Request) -> str:
    return fragments.page(desk.seen)


def _editor(desk: Desk, request: Request) -> str:
    given = {k: v for k, v in request.args.items() if k in ("start", "end", "line", "phrase")}
    typing = given.get("phrase") == ""
    found = chosen(desk.seen.review, {"line": given.get("line", "")} if typing else given)
    near = offers(found.phrase, None) if found.phrase is not None else ()
    return fragments.editor(desk.seen, found, given, near)


def _concepts(desk: Desk, request: Request) -> str:
    return fragments.found(offers(request.args.get("q", "")[:200], desk.asked.vocabulary))


def _output(target: str) -> Callable[[Desk, Request], str]:
    def text(desk: Desk, request: Request) -> str:
        return fragments.output(desk.seen.protocol.emit(target, as_of=desk.asked.as_of))

    return text


LOOKS: dict[str, Callable[[Desk, Request], str]] = {
    "": _page,
    "editor": _editor,
    "concepts": _concepts,
    **{f"output/{target}": _output(target) for target in TARGETS},
}
"""What may be looked at, by path."""


# --- changes -----------------------------------------------------------------------------------------------------------


def _settle(review: Review, form: Any, asked: Asked) -> Review:
    return with_entry(review, settled(review, form, asked.vocabulary))


def _remove(review: Review, form: Any, asked: Asked) -> Review:
    number = form.get("number", "")
    if not number.isdecimal() or len(number) > 6:
        raise UsageError("there is no such override any more")
    return without_entry(review, int(number))


def _save(review: Review, form: Any, asked: Asked) -> Review:
    return written(review)


def _reload(review: Review, form: Any, asked: Asked) -> Review:
    return read_again(review)


def _change(change: Callable[[Review, Any, Asked], Review]) -> Callable[[Desk, Request], str]:
    """A change of the state that the page shows, answered with the parts that it touches."""

    def changed(desk: Desk, request: Request) -> str:
        old = desk.seen
        if request.form.get("revision") != str(old.review.revision):
            raise OutdatedError(
                "the review was changed in another window meanwhile: load the page again, then repeat this"
            )
        new = followed(old, change(old.review, request.form, desk.asked), desk.asked)
        html = fragments.changes(old, new)
        desk.seen = new
        return html

    return changed


CHANGES: dict[str, Callable[[Desk, Request], str]] = {
    "settle": _change(_settle),
    "remove": _change(_remove),
    "save": _change(_save),
    "reload": _change(_reload),
}
"""What may be done, by path."""
