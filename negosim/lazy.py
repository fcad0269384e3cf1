"""Names of a module that are imported on first use, so that importing the module itself imports nothing heavy."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["attach"]


def attach(module: str, homes: Mapping[str, tuple[str, ...]]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """The functions `__getattr__` and `__dir__` of a module, given the module that each of its names comes from.

    A name is kept once it was looked up; one that no home has raises `AttributeError`.
    """
    known = {name: home for home, names in homes.items() for name in names}
    namespace = vars(sys.modules[module])

    def find(name: str) -> Any:
        if name not in known:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        namespace[name] = getattr(import_module(known[name]), name)
        return namespace[name]

    def names() -> list[str]:
        return sorted({*namespace, *known})

    return find, names
