"""Many records in several processes: the order and the errors of one process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from eligo.parallel import spread


def half(n: int) -> int:
    if n % 2:
        raise ValueError(f"{n} is odd")
    return n // 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order(jobs: int) -> None:
    assert list(spread(half, range(0, 60, 2), jobs)) == list(range(30))


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_stands_where_its_result_would(jobs: int) -> None:
    found = spread(half, [0, 2, 3, 4], jobs)
    assert [next(found), next(found)] == [0, 1]
    with pytest.raises(ValueError, match="3 is odd"):
        next(found)


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_before_a_fault_of_the_source_are_kept(jobs: int) -> None:
    def cut_off() -> Iterator[int]:
        yield 2
        yield 4
        raise OSError("cut off")

    found = spread(half, cut_off(), jobs)
    assert [next(found), next(found)] == [1, 2]
    with pytest.raises(OSError, match="cut off"):
        next(found)
