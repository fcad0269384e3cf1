"""A line on the terminal that says how far something has come; nothing where nobody looks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from negosim.cli._output import QUIET

__all__ = ["shown"]


@contextmanager
def shown() -> Iterator[Callable[[object], None]]:
    """A function that shows what it is given in one line, in place of what it showed before."""
    silent = click.get_current_context().meta.get(QUIET) or not sys.stderr.isatty()
    length = 0

    def show(what: object) -> None:
        nonlocal length
        text = str(what)
        sys.stderr.write(f"\r{text.ljust(length)}")
        sys.stderr.flush()
        length = len(text)

    try:
        yield (lambda _: None) if silent else show
    finally:
        if length:
            sys.stderr.write(f"\r{' ' * length}\r")
            sys.stderr.flush()
