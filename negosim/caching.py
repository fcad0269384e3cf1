"""Results that are computed once per object, kept outside the object."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

__all__ = ["weak_cache"]

T = TypeVar("T")
P = ParamSpec("P")
R = TypeVar("R")


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
