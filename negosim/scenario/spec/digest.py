"""The fingerprint of a scenario: the same for the same content, however the file is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from negosim.scenario.spec.common import SHORT_FORMS

__all__ = ["digest"]


def _canonical(value: Any, *, nulls: bool = False) -> Any:
    """Whole floats as whole numbers, keys without a value left out unless `nulls` say something."""
    if isinstance(value, Mapping):
        return {key: _canonical(item, nulls=nulls) for key, item in value.items() if nulls or item is not None}
    if isinstance(value, list | tuple):
        return [_canonical(item, nulls=nulls) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def digest(plain: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form as JSON, as 64 hex digits; the order of keys counts, as options have one.

    In version 2 a key without a value takes something away that a group says.

    >>> digest({"a": 1.0}) == digest({"a": 1, "b": None})
    True
    """
    text = json.dumps(
        _canonical(plain, nulls=plain.get("negosim") == SHORT_FORMS), separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(text.encode()).hexdigest()
