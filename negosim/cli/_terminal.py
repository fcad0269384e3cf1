"""Plain text of 80 columns, as commands know it; games are told by it too, so it lives in `negosim.report`."""

from __future__ import annotations

from negosim.report.terminal import WIDTH, counted, number, numbers, paragraph

__all__ = ["WIDTH", "counted", "number", "numbers", "paragraph"]
