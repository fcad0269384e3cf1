"""Load an exercise: read its file, then check what its questions refer to."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from negosim.errors import Diagnostic, InputError, NegosimError, did_you_mean
from negosim.files import names as shipped
from negosim.registry import lookup, names
from negosim.scenario.parse import listed
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.nodes import Node, dotted, shorten
from negosim.teaching.exercises.evaluate import argument_faults, result_fault
from negosim.teaching.exercises.model import Exercise, Question
from negosim.teaching.exercises.questions.base import Faults, NamedCall, Path_
from negosim.teaching.exercises.questions.parts import QuantityCall
from negosim.teaching.exercises.read import read_exercise
from negosim.teaching.exercises.subject import subject_of

__all__ = ["CODES", "load_exercise"]

CODES: dict[str, str] = {
    "L101": "A quantity that a question names is registered: negosim list quantities.",
    "L102": "A quantity gets the parameters that it knows, and all that it needs.",
    "L103": "A parameter of a quantity has a value that it takes, of the scenario that it is asked of.",
    "L104": "What an exercise is about comes with negosim: a scenario, or a conflict in option form.",
    "L105": "A question wants what its quantity gives: a number, one key, several, or true or false.",
    "L106": "What is said of a wrong option belongs to one of the options.",
}
"""Code -> what it means in one sentence."""


def load_exercise(source: str | Path) -> Exercise:
    """The exercise of a file, or the shipped one of that name.

    Errors: `InputError` with every fault at its place; `UsageError` where there is no such file or name.
    """
    root, exercise = read_exercise(source)
    faults = listed(_References(root, exercise).faults())
    if faults:
        raise InputError(faults)
    return exercise


@dataclass(frozen=True)
class _References:
    """Checks what the parts of an exercise refer to."""

    root: Node
    exercise: Exercise

    def faults(self) -> Faults:
        """Every fault."""
        yield from self._subject(self.exercise.about, ("about",))
        for place, name in enumerate(self.exercise.files):
            yield from self._shipped(name, shipped("scenarios"), ("files", place))
        for key, question in self.exercise.questions.items():
            yield from self._question(question, ("questions", key, question.key))

    def _subject(self, name: str, path: Path_) -> Faults:
        yield from self._shipped(name, [*shipped("scenarios"), *shipped("conflicts")], path)

    def _shipped(self, name: str, known: Sequence[str], path: Path_) -> Faults:
        if name not in known:
            message = f"nothing of the name {shorten(name)} comes with negosim"
            yield self.root.at(path).diagnostic("L104", message, dotted(path), did_you_mean(name, known))

    def _question(self, question: Question, path: Path_) -> Faults:
        for named in question.kind.calls():
            yield from self._call(named, (*path, *named.path))
        yield from question.kind.faults(self.root, path)

    def _call(self, named: NamedCall, path: Path_) -> Faults:
        """A quantity: its name, what it is computed of, its parameters, and what it gives."""
        call, at = named.call, (*path, "quantity")
        if call.quantity not in names("quantity"):
            message, help_ = f"no quantity {shorten(call.quantity)}", did_you_mean(call.quantity, names("quantity"))
            yield self.root.at(at).diagnostic("L101", message, dotted(at), help_)
            return
        entry = lookup("quantity", call.quantity)
        if call.of is not None:
            yield from self._subject(call.of, (*path, "of"))
        scenario = None if named.of_file else (yield from self._scenario(call, path))
        for fault in argument_faults(call, entry, scenario):
            place = (*path, fault.parameter or "quantity")
            show = self.root.at(place).key_diagnostic if fault.code == "L102" else self.root.at(place).diagnostic
            yield show(fault.code, fault.message, dotted(place), fault.help)
        wrong = result_fault(entry, named.result)
        if wrong:
            yield self.root.at(at).diagnostic("L105", wrong, dotted(at))

    def _scenario(self, call: QuantityCall, path: Path_) -> Generator[Diagnostic, None, Scenario | None]:
        """The scenario of a call, with its changes; None for a conflict, and where a change is wrong."""
        name = call.of or self.exercise.about
        try:
            return subject_of(name, call.changes, call.seed).scenario if name in shipped("scenarios") else None
        except NegosimError as error:
            yield self.root.at((*path, "set")).diagnostic("L103", str(error), dotted((*path, "set")))
            return None
