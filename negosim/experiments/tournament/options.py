"""The options of a tournament, and the plan of runs that they give for a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from negosim.domain.rng import RandomSource
from negosim.errors import UsageError, did_you_mean
from negosim.experiments.ensemble.plan import CHUNK, Lineups, Plan
from negosim.experiments.statistics.balanced import assignments
from negosim.negotiation.tactics.from_text import parse_tactics
from negosim.negotiation.time_limits import LIMIT
from negosim.scenario.spec.scenario import Scenario

__all__ = ["DRAWS", "MOST", "TACTICS", "TournamentOptions", "Wishes", "tournament_plan"]

DRAWS = 50
"""Default number of draws; each is played by every lineup."""

MOST = 300
"""Default limit on the lineups: every assignment up to this number, a balanced sample of this size beyond."""

TACTICS = ("boulware", "linear", "conceder", "tit_for_tat", "hardliner")
"""Default tactics."""


@dataclass(frozen=True)
class TournamentOptions:
    """Tactics, the seats in which they play (all by default), and the number of draws and of replications of each.

    `most` is the limit on the lineups, beyond which they are sampled; `limit` is the seconds allowed for an act.
    """

    tactics: tuple[str, ...] = TACTICS
    seats: tuple[str, ...] = ()
    draws: int = DRAWS
    replications: int = 2
    seed: int = 0
    most: int = MOST
    limit: float = LIMIT
    allow_code: bool = False
    chunk: int = CHUNK


Wishes = TournamentOptions
"""The earlier public name of the same class."""


def tournament_plan(scenario: Scenario, options: TournamentOptions) -> Plan:
    """The plan of runs; `UsageError` for unknown tactics or seats, and for fewer than two tactics."""
    seats = _seats(scenario, options.seats)
    informed = all(scenario.parties[seat].informed for seat in seats)
    choices = parse_tactics(options.tactics, tuple(scenario.parties), informed=informed, allow_code=options.allow_code)
    if len(choices) < 2:  # noqa: PLR2004  (a comparison)
        raise UsageError("a tournament takes two tactics or more: --tactics boulware,conceder")
    for name, value in (("draws", options.draws), ("lineups", options.most)):
        if value < 1:
            raise UsageError(f"{name} must be 1 or more, not {value}")
    lots = RandomSource(options.seed).generator("tournament.lineups")
    rows = assignments(len(choices), len(seats), options.most, lots)
    lineups = Lineups(seats, choices, tuple(map(tuple, rows.tolist())))
    return Plan(
        runs=options.draws * len(lineups) * options.replications,
        seed=options.seed,
        chunk=options.chunk,
        distance=True,
        allow_code=options.allow_code,
        lineups=lineups,
        replications=options.replications,
        limit=options.limit,
    )


def _seats(scenario: Scenario, wanted: Sequence[str]) -> tuple[str, ...]:
    """The seats whose tactics vary, in the order of the file."""
    strange = [seat for seat in wanted if seat not in scenario.parties]
    if strange:
        raise UsageError("\n".join(f"no seat {one!r}: {did_you_mean(one, list(scenario.parties))}" for one in strange))
    return tuple(party for party in scenario.parties if not wanted or party in wanted)
