"""Evaluate what questions name: quantities, and the properties of a submitted scenario or tactic."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from negosim.errors import NegosimError, UsageError
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.time_limits import TimeLimit, TimeUpError
from negosim.registry import lookup
from negosim.scenario.load import from_plain, load
from negosim.teaching.exercises.quantities.base import QuantityValue
from negosim.teaching.exercises.questions.base import Check, PropertyCheck, QuantityCall
from negosim.teaching.exercises.subject import Subject, subject_of

__all__ = ["ExerciseEvaluator", "evaluate"]

LIMIT = 120.0
"""Seconds that the checks of a file may take; one that plays a hundred draws takes a few."""


def evaluate(call: QuantityCall, about: str, submitted: Subject | None = None) -> QuantityValue:
    """The value of a quantity: of what the call names, else of the submitted file, else of `about`.

    `UsageError` for what the scenario does not have; other errors where it cannot be played.
    """
    if submitted is None or call.of is not None:
        submitted = subject_of(call.of or about, call.changes, call.seed)
    arguments = {name: tuple(one) if isinstance(one, list) else one for name, one in call.arguments.items()}
    return cast(QuantityValue, lookup("quantity", call.quantity).make(submitted, **arguments))


@dataclass(frozen=True)
class ExerciseEvaluator:
    """Computes quantities of the scenario that an exercise is about, and checks files in a student's folder."""

    about: str
    folder: Path = Path()
    allow_code: bool = False

    def value(self, call: QuantityCall) -> QuantityValue:
        """The value of a quantity."""
        return evaluate(call, self.about)

    def check_file(self, name: str, checks: Sequence[Check], seat: str | None) -> tuple[PropertyCheck, ...]:
        """The properties of a file, in order: of a tactic for a seat of `about`, or without a seat of a scenario.

        A file that cannot be read or run fails all of them. `UsageError` where it is a program and the user doesn't
        allow to run it.
        """
        path = self.folder / name
        if seat is not None and path.is_file() and not self.allow_code:
            raise UsageError(
                f"{path} is a program that would run with all your rights. Read it, then allow --allow-code."
            )
        try:
            if Path(name).name != name or not path.is_file():
                raise UsageError(f"there is no file {name!r} beside the answers")
            with TimeLimit(LIMIT) as limit:
                return limit.within(lambda: self._check_all(path, checks, seat))
        except NegosimError as error:
            fault = _short(error)
        except TimeUpError:
            fault = f"it took longer than {LIMIT:g} seconds: does it come to an end?"
        return tuple(PropertyCheck(check, False, fault) for check in checks)

    def _check_all(self, path: Path, checks: Sequence[Check], seat: str | None) -> tuple[PropertyCheck, ...]:
        if seat is None:
            scenario = load(path)
        else:  # the scenario of the exercise as if it lay in the student's folder, with the tactic on its seat
            changed = load(self.about, [f"parties.{seat}.tactic.name={path.name}:Mine"])
            beside = self.folder / f"{self.about}.yaml"
            scenario = from_plain(changed.plain(), changed.name, path=beside, changes=changed.changes)
        subject = Subject(scenario.name, submitted=scenario, allow_code=self.allow_code)
        if seat is not None:  # made once before the checks, so that a faulty file fails as a whole
            make_tactics(subject.realization, allow_code=self.allow_code)
        return tuple(self._check(check, subject) for check in checks)

    def _check(self, check: Check, subject: Subject) -> PropertyCheck:
        """One property; an error while it is computed fails it."""
        [(comparison, bound)] = check.bounds.items()
        try:
            value = evaluate(check.answer, self.about, subject)
            bound = evaluate(bound, self.about) if isinstance(bound, QuantityCall) else bound
        except NegosimError as error:
            return PropertyCheck(check, False, _short(error))
        holds = COMPARE[comparison](value, bound)
        return PropertyCheck(check, holds, "" if holds else check.say)


def _number(value: Any) -> float:
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
