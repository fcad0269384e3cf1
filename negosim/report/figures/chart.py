"""Figures of numbers that are no run: panels as plain data, drawn like every registered figure."""

from __future__ import annotations

from typing import Any, cast

from negosim.report.figures.picture import Picture, draw

__all__ = ["chart"]


def chart(name: str, *panels: object) -> Picture:
    """Draw a registered figure of panels; each figure's module has the class of its panels."""
    return draw(name, *cast(Any, panels))
