"""What a tournament is asked for, and the plan of runs that this is for a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from negosim.domain.rng import RandomSource
from negosim.errors import UsageError, did_you_mean
from negosim.experiments.ensemble.lineups import Lineups
from negosim.experiments.ensemble.plan import CHUNK, Plan
from negosim.experiments.statistics.balanced import assignments
from negosim.negotiation.tactics.from_text import chosen
from negosim.negotiation.time_limits import LIMIT
from negosim.scenario.spec.scenario import Scenario

__all__ = ["DRAWS", "MOST", "TACTICS", "TournamentOptions", "Wishes", "plan_of"]

DRAWS = 50
"""Draws of a tournament; each is played by every lineup."""

MOST = 300
"""Lineups up to which every assignment of tactics to seats is played; beyond, a balanced sample of at most so many."""

TACTICS = ("boulware", "linear", "conceder", "tit_for_tat", "hardliner")
"""Tactics that play where none are named."""


@dataclass(frozen=True)
class TournamentOptions:
    """Which tactics play, in which seats (all by default), over how many draws, each with how many lucks.

    `limit` is the seconds of an act; `most` the lineups at the most, beyond which they are sampled.
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
"""The same, by the name that the library's front had first."""


def plan_of(scenario: Scenario, wishes: TournamentOptions) -> Plan:
    """The plan of runs; `UsageError` where tactics or seats are not there, or nothing would be compared."""
    seats = _seats(scenario, wishes.seats)
    informed = all(scenario.parties[seat].informed for seat in seats)
    choices = chosen(wishes.tactics, tuple(scenario.parties), informed=informed, allow_code=wishes.allow_code)
    if len(choices) < 2:  # noqa: PLR2004  (a comparison)
        raise UsageError("a tournament takes two tactics or more: --tactics boulware,conceder")
    for name, value in (("draws", wishes.draws), ("lineups", wishes.most)):
        if value < 1:
            raise UsageError(f"{name} must be 1 or more, not {value}")
    lots = RandomSource(wishes.seed).generator("tournament.lineups")
    rows = assignments(len(choices), len(seats), wishes.most, lots)
    lineups = Lineups(seats, choices, tuple(map(tuple, rows.tolist())))
    return Plan(
        runs=wishes.draws * len(lineups) * wishes.replications,
        seed=wishes.seed,
        chunk=wishes.chunk,
        distance=True,
        allow_code=wishes.allow_code,
        lineups=lineups,
        replications=wishes.replications,
        limit=wishes.limit,
    )


def _seats(scenario: Scenario, wanted: Sequence[str]) -> tuple[str, ...]:
    """The seats whose tactics change, in the order of the file."""
    strange = [seat for seat in wanted if seat not in scenario.parties]
    if strange:
        raise UsageError("\n".join(f"no seat {one!r}: {did_you_mean(one, list(scenario.parties))}" for one in strange))
    return tuple(party for party in scenario.parties if not wanted or party in wanted)
