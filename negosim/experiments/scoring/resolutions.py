"""What happened: a YAML file of questions, each with its answer, date, source and confidence, read with places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from negosim.errors import Diagnostic, InputError, did_you_mean
from negosim.scenario.yaml.nodes import Node, shorten
from negosim.scenario.yaml.reader import read_file

__all__ = ["CODES", "CONFIDENCE", "Answer", "Answers", "read_answers"]

CONFIDENCE = ("high", "medium", "low")
HEADS = ("negosim_outcomes", "title", "questions")
REQUIRED = ("issue", "date", "source", "known_when_written")
KEYS = (*REQUIRED, "option", "number", "confidence", "note")

CODES: dict[str, str] = {
    "A001": "A file of outcomes has 'negosim_outcomes: 1' and 'questions'.",
    "A002": "A question has issue, option or number, date, source and known_when_written.",
    "A003": "A value of a question is of another kind than expected.",
    "A004": "A question names an issue or option that the forecast doesn't have.",
}
"""Code -> what it means in one sentence."""


@dataclass(frozen=True)
class Answer:
    """A question with its answer: the option on which an issue ended, or the number of an amount.

    `known` says whether the author of the scenario could know it when writing it.
    """

    key: str
    issue: str
    option: str | None
    number: float | None
    date: date
    source: str
    known: bool
    confidence: str
    note: str


@dataclass(frozen=True)
class Answers:
    """All questions of a file, and the nodes that they were read from."""

    title: str
    answers: tuple[Answer, ...]
    nodes: Mapping[str, Node]


def read_answers(path: str | Path) -> Answers:
    """Read a file of questions. Errors: `UsageError` if it cannot be read; `InputError` with all its faults."""
    root = read_file(path)
    faults = list(_faults_of_root(root))
    if faults:
        raise InputError(faults)
    questions = root.at(["questions"])
    entries: dict[str, Node] = dict(questions.value) if isinstance(questions.value, dict) else {}
    faults = [fault for key, node in entries.items() for fault in _faults(node, f"questions.{key}")]
    if faults:
        raise InputError(faults)
    title = root.child("title")
    answers = tuple(_answer(key, node.plain()) for key, node in entries.items())
    return Answers(str(title.plain()) if title else Path(path).stem, answers, entries)


def _faults_of_root(root: Node) -> Iterator[Diagnostic]:
    if not isinstance(root.value, dict):
        yield root.diagnostic("A001", "expected a mapping with 'negosim_outcomes: 1' and 'questions'")
        return
    for key, node in root.value.items():
        if key not in HEADS:
            yield node.key_diagnostic("A001", f"unknown key {shorten(key)}", key, did_you_mean(key, HEADS))
    version, questions = root.child("negosim_outcomes"), root.child("questions")
    if version is None or version.value != 1:
        yield (version or root).diagnostic("A001", "expected 'negosim_outcomes: 1'", "negosim_outcomes")
    if questions is None or not isinstance(questions.value, dict) or not questions.value:
        yield (questions or root).diagnostic("A001", "expected 'questions', a mapping of one or more", "questions")


def _faults(node: Node, path: str) -> Iterator[Diagnostic]:
    """The faults of one question."""
    if not isinstance(node.value, dict):
        yield node.diagnostic("A002", "expected a mapping", path)
        return
    for key, child in node.value.items():
        if key not in KEYS:
            yield child.key_diagnostic("A002", f"unknown key {shorten(key)}", f"{path}.{key}", did_you_mean(key, KEYS))
        elif not CHECKS[key](child.value):
            yield child.diagnostic(
                "A003", f"expected {EXPECTED[key]}, found {shorten(str(child.plain()))}", f"{path}.{key}"
            )
    for key in REQUIRED:
        if key not in node.value:
            yield node.key_diagnostic("A002", f"the question has no '{key}'", path)
    if ("option" in node.value) == ("number" in node.value):
        yield node.key_diagnostic("A002", "a question has either 'option' or 'number'", path)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_date(value: object) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return isinstance(value, str)


CHECKS: Mapping[str, Callable[[object], bool]] = {
    "issue": _is_text,
    "option": _is_text,
    "number": _is_number,
    "date": _is_date,
    "source": _is_text,
    "confidence": lambda value: value in CONFIDENCE,
    "known_when_written": lambda value: isinstance(value, bool),
    "note": _is_text,
}
EXPECTED = {
    "issue": "the key of an issue",
    "option": "the key of an option",
    "number": "a number",
    "date": "a date as YYYY-MM-DD",
    "source": "text",
    "confidence": "high, medium or low",
    "known_when_written": "true or false",
    "note": "text",
}
"""Key -> what stands there, in words."""


def _answer(key: str, given: Mapping[str, Any]) -> Answer:
    number = given.get("number")
    return Answer(
        key=key,
        issue=given["issue"],
        option=given.get("option"),
        number=None if number is None else float(number),
        date=date.fromisoformat(given["date"]),
        source=given["source"],
        known=given["known_when_written"],
        confidence=given.get("confidence", "high"),
        note=given.get("note", ""),
    )
