"""Work on many records in several processes, in order and with a bounded number in flight."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

S = TypeVar("S")
T = TypeVar("T")

AHEAD = 4
"""Items in flight for each process: enough to keep all busy, few enough to keep memory flat."""


def spread(work: Callable[[S], T], items: Iterable[S], jobs: int) -> Iterator[T]:
    """``work`` of every item, in the order of the items, by ``jobs`` processes; one job is this process itself.

    ``work``, items and results cross process borders, so they have to be picklable. An error of ``work`` is raised where its
    result would stand, an error of ``items`` after the results before it.
    """
    if jobs <= 1:
        yield from map(work, items)
        return
    # Several processes are rare, and loading them takes as long as a tenth of a start.
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs) as pool:
        source = iter(items)
        flying: deque[Future[T]] = deque()
        fault: Exception | None = None
        while True:
            try:
                flying.extend(pool.submit(work, item) for item in islice(source, jobs * AHEAD - len(flying)))
            except Exception as error:
                fault, source = error, iter(())
            if not flying:
                break
            yield flying.popleft().result()
        if fault is not None:
            raise fault
