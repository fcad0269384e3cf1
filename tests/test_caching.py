"""Results cached for the life of an object."""

import gc
import weakref

from negosim.caching import remember, weak_cache


class _Square:
    """Counts how often its area is computed."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    @weak_cache
    def area(self, side: int) -> int:
        """The area."""
        self.asked.append(side)
        return side * side


def test_each_object_computes_each_result_once() -> None:
    first, second = _Square(), _Square()
    assert [first.area(2), first.area(2), first.area(3), second.area(2)] == [4, 4, 9, 4]
    assert first.asked == [2, 3]
    assert second.asked == [2]


def test_a_cache_keeps_no_object_alive() -> None:
    square = _Square()
    square.area(2)
    gone = weakref.ref(square)
    del square
    gc.collect()
    assert gone() is None


def test_what_is_remembered_is_no_more_than_so_many() -> None:
    cache: dict[int, int] = {}
    assert [remember(cache, side, side * side, 2) for side in (1, 2, 3)] == [1, 4, 9]
    assert cache == {3: 9}
