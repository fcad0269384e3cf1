"""Resolutions of forecast questions: a YAML file with the outcome, date, source and confidence of each question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from negosim.errors import Diagnostic, InputError, did_you_mean
from negosim.scenario.yaml.nodes import Node, shorten
from negosim.scenario.yaml.reader import read_file

__all__ = ["CODES", "Resolution", "Resolutions", "read_resolutions"]

HEADS = ("negosim_outcomes", "title", "questions")
REQUIRED = ("issue", "date", "source", "known_when_written")
CONFIDENCE = ("high", "medium", "low")

CODES: dict[str, str] = {
    "A001": "A file of outcomes has 'negosim_outcomes: 1' and 'questions'.",
    "A002": "A question has issue, option or number, date, source and known_when_written.",
    "A003": "A value of a question is of another kind than expected.",
    "A004": "A question names an issue or option that the forecast doesn't have.",
}
"""Code -> what it means in one sentence."""


@dataclass(frozen=True)
class Resolution:
    """A resolved question: the option on which an issue ended, or the number of an amount.

    `known` is whether the scenario's author could know it when writing.
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
class Resolutions:
    """The resolved questions of a file, and the YAML nodes from which they were read."""

    title: str
    resolutions: tuple[Resolution, ...]
    nodes: Mapping[str, Node]


def read_resolutions(path: str | Path) -> Resolutions:
    """Read a file of resolved questions. Errors: `UsageError` if it is unreadable; `InputError` with all its faults."""
    root = read_file(path)
    if faults := list(_faults_of_root(root)):
        raise InputError(faults)
    value = root.at(["questions"]).value
    entries: dict[str, Node] = value if isinstance(value, dict) else {}
    if faults := [fault for key, node in entries.items() for fault in _faults(node, f"questions.{key}")]:
        raise InputError(faults)
    title = root.child("title")
    resolutions = tuple(_resolution(key, node.plain()) for key, node in entries.items())
    return Resolutions(str(title.plain()) if title else Path(path).stem, resolutions, entries)


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
        where = f"{path}.{key}"
        if key not in FIELDS:
            yield child.key_diagnostic("A002", f"unknown key {shorten(key)}", where, did_you_mean(key, list(FIELDS)))
            continue
        expected, fits = FIELDS[key]
        if not fits(child.value):
            yield child.diagnostic("A003", f"expected {expected}, found {shorten(str(child.plain()))}", where)
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


FIELDS: Mapping[str, tuple[str, Callable[[object], bool]]] = {
    "issue": ("the key of an issue", _is_text),
    "date": ("a date as YYYY-MM-DD", _is_date),
    "source": ("text", _is_text),
    "known_when_written": ("true or false", lambda value: isinstance(value, bool)),
    "option": ("the key of an option", _is_text),
    "number": ("a number", _is_number),
    "confidence": ("high, medium or low", lambda value: value in CONFIDENCE),
    "note": ("text", _is_text),
}
"""Key of a question -> what is expected there, and the check."""


def _resolution(key: str, given: Mapping[str, Any]) -> Resolution:
    number = given.get("number")
    return Resolution(
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
