"""Results cached for the life of an object."""

import gc
import weakref

from negosim.caching import weak_cache


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
