"""A file of answers: written blank for a student, read back with places when it is handed in."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from negosim.errors import Diagnostic, InputError, did_you_mean
from negosim.scenario.spec.values import found, number_text
from negosim.scenario.yaml.nodes import Node, shorten
from negosim.scenario.yaml.reader import read_file
from negosim.scenario.yaml.writer import dump
from negosim.teaching.exercises.load import Lesson, load_exercise
from negosim.teaching.exercises.model import Choice, Claim, Exercise, Number, Paper, Question, Several, Wanted

__all__ = ["CODES", "Answer", "HandedIn", "blank", "read_answers"]

CODES: dict[str, str] = {
    "L201": "A file of answers has 'negosim_answers: 1', the 'exercise', the 'student' and 'answers'.",
    "L202": "An answer belongs to a question of the exercise.",
    "L203": "An answer is of the kind that the question wants: a number, true or false, an option, a list, a file.",
    "L204": "An answer is one of the options of the question.",
}
"""Code -> what it means in one sentence."""

Answer = float | bool | str | tuple[str, ...]
"""What a student gives: a number, true or false, an option or the name of a file, several options."""

HEADS = ("negosim_answers", "exercise", "student", "answers")
WIDTH = 96
Faults = Iterator[Diagnostic]


@dataclass(frozen=True)
class HandedIn:
    """A file of answers: whose, to which exercise, and every answer that was given."""

    path: Path
    student: str
    lesson: Lesson
    answers: Mapping[str, Answer]


# Writing


def blank(lesson: Lesson) -> str:
    """The file of answers with every answer blank, the questions as comments."""
    exercise = lesson.exercise
    lines = [
        f"# Answers to “{exercise.title}”. Write behind the colons, in the place of null.",
        f"# Then: negosim exercise check {FILE}",
        "negosim_answers: 1",
        f"exercise: {lesson.name}",
        'student: ""',
        "answers:",
    ]
    for place, (key, question) in enumerate(exercise.questions.items(), 1):
        lines += ["", *_comment(f"{place}. {question.ask}"), *_comment(how(question))]
        lines += [f"  {key}: {question.paper.name if question.paper else 'null'}"]
    return "\n".join(lines) + "\n"


MEASURED = ("points", "percent")
"""Units of numbers that are measured; those of all others are counted."""

FILE = "answers.yaml"
"""How the file is called in a student's folder."""


def _comment(text: str) -> list[str]:
    return textwrap.wrap(" ".join(text.split()), WIDTH, initial_indent="  # ", subsequent_indent="  # ")


def how(question: Question) -> str:
    """How an answer is written, in words; never what it is."""
    match question.wanted:
        case Number(unit=unit):
            return f"A number ({unit}), like {'12.5' if unit in MEASURED else '12'}"
        case Several(options=options):
            return f"All that fit, like [{', '.join(map(_written, list(options)[:2]))}], of: {_options(options)}"
        case Choice(options=options):
            return f"One of: {_options(options)}"
        case Claim():
            return "true or false"
        case Paper(name=name):
            return f"The file {name}, beside this one"


def _options(options: Mapping[str, str]) -> str:
    return "; ".join(f"{_written(key)} ({words})" if key != words else _written(key) for key, words in options.items())


def _written(key: str) -> str:
    """A key as it is written in YAML."""
    return dump(key).strip()


# Reading


def read_answers(path: str | Path, lesson: Lesson | None = None) -> HandedIn:
    """The answers of a file; to the exercise that it names, which is loaded unless it is given.

    Errors: `UsageError` where the file cannot be read or the exercise is unknown; `InputError` with all its faults.
    """
    root = read_file(path)
    _raise(_heads(root))
    named = str(root.at(["exercise"]).value)
    lesson = lesson if lesson is not None and lesson.name == named else load_exercise(named)
    node = root.at(["answers"])
    _raise(fault for key, given in _below(node).items() for fault in _faults(lesson.exercise, key, given))
    questions = lesson.exercise.questions
    answers = {
        key: _read(questions[key].wanted, one.plain()) for key, one in _below(node).items() if one.value is not None
    }
    student = root.child("student")
    return HandedIn(Path(path), str(student.plain() or "") if student else "", lesson, answers)


def _raise(faults: Faults) -> None:
    collected = list(faults)
    if collected:
        raise InputError(collected)


def _below(node: Node) -> dict[str, Node]:
    return node.value if isinstance(node.value, dict) else {}


def _heads(root: Node) -> Faults:
    """The keys at the top, and what kind they are of."""
    if not isinstance(root.value, dict):
        yield root.diagnostic("L201", "expected a file of answers, as 'negosim exercise start' writes it")
        return
    for key, node in root.value.items():
        if key not in HEADS:
            yield node.key_diagnostic("L201", f"unknown key {shorten(key)}", key, did_you_mean(key, HEADS))
    for key, kind, words in HEAD_KINDS:
        one = root.child(key)
        if one is None or not isinstance(one.value, kind) or isinstance(one.value, bool):
            yield (one or root).diagnostic("L201", f"expected '{key}:' with {words}", key)
    if _below(root).get("negosim_answers") is not None and root.at(["negosim_answers"]).value != 1:
        yield root.at(["negosim_answers"]).diagnostic("L201", "expected 'negosim_answers: 1'", "negosim_answers")


HEAD_KINDS: tuple[tuple[str, Any, str], ...] = (
    ("negosim_answers", int, "1"),
    ("exercise", str, "the name of the exercise"),
    ("answers", dict, "an answer to each question"),
)
"""Keys that must stand at the top, of which kind, in words."""


def _faults(exercise: Exercise, key: str, given: Node) -> Faults:
    """The faults of one answer; a blank one has none."""
    path = f"answers.{key}"
    if key not in exercise.questions:
        yield given.key_diagnostic(
            "L202", f"no question {shorten(key)}", path, did_you_mean(key, [*exercise.questions])
        )
    elif given.value is not None:
        yield from _kind(exercise.questions[key].wanted, given, path)


def _kind(wanted: Wanted, given: Node, path: str) -> Faults:
    """An answer of another kind, or that is no option."""
    fits, expected = KINDS[type(wanted)]
    if not fits(given.plain()):
        yield given.diagnostic("L203", f"expected {expected}, found {found(given.plain())}", path, _help(given))
    elif isinstance(wanted, Choice):
        for one in given.value if isinstance(given.value, list) else [given]:
            if _key(one.plain()) not in wanted.options:
                help_ = did_you_mean(_key(one.plain()), list(wanted.options))
                yield one.diagnostic("L204", f"no option {shorten(_key(one.plain()))}", path, help_)


def _help(given: Node) -> str:
    """The way out for a number that was written as text."""
    text = given.plain()
    number = text.replace(",", ".").split(" ")[0] if isinstance(text, str) else ""
    return f"write {number}" if number.replace(".", "", 1).removeprefix("-").isdigit() else ""


def _is_number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given)


def _is_key(given: Any) -> bool:
    return isinstance(given, str) or _is_number(given)


KINDS: Mapping[type, tuple[Callable[[Any], bool], str]] = {
    Number: (_is_number, "a number"),
    Claim: (lambda given: isinstance(given, bool), "true or false"),
    Choice: (_is_key, "one option"),
    Several: (lambda given: isinstance(given, list) and all(map(_is_key, given)), "a list of options, like [a, b]"),
    Paper: (lambda given: isinstance(given, str) and bool(given), "the name of a file"),
}
"""What is wanted -> whether an answer is of that kind, and the kind in words."""


def _key(given: Any) -> str:
    """An option as it is written: a number of an amount as its text."""
    return number_text(given) if _is_number(given) else str(given)


def _read(wanted: Wanted, given: Any) -> Answer:
    """An answer that is of the right kind."""
    match wanted:
        case Number():
            return float(given)
        case Several():
            return tuple(dict.fromkeys(map(_key, given)))
        case Choice():
            return _key(given)
        case Claim():
            return bool(given)
        case Paper():
            return str(given)
