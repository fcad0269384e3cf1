"""What commands print: results to stdout, remarks and progress to stderr, and the options that all commands share."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

__all__ = ["common", "heading", "progress", "progress_line", "safe", "say", "say_json", "tell"]

F = TypeVar("F", bound=Callable[..., Any])
QUIET = "negosim.quiet"
PATIENCE = 1.0
"""Seconds after which a command shows what it is doing."""


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
    """Replace characters that a terminal would act on, whatever file they come from.

    >>> safe("red \\x1b[31m")
    'red \N{REPLACEMENT CHARACTER}[31m'
    """
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


def say(text: str = "") -> None:
    """Print a part of the result to stdout."""
    click.echo(safe(text))


def say_json(data: Any) -> None:
    """Print plain data as JSON."""
    say(json.dumps(data, ensure_ascii=False, indent=2))


def heading(text: str) -> None:
    """Print the heading of a part of the result."""
    click.echo("\n" + click.style(safe(text), bold=True))


def tell(text: str) -> None:
    """Print a remark to stderr; nothing with --quiet."""
    if not click.get_current_context().meta.get(QUIET):
        click.echo(safe(text), err=True)


@contextmanager
def progress_line() -> Iterator[Callable[[object], None]]:
    """Give a function that shows a text in one line of the terminal in place of the one before.

    The line is cleared at the end. Nothing is shown off a terminal or with --quiet.
    """
    if click.get_current_context().meta.get(QUIET) or not sys.stderr.isatty():
        yield lambda _: None
        return
    length = 0

    def write(text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()

    def show(what: object) -> None:
        nonlocal length
        write(f"\r{str(what).ljust(length)}")
        length = len(str(what))

    try:
        yield show
    finally:
        if length:
            write(f"\r{' ' * length}\r")


@contextmanager
def progress(words: str) -> Iterator[None]:
    """Show what a long step does and for how many seconds, from `PATIENCE` on."""
    with progress_line() as show:
        done = threading.Event()
        clock = threading.Thread(target=_tick, args=(words, done, show), daemon=True)
        clock.start()
        try:
            yield
        finally:
            done.set()
            clock.join()


def _tick(words: str, done: threading.Event, show: Callable[[object], None]) -> None:
    began = time.monotonic()
    while not done.wait(PATIENCE):
        show(f"{words} ... {time.monotonic() - began:.0f} s")
