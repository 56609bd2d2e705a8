"""Lists inside a line: numbers that run 1, 2, 3 … through a paragraph, and the sentences of a lone paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from eligo.segment.chunks import Chunk
from eligo.segment.marks import Mark
from eligo.segment.words import pattern

_CANDIDATE = re.compile(
    r"(?:(?<=^)|(?<=[\s;,.:)]))(?P<open>\(?)\s?(?P<number>\d{1,2}|[a-k](?=\s?\)))\s?(?P<close>\.|\)|、)(?=\s*[^\s\d.,;:)%])"
)
_BULLET = re.compile(r"(?<=\s)[•●▪■]\s*(?=\S)")
# Stars multiply and dashes set off, so they are bullets only in a line that begins with one, and before a word.
_INNER_BULLETS = {
    "*": re.compile(r"(?<=\s)\*\s+(?=[^\W\d_])"),
    "-": re.compile(r"(?<=\s)-\s+(?=[A-Z])"),
}
_BOUNDARY = re.compile(r"(?<=[.;,:)])\s*$")
_LAST_WORD = re.compile(r"([\w-]+)\s*$")
_STOP_CHARACTER = re.compile(r"[<>=≤≥~+/-]\s*$")
_SENTENCE_END = re.compile(r"[.;](?=\s+[^\W_]|\s+[(<>≥≤])")
_NUMBERS = ("(1)", "1)", "1.")
_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
# Two numbers may stand in a line by chance; three that count do not.
_ENOUGH = 3


def runs(chunk: Chunk, dense: bool) -> list[Chunk]:
    """The chunk cut at the list marks inside it. Members of a list that stands under a lead-in get one more `inner`.
    `dense` says that the list is written as one paragraph, so that dashes in it are bullets."""
    return [piece for part in _bulleted(chunk, dense) for piece in _numbered(part)]


def is_dense(chunks: Sequence[Chunk]) -> bool:
    """Whether dashes are bullets wherever they stand: in a lone line, or in lines without a gap, all with dashes, that
    go on to use several inside."""
    if len(chunks) == 1:
        return True
    if any(chunk.gap or chunk.mark is None or chunk.mark.style != "-" for chunk in chunks):
        return False
    return sum(len(_INNER_BULLETS["-"].findall(chunk.text)) for chunk in chunks) >= _ENOUGH - 1


def _bulleted(chunk: Chunk, dense: bool) -> list[Chunk]:
    style = chunk.mark.style if chunk.mark is not None else ""
    cuts = [match.start() for match in _INNER_BULLETS.get(style, _BULLET).finditer(chunk.text)]
    if style == "-" and not dense and len(cuts) < _ENOUGH - 1:
        cuts = [cut for cut in cuts if _BOUNDARY.search(chunk.text[max(0, cut - 8) : cut])]
    bounds = [0, *cuts, len(chunk.text)]
    if not cuts:
        return [chunk]
    pieces = [chunk.cut(a, b) for a, b in pairwise(bounds)]
    return [piece if index == 0 else piece.after_mark() for index, piece in enumerate(pieces) if piece.text]


def _numbered(chunk: Chunk) -> list[Chunk]:
    found = list(_candidates(chunk.text))
    for style in dict.fromkeys(style for style, _, _, _ in found):
        own = chunk.mark if chunk.mark is not None and chunk.mark.style == style else None
        bullet = chunk.mark is None or chunk.mark.number is None
        start = own.number + 1 if own and own.number else 1
        entries = [entry for entry in found if entry[0] == style]
        run = _run(entries, start)
        anew = _run(entries, 1)
        if own and len(anew) >= _ENOUGH and (not run or anew[0][2] < run[0][2]):
            # A list of the same style begins inside the item before the item's own list goes on.
            run, own = anew, None
        if own is None and not run and bullet and style in _NUMBERS:
            # "- A 2. B 3. C": the first number gave way to a bullet.
            run = _run(entries, 2)
            own = chunk.mark if len(run) >= _ENOUGH - 1 else None
            if len(run) < _ENOUGH - 1:
                continue
            return _cut(chunk, run, 0)
        if not run or not _believed(chunk, run, own is not None):
            continue
        before = chunk.text[: run[0][2]].strip()
        if own or not before:
            return _cut(chunk, run, 0)
        if pattern("lead", r"(?:{})\s*$").search(before):
            return _cut(chunk, run, 1)
        if chunk.mark is None and style in _NUMBERS and len(run) >= _ENOUGH and _BOUNDARY.search(before):
            return _cut(chunk, run, 0)
    return [chunk]


def _candidates(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Style, number, start and end of what looks like a mark inside `text`."""
    for match in _CANDIDATE.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        if match["open"] and match["close"] != ")":
            continue
        word = _LAST_WORD.search(before)
        if word and pattern("stop", r"{}$").match(word[1]):
            continue
        if not match["open"] and (
            _STOP_CHARACTER.search(before[-3:]) or (before.endswith(".") and before[-2:-1].isdigit())
        ):
            continue
        value = match["number"]
        shape = "1" if value.isdigit() else "a"
        style = f"({shape})" if match["open"] else f"{shape})" if match["close"] == ")" else f"{shape}."
        yield style, int(value) if shape == "1" else ord(value) - ord("a") + 1, match.start(), match.end()


def _run(found: list[tuple[str, int, int, int]], start: int) -> list[tuple[str, int, int, int]]:
    run: list[tuple[str, int, int, int]] = []
    for entry in found:
        if entry[1] == start + len(run):
            run.append(entry)
    return run


def _believed(chunk: Chunk, run: list[tuple[str, int, int, int]], continued: bool) -> bool:
    if len(run) + continued >= _ENOUGH:
        return True
    bounded = all(start == 0 or _BOUNDARY.search(chunk.text[max(0, start - 8) : start]) for _, _, start, _ in run)
    return bounded and len(run) + continued >= _ENOUGH - 1


def _cut(chunk: Chunk, run: list[tuple[str, int, int, int]], inner: int) -> list[Chunk]:
    bounds = [start for _, _, start, _ in run] + [len(chunk.text)]
    pieces = [chunk.cut(0, bounds[0])] if chunk.text[: bounds[0]].strip() else []
    for (style, number, start, end), stop in zip(run, bounds[1:], strict=True):
        body = chunk.cut(end, stop)
        # "1. (1) …": the list's first mark and the line's own are one.
        outer = chunk.marked[0] if chunk.marked and start == 0 else chunk.at[start]
        marked = (outer, chunk.at[end - 1] + 1)
        found = Mark(end - start, style, number)
        pieces.append(replace(body, mark=found, marked=marked, inner=chunk.inner + inner, gap=False))
    return [piece for piece in pieces if piece.text]


def sentences(chunk: Chunk) -> list[Chunk]:
    """The sentences and semicolon parts of a lone paragraph. Nothing is cut inside brackets, before a connective, or
    where a lead-in makes the parts alternatives of one criterion."""
    text = chunk.text
    depth = 0
    done = 0
    pieces: list[Chunk] = []
    ends = {match.start() for match in _SENTENCE_END.finditer(text)}
    if ":" in text and pattern("alternative", r"\b{}\b").search(text):
        ends = {end for end in ends if text[end] == "."}
    for index, character in enumerate(text):
        depth = max(0, depth + _BRACKETS.get(character, 0))
        if index in ends and depth == 0 and _cuttable(text, done, index):
            pieces.append(chunk.cut(done, index + 1))
            done = index + 1
    pieces.append(chunk.cut(done))
    return [piece for piece in pieces if piece.text]


def _cuttable(text: str, start: int, index: int) -> bool:
    following = text[index + 1 : index + 60].lstrip()
    for kind in ("or-first", "and-first"):
        if pattern(kind, r"{}\b").match(following):
            return False
    if text[index] == ";":
        return True
    word = re.search(r"([\w.]+)$", text[max(start, index - 12) : index])
    abbreviated = word is not None and bool(pattern("short", r"{}$").match(word[1]))
    return not abbreviated and not following[:1].islower()
