"""Who stands where on an issue, how much they care and what they can do: the table that the static theories read.

The three columns are the field's (Bueno de Mesquita & Stokman 1994, European Community Decision Making; Thomson et
al. 2006, The European Union Decides): position, salience and capability.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError

__all__ = ["Agenda", "Array", "Positions", "Theory", "TheoryForecast", "check_agenda", "each_issue", "no_forecast"]

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Positions:
    """The actors on one issue: `x` on the `scale`, `salience` from 0 to 1, `capability` of 0 or more; one an actor.

    `status_quo` is the point that holds without an agreement, None where no point of the scale says so. Sequences are
    turned into float arrays; `UsageError` names the actor and number that cannot be.

    >>> Positions("delay", ("north", "south"), [4, 10], [1, 0.5], [1, 2], scale=(4, 10)).weights.tolist()
    [1.0, 1.0]
    """

    issue: str
    actors: tuple[str, ...]
    x: Array
    salience: Array
    capability: Array
    scale: tuple[float, float] = (0.0, 100.0)
    status_quo: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "actors", tuple(self.actors))
        _check_actors(self.issue, self.actors)
        _check_scale(self.issue, self.scale)
        for name, (low, high) in self._limits().items():
            column = np.asarray(getattr(self, name), dtype=np.float64)
            _check_column(self, name, column, low, high)
            object.__setattr__(self, name, column)
        if self.status_quo is not None:
            _check_number(self.issue, "status quo", self.status_quo, *self.scale)

    def _limits(self) -> dict[str, tuple[float, float]]:
        return {"x": self.scale, "salience": (0.0, 1.0), "capability": (0.0, np.inf)}

    @property
    def weights(self) -> Array:
        """Effective power of each actor: capability times salience."""
        return self.capability * self.salience

    @property
    def span(self) -> float:
        """Length of the scale."""
        return self.scale[1] - self.scale[0]

    def engaged(self) -> Positions:
        """The actors with any effective power: who does not care or cannot act has no say."""
        kept = np.flatnonzero(self.weights > 0)
        if not kept.size:
            raise UsageError(f"{self.issue}: no actor has both salience and capability")
        actors = tuple(self.actors[k] for k in kept)
        columns = {name: getattr(self, name)[kept] for name in self._limits()}
        return replace(self, actors=actors, **columns)


Agenda = Mapping[str, Positions]
"""Several issues at once, with the same actors in the same order on each."""


@dataclass(frozen=True)
class TheoryForecast:
    """What a theory says about one issue, in the unit of the positions.

    `value` is None where the theory names no single point, and `note` then says why. `interval` is the range that it
    leaves open, `path` its trajectory from the start on, `chances` by actor that their position prevails.
    """

    theory: str
    value: float | None
    note: str = ""
    interval: tuple[float, float] | None = None
    path: tuple[float, ...] = ()
    chances: tuple[float, ...] = ()


Theory = Callable[[Agenda], dict[str, TheoryForecast]]
"""The uniform entry of a theory: an agenda in, one forecast an issue out."""


def no_forecast(theory: str, why: str) -> TheoryForecast:
    """A theory that says nothing about an issue, and why."""
    return TheoryForecast(theory, None, why)


def each_issue(forecast: Callable[[Positions], TheoryForecast]) -> Theory:
    """A theory of single issues as a theory of agendas; nobody engaged on an issue means no forecast on it."""

    @wraps(forecast)
    def over_agenda(agenda: Agenda) -> dict[str, TheoryForecast]:
        check_agenda(agenda)
        return {issue: one(positions) for issue, positions in agenda.items()}

    def one(positions: Positions) -> TheoryForecast:
        if not positions.weights.any():
            return no_forecast(forecast.__name__, "no actor has both salience and capability")
        return forecast(positions.engaged())

    return over_agenda


def check_agenda(agenda: Agenda) -> None:
    """`UsageError` unless there is an issue and all issues list the same actors in the same order."""
    tables = list(agenda.values())
    if not tables:
        raise UsageError("an agenda needs at least one issue")
    for table in tables[1:]:
        if table.actors != tables[0].actors:
            raise UsageError(f"{table.issue}: the actors differ from those on {tables[0].issue}")


def _check_actors(issue: str, actors: tuple[str, ...]) -> None:
    if not actors:
        raise UsageError(f"{issue}: at least one actor is needed")
    if len(set(actors)) < len(actors):
        raise UsageError(f"{issue}: an actor is listed twice in {', '.join(actors)}")


def _check_scale(issue: str, scale: tuple[float, float]) -> None:
    if not (np.isfinite(scale).all() and scale[0] < scale[1]):
        raise UsageError(f"{issue}: the scale runs from low to high, found {scale[0]:g} to {scale[1]:g}")


def _check_column(table: Positions, name: str, column: NDArray[Any], low: float, high: float) -> None:
    if column.shape != (len(table.actors),):
        raise UsageError(f"{table.issue}: {name} needs {len(table.actors)} numbers, one an actor")
    for actor, number in zip(table.actors, column, strict=True):
        _check_number(table.issue, f"{name} of {actor}", number, low, high)


def _check_number(issue: str, what: str, number: float, low: float, high: float) -> None:
    if not (np.isfinite(number) and low <= number <= high):
        bounds = f"{low:g} or more" if np.isinf(high) else f"from {low:g} to {high:g}"
        raise UsageError(f"{issue}: {what} is {number:g}, it can be {bounds}")
