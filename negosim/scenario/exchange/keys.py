"""Keys of a scenario from the names of others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["keys_of"]

LONGEST = 40


def keys_of(names: Iterable[str], kind: str) -> list[str]:
    """A key for each name, no two alike; `kind` with the place where a name has no letter or digit of ASCII.

    >>> keys_of(["Size of Fund", "20'' LCD", "价格", "size-of-fund"], "issue")
    ['size_of_fund', 'n20_lcd', 'issue_3', 'size_of_fund_2']
    """
    keys: dict[str, None] = {}
    repeats: dict[str, int] = {}
    for place, name in enumerate(names, start=1):
        stem = key = _stem(name) or f"{kind}_{place}"
        while key in keys:
            repeats[stem] = repeats.get(stem, 1) + 1
            key = f"{stem}_{repeats[stem]}"
        keys[key] = None
    return list(keys)


def _stem(name: str) -> str:
    """Lower case, words joined by underscores; what begins with a digit gets an n (for number) in front."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST].strip("_")
    return f"n{words}" if words[:1].isdigit() else words
