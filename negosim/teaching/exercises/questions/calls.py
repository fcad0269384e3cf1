"""The call of a quantity, by which answers, mistakes and properties of files are computed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import Field, StrictInt, StringConstraints

from negosim.scenario.spec.common import Model, Words

__all__ = ["NamedCall", "Path_", "QuantityCall", "SubjectName"]

SubjectName = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=100)]
"""Name of a shipped scenario or conflict."""

Path_ = tuple[str | int, ...]


class QuantityCall(Model):
    """A quantity to compute: its name, of what, with which changes and seed; further keys are its parameters."""

    model_config = Model.model_config | {"extra": "allow"}
    __pydantic_extra__: dict[str, Any] = Field(init=False)

    quantity: Words
    """Name, as `negosim list quantities` shows it."""
    of: SubjectName | None = None
    """The scenario or conflict; without it that of the exercise, or the file that was handed in."""
    changes: Annotated[tuple[Words, ...], Field(alias="set")] = ()
    """Changes to the scenario, as `--set` takes them."""
    seed: Annotated[StrictInt, Field(ge=0)] = 0
    """Seed of what is played for it."""

    @property
    def arguments(self) -> Mapping[str, Any]:
        """The parameters, in the order of the file."""
        return self.__pydantic_extra__ or {}


class NamedCall(NamedTuple):
    """A call with its place below the question.

    `result` is the annotation that the quantity must have, empty for any; `of_file` marks a call on a submitted file.
    """

    path: Path_
    call: QuantityCall
    result: str = ""
    of_file: bool = False
