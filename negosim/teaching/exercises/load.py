"""Load an exercise: read its file, then check what its questions refer to."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from negosim.errors import Diagnostic, InputError, NegosimError, did_you_mean
from negosim.files import shipped_names
from negosim.registry import Entry, Parameter, lookup, names
from negosim.scenario.parse import distinct_faults
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import found
from negosim.scenario.yaml.nodes import KeyPath, Node, dotted, shorten
from negosim.teaching.exercises.model import Exercise, read_exercise
from negosim.teaching.exercises.questions.base import Faults, NamedCall, QuantityCall
from negosim.teaching.exercises.subject import subject_of

__all__ = ["CODES", "load_exercise", "result_type"]

CODES: dict[str, str] = {
    "L101": "A quantity that a question names is registered: negosim list quantities.",
    "L102": "A quantity gets the parameters that it knows, and all that it needs.",
    "L103": "A parameter of a quantity has a value that it takes, of the scenario that it is asked of.",
    "L104": "What an exercise is about comes with negosim: a scenario, or a conflict in option form.",
    "L105": "A question wants what its quantity gives: a number, one key, several, or true or false.",
    "L106": "What is said of a wrong option belongs to one of the options.",
}
"""Code -> what it means in one sentence."""

RESULTS = {"float": "a number", "bool": "true or false", "str": "a key", "tuple[str, ...]": "several keys"}
"""Annotation of a quantity -> what it gives, in words."""


def load_exercise(source: str | Path) -> Exercise:
    """The exercise of a file, or the shipped one of that name.

    Errors: `InputError` with every fault at its place; `UsageError` where there is no such file or name.
    """
    root, exercise = read_exercise(source)
    faults = distinct_faults(_References(root, exercise).faults())
    if faults:
        raise InputError(faults)
    return exercise


@dataclass(frozen=True)
class _References:
    """Checks what the parts of an exercise refer to."""

    root: Node
    exercise: Exercise

    def faults(self) -> Faults:
        yield from self._subject(self.exercise.about, ("about",))
        for place, name in enumerate(self.exercise.files):
            yield from self._shipped(name, shipped_names("scenarios"), ("files", place))
        for key, question in self.exercise.questions.items():
            path = ("questions", key, question.key)
            for named in question.kind.calls():
                yield from self._call(named, (*path, *named.path))
            yield from question.kind.faults(self.root, path)

    def _subject(self, name: str, path: KeyPath) -> Faults:
        yield from self._shipped(name, [*shipped_names("scenarios"), *shipped_names("conflicts")], path)

    def _shipped(self, name: str, known: Sequence[str], path: KeyPath) -> Faults:
        if name not in known:
            message = f"nothing of the name {shorten(name)} comes with negosim"
            yield self.root.at(path).diagnostic("L104", message, dotted(path), did_you_mean(name, known))

    def _call(self, named: NamedCall, path: KeyPath) -> Faults:
        call, at = named.call, (*path, "quantity")
        if call.quantity not in names("quantity"):
            message, help_ = f"no quantity {shorten(call.quantity)}", did_you_mean(call.quantity, names("quantity"))
            yield self.root.at(at).diagnostic("L101", message, dotted(at), help_)
            return
        entry = lookup("quantity", call.quantity)
        if call.of is not None:
            yield from self._subject(call.of, (*path, "of"))
        scenario = None if named.of_file else (yield from self._scenario(call, path))
        yield from self._arguments(call, entry, scenario, path)
        given = result_type(entry)
        if named.result and given != named.result:
            wanted = f"expected a quantity that gives {RESULTS[named.result]}"
            message = f"{wanted}, {entry.name!r} gives {RESULTS.get(given, given)}"
            yield self.root.at(at).diagnostic("L105", message, dotted(at))

    def _scenario(self, call: QuantityCall, path: KeyPath) -> Generator[Diagnostic, None, Scenario | None]:
        """The scenario of a call, with its changes; None for a conflict, and where a change is wrong."""
        name = call.of or self.exercise.about
        try:
            return subject_of(name, call.changes, call.seed).scenario if name in shipped_names("scenarios") else None
        except NegosimError as error:
            yield self.root.at((*path, "set")).diagnostic("L103", str(error), dotted((*path, "set")))
            return None

    def _arguments(self, call: QuantityCall, entry: Entry, scenario: Scenario | None, path: KeyPath) -> Faults:
        """The parameters of a quantity; without a scenario, keys of its parts are not looked up."""
        known = {one.name: one for one in entry.parameters}
        for name, given in call.arguments.items():
            at = (*path, name)
            if name not in known:
                message = f"quantity {entry.name!r} has no parameter {name!r}"
                help_ = did_you_mean(name, [*known, "of", "set", "seed"])
                yield self.root.at(at).key_diagnostic("L102", message, dotted(at), help_)
            elif wrong := _value_fault(known[name], given, scenario):
                yield self.root.at(at).diagnostic("L103", wrong[0], dotted(at), wrong[1])
        at = (*path, "quantity")
        for one in known.values():
            if one.default is None and one.name not in call.arguments:
                message = f"quantity {entry.name!r} needs {one.name!r}: {one.help}"
                yield self.root.at(at).key_diagnostic("L102", message, dotted(at), f"add '{one.name}:' here")


def result_type(entry: Entry) -> str:
    """What a quantity gives, as its annotation says it."""
    annotation = inspect.signature(entry.make).return_annotation
    return annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))


def _value_fault(parameter: Parameter, given: Any, scenario: Scenario | None) -> tuple[str, str] | None:
    """What is wrong with a value, and the way out; None where nothing is."""
    if parameter.kind == "choice":
        choices = list(parameter.choices)
        return None if given in choices else (f"no {parameter.name} {given!r}", did_you_mean(str(given), choices))
    expected, fits = TYPES[parameter.kind]
    if not fits(given):
        return f"expected {expected}, found {found(given)}", parameter.help
    what = {"parties": "party", "outcome": "issue"}.get(parameter.kind, parameter.kind)
    if scenario is None or what not in ("party", "issue", "meeting"):
        return None
    keys = {"party": [*scenario.parties], "issue": [*scenario.issues], "meeting": [*scenario.meetings]}
    wrong = next((name for name in ([given] if isinstance(given, str) else given) if name not in keys[what]), None)
    return None if wrong is None else (f"no {what} {wrong!r} in {scenario.name}", did_you_mean(wrong, keys[what]))


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
