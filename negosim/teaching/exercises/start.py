"""A student's folder: the sheet, the answers to fill in, the files to work on; whole or not there at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from negosim.errors import UsageError
from negosim.files import find
from negosim.report.results import Written, write_folder
from negosim.scenario.yaml.reader import read_file
from negosim.teaching.exercises.answers import FILE, blank
from negosim.teaching.exercises.load import Lesson
from negosim.teaching.exercises.worksheets import sheet

__all__ = ["start"]


def start(lesson: Lesson, folder: str | Path | None = None) -> Written:
    """Make the folder, by default named after the exercise in the current one.

    Errors: `UsageError` where something stands there, since it may be somebody's answers; `RunError` where it cannot
    be written.
    """
    place = Path(folder) if folder is not None else Path(lesson.name)
    if place.exists() or place.is_symlink():
        raise UsageError(f"{place} is there already, and may hold answers: name another folder")
    return Written(place, write_folder(place, _files(lesson)))


def _files(lesson: Lesson) -> Iterator[tuple[str, bytes]]:
    yield "sheet.html", sheet(lesson).encode()
    yield FILE, blank(lesson).encode()
    papers = [one.paper for one in lesson.exercise.questions.values() if one.paper is not None]
    yield from ((paper.name, paper.begin.encode()) for paper in papers if paper.begin is not None)
    copies = {file: None for name in lesson.exercise.files for file in _with_bases(find("scenarios", name))}
    yield from ((path.name, path.read_bytes()) for path in copies)


def _with_bases(path: Path) -> Iterator[Path]:
    """A shipped scenario and those that it extends, which lie beside it."""
    yield path
    base = read_file(path).child("extends")
    if base is not None:
        yield from _with_bases(path.with_name(str(base.value)))
