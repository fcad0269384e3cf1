"""Does the outcome depend on the tactic? The variance due to tactics, preferences and chance, and how to look it up."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from negosim.document import percent
from negosim.experiments.statistics.variance import split_four_ways
from negosim.scenario.spec.scenario import Scenario

if TYPE_CHECKING:  # every run looks up what is known, and needs none of the machinery of tournaments for it
    from negosim.experiments.tournament.tournament_runs import TournamentRuns

__all__ = ["FILE", "VarianceShares", "dependence_sentence", "known_dependence", "variance_shares"]

FILE = "tournament.json"

LARGEST = 1 << 26
"""Largest file that is read, in bytes."""

DEAL = "deal"
"""The final outcome as a category."""


@dataclass(frozen=True)
class VarianceShares:
    """The shares of an outcome's variance, which add up to 1.

    `tactics` is the share of the lineup, `preferences` of the draw of the uncertain numbers, `together` of their
    interaction: a tactic that helps under some preferences and harms under others. All are None for a constant outcome;
    `chance` is None without replications and is then part of `together`.
    """

    outcome: str
    words: str
    tactics: float | None
    preferences: float | None
    together: float | None
    chance: float | None


def variance_shares(runs: TournamentRuns) -> tuple[VarianceShares, ...]:
    """For the deal, whether there is one, and every party's points; empty for fewer than two draws."""
    if runs.draws < 2:  # noqa: PLR2004  (one draw shows no variance)
        return ()
    parties = runs.store.scenario.parties.items()
    return (
        _split(DEAL, "which deal", _indicators(runs.deals)),
        _split("agreed", "whether there is a deal", runs.numbers["agreed"]),
        *(_split(f"points.{key}", f"points of {one.name}", runs.numbers[f"points.{key}"]) for key, one in parties),
    )


def _split(outcome: str, words: str, values: NDArray[np.float64]) -> VarianceShares:
    """Split values of shape (draws, lineups, replications[, columns])."""
    found = split_four_ways(np.swapaxes(values, 0, 1)).shares
    return VarianceShares(outcome, words, found["treatments"], found["draws"], found["together"], found["luck"])


def _indicators(deals: NDArray[np.intp]) -> NDArray[np.float64]:
    """Indicator columns, one for each deal, the commonest first; from the sixtieth on they are pooled in the last."""
    counts = np.bincount(deals.reshape(-1))
    rank = np.empty(len(counts), dtype=np.intp)
    rank[np.argsort(-counts, kind="stable")] = np.arange(len(counts))
    places = np.minimum(rank[deals], 60 - 1)
    return np.asarray(places[..., None] == np.arange(int(places.max()) + 1), dtype=np.float64)


def dependence_sentence(found: tuple[VarianceShares, ...], tactics: int, draws: int) -> str:
    """The answer in a sentence, for the report of a run; empty where nothing was split."""
    deal = next((one for one in found if one.outcome == DEAL), None)
    if deal is None:
        return ""
    tried = f"{tactics} tactics tried in {draws:,} draws"
    if deal.tactics is None:
        return f"Which deal is made does not depend on the tactic: it was the same throughout ({tried})."
    last = [("both together", deal.together), ("chance", deal.chance)]
    shares = [("the tactics", deal.tactics), ("the preferences", deal.preferences)]
    shares += last if deal.chance is not None else [("both together, chance included,", deal.together)]
    parts = ", ".join(f"{name} {percent(share or 0.0)}" for name, share in shares)
    return f"Of the spread of which deal is made have {parts} ({tried})."


def known_dependence(scenario: Scenario, results: str | Path) -> str:
    """The sentence of an earlier tournament of the scenario, with its folder; empty where there is none.

    The scenario is identified by its digest. Of several tournaments the one with the most draws counts.
    """
    try:
        paths = sorted((Path(results) / scenario.name).glob(f"tournament-*/{FILE}"))
    except (OSError, ValueError):  # no folder can have such a name
        return ""
    found = [one for path in paths if (one := _read_sentence(path, scenario.digest))]
    if not found:
        return ""
    _, line, folder = max(found, key=lambda one: one[0])
    return f"{line} See {folder}."


def _read_sentence(path: Path, digest: str) -> tuple[int, str, str] | None:
    """Draws, sentence and folder of a tournament; None for another scenario's or a broken file."""
    try:
        if path.stat().st_size > LARGEST:
            return None
        for one in json.loads(path.read_text(encoding="utf-8"))["scenarios"]:
            if one["scenario_digest"] == digest and one["line"]:
                return int(one["draws"]), str(one["line"]), path.parent.name
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None
