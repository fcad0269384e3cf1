"""Exit codes and error output: 0 done, 1 errors in the user's file, 2 wrong use, 3 the run failed, 130 interrupted."""

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

__all__ = ["FAILED", "INTERRUPTED", "ReaderGone", "exit_code"]

FAILED = 3
INTERRUPTED = 130


class ReaderGone(Exception):  # noqa: N818  (no error: whoever reads has read enough)
    """The reader of our output has gone away."""


def exit_code(call: Callable[[], Any], *, verbose: bool) -> int:
    """Call a command and give its exit code; an error is described on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that lacks a letter shows another in its place
            stream.reconfigure(errors="replace")
    try:
        result = call()
        return result if isinstance(result, int) else 0
    except ReaderGone:
        return 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (Exception, KeyboardInterrupt) as error:
        code, message = _describe(error, verbose)
        click.echo(safe(message), err=True)
        return code
    finally:
        try:
            sys.stdout.flush()
        except OSError:  # keep the interpreter from trying again when it ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _describe(error: BaseException, verbose: bool) -> tuple[int, str]:
    """The exit code of an error, and its message."""
    match error:
        case click.Abort() | KeyboardInterrupt():
            return INTERRUPTED, "Interrupted."
        case InputError(diagnostics=found):
            count = "1 error" if len(found) == 1 else f"{len(found)} errors"
            where = f"{count}; what a code means: negosim validate --explain {found[0].code}"
            return error.exit_code, f"{error}\n{where}"
        case NegosimError():
            return error.exit_code, f"Error: {error}"
        case OSError():
            return FAILED, f"Error: {error.filename or 'the output'}: {error.strerror or error}"
        case _ if verbose:
            return FAILED, "".join(traceback.format_exception(error)).rstrip()
        case _:
            what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            return FAILED, f"Error: negosim failed by a fault of its own ({what}); --verbose shows where."
