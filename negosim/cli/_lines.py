"""Plain text of 80 columns, as commands know it; it lives in `negosim.lines`, since games are told by it too."""

from __future__ import annotations

from negosim.lines import WIDTH, counted, number, numbers, paragraph

__all__ = ["WIDTH", "counted", "number", "numbers", "paragraph"]
