"""One file that a user names, a sheet or a table of marks: there whole or not at all, and none replaced unasked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from negosim.errors import RunError, UsageError
from negosim.files import write_whole
from negosim.report.csv import table
from negosim.teaching.exercises.mark import Marked

__all__ = ["write_marks", "write_sheet"]


def write_sheet(page: str, path: str | Path, *, overwrite: bool = False) -> None:
    """Write a sheet. Errors: `UsageError` where something stands there; `RunError` where it cannot be written."""
    _write(Path(path), page.encode(), overwrite)


def write_marks(marked: Sequence[Marked], path: str | Path, *, overwrite: bool = False) -> None:
    """Write a table of marks as CSV, a row a student; no cell does anything in a spreadsheet. Errors as above."""
    _write(Path(path), table([one.row() for one in marked]), overwrite)


def _write(path: Path, content: bytes, overwrite: bool) -> None:
    if path.exists() and not overwrite:
        raise UsageError(f"{path} is there already: --overwrite replaces it")
    try:
        write_whole(path, content)
    except OSError as error:
        raise RunError(f"{path} cannot be written: {error.strerror or error}") from error
