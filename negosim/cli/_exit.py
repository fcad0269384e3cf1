"""How a command ends: 0 done, 1 errors in the user's file, 2 wrong use, 3 the run failed, 130 interrupted."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

import click

from negosim.cli._output import safe
from negosim.errors import InputError, NegosimError

__all__ = ["FAILED", "INTERRUPTED", "Closed", "ended"]

FAILED = 3
INTERRUPTED = 130


class Closed(Exception):  # noqa: N818  (no error: who reads has read enough)
    """Whoever reads our output has gone away."""


def ended(call: Callable[[], Any], *, verbose: bool) -> int:
    """Call a command and give its exit code; what goes wrong is told on stderr in plain words."""
    _print_whatever_comes()
    try:
        result = call()
        return result if isinstance(result, int) else 0
    except Closed:
        return 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (Exception, KeyboardInterrupt) as error:
        code, words = _last_words(error, verbose)
        click.echo(safe(words), err=True)
        return code
    finally:
        _settle()


def _last_words(error: BaseException, verbose: bool) -> tuple[int, str]:
    """The exit code of an error, and what is said of it."""
    match error:
        case click.Abort() | KeyboardInterrupt():
            return INTERRUPTED, "Interrupted."
        case InputError():
            return error.exit_code, f"{error}\n{counted(error)}"
        case NegosimError():
            return error.exit_code, f"Error: {error}"
        case OSError():
            return FAILED, f"Error: {error.filename or 'the output'}: {error.strerror or error}"
        case _:
            return FAILED, _fault(error, verbose)


def counted(error: InputError) -> str:
    """How many errors there are, and where to read on."""
    many = len(error.diagnostics)
    what = "1 error" if many == 1 else f"{many} errors"
    return f"{what}; what a code means: negosim validate --explain {error.diagnostics[0].code}"


def _fault(error: BaseException, verbose: bool) -> str:
    """A fault of negosim itself."""
    if verbose:
        return "".join(traceback.format_exception(error)).rstrip()
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"Error: negosim failed by a fault of its own ({what}); --verbose shows where."


def _print_whatever_comes() -> None:
    """A terminal that lacks a letter shows another in its place rather than failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _settle() -> None:
    """Write out what is left; where nothing more can be written, let the interpreter not try again when it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
