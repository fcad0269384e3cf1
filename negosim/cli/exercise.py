"""`negosim exercise`: list, show, start, check and mark exercises."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from negosim.cli import _options
from negosim.cli._output import common, progress, say_json, tell

if TYPE_CHECKING:
    from negosim.teaching.exercises import MarkedSubmission

__all__ = ["command"]

TEACHER = click.option("--teacher", is_flag=True, help="With the solutions, computed now.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON value.")
FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("exercise")
def command() -> None:
    """List, show, start, check and mark exercises.

    An exercise has a goal, a page of theory, tasks with real commands, and questions whose answers are computed from
    the scenario.
    """


@command.command("list")
@JSON
@common
def list_(as_json: bool) -> None:
    """List the exercises in the order of the course."""
    from negosim.cli._exercise_text import say_list
    from negosim.teaching.exercises import catalogue

    exercises = catalogue()
    if as_json:
        say_json([one.outline() for one in exercises])
    else:
        say_list(exercises)


@command.command("show")
@click.argument("name")
@TEACHER
@click.option("--html", type=FILE, metavar="FILE", help="Write the sheet as a page to print instead.")
@_options.new_file
@common
def show(name: str, teacher: bool, html: Path | None, overwrite: bool) -> None:
    """Show an exercise: theory, tasks and questions.

    NAME is that of a shipped exercise (negosim exercise list), or a file.
    """
    from negosim.cli._exercise_text import say_exercise
    from negosim.teaching.exercises import load_exercise, sheet, write_sheet

    exercise = load_exercise(name)
    with progress("Computing the solutions" if teacher else "Reading"):
        page = sheet(exercise, teacher=teacher) if html is not None else ""
    if html is None:
        say_exercise(exercise, teacher=teacher)
        return
    write_sheet(page, html, overwrite=overwrite)
    tell(f"Wrote {html}, to print on A4 or Letter.")


@command.command("start")
@click.argument("name")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@common
def start_(name: str, folder: Path | None) -> None:
    """Make a folder to work in: the sheet, a file for the answers, what there is to work on.

    FOLDER is the name of the exercise in the current folder unless it is given. It must not be there yet.
    """
    from negosim.cli._exercise_text import say_start
    from negosim.teaching.exercises import load_exercise, start

    exercise = load_exercise(name)
    say_start(exercise, start(exercise, folder))


@command.command("check")
@click.argument("answers", type=click.Path(path_type=Path))
@click.option("--hints", type=click.IntRange(0, 20), default=1, show_default=True, help="Hints for a wrong answer.")
@_options.code
@JSON
@common
def check(answers: Path, hints: int, allow_code: bool, as_json: bool) -> None:
    """Say which answers are right and why, and help with the others.

    ANSWERS is the file that negosim exercise start wrote, or its folder. No right answer is given away.
    """
    from negosim.cli._exercise_text import feedback, say_feedback

    with progress("Looking at the answers"):
        marked = _marked(answers, allow_code)
    if as_json:
        say_json(feedback(marked, hints))
    else:
        say_feedback(marked, hints)


@command.command("mark")
@click.argument("answers", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--csv", "csv", type=FILE, metavar="FILE", help="Write a table of all marks, for a spreadsheet.")
@click.option("--overwrite", is_flag=True, help="Replace a table that is there.")
@TEACHER
@_options.code
@JSON
@common
@click.pass_context
def mark_(
    ctx: click.Context,
    *,
    answers: tuple[Path, ...],
    csv: Path | None,
    overwrite: bool,
    teacher: bool,
    allow_code: bool,
    as_json: bool,
) -> None:
    """Mark answers: points for each question, and all together.

    ANSWERS are files or folders of students, each marked by the exercise that it names. A file that cannot be read is
    told, and the others are marked.
    """
    from negosim.cli._exercise_text import say_marks, say_solutions
    from negosim.teaching.exercises import write_marks

    marked, unread = _all_marked(answers, allow_code)
    if csv is not None:
        write_marks(marked, csv, overwrite=overwrite)
    if as_json:
        say_json([one.row() for one in marked])
    else:
        say_marks(marked)
        if teacher:
            say_solutions(marked)
    if csv is not None:
        tell(f"Wrote {csv}.")
    ctx.exit(1 if unread else 0)


def _marked(path: Path, allow_code: bool) -> MarkedSubmission:
    """The marks of a file of answers, or of the one in a folder."""
    from negosim.teaching.exercises import mark, read_answers
    from negosim.teaching.exercises.answers import FILE as NAME

    return mark(read_answers(path / NAME if path.is_dir() else path), allow_code=allow_code)


def _all_marked(paths: tuple[Path, ...], allow_code: bool) -> tuple[list[MarkedSubmission], int]:
    """The marks of all files that can be read, and how many cannot; each of those is reported."""
    from negosim.errors import InputError, UsageError

    marked: list[MarkedSubmission] = []
    for path in paths:
        try:
            with progress(f"Marking {path}"):
                marked.append(_marked(path, allow_code))
        except (InputError, UsageError) as error:
            if len(paths) == 1:
                raise
            click.echo(f"{path}: {error}", err=True)
    return marked, len(paths) - len(marked)
