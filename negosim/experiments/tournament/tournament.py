"""A tournament from scenarios to what it came to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from negosim.domain.rng import RandomSource
from negosim.errors import UsageError
from negosim.experiments.ensemble import Outlook, Store, run_ensemble
from negosim.experiments.tournament.dependence import VarianceShares, dependence, line
from negosim.experiments.tournament.empirical_game import EmpiricalGame, RestPoint, Symmetrised, game_of, symmetrised
from negosim.experiments.tournament.options import TournamentOptions, plan_of
from negosim.experiments.tournament.payoffs import Field, field_of
from negosim.experiments.tournament.standings import Lead, TacticRanking, leads, seat_standings, standings
from negosim.scenario.spec.scenario import Scenario

__all__ = ["ScenarioResult", "Tournament", "play_tournament", "run_tournament", "tournament_of"]


@dataclass(frozen=True, eq=False)
class ScenarioResult:
    """One scenario of a tournament: the runs, the tactics seat by seat, the game, and what the outcome depends on."""

    field: Field
    standings: tuple[TacticRanking, ...]
    game: EmpiricalGame | None
    dependence: tuple[VarianceShares, ...]

    @property
    def line(self) -> str:
        """Does it depend on the tactic? In a sentence."""
        return line(self.dependence, len(self.field.texts), self.field.draws)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "scenario": self.field.name,
            "scenario_digest": self.field.digest,
            "title": self.field.title,
            "draws": self.field.draws,
            "replications": self.field.deals.shape[2],
            "lineups": len(self.field.lineups),
            "every_assignment": self.field.whole,
            "seats": list(self.field.seats),
            "standings": [asdict(one) for one in self.standings],
            "game": None if self.game is None else _game(self.game),
            "dependence": [asdict(one) for one in self.dependence],
            "line": self.line,
        }


@dataclass(frozen=True, eq=False)
class Tournament:
    """What a tournament came to: over all, and in each of its scenarios."""

    seed: int
    tactics: tuple[str, ...]
    standings: tuple[TacticRanking, ...]
    leads: tuple[Lead, ...]
    symmetrised: Symmetrised | None
    events: tuple[ScenarioResult, ...]

    @property
    def draws(self) -> int:
        """Draws that every scenario has played whole."""
        return min(one.field.draws for one in self.events)

    @property
    def runs(self) -> int:
        """Runs in all."""
        return sum(one.field.deals.size for one in self.events)

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
            else {"matrix": both.matrix.tolist(), "ends": list(map(_mix, both.ends))},
            "scenarios": [one.to_dict() for one in self.events],
        }


def _game(game: EmpiricalGame) -> dict[str, Any]:
    profile, gain, seat = game.closest
    return {
        "payoffs": {seat: own.tolist() for seat, own in zip(game.seats, game.payoffs, strict=True)},
        "equilibria": [asdict(one) for one in game.equilibria],
        "closest": {"tactics": list(profile), "gain": gain, "seat": seat},
        "ends": list(map(_mix, game.ends)),
    }


def _mix(one: RestPoint) -> dict[str, Any]:
    return asdict(one)


def play_tournament(
    scenarios: Sequence[Scenario],
    wishes: TournamentOptions,
    *,
    out: str | Path = "results",
    workers: int = 1,
    resume: bool = False,
    watch: Callable[[Outlook], None] = lambda _: None,
    command: Sequence[str] = (),
) -> list[Store]:
    """Play it on the ensemble's engine, a folder for each scenario; ends with the first that is interrupted.

    Errors: `UsageError` for tactics and seats that there aren't, before anything is played, and for folders that are
    taken, or hold another tournament.
    """
    digests = [one.digest for one in scenarios]
    if len(set(digests)) < len(digests):
        raise UsageError("the same scenario is named twice")
    plans = [plan_of(one, wishes) for one in scenarios]
    stores: list[Store] = []
    for scenario, plan in zip(scenarios, plans, strict=True):
        settings: Mapping[str, Any] = {"out": out, "workers": workers, "watch": watch, "command": command}
        stores.append(run_ensemble(scenario, plan, resume=resume, **settings))
        if stores[-1].manifest.state == "interrupted":
            break
    return stores


def tournament_of(stores: Sequence[Store]) -> Tournament:
    """What the folders of a tournament come to; `RunError` where one has no whole draw."""
    fields = [field_of(one) for one in stores]
    seed = stores[0].manifest.plan.seed
    chance = RandomSource(seed)
    return Tournament(
        seed=seed,
        tactics=fields[0].texts,
        standings=standings(fields, chance),
        leads=leads(fields, chance),
        symmetrised=symmetrised(fields, chance),
        events=tuple(
            ScenarioResult(one, seat_standings(one, chance), game_of(one, chance), dependence(one)) for one in fields
        ),
    )


def run_tournament(scenarios: Sequence[Scenario], wishes: TournamentOptions, **settings: Any) -> Tournament:
    """Play a tournament and say what it came to; `settings` as for `play_tournament`."""
    return tournament_of(play_tournament(scenarios, wishes, **settings))
