"""Exercises: a goal, some theory, tasks with real commands, questions whose answers are computed, feedback, marks.

`load_exercise` reads one from its file, `start` writes a student's folder, `read_answers` reads what was handed in,
and `mark` says what is right and why. A question names a quantity (`lessons.quantities`) and never its value.
"""

from negosim.teaching.exercises.answers import HandedIn, read_answers
from negosim.teaching.exercises.load import catalogue, load_exercise
from negosim.teaching.exercises.mark import Marked, mark
from negosim.teaching.exercises.model import Exercise
from negosim.teaching.exercises.start import start
from negosim.teaching.exercises.worksheets import sheet
from negosim.teaching.exercises.write import write_marks, write_sheet

__all__ = [
    "Exercise",
    "HandedIn",
    "Marked",
    "catalogue",
    "load_exercise",
    "mark",
    "read_answers",
    "sheet",
    "start",
    "write_marks",
    "write_sheet",
]
