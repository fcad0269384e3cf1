"""How the tactics did: means with intervals, by seat and overall, and which leads are significant.

The draw is the unit of observation: all lineups play the same draws with the same random events. A tactic's value in a
draw is its mean over the lineups in which it plays, and two tactics are compared draw by draw. If every assignment was
played, their difference is paired by the others' assignment; in a sample the others are balanced instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from negosim.domain.rng import RandomSource
from negosim.experiments.statistics.bootstrap import bootstrap_means
from negosim.experiments.statistics.paired import holm, sign_flip
from negosim.experiments.tournament.tournament_runs import TournamentRuns

__all__ = ["SURE", "Lead", "MeanEstimate", "TacticRanking", "leads", "seat_standings", "standings"]

Values = NDArray[np.float64]

MEASURES = ("score", "agreed", "rounds", "distance", "distance_to_nash")
"""Measures of a tactic overall: standard score, share of runs with an agreement, rounds, distances in points."""

SURE = 0.05
"""Significance level of a lead's corrected p-value."""


@dataclass(frozen=True)
class MeanEstimate:
    """A mean over draws with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class TacticRanking:
    """A tactic's estimates by measure, in one seat or overall (empty `seat`); `lost` is turns lost per run."""

    tactic: str
    seat: str
    estimates: dict[str, MeanEstimate | None]
    lost: float


@dataclass(frozen=True)
class Lead:
    """The lead of one tactic over another in standard score, overall or in a seat; `p` after Holm's correction.

    `exact` where all draws give the same difference, so that there is nothing to test.
    """

    seat: str
    better: str
    worse: str
    by: float
    p: float
    exact: bool = False

    @property
    def sure(self) -> bool:
        """Whether it is significant after correction."""
        return self.by > 0 and self.p <= SURE


def standings(scenarios: Sequence[TournamentRuns], chance: RandomSource) -> tuple[TacticRanking, ...]:
    """Every tactic over all seats and scenarios, the best score first."""
    lost = np.mean([_over_seats(one, "lost").mean(axis=0) for one in scenarios], axis=0)
    found = {name: _estimates(_overall(scenarios, name), chance, f"tournament.{name}") for name in MEASURES}
    return tuple(_ranked(scenarios[0].texts, "", found, lost, "score"))


def seat_standings(runs: TournamentRuns, chance: RandomSource) -> tuple[TacticRanking, ...]:
    """Every tactic in every seat of a scenario, in its points and standard score, the best first in each seat."""
    rows = []
    for seat, key in enumerate(runs.seats):
        measures = {"points": runs.by_lineup(f"points.{key}"), "score": runs.scores(key)}
        measures["agreed"] = runs.by_lineup("agreed")
        found = {
            name: _estimates(runs.by_tactic(values, seat), chance, f"tournament.{key}.{name}")
            for name, values in measures.items()
        }
        lost = runs.by_tactic(runs.by_lineup(f"lost.{key}"), seat).mean(axis=0)
        rows += _ranked(runs.texts, key, found, lost, "points")
    return tuple(rows)


def _ranked(
    texts: Sequence[str], seat: str, found: dict[str, list[MeanEstimate | None]], lost: Values, by: str
) -> list[TacticRanking]:
    """The tactics with their estimates, the highest mean of one measure first."""
    rows = [
        TacticRanking(text, seat, {name: own[place] for name, own in found.items()}, float(lost[place]))
        for place, text in enumerate(texts)
    ]
    return sorted(rows, key=lambda row: -(first.mean if (first := row.estimates[by]) else 0.0))


def leads(scenarios: Sequence[TournamentRuns], chance: RandomSource) -> tuple[Lead, ...]:
    """Every pair of tactics compared overall, and in every seat; Holm's correction within each of the two families."""
    by_seat = [
        (f"{one.name}.{key}", one.by_tactic(one.scores(key), seat))
        for one in scenarios
        for seat, key in enumerate(one.seats)
    ]
    certain, texts = all(one.certain for one in scenarios), scenarios[0].texts
    families = ([("", _overall(scenarios, "score"))], by_seat if len(by_seat) > 1 else [])
    return tuple(lead for family in families for lead in _family(family, texts, certain, chance))


def _family(
    tables: Sequence[tuple[str, Values]], texts: Sequence[str], certain: bool, chance: RandomSource
) -> list[Lead]:
    """The comparisons of a family, corrected together; each table has shape (draws, tactics)."""
    pairs, found = list(combinations(range(len(texts)), 2)), list[Lead]()
    for seat, table in tables:
        differences = np.stack([table[:, one] - table[:, other] for one, other in pairs], axis=1)
        exact = certain & (np.ptp(differences, axis=0) == 0)
        tested = sign_flip(differences, chance.generator(f"tournament.signs.{seat}"))
        p_values = np.where(exact, (differences[0] == 0).astype(float), tested)
        columns = (differences.mean(axis=0), p_values, exact)
        for pair, by, p, sharp in zip(pairs, *(one.tolist() for one in columns), strict=True):
            better, worse = pair if by >= 0 else reversed(pair)
            found.append(Lead(seat, texts[better], texts[worse], abs(by), p, sharp))
    corrected = holm([one.p for one in found])
    return [replace(one, p=p) for one, p in zip(found, corrected, strict=True)]


def _overall(scenarios: Sequence[TournamentRuns], measure: str) -> Values:
    """A measure by draw and tactic, averaged over the seats and then over the scenarios, shape (draws, tactics).

    A scenario without a value in a draw (no Nash solution) is left out of the mean.
    """
    draws = min(one.draws for one in scenarios)
    tables = np.stack([_over_seats(one, measure)[:draws] for one in scenarios])
    known = np.isfinite(tables)
    counts, totals = known.sum(axis=0), np.where(known, tables, 0.0).sum(axis=0)
    means: Values = np.full(totals.shape, np.nan)
    np.divide(totals, counts, out=means, where=counts > 0)
    return means


def _over_seats(runs: TournamentRuns, measure: str) -> Values:
    by_seat = {"score": runs.scores, "lost": lambda seat: runs.by_lineup(f"lost.{seat}")}
    return runs.over_seats(by_seat.get(measure, lambda _: runs.by_lineup(measure)))


def _estimates(table: Values, chance: RandomSource, purpose: str) -> list[MeanEstimate | None]:
    """Mean and interval of every column over the draws that have a value; None where none has."""
    known = table[np.isfinite(table).all(axis=1)]
    if not len(known):
        return [None] * table.shape[1]
    intervals = bootstrap_means(known, chance.generator(purpose))
    return [MeanEstimate(float(m), one.low, one.high) for m, one in zip(known.mean(axis=0), intervals, strict=True)]
