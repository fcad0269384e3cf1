"""From the name of a quantity in a file to its value: the entry, its parameters checked, its case."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from negosim.errors import did_you_mean
from negosim.registry import Entry, Parameter, lookup
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import found
from negosim.teaching.exercises.model import Asked, Choice, Claim, Number, Several
from negosim.teaching.exercises.quantities.base import Value
from negosim.teaching.exercises.subject import Subject, case_of

__all__ = ["ArgumentFault", "arguments_faults", "gives", "value", "wanted_gives"]

GIVES: Mapping[type, str] = {Number: "float", Claim: "bool", Several: "tuple[str, ...]", Choice: "str"}
"""What is wanted -> what a quantity must give for it, as its annotation says."""

WORDS = {"float": "a number", "bool": "true or false", "str": "a key", "tuple[str, ...]": "several keys"}


@dataclass(frozen=True)
class ArgumentFault:
    """What is wrong with a parameter of a quantity; `parameter` is empty where one is missing."""

    code: str
    parameter: str
    message: str
    help: str


def value(asked: Asked, about: str, handed: Subject | None = None) -> Value:
    """What a quantity comes to: of what it names itself, else of the file that was handed in, else of `about`.

    `UsageError` for what the scenario does not have; other errors where it cannot be played.
    """
    case = handed if handed is not None and asked.of is None else case_of(asked.of or about, asked.changes, asked.seed)
    make = lookup("quantity", asked.quantity).make
    return cast(Value, make(case, **{name: _argument(given) for name, given in asked.arguments.items()}))


def _argument(given: Any) -> Any:
    """A list as a tuple, so that nothing can be changed by whoever gets it."""
    return tuple(given) if isinstance(given, list) else given


def gives(entry: Entry) -> str:
    """What a quantity gives, as its annotation says it."""
    annotation = inspect.signature(entry.make).return_annotation
    return annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))


def wanted_gives(wanted: object, entry: Entry) -> str:
    """What is wrong with asking a quantity for what is wanted, in words; nothing where it fits."""
    expected, given = GIVES[type(wanted)], gives(entry)
    if expected == given:
        return ""
    return f"expected a quantity that gives {WORDS[expected]}, {entry.name!r} gives {WORDS.get(given, given)}"


def arguments_faults(asked: Asked, entry: Entry, scenario: Scenario | None) -> Iterator[ArgumentFault]:
    """What is wrong with the parameters of a quantity.

    `scenario` is what it is asked of; None for a conflict, and for a file that is still to be handed in.
    """
    known = {one.name: one for one in entry.parameters}
    for name, given in asked.arguments.items():
        if name not in known:
            help_ = did_you_mean(name, [*known, "of", "set", "seed"])
            yield ArgumentFault("L102", name, f"quantity {entry.name!r} has no parameter {name!r}", help_)
        else:
            wrong = _wrong(known[name], given, scenario)
            yield from [ArgumentFault("L103", name, *wrong)] if wrong else []
    for one in known.values():
        if one.default is None and one.name not in asked.arguments:
            message = f"quantity {entry.name!r} needs {one.name!r}: {one.help}"
            yield ArgumentFault("L102", "", message, f"add '{one.name}:' here")


def _wrong(parameter: Parameter, given: Any, scenario: Scenario | None) -> tuple[str, str] | None:
    """What is wrong with a value, and the way out; None where nothing is."""
    if parameter.kind == "choice":
        known = list(parameter.choices)
        return None if given in known else (f"no {parameter.name} {given!r}", did_you_mean(str(given), known))
    if not FITS[parameter.kind](given):
        return f"expected {EXPECTED[parameter.kind]}, found {found(given)}", parameter.help
    return None if scenario is None else _unknown(parameter, given, scenario)


def _unknown(parameter: Parameter, given: Any, scenario: Scenario) -> tuple[str, str] | None:
    """A key that the scenario doesn't have."""
    parts: dict[str, Iterable[str]] = {
        "party": scenario.parties,
        "parties": scenario.parties,
        "outcome": scenario.issues,
        "issue": scenario.issues,
        "meeting": scenario.meetings,
    }
    known = list(parts.get(parameter.kind, ()))
    names = [given] if isinstance(given, str) else list(given) if isinstance(given, list | dict) else []
    wrong = next((name for name in names if known and name not in known), None)
    if wrong is None:
        return None
    what = {"parties": "party", "outcome": "issue"}.get(parameter.kind, parameter.kind)
    return f"no {what} {wrong!r} in {scenario.name}", did_you_mean(wrong, known)


def _is_number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool)


FITS: Mapping[str, Callable[[Any], bool]] = {
    "number": _is_number,
    "whole": lambda given: isinstance(given, int) and not isinstance(given, bool),
    "party": lambda given: isinstance(given, str),
    "issue": lambda given: isinstance(given, str),
    "meeting": lambda given: isinstance(given, str),
    "flag": lambda given: isinstance(given, bool),
    "text": lambda given: isinstance(given, str) or _is_number(given),
    "parties": lambda given: isinstance(given, list) and all(isinstance(one, str) for one in given),
    "outcome": lambda given: isinstance(given, dict),
    "names": lambda given: isinstance(given, list) and all(isinstance(one, str) for one in given),
}
"""Kind of parameter -> whether a value of the file is of it."""

EXPECTED = {
    "number": "a number",
    "whole": "a whole number",
    "party": "the key of a party",
    "issue": "the key of an issue",
    "meeting": "the key of a meeting",
    "flag": "true or false",
    "text": "text",
    "parties": "a list of parties",
    "outcome": "a mapping of issues to options",
    "names": "a list of names",
}
"""Kind of parameter -> what is expected, in words."""
