"""A record under review: the text of its override file with the changes that are not saved yet, and what may be done to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from eligo.document import Document
from eligo.errors import InputError, UsageError
from eligo.overrides import Overrides, parse, save
from eligo.overrides.beside import Corrections, path_beside
from eligo.overrides.model import NONE, Entry
from eligo.overrides.toml import string
from eligo.record import Record
from eligo.segment import segment


@dataclass(frozen=True)
class Review:
    """A record as it was read (with what is locked of it, without overrides), and its override file.

    ``saved`` is the text of the file, ``text`` the one with all changes; ``plain`` the record as segmented without overrides.
    ``trial`` is the id that new overrides name where the file holds several records. Each change counts ``revision`` up.
    """

    record: Record
    plain: Document
    path: Path
    common: Overrides
    saved: str
    text: str
    trial: str | None = None
    revision: int = 0

    @property
    def own(self) -> Overrides:
        """What the override file says with all changes."""
        return parse(self.text, str(self.path), self.path.name)

    @property
    def unsaved(self) -> bool:
        """Whether there are changes that the file doesn't hold."""
        return self.text != self.saved

    def corrected(self) -> Record:
        """The record with all overrides that hold for it."""
        return replace(self.record, overrides=self.own.over(self.common))


def opened(source: Path, format: str = "auto", common: Overrides = NONE, trial: str | None = None) -> Review:
    """The review of one record of a file. Raises InputError for a bad file, UsageError where ``trial`` has to say which record."""
    from eligo.read import iterate

    records = list(Corrections.of(source, common).on(iterate(source, format)))
    several = len(records) > 1
    chosen = [r for r in records if trial is None or trial in r.registry.ids]
    if not chosen:
        raise UsageError(f"{source.name} has no record {trial!r}")
    if len(chosen) > 1:
        ids = ", ".join(r.registry.ids[0] for r in chosen[:5] if r.registry.ids)
        raise UsageError(f"{source.name} holds {len(chosen)} records: say which with --trial ID ({ids} …)")
    record = replace(chosen[0], overrides=NONE)
    plain = segment(record)
    if not plain.items:
        raise InputError("no criteria in the source", str(source))
    path = path_beside(source)
    text = _content(path)
    return Review(record, plain, path, common, text, text, record.registry.ids[0] if several else None)


def _content(path: Path) -> str:
    """The text of the override file, "" without one. Raises InputError if it leads out of its folder or is no text."""
    if path.resolve().parent != path.parent.resolve():
        raise InputError("a link that leads out of its folder: put the file itself here", str(path))
    if not path.exists():
        return ""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(error.strerror or str(error), str(path)) from error
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8 text", str(path)) from error


def entry(told: Mapping[str, str | bool | list[dict[str, str | bool]]], table: str) -> Entry:
    """The entry that the keys of a table ("phrase" or "criterion") make. Raises InputError for what they can't say."""
    lines = [f"[[{table}]]", *(f"{key} = {_toml(value)}" for key, value in told.items())]
    return parse("\n".join(lines) + "\n").entries[0]


def _toml(value: str | bool | list[dict[str, str | bool]]) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return string(value)
    tables = (", ".join(f"{k} = {_toml(v)}" for k, v in each.items()) for each in value)
    return f"[{', '.join(f'{{ {t} }}' for t in tables)}]"


def with_entry(review: Review, new: Entry) -> Review:
    """The review with one entry more, which takes the place of one about the same."""
    own = review.own
    kept = tuple(new if e.key == new.key else e for e in own.entries)
    return _changed(review, own, kept if new in kept else (*kept, new))


def without_entry(review: Review, number: int) -> Review:
    """The review without an entry, told by its place among those of the file. Raises UsageError if there is none."""
    own = review.own
    if not 0 <= number < len(own.entries):
        raise UsageError("there is no such override any more")
    return _changed(review, own, own.entries[:number] + own.entries[number + 1 :])


def _changed(review: Review, own: Overrides, entries: tuple[Entry, ...]) -> Review:
    import tomlkit

    from eligo.overrides.writing import merged

    new = replace(own, entries=entries)
    document = tomlkit.parse(review.text)
    merged(document, own, new)
    text = tomlkit.dumps(document)
    if set(parse(text).entries) != set(entries):
        raise InputError(
            "the file is laid out in a way that this change doesn't fit in: edit it by hand", review.path.name
        )
    return replace(review, text=text, revision=review.revision + 1)


def written(review: Review) -> Review:
    """Write all changes into the file; comments stay. Raises UsageError if somebody else has changed it since it was read,
    InputError if it can't be written."""
    if _content(review.path) != review.saved:
        raise UsageError(
            f"{review.path.name} has been changed by somebody else since it was read; nothing is written."
            " Read it again (which gives up the changes that are not saved), or save those changes by hand"
        )
    try:
        save(review.own, review.path)
    except OSError as error:
        raise InputError(error.strerror or str(error), review.path.name) from error
    text = _content(review.path)
    return replace(review, saved=text, text=text, revision=review.revision + 1)


def read_again(review: Review) -> Review:
    """The review with the file as it is now; changes that were not saved are gone. Raises InputError for a bad file."""
    text = _content(review.path)
    parse(text, str(review.path), review.path.name)
    return replace(review, saved=text, text=text, revision=review.revision + 1)
