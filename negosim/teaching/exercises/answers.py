"""A file of answers: written blank for a student, read back with places when it is handed in."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from negosim.errors import InputError, did_you_mean
from negosim.scenario.yaml.nodes import Node, shorten
from negosim.scenario.yaml.reader import read_file
from negosim.teaching.exercises.load import load_exercise
from negosim.teaching.exercises.model import Exercise
from negosim.teaching.exercises.questions.base import Answer, Faults

__all__ = ["CODES", "FILE", "Submission", "blank_answers", "read_answers"]

CODES: dict[str, str] = {
    "L201": "A file of answers has 'negosim_answers: 1', the 'exercise', the 'student' and 'answers'.",
    "L202": "An answer belongs to a question of the exercise.",
    "L203": "An answer is of the kind that the question wants: a number, true or false, an option, a list, a file.",
    "L204": "An answer is one of the options of the question.",
}
"""Code -> what it means in one sentence."""

FILE = "answers.yaml"
"""How the file is called in a student's folder."""

KEYS = ("negosim_answers", "exercise", "student", "answers")
REQUIRED: tuple[tuple[str, Any, str], ...] = (
    ("negosim_answers", int, "1"),
    ("exercise", str, "the name of the exercise"),
    ("answers", dict, "an answer to each question"),
)
"""Keys that must stand at the top, of which type, in words."""


@dataclass(frozen=True)
class Submission:
    """A file of answers: whose, to which exercise, and every answer that was given."""

    path: Path
    student: str
    exercise: Exercise
    answers: Mapping[str, Answer]


def blank_answers(exercise: Exercise) -> str:
    """The file of answers with every answer blank, the questions as comments."""
    lines = [
        f"# Answers to “{exercise.title}”. Write behind the colons, in the place of null.",
        f"# Then: negosim exercise check {FILE}",
        "negosim_answers: 1",
        f"exercise: {exercise.name}",
        'student: ""',
        "answers:",
    ]
    for place, (key, question) in enumerate(exercise.questions.items(), 1):
        lines += ["", *_comment(f"{place}. {question.ask}"), *_comment(question.kind.prompt().in_file)]
        lines += [f"  {key}: {question.paper.name if question.paper else 'null'}"]
    return "\n".join(lines) + "\n"


def _comment(text: str) -> list[str]:
    return textwrap.wrap(" ".join(text.split()), 96, initial_indent="  # ", subsequent_indent="  # ")


def read_answers(path: str | Path, exercise: Exercise | None = None) -> Submission:
    """The answers of a file; to the exercise that it names, which is loaded unless it is given.

    Errors: `UsageError` where the file cannot be read or the exercise is unknown; `InputError` with all its faults.
    """
    root = read_file(path)
    if faults := list(_head_faults(root)):
        raise InputError(faults)
    name = str(root.at(["exercise"]).value)
    exercise = exercise if exercise is not None and exercise.name == name else load_exercise(name)
    answered = root.at(["answers"]).value
    given = answered if isinstance(answered, dict) else {}
    if faults := [fault for key, node in given.items() for fault in _answer_faults(exercise, key, node)]:
        raise InputError(faults)
    parsed = {key: exercise.questions[key].kind.parse(node.plain()) for key, node in given.items()}
    answers = {key: answer for key, answer in parsed.items() if answer is not None}
    student = root.child("student")
    return Submission(Path(path), str(student.plain() or "") if student else "", exercise, answers)


def _head_faults(root: Node) -> Faults:
    if not isinstance(root.value, dict):
        yield root.diagnostic("L201", "expected a file of answers, as 'negosim exercise start' writes it")
        return
    for key, node in root.value.items():
        if key not in KEYS:
            yield node.key_diagnostic("L201", f"unknown key {shorten(key)}", key, did_you_mean(key, KEYS))
    for key, kind, words in REQUIRED:
        one = root.child(key)
        if one is None or not isinstance(one.value, kind) or isinstance(one.value, bool):
            yield (one or root).diagnostic("L201", f"expected '{key}:' with {words}", key)
    version = root.child("negosim_answers")
    if version is not None and version.value != 1:
        yield version.diagnostic("L201", "expected 'negosim_answers: 1'", "negosim_answers")


def _answer_faults(exercise: Exercise, key: str, given: Node) -> Faults:
    """The faults of one answer; a blank one has none."""
    path = f"answers.{key}"
    if key not in exercise.questions:
        help_ = did_you_mean(key, [*exercise.questions])
        yield given.key_diagnostic("L202", f"no question {shorten(key)}", path, help_)
    elif given.value is not None:
        yield from exercise.questions[key].kind.answer_faults(given, path)
