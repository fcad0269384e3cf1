"""The typed exercise: what an exercise file says, with the words of the file as names, and reading it.

Only the shape is checked here; what questions refer to is checked by `load`. A list of exercises waits for this module,
so that the reader of scenarios is imported only for a file that is wrong.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, PrivateAttr, StrictBool, StrictInt, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from negosim.files import find, shipped_names
from negosim.scenario.spec.common import Key, Model, Source, Words
from negosim.scenario.yaml.nodes import Node
from negosim.scenario.yaml.reader import read_file
from negosim.teaching.exercises.questions.base import QuestionKind, SubjectName
from negosim.teaching.exercises.questions.choice import Choice, Several
from negosim.teaching.exercises.questions.claim import Claim
from negosim.teaching.exercises.questions.number import Number
from negosim.teaching.exercises.questions.submitted_file import SubmittedFile

__all__ = ["Exercise", "Question", "Task", "catalogue", "read_exercise"]


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
    paper: SubmittedFile | None = None
    """A file is wanted."""
    marks: Annotated[StrictInt, Field(ge=1, le=100)] = 1
    """Marks for the whole answer."""
    hints: Annotated[tuple[Words, ...], Field(min_length=1)]
    """What helps without giving the answer away, the gentlest first."""
    why: Words
    """Why the answer is what it is; said once it is right, and to the teacher."""

    @property
    def key(self) -> str:
        """The key that says which kind it is of."""
        return next(key for key in KIND_KEYS if getattr(self, key) is not None)

    @property
    def kind(self) -> QuestionKind:
        """The kind of question, with what it needs to know."""
        kind: QuestionKind = getattr(self, self.key)
        return kind

    @model_validator(mode="after")
    def _one_kind(self) -> Question:
        if sum(getattr(self, key) is not None for key in KIND_KEYS) != 1:
            raise PydanticCustomError("either", "expected one of {kinds}", {"kinds": ", ".join(KIND_KEYS)})
        return self


KIND_KEYS = tuple(
    key
    for key, field in Question.model_fields.items()
    if any(isinstance(kind, type) and issubclass(kind, QuestionKind) for kind in get_args(field.annotation))
)
"""Keys of a question that say which kind it is of."""


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
    about: SubjectName
    """The scenario or conflict that it is about."""
    goal: Words
    """What one can do afterwards."""
    needs: tuple[Words, ...] = ()
    """What one should have read or done before."""
    theory: Words
    """The theory: paragraphs with an empty line between, headings after `## `, lists after `- `."""
    sources: Annotated[dict[Key, Source], Field(min_length=1)]
    """What the theory rests on."""
    files: tuple[SubjectName, ...] = ()
    """Shipped scenarios of which the student gets a copy, with those that they extend."""
    tasks: Annotated[tuple[Task, ...], Field(min_length=1)]
    """What to do, in this order."""
    questions: Annotated[dict[Key, Question], Field(min_length=1, max_length=40)]
    """What is asked."""
    teacher: Words
    """Notes for the teacher: what to bring out, what goes wrong, how to go on."""

    _name: str = PrivateAttr(default="")

    @property
    def name(self) -> str:
        """Stem of the file's name, by which the command line and a file of answers call the exercise."""
        return self._name

    def named(self, name: str) -> Exercise:
        """The same exercise under the name of its file."""
        exercise = self.model_copy()
        exercise._name = name
        return exercise

    @property
    def marks(self) -> int:
        """All marks together."""
        return sum(question.marks for question in self.questions.values())

    def outline(self) -> dict[str, Any]:
        """What a list shows of it, as plain data."""
        shown = ("name", "place", "title", "goal", "level", "minutes", "about")
        return {key: getattr(self, key) for key in shown} | {"questions": len(self.questions), "marks": self.marks}


def read_exercise(source: str | Path) -> tuple[Node, Exercise]:
    """The nodes and the exercise of a file, or of the shipped one of that name.

    Errors: `InputError` with every fault of the shape; `UsageError` where there is no such file or name.
    """
    path = Path(source)
    bare = path.suffix not in (".yaml", ".yml") and len(path.parts) == 1 and "\0" not in str(source)
    path = find("exercises", str(source)) if bare else path
    root = read_file(path)
    try:
        exercise = Exercise.model_validate(root.plain())
    except ValidationError:
        from negosim.scenario.parse import to_model  # noqa: PLC0415  (see above)

        exercise = to_model(root, Exercise)  # the faults in our words, at their places
    return root, exercise.named(path.stem)


def catalogue() -> list[Exercise]:
    """The shipped exercises in the order of the course; what they refer to is checked when one is loaded."""
    exercises = [read_exercise(name)[1] for name in shipped_names("exercises")]
    return sorted(exercises, key=lambda exercise: (exercise.place, exercise.name))
