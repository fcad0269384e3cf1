"""Check a submitted file: load it as a scenario, or play its tactic, and compute the properties that it must have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from negosim.errors import NegosimError, UsageError
from negosim.negotiation.session import make_tactics
from negosim.negotiation.time_limits import TimeLimit, TimeUpError
from negosim.scenario.load import from_plain, load
from negosim.scenario.spec.scenario import Scenario
from negosim.teaching.exercises.evaluate import evaluate
from negosim.teaching.exercises.questions import Check, PropertyCheck, QuantityCall
from negosim.teaching.exercises.subject import Subject

__all__ = ["FileCheck"]

CLASS = "Mine"
"""The class that a tactic is written as."""

LIMIT = 120.0
"""Seconds that the checks of a file may take; one that plays a hundred draws takes a few."""


@dataclass(frozen=True)
class FileCheck:
    """A file in a student's folder: a tactic for a seat of the scenario `about`, or without a seat a scenario."""

    about: str
    folder: Path
    name: str
    seat: str | None = None
    allow_code: bool = False

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self.folder / self.name

    def run(self, checks: Sequence[Check]) -> tuple[PropertyCheck, ...]:
        """Every property, in order; a file that cannot be read or run fails all of them.

        `UsageError` where the file is a program and the user doesn't allow to run it.
        """
        if self.seat is not None and self.path.is_file() and not self.allow_code:
            raise UsageError(
                f"{self.path} is a program that would run with all your rights. Read it, then allow --allow-code."
            )
        try:
            if Path(self.name).name != self.name or not self.path.is_file():
                raise UsageError(f"there is no file {self.name!r} beside the answers")
            with TimeLimit(LIMIT) as limit:
                return limit.within(lambda: self._check_all(checks))
        except NegosimError as error:
            fault = _short(error)
        except TimeUpError:
            fault = f"it took longer than {LIMIT:g} seconds: does it come to an end?"
        return tuple(PropertyCheck(check, False, fault) for check in checks)

    def _check_all(self, checks: Sequence[Check]) -> tuple[PropertyCheck, ...]:
        """Every property; a tactic is made once before, so that a faulty file fails as a whole."""
        scenario = load(self.path) if self.seat is None else self._with_tactic()
        subject = Subject(scenario.name, submitted=scenario, allow_code=self.allow_code)
        if self.seat is not None:
            make_tactics(subject.realization, allow_code=self.allow_code)
        return tuple(self._check(check, subject) for check in checks)

    def _with_tactic(self) -> Scenario:
        """The scenario of the exercise with the student's tactic on its seat, as if it lay in the student's folder."""
        changed = load(self.about, [f"parties.{self.seat}.tactic.name={self.name}:{CLASS}"])
        path = self.folder / f"{self.about}.yaml"
        return from_plain(changed.plain(), changed.name, path=path, changes=changed.changes)

    def _check(self, check: Check, subject: Subject) -> PropertyCheck:
        """One property; an error while it is computed fails it."""
        try:
            value = evaluate(check.answer, self.about, subject)
            bounds = {name: self._bound(bound) for name, bound in check.bounds.items()}
        except NegosimError as error:
            return PropertyCheck(check, False, _short(error))
        holds = all(COMPARE[name](value, bound) for name, bound in bounds.items())
        return PropertyCheck(check, holds, "" if holds else check.say)

    def _bound(self, bound: object) -> object:
        """A bound, computed of the shipped scenario where it is a quantity."""
        return evaluate(bound, self.about) if isinstance(bound, QuantityCall) else bound


def _number(value: Any) -> float:
    """A value that is compared by size."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UsageError(f"expected a number, the quantity gives {value!r}")
    return float(value)


COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "equals": lambda value, bound: value == bound,
    "at_least": lambda value, bound: _number(value) >= _number(bound),
    "at_most": lambda value, bound: _number(value) <= _number(bound),
    "more_than": lambda value, bound: _number(value) > _number(bound),
}
"""How a value is compared with its bound."""


def _short(error: NegosimError) -> str:
    """An error in one sentence: of many faults the first, and how many more there are."""
    first, *more = str(error).split("\n")
    rest = sum(": error[" in line for line in more)
    return first + (f" (and {rest} more)" if rest else "")
