"""Lists inside a line: numbers that run 1, 2, 3 … through a paragraph, and the sentences of a lone paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from eligo.segment.chunks import Chunk
from eligo.segment.groups import LEAD
from eligo.segment.marks import Mark
from eligo.segment.words import fold, pattern

# A search is ten times as fast for a pattern that begins with a character than for one that looks behind first.
_CANDIDATE = re.compile(
    r"(?P<first>[(\da-k])(?<![^\s;,.:)].)(?:(?<=\()\s?(?P<inner>\d{1,2}|[a-k])(?=\s?\))|(?<=\d)\d?|(?<=[a-k])(?=\s?\)))"
    r"\s?(?P<close>[.)、])(?=\s*[^\s\d.,;:)%])"
)
_CLOSED = re.compile(r"[).、](?:(?<=\d.)|(?<=\d\s.)|(?<=[a-k]\))|(?<=[a-k]\s\)))")
_BULLET = re.compile(r"[•●▪■](?<=\s.)\s*(?=\S)")
# Stars multiply and dashes set off, so they are bullets only in a line that begins with one, and before a word.
_INNER_BULLETS = {
    "*": re.compile(r"\*(?<=\s.)\s+(?=[^\W\d_])"),
    "-": re.compile(r"-(?<=\s.)\s+(?=[A-Z])"),
}
# "ASA I - II": a dash between two roman numerals is a range.
_RANGE = re.compile(r"\b[IVX]+[ab]?\s*-\s+[IVX]+[ab]?\b(?!\s*[.)])")
_BOUNDARY = re.compile(r"(?<=[.;,:)])\s*$")
_LAST_WORD = re.compile(r"[\w-]+$")
_STOP_CHARACTERS = tuple("<>=≤≥~+/-")
# How much of the text before a number tells whether it is a value.
_NEAR = 40
_SENTENCE_END = re.compile(r"[.;](?=\s+[^\W_]|\s+[(<>≥≤])")
_NUMBERS = ("(1)", "1)", "1.")
_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
# Two numbers may stand in a line by chance; three that count do not.
_ENOUGH = 3


def runs(chunk: Chunk, dense: bool) -> list[Chunk]:
    """The chunk cut at the list marks inside it. Members of a list that stands under a lead-in get one more `inner`.
    `dense` says that the list is written as one paragraph, so that dashes in it are bullets."""
    style = chunk.mark.style if chunk.mark is not None else ""
    bullet = _INNER_BULLETS.get(style, _BULLET)
    if bullet.search(chunk.text) or _CLOSED.search(chunk.text):
        return [piece for part in _bulleted(chunk, bullet, dense) for piece in _numbered(part)]
    return [chunk]


def is_dense(chunks: Sequence[Chunk]) -> bool:
    """Whether dashes are bullets wherever they stand: in a lone line, or in lines without a gap, all with dashes, that
    go on to use several inside."""
    if len(chunks) == 1:
        return True
    if any(chunk.gap or chunk.mark is None or chunk.mark.style != "-" for chunk in chunks):
        return False
    return sum(len(_INNER_BULLETS["-"].findall(chunk.text)) for chunk in chunks) >= _ENOUGH - 1


def _bulleted(chunk: Chunk, bullet: re.Pattern[str], dense: bool) -> list[Chunk]:
    cuts = [match.start() for match in bullet.finditer(chunk.text)]
    if bullet is _INNER_BULLETS["-"] and not dense and len(cuts) < _ENOUGH - 1:
        cuts = [cut for cut in cuts if _BOUNDARY.search(chunk.text[max(0, cut - 8) : cut])]
    if bullet is _INNER_BULLETS["-"] and cuts:
        ranges = [range(*match.span()) for match in _RANGE.finditer(chunk.text)]
        cuts = [cut for cut in cuts if not any(cut in within for within in ranges)]
    cuts = list(_outside_brackets(chunk.text, cuts))
    if not cuts:
        return [chunk]
    pieces = [chunk.cut(a, b) for a, b in pairwise([0, *cuts, len(chunk.text)])]
    return [piece if index == 0 else piece.after_mark() for index, piece in enumerate(pieces) if piece.text]


def _outside_brackets(text: str, cuts: Sequence[int]) -> Iterator[int]:
    depth = at = 0
    for cut in cuts:
        depth = max(0, depth + text.count("(", at, cut) - text.count(")", at, cut))
        at = cut
        if depth == 0:
            yield cut


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
        if pattern("lead", r"{}\s*$").search(fold(before[-LEAD:])):
            return _cut(chunk, run, 1)
        if chunk.mark is None and style in _NUMBERS and len(run) >= _ENOUGH and _BOUNDARY.search(before):
            return _cut(chunk, run, 0)
    return [chunk]


def _candidates(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Style, number, start and end of what looks like a mark inside `text`."""
    for match in _CANDIDATE.finditer(text):
        start = match.start()
        before = text[max(0, start - _NEAR) : start].rstrip()
        word = _LAST_WORD.search(before.rsplit(None, 1)[-1]) if before else None
        if word and pattern("stop", r"{}$").match(fold(word[0])):
            continue
        inner = match["inner"]
        decimal = text[start - 1 : start] == "." and text[start - 2 : start - 1].isdigit()
        if inner is None and (decimal or before.endswith(_STOP_CHARACTERS)):
            continue
        value = inner or text[start : match.start("close")].rstrip()
        shape = "1" if value.isdigit() else "a"
        style = f"({shape})" if inner else f"{shape})" if match["close"] == ")" else f"{shape}."
        yield style, int(value) if shape == "1" else ord(value) - ord("a") + 1, start, match.end()


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
        pieces.append(body.below(found, marked, inner))
    return [piece for piece in pieces if piece.text]


def sentences(chunk: Chunk) -> list[Chunk]:
    """The sentences and semicolon parts of a lone paragraph. Nothing is cut inside brackets, before a connective, or
    where a lead-in makes the parts alternatives of one criterion."""
    text = chunk.text
    depth = 0
    done = 0
    pieces: list[Chunk] = []
    ends = {match.start() for match in _SENTENCE_END.finditer(text)}
    if ":" in text and pattern("alternative", r"\b{}\b").search(fold(text)):
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
    if pattern("or-first and-first", r"{}\b").match(fold(following)):
        return False
    if text[index] == ";":
        return True
    word = re.search(r"([\w.]+)$", text[max(start, index - 12) : index])
    abbreviated = word is not None and bool(pattern("short", r"{}$").match(fold(word[1])))
    return not abbreviated and not following[:1].islower()
