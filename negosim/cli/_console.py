"""The terminal as a game's console: lines out, a line in, and a screen that can be cleared between people."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from negosim.cli._output import safe, say

__all__ = ["Terminal"]

LONGEST = 1000
"""Letters of a typed line that are read."""


class Terminal:
    """A terminal, or a pipe: what is typed into a pipe is shown, so that the whole reads like a game at a terminal."""

    def __init__(self) -> None:
        self.typing = sys.stdin.isatty()
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")

    def show(self, lines: Sequence[str]) -> None:
        """Print lines."""
        say("\n".join(lines))

    def ask(self, prompt: str) -> str:
        """A line that is typed; `EOFError` at the end of the input."""
        click.echo(safe(prompt), nl=False)
        sys.stdout.flush()
        typed = self._line()
        if not typed:
            say()
            raise EOFError
        if not self.typing:
            say(typed.rstrip("\n"))
        return typed.rstrip("\r\n")

    def _line(self) -> str:
        """The next line, its end cut off where it is too long; comments of a script are left out."""
        line = sys.stdin.readline()[:LONGEST]
        while line.startswith("#") and not self.typing:
            line = sys.stdin.readline()[:LONGEST]
        return line

    def clear(self) -> None:
        """Take what was shown out of sight: cleared where the terminal can, else pushed up."""
        colour = click.get_current_context().color is not False  # not with --no-color or NO_COLOR
        if colour and sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb":
            sys.stdout.write("\x1b[H\x1b[2J\x1b[3J")  # cursor home, the screen cleared, the lines above it forgotten
        else:
            say("\n" * 60)
