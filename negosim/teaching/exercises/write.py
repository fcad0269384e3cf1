"""What is written for an exercise: a student's folder, a sheet, a table of marks; whole or not there at all.

Nothing that is there is replaced unasked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from negosim.errors import RunError, UsageError
from negosim.files import find, write_whole
from negosim.report.csv import table
from negosim.report.folder import Written, write_folder
from negosim.scenario.yaml.reader import read_file
from negosim.teaching.exercises.answers import FILE, blank_answers
from negosim.teaching.exercises.marking import MarkedSubmission
from negosim.teaching.exercises.model import Exercise
from negosim.teaching.exercises.worksheets import sheet

__all__ = ["start", "write_marks", "write_sheet"]


def start(exercise: Exercise, folder: str | Path | None = None) -> Written:
    """Write the folder to work in, by default named after the exercise in the current one.

    Errors: `UsageError` where something stands there, since it may be somebody's answers; `RunError` where it cannot
    be written.
    """
    place = Path(folder if folder is not None else exercise.name)
    if place.exists() or place.is_symlink():
        raise UsageError(f"{place} is there already, and may hold answers: name another folder")
    return Written(place, write_folder(place, _files(exercise)))


def _files(exercise: Exercise) -> Iterator[tuple[str, bytes]]:
    yield "sheet.html", sheet(exercise).encode()
    yield FILE, blank_answers(exercise).encode()
    submitted = [question.paper for question in exercise.questions.values() if question.paper is not None]
    yield from ((one.name, one.begin.encode()) for one in submitted if one.begin is not None)
    copies = dict.fromkeys(path for name in exercise.files for path in _with_bases(find("scenarios", name)))
    yield from ((path.name, path.read_bytes()) for path in copies)


def _with_bases(path: Path) -> Iterator[Path]:
    """A shipped scenario and those that it extends, which lie beside it."""
    yield path
    base = read_file(path).child("extends")
    if base is not None:
        yield from _with_bases(path.with_name(str(base.value)))


def write_sheet(page: str, path: str | Path, *, overwrite: bool = False) -> None:
    """Write a sheet. Errors: `UsageError` where something stands there; `RunError` where it cannot be written."""
    _write(Path(path), page.encode(), overwrite)


def write_marks(marked: Sequence[MarkedSubmission], path: str | Path, *, overwrite: bool = False) -> None:
    """Write a table of marks as CSV, a row a student; no cell does anything in a spreadsheet. Errors as above."""
    _write(Path(path), table([one.row() for one in marked]), overwrite)


def _write(path: Path, content: bytes, overwrite: bool) -> None:
    if path.exists() and not overwrite:
        raise UsageError(f"{path} is there already: --overwrite replaces it")
    try:
        write_whole(path, content)
    except OSError as error:
        raise RunError(f"{path} cannot be written: {error.strerror or error}") from error
