"""Plain data as YAML."""

from __future__ import annotations

from typing import Any

__all__ = ["dump"]


def dump(data: Any) -> str:
    """Plain data as YAML that our reader reads back to the same data."""
    raise NotImplementedError
