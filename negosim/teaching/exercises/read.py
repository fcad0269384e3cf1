"""Read an exercise file: its shape only; what its questions refer to is checked by `load`."""

from __future__ import annotations

from pathlib import Path

from negosim.files import find, names
from negosim.scenario.parse import to_model
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
    return root, to_model(root, Exercise).named(path.stem)


def catalogue() -> list[Exercise]:
    """The shipped exercises in the order of the course; what they refer to is checked when one is loaded."""
    exercises = [read_exercise(name)[1] for name in names("exercises")]
    return sorted(exercises, key=lambda exercise: (exercise.place, exercise.name))
