"""Errors a user can act on. Each prints as one line; the command line exits with its `exit_code`."""

from __future__ import annotations


class EligoError(Exception):
    """Anything eligo refuses to do: one line saying what, with the place (`file`, `12:5`) where known."""

    exit_code = 2

    def __init__(self, message: str, place: str | None = None) -> None:
        self.message = " ".join(message.split())
        self.place = place
        super().__init__(f"{place}: {self.message}" if place else self.message)


class InputError(EligoError):
    """The source can't be read as a trial record: empty, not text, malformed, or without criteria."""


class UsageError(EligoError):
    """The call can't be carried out as given: an unknown target, stage, dialect or date."""
