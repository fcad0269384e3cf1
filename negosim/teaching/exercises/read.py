"""Read exercise files: their shape only; what their questions refer to is checked by `load`.

A list of exercises waits for this, so that the reader of scenarios is imported only for a file that is wrong.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from negosim.files import find, names
from negosim.scenario.yaml.nodes import Node
from negosim.scenario.yaml.reader import read_file
from negosim.teaching.exercises.model import Exercise

__all__ = ["catalogue", "read_exercise"]


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
    exercises = [read_exercise(name)[1] for name in names("exercises")]
    return sorted(exercises, key=lambda exercise: (exercise.place, exercise.name))
