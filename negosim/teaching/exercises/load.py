"""From a name or a file to a checked exercise: the shape by the reader of scenarios, then what it refers to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from negosim.errors import Diagnostic, InputError, NegosimError, did_you_mean
from negosim.files import find
from negosim.files import names as shipped
from negosim.registry import lookup, names
from negosim.scenario.parse import listed, to_model
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.nodes import Node, dotted, shorten
from negosim.scenario.yaml.reader import read_file
from negosim.teaching.exercises.evaluate import arguments_faults, wanted_gives
from negosim.teaching.exercises.model import Asked, Choice, Claim, Exercise, Number, Paper, Question, Several
from negosim.teaching.exercises.subject import case_of

__all__ = ["CODES", "Lesson", "catalogue", "load_exercise"]

CODES: dict[str, str] = {
    "L101": "A quantity that a question names is registered: negosim list quantities.",
    "L102": "A quantity gets the parameters that it knows, and all that it needs.",
    "L103": "A parameter of a quantity has a value that it takes, of the scenario that it is asked of.",
    "L104": "What an exercise is about comes with negosim: a scenario, or a conflict in option form.",
    "L105": "A question wants what its quantity gives: a number, one key, several, or true or false.",
    "L106": "What is said of a wrong option belongs to one of the options.",
}
"""Code -> what it means in one sentence."""

Path_ = tuple[str | int, ...]
Faults = Iterator[Diagnostic]


@dataclass(frozen=True)
class Lesson:
    """An exercise with its name, by which the command line and a file of answers call it."""

    name: str
    exercise: Exercise


def load_exercise(source: str | Path) -> Lesson:
    """The exercise of a file, or the shipped one of that name.

    Errors: `InputError` with every fault at its place; `UsageError` where there is no such file or name.
    """
    path = _locate(source)
    root = read_file(path)
    exercise = to_model(root, Exercise)
    faults = listed(_References(root, exercise).faults())
    if faults:
        raise InputError(faults)
    return Lesson(path.stem, exercise)


def catalogue() -> list[Lesson]:
    """The shipped exercises in the order of the course."""
    found = [load_exercise(name) for name in shipped("exercises")]
    return sorted(found, key=lambda lesson: (lesson.exercise.place, lesson.name))


def _locate(source: str | Path) -> Path:
    """The file itself, or that of a bare name among those shipped."""
    path = Path(source)
    bare = path.suffix not in (".yaml", ".yml") and len(path.parts) == 1 and "\0" not in str(source)
    return find("exercises", str(source)) if bare else path


class _References:
    """What the parts of an exercise refer to."""

    def __init__(self, root: Node, exercise: Exercise) -> None:
        self.root = root
        self.exercise = exercise

    def faults(self) -> Faults:
        """Every fault."""
        yield from self._subject(self.exercise.about, ("about",))
        for place, name in enumerate(self.exercise.files):
            yield from self._known(name, shipped("scenarios"), ("files", place))
        for key, question in self.exercise.questions.items():
            yield from self._question(question, ("questions", key))

    def _subject(self, name: str, path: Path_) -> Faults:
        yield from self._known(name, [*shipped("scenarios"), *shipped("conflicts")], path)

    def _known(self, name: str, known: Sequence[str], path: Path_) -> Faults:
        if name not in known:
            message = f"nothing of the name {shorten(name)} comes with negosim"
            yield self.root.at(path).diagnostic("L104", message, dotted(path), did_you_mean(name, known))

    def _question(self, question: Question, path: Path_) -> Faults:
        match question.wanted:
            case Number() as wanted:
                yield from self._answer(wanted, wanted.answer, (*path, "number", "answer"))
                for place, mistake in enumerate(wanted.mistakes):
                    yield from self._answer(wanted, mistake.answer, (*path, "number", "mistakes", place, "answer"))
            case Several() as wanted:
                yield from self._options(wanted, (*path, "several"))
            case Choice() as wanted:
                yield from self._options(wanted, (*path, "choice"))
            case Claim() as wanted:
                yield from self._answer(wanted, wanted.answer, (*path, "claim", "answer"))
            case Paper() as wanted:
                yield from self._paper(wanted, (*path, "paper"))

    def _options(self, wanted: Choice, path: Path_) -> Faults:
        """The answer of a choice, and what is said of its options."""
        yield from self._answer(wanted, wanted.answer, (*path, "answer"))
        for key in wanted.wrong:
            if key not in wanted.options:
                at = (*path, "wrong", key)
                message, help_ = f"no option {shorten(key)}", did_you_mean(key, list(wanted.options))
                yield self.root.at(at).key_diagnostic("L106", message, dotted(at), help_)

    def _paper(self, paper: Paper, path: Path_) -> Faults:
        for place, check in enumerate(paper.checks):
            at = (*path, "checks", place)
            yield from self._asked(check.answer, (*at, "answer"), handed=check.answer.of is None)
            for name, bound in check.bounds.items():
                if isinstance(bound, Asked):
                    yield from self._asked(bound, (*at, name))

    def _answer(self, wanted: object, asked: Asked, path: Path_) -> Faults:
        """An answer, which must be what is wanted."""
        yield from self._asked(asked, path)
        if asked.quantity in names("quantity"):
            wrong = wanted_gives(wanted, lookup("quantity", asked.quantity))
            if wrong:
                yield self.root.at((*path, "quantity")).diagnostic("L105", wrong, dotted((*path, "quantity")))

    def _asked(self, asked: Asked, path: Path_, *, handed: bool = False) -> Faults:
        """A quantity: its name, what it is asked of, its parameters."""
        at = (*path, "quantity")
        if asked.quantity not in names("quantity"):
            help_ = did_you_mean(asked.quantity, names("quantity"))
            message = f"no quantity {shorten(asked.quantity)}"
            yield self.root.at(at).diagnostic("L101", message, dotted(at), help_)
            return
        if asked.of is not None:
            yield from self._subject(asked.of, (*path, "of"))
        scenario = None
        if not handed and (asked.of or self.exercise.about) in shipped("scenarios"):
            try:
                scenario = case_of(asked.of or self.exercise.about, asked.changes, asked.seed).scenario
            except NegosimError as error:
                yield self.root.at((*path, "set")).diagnostic("L103", str(error), dotted((*path, "set")))
        yield from self._arguments(asked, path, scenario)

    def _arguments(self, asked: Asked, path: Path_, scenario: Scenario | None) -> Faults:
        """The parameters of a quantity; a fault stands at the one meant, or at the quantity that lacks one."""
        for fault in arguments_faults(asked, lookup("quantity", asked.quantity), scenario):
            at = (*path, fault.parameter or "quantity")
            show = self.root.at(at).key_diagnostic if fault.code == "L102" else self.root.at(at).diagnostic
            yield show(fault.code, fault.message, dotted(at), fault.help)
