"""Where the characters of a text stand in the text it was made from: a `range` where they stand side by side, which is
nearly everywhere, and `Stretches` where repair or the joining of lines has moved them apart."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import overload


class Stretches(Sequence[int]):
    """Places in stretches: those from index `starts[k]` on are `places[k]` and the numbers after it. Sixteen bytes a
    stretch, whatever the length of the text."""

    __slots__ = ("_length", "_places", "_starts")

    def __init__(self, starts: array[int], places: array[int], length: int) -> None:
        self._starts = starts
        self._places = places
        self._length = length

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[int]:
        for stretch in self.ranges():
            yield from stretch

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(int.__eq__, self, other))

    __hash__ = None  # type: ignore[assignment]

    @overload
    def __getitem__(self, index: int) -> int: ...

    @overload
    def __getitem__(self, index: slice) -> Places: ...

    def __getitem__(self, index: int | slice) -> int | Places:
        if isinstance(index, slice):
            start, stop, step = index.indices(self._length)
            if step != 1:
                raise ValueError("places are cut without gaps")
            return self._cut(start, stop) if start < stop else range(0)
        at = index + self._length if index < 0 else index
        if not 0 <= at < self._length:
            raise IndexError(index)
        stretch = bisect_right(self._starts, at) - 1
        return self._places[stretch] + at - self._starts[stretch]

    def _cut(self, start: int, stop: int) -> Places:
        first = bisect_right(self._starts, start) - 1
        end = bisect_left(self._starts, stop)
        place = self._places[first] + start - self._starts[first]
        if end - first == 1:
            return range(place, place + stop - start)
        starts = array("q", [0])
        starts.extend(at - start for at in self._starts[first + 1 : end])
        places = self._places[first:end]
        places[0] = place
        return Stretches(starts, places, stop - start)

    def longer(self) -> Stretches:
        """The same places and the next one."""
        return Stretches(self._starts, self._places, self._length + 1)

    def ranges(self) -> Iterator[range]:
        """The stretches, one after the other."""
        last = len(self._starts) - 1
        for index, (at, place) in enumerate(zip(self._starts, self._places, strict=True)):
            end = self._length if index == last else self._starts[index + 1]
            yield range(place, place + end - at)


Places = range | Stretches


class Builder:
    """Places under construction, from the first to the last."""

    __slots__ = ("_end", "_length", "_places", "_starts")

    def __init__(self) -> None:
        self._starts, self._places = array("q"), array("q")
        self._length = 0
        self._end = -1

    def add(self, place: int, length: int) -> None:
        """Append `length` places from `place` on."""
        if not length:
            return
        if place != self._end:
            self._starts.append(self._length)
            self._places.append(place)
        self._length += length
        self._end = place + length

    def places(self) -> Places:
        """All that was added."""
        if len(self._starts) > 1:
            return Stretches(self._starts, self._places, self._length)
        return range(self._end - self._length, self._end) if self._starts else range(0)


def aligned(places: Sequence[int], lengths: Sequence[int]) -> Places:
    """Stretches of these lengths that begin at these places; the last is one shorter."""
    ends = array("q", accumulate(lengths))
    return Stretches(array("q", [0, *ends[:-1]]), array("q", places), ends[-1] - 1)


def joined(ranges: Iterable[range]) -> Places:
    """The ranges one after the other, those that meet made one."""
    builder = Builder()
    for piece in ranges:
        builder.add(piece.start, len(piece))
    return builder.places()


def ranges(places: Places) -> Iterable[range]:
    """The stretches of any places."""
    return (places,) if isinstance(places, range) else places.ranges()


def through(places: Places, origin: Places) -> Places:
    """`origin[place]` for each of `places`."""
    if isinstance(places, range):
        return origin[places.start : places.stop]
    if isinstance(origin, range) and origin.start == 0:
        return places
    return joined(r for piece in places.ranges() for r in ranges(origin[piece.start : piece.stop]))


def closed(places: Places, end: int) -> Places:
    """The places and one more, `end`."""
    if places[-1] + 1 != end:
        return joined((*ranges(places), range(end, end + 1)))
    return range(places.start, end + 1) if isinstance(places, range) else places.longer()
