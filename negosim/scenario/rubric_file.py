"""A rubric in a file of its own, read with places like a scenario."""

from __future__ import annotations

from pathlib import Path

from negosim.scenario.parts import Model
from negosim.scenario.rubric import Criterion, Rubric
from negosim.scenario.shape import to_model
from negosim.scenario.yaml_reader import read_file

__all__ = ["read_rubric"]


class RubricFile(Model):
    """A file that holds a rubric alone."""

    rubric: Rubric
    """The criteria."""


def read_rubric(path: str | Path) -> dict[str, Criterion]:
    """The rubric of a YAML file with the one key `rubric`.

    Errors: `UsageError` if it cannot be read; `InputError` with all its faults.
    """
    return dict(to_model(read_file(path), RubricFile).rubric)
