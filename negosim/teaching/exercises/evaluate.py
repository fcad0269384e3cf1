"""Evaluate a quantity that a file names: look it up, check its parameters, compute it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, cast

from negosim.errors import did_you_mean
from negosim.registry import Entry, Parameter, lookup
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import found
from negosim.teaching.exercises.quantities.base import Value
from negosim.teaching.exercises.questions.parts import QuantityCall
from negosim.teaching.exercises.subject import Subject, subject_of

__all__ = ["ArgumentFault", "argument_faults", "evaluate", "result_fault", "result_type"]

RESULTS = {"float": "a number", "bool": "true or false", "str": "a key", "tuple[str, ...]": "several keys"}
"""Annotation of a quantity -> what it gives, in words."""


class ArgumentFault(NamedTuple):
    """What is wrong with a parameter of a quantity; `parameter` is empty where one is missing."""

    code: str
    parameter: str
    message: str
    help: str


def evaluate(call: QuantityCall, about: str, submitted: Subject | None = None) -> Value:
    """The value of a quantity: of what the call names, else of the submitted file, else of `about`.

    `UsageError` for what the scenario does not have; other errors where it cannot be played.
    """
    if submitted is None or call.of is not None:
        submitted = subject_of(call.of or about, call.changes, call.seed)
    arguments = {name: tuple(one) if isinstance(one, list) else one for name, one in call.arguments.items()}
    return cast(Value, lookup("quantity", call.quantity).make(submitted, **arguments))


def result_type(entry: Entry) -> str:
    """What a quantity gives, as its annotation says it."""
    annotation = inspect.signature(entry.make).return_annotation
    return annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))


def result_fault(entry: Entry, expected: str) -> str:
    """Why a quantity does not give what is expected, in words; empty where it does, or all will do."""
    given = result_type(entry)
    if not expected or given == expected:
        return ""
    return f"expected a quantity that gives {RESULTS[expected]}, {entry.name!r} gives {RESULTS.get(given, given)}"


def argument_faults(call: QuantityCall, entry: Entry, scenario: Scenario | None) -> Iterator[ArgumentFault]:
    """What is wrong with the parameters of a quantity.

    `scenario` is what it is computed of; None for a conflict, and for a file that is still to be handed in.
    """
    known = {one.name: one for one in entry.parameters}
    for name, given in call.arguments.items():
        if name not in known:
            help_ = did_you_mean(name, [*known, "of", "set", "seed"])
            yield ArgumentFault("L102", name, f"quantity {entry.name!r} has no parameter {name!r}", help_)
        elif wrong := _value_fault(known[name], given, scenario):
            yield ArgumentFault("L103", name, *wrong)
    for one in known.values():
        if one.default is None and one.name not in call.arguments:
            message = f"quantity {entry.name!r} needs {one.name!r}: {one.help}"
            yield ArgumentFault("L102", "", message, f"add '{one.name}:' here")


def _value_fault(parameter: Parameter, given: Any, scenario: Scenario | None) -> tuple[str, str] | None:
    """What is wrong with a value, and the way out; None where nothing is."""
    if parameter.kind == "choice":
        known = list(parameter.choices)
        return None if given in known else (f"no {parameter.name} {given!r}", did_you_mean(str(given), known))
    expected, fits = TYPES[parameter.kind]
    if not fits(given):
        return f"expected {expected}, found {found(given)}", parameter.help
    return None if scenario is None else _key_fault(parameter, given, scenario)


def _key_fault(parameter: Parameter, given: Any, scenario: Scenario) -> tuple[str, str] | None:
    """A key that the scenario doesn't have."""
    parts: dict[str, tuple[str, Iterable[str]]] = {
        "party": ("party", scenario.parties),
        "parties": ("party", scenario.parties),
        "outcome": ("issue", scenario.issues),
        "issue": ("issue", scenario.issues),
        "meeting": ("meeting", scenario.meetings),
    }
    if parameter.kind not in parts:
        return None
    what, known = parts[parameter.kind]
    wrong = next((name for name in ([given] if isinstance(given, str) else given) if name not in known), None)
    return None if wrong is None else (f"no {what} {wrong!r} in {scenario.name}", did_you_mean(wrong, list(known)))


def _is_text(given: Any) -> bool:
    return isinstance(given, str)


def _is_number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool)


def _is_names(given: Any) -> bool:
    return isinstance(given, list) and all(map(_is_text, given))


TYPES: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "number": ("a number", _is_number),
    "whole": ("a whole number", lambda given: isinstance(given, int) and not isinstance(given, bool)),
    "party": ("the key of a party", _is_text),
    "issue": ("the key of an issue", _is_text),
    "meeting": ("the key of a meeting", _is_text),
    "flag": ("true or false", lambda given: isinstance(given, bool)),
    "text": ("text", lambda given: _is_text(given) or _is_number(given)),
    "parties": ("a list of parties", _is_names),
    "outcome": ("a mapping of issues to options", lambda given: isinstance(given, dict)),
    "names": ("a list of names", _is_names),
}
"""Kind of parameter -> what is expected, and whether a value of the file is of it."""
