"""How the tactics did: means with intervals, by seat and overall, and which leads are sure.

The draw is the unit: all lineups meet the same draws with the same luck, so a tactic's number of a draw is its mean
over the lineups that it plays in, and two tactics are compared draw by draw. Where every assignment was played, that
mean of differences is the one paired by the others' assignment; in a sample the others are balanced instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from negosim.domain.rng import RandomSource
from negosim.experiments.statistics.bootstrap import bootstrap_means
from negosim.experiments.statistics.paired import holm, sign_flip
from negosim.experiments.tournament.payoffs import Field

__all__ = ["MEASURES", "SURE", "Lead", "MeanEstimate", "TacticRanking", "leads", "seat_standings", "standings"]

Values = NDArray[np.float64]

MEASURES = ("score", "agreed", "rounds", "distance", "distance_to_nash")
"""What is told of a tactic overall: standard score, share of runs with an agreement, rounds, distances in points."""

SURE = 0.05
"""A lead is sure where its p-value, corrected for the number of comparisons, is at most this."""


@dataclass(frozen=True)
class MeanEstimate:
    """A mean over draws with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class TacticRanking:
    """A tactic's numbers by measure, in a seat or (empty `seat`) over all; `lost` is turns lost in a run."""

    tactic: str
    seat: str
    estimates: dict[str, MeanEstimate | None]
    lost: float


@dataclass(frozen=True)
class Lead:
    """By how much one tactic leads another in standard score, over all or in a seat; `p` is Holm's.

    `exact` where nothing differs between the draws, so that there is nothing to test.
    """

    seat: str
    better: str
    worse: str
    by: float
    p: float
    exact: bool = False

    @property
    def sure(self) -> bool:
        """Whether it holds after correction for the number of comparisons."""
        return self.by > 0 and self.p <= SURE


def standings(fields: Sequence[Field], chance: RandomSource) -> tuple[TacticRanking, ...]:
    """Every tactic over all seats and scenarios, the best score first."""
    first = fields[0]
    values = {name: _over_all(fields, name) for name in MEASURES}
    lost = np.mean([_lost(one).mean(axis=0) for one in fields], axis=0)
    found = {name: _estimates(table, chance, f"tournament.{name}") for name, table in values.items()}
    rows = [
        TacticRanking(text, "", {name: found[name][place] for name in MEASURES}, float(lost[place]))
        for place, text in enumerate(first.texts)
    ]
    return tuple(sorted(rows, key=lambda row: -_mean(row.estimates["score"])))


def seat_standings(field: Field, chance: RandomSource) -> tuple[TacticRanking, ...]:
    """Every tactic in every seat of a scenario, in its points and standard score, the best first in each seat."""
    rows = []
    for seat, key in enumerate(field.seats):
        tables = {
            "points": field.by_tactic(field.by_lineup(f"points.{key}"), seat),
            "score": field.by_tactic(field.scores(key), seat),
            "agreed": field.by_tactic(field.by_lineup("agreed"), seat),
        }
        found = {name: _estimates(table, chance, f"tournament.{key}.{name}") for name, table in tables.items()}
        lost = field.by_tactic(field.by_lineup(f"lost.{key}"), seat).mean(axis=0)
        mine = [
            TacticRanking(text, key, {name: found[name][place] for name in tables}, float(lost[place]))
            for place, text in enumerate(field.texts)
        ]
        rows += sorted(mine, key=lambda row: -_mean(row.estimates["points"]))
    return tuple(rows)


def leads(fields: Sequence[Field], chance: RandomSource) -> tuple[Lead, ...]:
    """Every pair of tactics compared over all, and in every seat; Holm's correction in each of these two families."""
    overall = [("", _over_all(fields, "score"))]
    by_seat = [
        (f"{one.name}.{key}", one.by_tactic(one.scores(key), seat))
        for one in fields
        for seat, key in enumerate(one.seats)
    ]
    certain, texts = all(one.certain for one in fields), fields[0].texts
    families = (overall, by_seat if len(by_seat) > 1 else [])
    return tuple(lead for family in families for lead in _family(family, texts, certain, chance))


def _family(
    tables: Sequence[tuple[str, Values]], texts: Sequence[str], certain: bool, chance: RandomSource
) -> list[Lead]:
    """The comparisons of a family, corrected together."""
    pairs = list(combinations(range(len(texts)), 2))
    found = []
    for seat, table in tables:
        differences = np.stack([table[:, one] - table[:, other] for one, other in pairs], axis=1)
        exact = certain & (np.ptp(differences, axis=0) == 0)
        tested = sign_flip(differences, chance.generator(f"tournament.signs.{seat}"))
        chances = np.where(exact, (differences[0] == 0).astype(float), tested)
        found += [
            (seat, pair, by, p, bool(sharp))
            for pair, by, p, sharp in zip(
                pairs, differences.mean(axis=0).tolist(), chances.tolist(), exact, strict=True
            )
        ]
    corrected = holm([p for *_, p, _ in found])
    return [_lead(one, p, texts) for one, p in zip(found, corrected, strict=True)]


def _lead(found: tuple[str, tuple[int, int], float, float, bool], p: float, texts: Sequence[str]) -> Lead:
    seat, (one, other), by, _, exact = found
    better, worse = (one, other) if by >= 0 else (other, one)
    return Lead(seat, texts[better], texts[worse], abs(by), p, exact)


def _over_all(fields: Sequence[Field], measure: str) -> Values:
    """A measure by draw and tactic, averaged over the seats and then over the scenarios, shape (draws, tactics).

    Draws without a value (no Nash solution) are left out of a scenario's mean.
    """
    draws = min(one.draws for one in fields)
    tables = np.stack([_of_field(one, measure)[:draws] for one in fields])
    known = np.isfinite(tables)
    counts = known.sum(axis=0)
    totals = np.where(known, tables, 0.0).sum(axis=0)
    means: Values = np.full(totals.shape, np.nan)
    np.divide(totals, counts, out=means, where=counts > 0)
    return means


def _of_field(field: Field, measure: str) -> Values:
    """A measure of a scenario, averaged over its seats."""
    seats = enumerate(field.seats)
    return _average([field.by_tactic(_measure(field, measure, key), seat) for seat, key in seats])


def _measure(field: Field, measure: str, seat: str) -> Values:
    return field.scores(seat) if measure == "score" else field.by_lineup(measure)


def _lost(field: Field) -> Values:
    seats = enumerate(field.seats)
    return _average([field.by_tactic(field.by_lineup(f"lost.{key}"), seat) for seat, key in seats])


def _average(tables: Sequence[Values]) -> Values:
    return np.asarray(np.mean(tables, axis=0))


def _estimates(table: Values, chance: RandomSource, purpose: str) -> list[MeanEstimate | None]:
    """Mean and interval of every column over the draws that have a value; None where none has."""
    known = table[np.isfinite(table).all(axis=1)]
    if not len(known):
        return [None] * table.shape[1]
    intervals = bootstrap_means(known, chance.generator(purpose))
    return [MeanEstimate(float(m), one.low, one.high) for m, one in zip(known.mean(axis=0), intervals, strict=True)]


def _mean(estimate: MeanEstimate | None) -> float:
    return 0.0 if estimate is None else estimate.mean
