"""The text that is being read, and the faults found in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from negosim.errors import Diagnostic, Place
from negosim.scenario.yaml.nodes import SourceText
from negosim.scenario.yaml.quoting import hidden_characters, redact, split_lines

__all__ = ["MAX_FAULTS", "UNDERLINED", "FaultyText", "StopReading"]

MAX_FAULTS = 100
UNDERLINED = 120
"""The largest number of characters underlined."""


class StopReading(Exception):  # noqa: N818 - not an error: it ends the loop
    """Reading cannot continue; the faults have been recorded."""


class FaultyText:
    """A text from a column on, without characters that cannot be seen, and its faults so far."""

    def __init__(self, original: str, name: str, path: Path | None = None, start: int = 0) -> None:
        self.original, self.hidden = original, hidden_characters(original)
        redacted = redact(original, self.hidden)
        self.source = SourceText(name, split_lines(redacted), path)
        self.text = " " * start + redacted[start:]
        self.faults: list[Diagnostic] = []

    def fault(self, code: str, message: str, place: Place, path: str = "", help: str = "") -> None:
        """Record a fault; too many end the reading."""
        self.faults.append(self.source.diagnostic(code, message, place, path, help))
        if len(self.faults) >= MAX_FAULTS:
            end = f"more than {MAX_FAULTS} faults; those behind this place are not shown"
            self.faults.append(Diagnostic("Y018", end, place))
            raise StopReading

    def place(self, start: Any, end: Any) -> Place:
        """The place between two marks of the parser, up to the end of the first line."""
        line = self.line(start.line)
        stop = end.column if end.line == start.line else len(line)
        return Place(self.source.name, start.line + 1, start.column + 1, min(UNDERLINED, max(1, stop - start.column)))

    def line(self, number: int) -> str:
        """A line by its number, from 0; empty beyond the last."""
        return self.source.lines[number] if number < len(self.source.lines) else ""
