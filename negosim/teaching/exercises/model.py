"""The typed exercise: what an exercise file says, with the words of the file as names.

A question asks for one of five things: a number, one choice, several choices, whether a claim is true, or a file. It
says by which quantity the answer is computed, of which scenario, and never the answer itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StrictInt, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from negosim.scenario.spec.common import Key, Model, PlainNumber, Source, Words

__all__ = [
    "Asked",
    "Check",
    "Choice",
    "Claim",
    "Exercise",
    "Mistake",
    "Number",
    "Paper",
    "Question",
    "Several",
    "Task",
    "Wanted",
]

Subject = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=100)]
"""Name of a shipped scenario or conflict."""
Options = Annotated[dict[str, Words], Field(min_length=2, max_length=26)]
"""What is written -> what it means."""
FileName = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]*\.(yaml|py)$", max_length=64)]


class Asked(Model):
    """A computed quantity: its name, of what, with which changes and seed; further keys are its parameters."""

    model_config = Model.model_config | {"extra": "allow"}
    __pydantic_extra__: dict[str, Any] = Field(init=False)

    quantity: Words
    """Name, as `negosim list quantities` shows it."""
    of: Subject | None = None
    """The scenario or conflict; without it that of the exercise, or the file that was handed in."""
    changes: Annotated[tuple[Words, ...], Field(alias="set")] = ()
    """Changes to the scenario, as `--set` takes them."""
    seed: Annotated[StrictInt, Field(ge=0)] = 0
    """Seed of what is played for it."""

    @property
    def arguments(self) -> Mapping[str, Any]:
        """The parameters, in the order of the file."""
        return self.__pydantic_extra__ or {}


class Mistake(Model):
    """A wrong number that people come to, how it is computed, and what to say of it."""

    answer: Asked
    """How that number comes about."""
    say: Words
    """What is said to whoever gives it."""


class Number(Model):
    """The answer is a number."""

    answer: Asked
    """How it is computed."""
    tolerance: Annotated[PlainNumber, Field(ge=0)] = 0.05
    """How far off is still right."""
    unit: Words = "points"
    """What is counted."""
    mistakes: tuple[Mistake, ...] = ()
    """Wrong numbers that are worth a word."""


class Choice(Model):
    """The answer is one of some options."""

    answer: Asked
    """How it is computed."""
    options: Options
    """What can be chosen: what is written, and what it means."""
    wrong: dict[str, Words] = Field(default_factory=dict)
    """By option, what is said to whoever chooses it wrongly."""


class Several(Choice):
    """The answer is any number of some options, none of them included."""


class Claim(Model):
    """The answer is whether a claim is true."""

    answer: Asked
    """How it is computed."""
    wrong: Words | None = None
    """What is said to whoever is wrong."""


class Check(Model):
    """A property that a file must have: a quantity of it, and what it must come to."""

    that: Words
    """The property in words."""
    answer: Asked
    """What is computed, of the file unless it says otherwise."""
    equals: StrictBool | PlainNumber | str | None = None
    """It is this."""
    at_least: PlainNumber | Asked | None = None
    """It is this or more."""
    at_most: PlainNumber | Asked | None = None
    """It is this or less."""
    more_than: PlainNumber | Asked | None = None
    """It is more than this."""
    say: Words
    """What is said where it is not so."""
    weight: Annotated[StrictInt, Field(ge=1, le=100)] = 1
    """How much it counts beside the other properties."""

    @property
    def bounds(self) -> dict[str, Any]:
        """What it must come to, by how they are compared; there is one."""
        given = {name: getattr(self, name) for name in ("equals", "at_least", "at_most", "more_than")}
        return {name: bound for name, bound in given.items() if bound is not None}

    @model_validator(mode="after")
    def _one_bound(self) -> Check:
        if len(self.bounds) != 1:
            raise PydanticCustomError("either", "expected one of equals, at_least, at_most, more_than")
        return self


class Paper(Model):
    """The answer is a file: a scenario, or a tactic that takes a seat."""

    name: FileName
    """The file's name in the student's folder."""
    kind: Literal["scenario", "tactic"]
    """What it holds."""
    begin: Words | None = None
    """What the student begins with; nothing where there is nothing."""
    seat: Key | None = None
    """The party whose tactic it is; the tactic's class is `Mine`."""
    checks: Annotated[tuple[Check, ...], Field(min_length=1)]
    """The properties that are looked at."""

    @model_validator(mode="after")
    def _tactic_has_a_seat(self) -> Paper:
        if (self.kind == "tactic") != (self.seat is not None) or self.name.endswith(".py") != (self.kind == "tactic"):
            raise PydanticCustomError("either", "a tactic is a .py file with a 'seat', a scenario a .yaml file without")
        return self


Wanted = Number | Choice | Several | Claim | Paper
"""What a question can ask for."""


class Question(Model):
    """What is asked, what is wanted, what helps, and why the answer is what it is."""

    ask: Words
    """The question."""
    number: Number | None = None
    """A number is wanted."""
    choice: Choice | None = None
    """One option is wanted."""
    several: Several | None = None
    """All options that fit are wanted."""
    claim: Claim | None = None
    """True or false is wanted."""
    paper: Paper | None = None
    """A file is wanted."""
    marks: Annotated[StrictInt, Field(ge=1, le=100)] = 1
    """Marks for the whole answer."""
    hints: Annotated[tuple[Words, ...], Field(min_length=1)]
    """What helps without giving the answer away, the gentlest first."""
    why: Words
    """Why the answer is what it is; said once it is right, and to the teacher."""

    @property
    def wanted(self) -> Wanted:
        """What is wanted."""
        return next(one for one in self._given if one is not None)

    @property
    def _given(self) -> tuple[Wanted | None, ...]:
        return (self.number, self.choice, self.several, self.claim, self.paper)

    @model_validator(mode="after")
    def _one_kind(self) -> Question:
        if sum(one is not None for one in self._given) != 1:
            raise PydanticCustomError("either", "expected one of number, choice, several, claim, paper")
        return self


class Task(Model):
    """Something to do, with the commands that do it."""

    do: Words
    """What to do, and what to look at."""
    run: tuple[Words, ...] = ()
    """The commands, each beginning with `negosim`."""
    long: StrictBool = False
    """Whether the commands take more than some seconds."""


class Exercise(Model):
    """A goal, the theory, tasks, questions, and notes for the teacher."""

    negosim_exercise: Literal[1]
    """Version of the format."""
    title: Words
    """What the exercise is called."""
    place: Annotated[StrictInt, Field(ge=1, le=1000)]
    """Its place in the course, from 1."""
    level: Literal["easy", "middle", "hard"]
    """How hard it is."""
    minutes: Annotated[StrictInt, Field(ge=5, le=600)]
    """How long it takes, theory included."""
    about: Subject
    """The scenario or conflict that it is about."""
    goal: Words
    """What one can do afterwards."""
    needs: tuple[Words, ...] = ()
    """What one should have read or done before."""
    theory: Words
    """The theory: paragraphs with an empty line between, headings after `## `, lists after `- `."""
    sources: Annotated[dict[Key, Source], Field(min_length=1)]
    """What the theory rests on."""
    files: tuple[Subject, ...] = ()
    """Shipped scenarios of which the student gets a copy, with those that they extend."""
    tasks: Annotated[tuple[Task, ...], Field(min_length=1)]
    """What to do, in this order."""
    questions: Annotated[dict[Key, Question], Field(min_length=1, max_length=40)]
    """What is asked."""
    teacher: Words
    """Notes for the teacher: what to bring out, what goes wrong, how to go on."""

    @property
    def marks(self) -> int:
        """All marks together."""
        return sum(question.marks for question in self.questions.values())

    def outline(self) -> dict[str, Any]:
        """What a list shows of it, as plain data."""
        shown = ("place", "title", "goal", "level", "minutes", "about")
        return {key: getattr(self, key) for key in shown} | {"questions": len(self.questions), "marks": self.marks}
