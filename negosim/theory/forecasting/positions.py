"""Actors' positions, salience and capability on an issue: the input of the static theories.

The three columns are standard in the field (Bueno de Mesquita & Stokman 1994, European Community Decision Making;
Thomson et al. 2006, The European Union Decides): position, salience and capability.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negosim.errors import UsageError
from negosim.registry import register

__all__ = ["Agenda", "Array", "Positions", "Theory", "TheoryForecast", "check_agenda", "issue_theory", "no_forecast"]

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Positions:
    """The actors on one issue, with `x` on the `scale`, `salience` from 0 to 1 and `capability` of 0 or more for each.

    `status_quo` is the outcome without an agreement, or None if it is not a point of the scale. `of`
    makes them from any sequences of numbers; `UsageError` names the actor and value that are invalid.

    >>> Positions.of("delay", ("north", "south"), [4, 10], [1, 0.5], [1, 2], scale=(4, 10)).weights.tolist()
    [1.0, 1.0]
    """

    issue: str
    actors: tuple[str, ...]
    x: Array
    salience: Array
    capability: Array
    scale: tuple[float, float] = (0.0, 100.0)
    status_quo: float | None = None

    @classmethod
    def of(
        cls,
        issue: str,
        actors: Sequence[str],
        x: ArrayLike,
        salience: ArrayLike,
        capability: ArrayLike,
        *,
        scale: tuple[float, float] = (0.0, 100.0),
        status_quo: float | None = None,
    ) -> Positions:
        """The table from sequences of numbers, which become float arrays."""
        at, share, power = (np.asarray(column, dtype=np.float64) for column in (x, salience, capability))
        return cls(issue, tuple(actors), at, share, power, scale, status_quo)

    def __post_init__(self) -> None:
        if not self.actors:
            raise UsageError(f"{self.issue}: at least one actor is needed")
        if len(set(self.actors)) < len(self.actors):
            raise UsageError(f"{self.issue}: an actor is listed twice in {', '.join(self.actors)}")
        low, high = self.scale
        if not (np.isfinite(self.scale).all() and low < high):
            raise UsageError(f"{self.issue}: the scale runs from low to high, found {low:g} to {high:g}")
        for name, (low, high) in self._limits().items():
            _check_column(self, name, getattr(self, name), low, high)
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
        """The same table with only the actors that have any effective power."""
        kept = np.flatnonzero(self.weights > 0)
        if not kept.size:
            raise UsageError(f"{self.issue}: no actor has both salience and capability")
        actors = tuple(self.actors[k] for k in kept)
        columns = {name: getattr(self, name)[kept] for name in self._limits()}
        return replace(self, actors=actors, **columns)


Agenda = Mapping[str, Positions]
"""Positions by issue, with the same actors in the same order on each."""


@dataclass(frozen=True)
class TheoryForecast:
    """A theory's forecast for one issue, in the unit of the positions.

    `value` is None if the theory does not predict a single point, and `note` then says why. `interval` is the range
    left open, `path` the trajectory from the start, `chances` the probability that each actor's position prevails.
    """

    theory: str
    value: float | None
    note: str = ""
    interval: tuple[float, float] | None = None
    path: tuple[float, ...] = ()
    chances: tuple[float, ...] = ()


Theory = Callable[[Agenda], dict[str, TheoryForecast]]
"""A theory as registered: an agenda in, one forecast per issue out."""


def no_forecast(theory: str, why: str) -> TheoryForecast:
    """The absence of a forecast, and why."""
    return TheoryForecast(theory, None, why)


def issue_theory(
    name: str, *, source: str
) -> Callable[[Callable[[Positions], TheoryForecast]], Callable[[Positions], TheoryForecast]]:
    """Decorator: register a theory of single issues, applied to each issue of an agenda.

    Actors without effective power are left out; if none is left there is no forecast on the issue.
    """

    def enter(forecast: Callable[[Positions], TheoryForecast]) -> Callable[[Positions], TheoryForecast]:
        @wraps(forecast)
        def over_agenda(agenda: Agenda) -> dict[str, TheoryForecast]:
            check_agenda(agenda)
            return {issue: on_issue(positions) for issue, positions in agenda.items()}

        def on_issue(positions: Positions) -> TheoryForecast:
            if not positions.weights.any():
                return no_forecast(name, "no actor has both salience and capability")
            return forecast(positions.engaged())

        register("theory", name, source=source)(over_agenda)
        return forecast

    return enter


def check_agenda(agenda: Agenda) -> None:
    """`UsageError` unless there is an issue and all list the same actors in the same order."""
    tables = list(agenda.values())
    if not tables:
        raise UsageError("an agenda needs at least one issue")
    for table in tables[1:]:
        if table.actors != tables[0].actors:
            raise UsageError(f"{table.issue}: the actors differ from those on {tables[0].issue}")


def _check_column(table: Positions, name: str, column: NDArray[Any], low: float, high: float) -> None:
    if column.shape != (len(table.actors),):
        raise UsageError(f"{table.issue}: {name} needs {len(table.actors)} numbers, one an actor")
    for actor, number in zip(table.actors, column, strict=True):
        _check_number(table.issue, f"{name} of {actor}", number, low, high)


def _check_number(issue: str, what: str, number: float, low: float, high: float) -> None:
    if not (np.isfinite(number) and low <= number <= high):
        bounds = f"{low:g} or more" if np.isinf(high) else f"from {low:g} to {high:g}"
        raise UsageError(f"{issue}: {what} is {number:g}, it can be {bounds}")
