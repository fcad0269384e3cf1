"""Play a tournament and compute its results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from negosim.domain.rng import RandomSource
from negosim.errors import UsageError
from negosim.experiments.ensemble import EnsembleState, Outlook, Store, run_ensemble
from negosim.experiments.tournament.dependence import VarianceShares, dependence_sentence, variance_shares
from negosim.experiments.tournament.empirical_game import EmpiricalGame, Symmetrised, estimate_game, symmetrised_game
from negosim.experiments.tournament.options import TournamentOptions, tournament_plan
from negosim.experiments.tournament.standings import Lead, TacticRanking, leads, seat_standings, standings
from negosim.experiments.tournament.tournament_runs import TournamentRuns, read_tournament_runs
from negosim.scenario.spec.scenario import Scenario

__all__ = ["ScenarioResult", "Tournament", "play_tournament", "run_tournament", "tournament_of"]


@dataclass(frozen=True, eq=False)
class ScenarioResult:
    """One scenario of a tournament: its runs, the tactics seat by seat, the game, and what the outcome depends on."""

    runs: TournamentRuns
    standings: tuple[TacticRanking, ...]
    game: EmpiricalGame | None
    dependence: tuple[VarianceShares, ...]

    @property
    def line(self) -> str:
        """Whether the outcome depends on the tactic, as a sentence."""
        return dependence_sentence(self.dependence, len(self.runs.texts), self.runs.draws)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "scenario": self.runs.name,
            "scenario_digest": self.runs.digest,
            "title": self.runs.title,
            "draws": self.runs.draws,
            "replications": self.runs.deals.shape[2],
            "lineups": len(self.runs.lineups),
            "every_assignment": self.runs.whole,
            "seats": list(self.runs.seats),
            "standings": [asdict(one) for one in self.standings],
            "game": None if self.game is None else _game(self.game),
            "dependence": [asdict(one) for one in self.dependence],
            "line": self.line,
        }


@dataclass(frozen=True, eq=False)
class Tournament:
    """The results of a tournament, overall and for each scenario."""

    seed: int
    tactics: tuple[str, ...]
    standings: tuple[TacticRanking, ...]
    leads: tuple[Lead, ...]
    symmetrised: Symmetrised | None
    scenarios: tuple[ScenarioResult, ...]

    @property
    def events(self) -> tuple[ScenarioResult, ...]:
        """The earlier public name of `scenarios`."""
        return self.scenarios

    @property
    def draws(self) -> int:
        """The number of draws that every lineup of every scenario has played."""
        return min(one.runs.draws for one in self.scenarios)

    @property
    def runs(self) -> int:
        """The total number of runs."""
        return sum(one.runs.deals.size for one in self.scenarios)

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        both = self.symmetrised
        return {
            "format": 1,
            "seed": self.seed,
            "tactics": list(self.tactics),
            "draws": self.draws,
            "runs": self.runs,
            "standings": [asdict(one) for one in self.standings],
            "leads": [asdict(one) | {"sure": one.sure} for one in self.leads],
            "symmetrised": None
            if both is None
            else {"matrix": both.matrix.tolist(), "ends": [asdict(one) for one in both.ends]},
            "scenarios": [one.to_dict() for one in self.scenarios],
        }


def _game(game: EmpiricalGame) -> dict[str, Any]:
    profile, gain, seat = game.closest
    return {
        "payoffs": {seat: own.tolist() for seat, own in zip(game.seats, game.payoffs, strict=True)},
        "equilibria": [asdict(one) for one in game.equilibria],
        "closest": {"tactics": list(profile), "gain": gain, "seat": seat},
        "ends": [asdict(one) for one in game.ends],
    }


def play_tournament(
    scenarios: Sequence[Scenario],
    options: TournamentOptions,
    *,
    out: str | Path = "results",
    workers: int = 1,
    resume: bool = False,
    watch: Callable[[Outlook], None] = lambda _: None,
    command: Sequence[str] = (),
) -> list[Store]:
    """Play a tournament as ensembles, one folder for each scenario; stops at the first that is interrupted.

    Errors: `UsageError` for unknown tactics and seats, before anything is played, and for folders that are taken or
    hold another tournament.
    """
    digests = [one.digest for one in scenarios]
    if len(set(digests)) < len(digests):
        raise UsageError("the same scenario is named twice")
    plans = [tournament_plan(one, options) for one in scenarios]
    stores: list[Store] = []
    for scenario, plan in zip(scenarios, plans, strict=True):
        stores.append(
            run_ensemble(scenario, plan, out=out, workers=workers, resume=resume, watch=watch, command=command)
        )
        if stores[-1].manifest.state == EnsembleState.INTERRUPTED:
            break
    return stores


def tournament_of(stores: Sequence[Store]) -> Tournament:
    """The results of the tournament in these folders; `RunError` if one has no complete draw."""
    scenarios = [read_tournament_runs(one) for one in stores]
    seed = stores[0].manifest.plan.seed
    chance = RandomSource(seed)
    return Tournament(
        seed=seed,
        tactics=scenarios[0].texts,
        standings=standings(scenarios, chance),
        leads=leads(scenarios, chance),
        symmetrised=symmetrised_game(scenarios, chance),
        scenarios=tuple(
            ScenarioResult(one, seat_standings(one, chance), estimate_game(one, chance), variance_shares(one))
            for one in scenarios
        ),
    )


def run_tournament(
    scenarios: Sequence[Scenario],
    options: TournamentOptions | None = None,
    *,
    wishes: TournamentOptions | None = None,
    **settings: Any,
) -> Tournament:
    """Play a tournament and give its results; `settings` as for `play_tournament`.

    `wishes` is the earlier name of `options`; `UsageError` unless one of the two is given.
    """
    given = [one for one in (options, wishes) if one is not None]
    if len(given) != 1:
        raise UsageError("run_tournament takes its options once, as options=TournamentOptions(...)")
    return tournament_of(play_tournament(scenarios, given[0], **settings))
