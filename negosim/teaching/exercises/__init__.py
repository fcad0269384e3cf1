"""Exercises: a goal, some theory, tasks with real commands, questions whose answers are computed, feedback, marks.

`load_exercise` reads one from its file, `start` writes a student's folder, `read_answers` reads what was handed in,
and `mark` says what is right and why. A question names a quantity (`exercises.quantities`) and never its value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from negosim.lazy import attach

if TYPE_CHECKING:
    from negosim.teaching.exercises.answers import Submission as Submission
    from negosim.teaching.exercises.answers import read_answers as read_answers
    from negosim.teaching.exercises.load import load_exercise as load_exercise
    from negosim.teaching.exercises.marking import MarkedSubmission as MarkedSubmission
    from negosim.teaching.exercises.marking import mark as mark
    from negosim.teaching.exercises.model import Exercise as Exercise
    from negosim.teaching.exercises.model import catalogue as catalogue
    from negosim.teaching.exercises.worksheets import sheet as sheet
    from negosim.teaching.exercises.write import start as start
    from negosim.teaching.exercises.write import write_marks as write_marks
    from negosim.teaching.exercises.write import write_sheet as write_sheet

_HOMES = {
    "negosim.teaching.exercises.answers": ("Submission", "read_answers"),
    "negosim.teaching.exercises.load": ("load_exercise",),
    "negosim.teaching.exercises.marking": ("MarkedSubmission", "mark"),
    "negosim.teaching.exercises.model": ("Exercise", "catalogue"),
    "negosim.teaching.exercises.worksheets": ("sheet",),
    "negosim.teaching.exercises.write": ("start", "write_marks", "write_sheet"),
}

if not TYPE_CHECKING:  # a checker of types knows the names from above
    __all__ = [name for names in _HOMES.values() for name in names]
    __getattr__, __dir__ = attach(__name__, _HOMES)
