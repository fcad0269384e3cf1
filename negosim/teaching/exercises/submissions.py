"""A file that was handed in: read or run as a scenario, and held to the properties that it must have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from negosim.errors import NegosimError, UsageError
from negosim.negotiation.session import make_tactics
from negosim.negotiation.time_limits import TimeLimit, TimeUpError
from negosim.scenario.load import from_plain, load
from negosim.scenario.spec.scenario import Scenario
from negosim.teaching.exercises.evaluate import value
from negosim.teaching.exercises.model import Asked, Check, Paper
from negosim.teaching.exercises.quantities.base import Value
from negosim.teaching.exercises.subject import Subject

__all__ = ["PropertyCheck", "look_at"]

CLASS = "Mine"
"""The class that a tactic is written as."""

LIMIT = 120.0
"""Seconds that a look at a file may take; one that plays a hundred draws takes a few."""


@dataclass(frozen=True)
class PropertyCheck:
    """A property, whether the file has it, and how much that counts; `say` is what to tell where it hasn't."""

    check: Check
    holds: bool
    say: str = ""


def look_at(
    paper: Paper, folder: Path, name: str, about: str, *, allow_code: bool = False
) -> tuple[PropertyCheck, ...]:
    """Every property of a file in a folder, in order; what keeps it from being read or run is told at all of them.

    `UsageError` where the file is a program and the user doesn't allow to run it.
    """
    path = folder / name
    if paper.kind == "tactic" and path.is_file() and not allow_code:
        raise UsageError(f"{path} is a program that would run with all your rights. Read it, then allow --allow-code.")
    try:
        _check_place(path, name)
        with TimeLimit(LIMIT) as limit:
            return limit.within(lambda: _looked_at(paper, path, about, allow_code))
    except NegosimError as error:
        return _unheld(paper, _short(error))
    except TimeUpError:
        return _unheld(paper, f"it took longer than {LIMIT:g} seconds: does it come to an end?")


def _looked_at(paper: Paper, path: Path, about: str, allow_code: bool) -> tuple[PropertyCheck, ...]:
    """Every property, however long it takes; a file may also not come to an end when it is read."""
    case = _case(paper, path, about, allow_code)
    return tuple(_held(check, case, about) for check in paper.checks)


def _unheld(paper: Paper, say: str) -> tuple[PropertyCheck, ...]:
    """No property, and why."""
    return tuple(PropertyCheck(check, False, say) for check in paper.checks)


def _check_place(path: Path, name: str) -> None:
    """The file lies beside the answers, under a bare name."""
    if Path(name).name != name or not path.is_file():
        raise UsageError(f"there is no file {name!r} beside the answers")


def _case(paper: Paper, path: Path, about: str, allow_code: bool) -> Subject:
    """The file as a case; a tactic is made once, so that a fault of its file is told as such."""
    scenario = load(path) if paper.kind == "scenario" else _seated(paper, path, about)
    case = Subject(scenario.name, handed=scenario, allow_code=allow_code)
    if paper.kind == "tactic":
        make_tactics(case.realization, allow_code=allow_code)
    return case


def _seated(paper: Paper, path: Path, about: str) -> Scenario:
    """The scenario of the exercise with the student's tactic on its seat, as if it lay in the student's folder."""
    changed = load(about, [f"parties.{paper.seat}.tactic.name={path.name}:{CLASS}"])
    return from_plain(changed.plain(), changed.name, path=path.with_name(f"{about}.yaml"), changes=changed.changes)


def _held(check: Check, case: Subject, about: str) -> PropertyCheck:
    """One property; an error of the file's own is told as what is wrong with it."""
    try:
        found = value(check.answer, about, case)
        bounds = {name: _bound(bound, about) for name, bound in check.bounds.items()}
    except NegosimError as error:
        return PropertyCheck(check, False, _short(error))
    holds = all(COMPARE[name](found, bound) for name, bound in bounds.items())
    return PropertyCheck(check, holds, "" if holds else check.say)


def _bound(bound: object, about: str) -> Value:
    """A bound, computed of the shipped scenario where it is a quantity."""
    return value(bound, about) if isinstance(bound, Asked) else bound  # type: ignore[return-value]  # checked by Check


def _number(found: Value) -> float:
    """A value that is compared by size."""
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise UsageError(f"expected a number, the quantity gives {found!r}")
    return float(found)


COMPARE: Mapping[str, Callable[[Value, Value], bool]] = {
    "equals": lambda found, bound: found == bound,
    "at_least": lambda found, bound: _number(found) >= _number(bound),
    "at_most": lambda found, bound: _number(found) <= _number(bound),
    "more_than": lambda found, bound: _number(found) > _number(bound),
}
"""How a value is compared with its bound."""


def _short(error: NegosimError) -> str:
    """An error in one sentence: of many faults the first, and how many more there are."""
    first, *more = str(error).split("\n")
    rest = sum(": error[" in line for line in more)
    return first + (f" (and {rest} more)" if rest else "")
