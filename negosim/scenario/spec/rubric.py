"""The rubric by which what a table came to is marked: criteria, each with a measure and the marks that it brings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from negosim.scenario.spec.common import Key, Model, PlainNumber, Words

__all__ = ["DEFAULT_RUBRIC", "Criterion", "Rubric"]


class Criterion(Model):
    """One thing that brings marks: none at `none` and below, all at `full` and above, in proportion between."""

    measure: Literal["gain", "efficiency", "fairness"]
    """`gain`: share of one's possible gain; `efficiency`: share of outcomes not better for all; `fairness`: smallest
    share of a possible gain at the table."""
    marks: Annotated[float, Field(strict=True, gt=0, le=1000)]
    """Marks at the most."""
    none: PlainNumber = 0.0
    """The share at which there are no marks."""
    full: PlainNumber = 1.0
    """The share at which there are all marks."""
    title: Words | None = None
    """What it is called."""

    @model_validator(mode="after")
    def _rising(self) -> Criterion:
        if not self.none < self.full:
            raise PydanticCustomError("bounds", "'none' must lie below 'full'")
        return self


Rubric = Annotated[dict[Key, Criterion], Field(min_length=1, max_length=12)]
"""Key -> criterion."""

DEFAULT_RUBRIC: dict[str, Criterion] = {
    "gain": Criterion(measure="gain", marks=40.0),
    "efficiency": Criterion(measure="efficiency", marks=30.0),
    "fairness": Criterion(measure="fairness", marks=30.0),
}
"""What is marked where neither the scenario nor a file says otherwise: 100 marks in all."""
