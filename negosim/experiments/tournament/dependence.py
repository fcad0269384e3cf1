"""Does it depend on the tactic? The spread of a scenario's outcome: what tactics, preferences and chance have of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negosim.experiments.statistics.variance import split_four_ways
from negosim.experiments.tournament.payoffs import Field

__all__ = ["DEAL", "MOST_DEALS", "VarianceShares", "dependence", "line"]

DEAL = "deal"
"""The outcome that stands at the end, as a category."""

MOST_DEALS = 60
"""Outcomes that are told apart; rarer ones count as one."""


@dataclass(frozen=True)
class VarianceShares:
    """The shares of an outcome's variance; None where nothing varies, and for chance where nothing was replicated.

    `tactics` is which lineup plays, `preferences` which draw of the uncertain numbers, `together` what hangs on both: a
    tactic that helps under some preferences and harms under others. They add up to 1.
    """

    outcome: str
    words: str
    tactics: float | None
    preferences: float | None
    together: float | None
    chance: float | None


def dependence(field: Field) -> tuple[VarianceShares, ...]:
    """Which deal, whether there is one, and every party's points; empty where there is but one draw."""
    if field.draws < 2:  # noqa: PLR2004  (a spread)
        return ()
    parties = field.store.scenario.parties.items()
    return (
        _split(DEAL, "which deal", _options(field.deals)),
        _split("agreed", "whether there is a deal", field.numbers["agreed"]),
        *(_split(f"points.{key}", f"points of {one.name}", field.numbers[f"points.{key}"]) for key, one in parties),
    )


def _split(outcome: str, words: str, values: NDArray[np.float64]) -> VarianceShares:
    """Values of shape (draws, lineups, lucks) or with columns behind."""
    found = split_four_ways(np.swapaxes(values, 0, 1)).shares
    return VarianceShares(outcome, words, found["treatments"], found["draws"], found["together"], found["luck"])


def _options(deals: NDArray[np.intp]) -> NDArray[np.float64]:
    """Columns of 0 and 1, one a deal, the commonest first; the rare ones in the last."""
    counts = np.bincount(deals.reshape(-1))
    rank = np.empty(len(counts), dtype=np.intp)
    rank[np.argsort(-counts, kind="stable")] = np.arange(len(counts))
    places = np.minimum(rank[deals], MOST_DEALS - 1)
    return np.asarray(places[..., None] == np.arange(int(places.max()) + 1), dtype=np.float64)


def line(found: tuple[VarianceShares, ...], tactics: int, draws: int) -> str:
    """The answer in a sentence, for the report of a run."""
    deal = next((one for one in found if one.outcome == DEAL), None)
    if deal is None:
        return ""
    tried = f"{tactics} tactics tried in {draws:,} draws"
    if deal.tactics is None:
        return f"Which deal is made does not depend on the tactic: it was the same throughout ({tried})."
    last = [("both together", deal.together), ("chance", deal.chance)]
    shares = [("the tactics", deal.tactics), ("the preferences", deal.preferences)]
    shares += last if deal.chance is not None else [("both together, chance included,", deal.together)]
    told = ", ".join(f"{name} {100 * (share or 0.0):.0f} %" for name, share in shares)
    return f"Of the spread of which deal is made have {told} ({tried})."
