"""Where a game is shown and typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

__all__ = ["Console", "QuitError"]


class Console(Protocol):
    """Where a game is shown and typed: a terminal, a pipe, or a test."""

    def show(self, lines: Sequence[str]) -> None:
        """Print lines."""

    def ask(self, prompt: str) -> str:
        """A line that is typed; `EOFError` where there will be none."""

    def clear(self) -> None:
        """Take what was shown out of sight."""


class QuitError(Exception):
    """The person stops here; the game is kept."""
