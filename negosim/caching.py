"""Results that are kept for the next time they are asked for: only as long as their object lives, or only so many."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

__all__ = ["remember", "weak_cache"]

T = TypeVar("T")
P = ParamSpec("P")
R = TypeVar("R")
K = TypeVar("K", bound=Hashable)


def weak_cache(function: Callable[Concatenate[T, P], R]) -> Callable[Concatenate[T, P], R]:
    """Cache a pure function or method by its arguments, for as long as the object that is its first argument lives.

    Unlike `functools.lru_cache` it keeps nothing alive. The first argument is compared by identity, so its class needs
    `eq=False` if it is a dataclass; the others have to be hashable.
    """
    caches: WeakKeyDictionary[Any, dict[Hashable, R]] = WeakKeyDictionary()

    @wraps(function)
    def cached(owner: T, /, *args: P.args, **kwargs: P.kwargs) -> R:
        cache, key = caches.setdefault(owner, {}), (args, *kwargs.items())
        if key not in cache:
            cache[key] = function(owner, *args, **kwargs)
        return cache[key]

    return cached


def remember(cache: dict[K, R], key: K, result: R, most: int) -> R:
    """Keep a result in a cache, which is emptied first where it holds as many as it may; the result."""
    if len(cache) >= most:
        cache.clear()
    cache[key] = result
    return result
