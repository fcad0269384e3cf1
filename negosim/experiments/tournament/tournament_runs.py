"""The runs of a tournament in one scenario as arrays by draw, lineup and replication."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from negosim.errors import RunError, UsageError
from negosim.experiments.ensemble.plan import Lineups
from negosim.experiments.ensemble.storage import Store
from negosim.experiments.statistics.binning import codes

__all__ = ["TournamentRuns", "read_tournament_runs"]

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TournamentRuns:
    """The runs of one scenario: `numbers` by column, and codes of the final outcomes in `deals`.

    Every array has shape (draws, lineups, replications). Only draws that every lineup has played count.
    """

    store: Store
    lineups: Lineups
    numbers: dict[str, Values]
    deals: NDArray[np.intp]

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.store.manifest.scenario

    @property
    def title(self) -> str:
        """The scenario's title."""
        return self.store.scenario.title

    @property
    def digest(self) -> str:
        """The scenario's digest."""
        return self.store.manifest.digest

    @property
    def draws(self) -> int:
        """The number of draws that every lineup has played."""
        return len(self.deals)

    @property
    def seats(self) -> tuple[str, ...]:
        """The seats whose tactics vary."""
        return self.lineups.seats

    @property
    def texts(self) -> tuple[str, ...]:
        """The names of the tactics, with parameters."""
        return tuple(one.text for one in self.lineups.choices)

    @property
    def whole(self) -> bool:
        """Whether every assignment of tactics to seats was played rather than a sample."""
        return len(self.lineups) == int(len(self.texts) ** len(self.seats))

    @property
    def certain(self) -> bool:
        """Whether no number of the scenario is uncertain, so that draws differ in random events alone."""
        return all(at.number.certain for at in self.store.scenario.numbers())

    @cached_property
    def cast(self) -> NDArray[np.bool_]:
        """Whether a tactic sits in a seat, shape (seats, tactics, lineups)."""
        rows = np.array(self.lineups.rows, dtype=np.intp)
        return np.stack([rows[:, seat] == np.arange(len(self.texts))[:, None] for seat in range(len(self.seats))])

    def by_lineup(self, column: str) -> Values:
        """A column averaged over replications, shape (draws, lineups)."""
        return np.asarray(self.numbers[column].mean(axis=2))

    def scores(self, seat: str) -> Values:
        """The standard scores of a seat's points, averaged over replications, shape (draws, lineups).

        (points - mean) / standard deviation over the seat's own runs, since points of two parties are not comparable;
        0 where the seat's points are constant.
        """
        points = self.numbers[f"points.{seat}"]
        spread = float(points.std())
        scaled = (points - points.mean()) / spread if spread > 0 else np.zeros_like(points)
        return np.asarray(scaled.mean(axis=2))

    def by_tactic(self, values: Values, seat: int) -> Values:
        """Means over the lineups in which each tactic has the seat: (draws, lineups) to (draws, tactics)."""
        mask = self.cast[seat].astype(float)
        return np.asarray(values @ mask.T / mask.sum(axis=1))

    def over_seats(self, values: Callable[[str], Values]) -> Values:
        """The mean over seats of `by_tactic`, shape (draws, tactics); `values` gives (draws, lineups) for a seat."""
        return np.asarray(np.mean([self.by_tactic(values(key), k) for k, key in enumerate(self.seats)], axis=0))


def read_tournament_runs(store: Store) -> TournamentRuns:
    """The runs in a tournament's folder; `RunError` unless some draw was played by all lineups."""
    plan, scenario = store.manifest.plan, store.scenario
    if plan.lineups is None:
        raise UsageError(f"{store.folder} holds no tournament")
    options = [f"option.{issue}" for issue in scenario.issues]
    parties = [f"{what}.{party}" for what in ("points", "lost") for party in scenario.parties]
    numbers = ["agreed", "rounds", "distance", "distance_to_nash", *parties]
    done = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(store.present, store.indices, strict=False))))
    data = [store.read(index, [*options, *numbers]) for index in range(done)]
    draws = sum(len(one["agreed"]) for one in data) // plan.each
    if not draws:
        raise RunError(f"{store.folder}: not one draw was played by all lineups. --resume goes on")
    shape = (draws, len(plan.lineups), plan.replications)

    def shaped(column: str) -> NDArray[np.generic]:
        return np.concatenate([one[column] for one in data])[: np.prod(shape)]

    ends = np.stack([codes(shaped(column)) for column in options], axis=1)
    found = {column: shaped(column).astype(float).reshape(shape) for column in numbers}
    return TournamentRuns(store, plan.lineups, found, codes(ends).reshape(shape))
