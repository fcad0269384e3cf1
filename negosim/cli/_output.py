"""What commands print: results to stdout, talk to stderr, and the options that all commands share."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

__all__ = ["common", "heading", "progress", "safe", "say", "tell"]

F = TypeVar("F", bound=Callable[..., Any])
QUIET = "negosim.quiet"
PATIENCE = 1.0
"""Seconds after which a command says what it is at."""


def _quiet(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    ctx.meta[QUIET] = value


def _no_color(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        ctx.color = False


def common(command: F) -> F:
    """Decorator: the options that every command has."""
    options = (
        click.option("-q", "--quiet", is_flag=True, expose_value=False, callback=_quiet, help="Only the result."),
        click.option("-v", "--verbose", is_flag=True, expose_value=False, help="Show where a fault of negosim lies."),
        click.option(
            "--no-color", is_flag=True, expose_value=False, callback=_no_color, help="Plain text (or set NO_COLOR)."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def safe(text: str) -> str:
    """Text without characters that a terminal would act on, whatever file they come from.

    >>> safe("red \\x1b[31m")
    'red \N{REPLACEMENT CHARACTER}[31m'
    """
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


def say(text: str = "") -> None:
    """A part of the result, to stdout."""
    click.echo(safe(text))


def heading(text: str) -> None:
    """The heading of a part of the result."""
    click.echo("\n" + click.style(safe(text), bold=True))


def tell(text: str) -> None:
    """Talk, to stderr; nothing with --quiet."""
    if not click.get_current_context().meta.get(QUIET):
        click.echo(safe(text), err=True)


@contextmanager
def progress(words: str) -> Iterator[None]:
    """While something takes long, say so in one line that goes away; only on a terminal, and not with --quiet."""
    if click.get_current_context().meta.get(QUIET) or not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    teller = threading.Thread(target=_tick, args=(words, done), daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _tick(words: str, done: threading.Event) -> None:
    began = time.monotonic()
    shown = ""
    while not done.wait(PATIENCE):
        shown = f"{words} ... {time.monotonic() - began:.0f} s"
        sys.stderr.write(f"\r{shown}")
        sys.stderr.flush()
    sys.stderr.write(f"\r{' ' * len(shown)}\r" if shown else "")
    sys.stderr.flush()
