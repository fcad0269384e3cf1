"""The fingerprint of a scenario: the same for the same content, however the file is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

__all__ = ["digest"]


def _canonical(value: Any) -> Any:
    """Whole floats as whole numbers, keys without a value left out."""
    if isinstance(value, Mapping):
        return {key: _canonical(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_canonical(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def digest(plain: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form as JSON, as 64 hex digits; the order of keys counts, as options have one.

    >>> digest({"a": 1.0}) == digest({"a": 1, "b": None})
    True
    """
    text = json.dumps(_canonical(plain), separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
