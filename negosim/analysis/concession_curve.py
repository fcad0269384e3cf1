"""How a tactic concedes: its offers, round by round, to a side that concedes linearly and to one that never does.

Neither side ever agrees, so that the whole curve shows where a deal would otherwise end the talks. The scenario is the
same for all tactics: two sides, and three amounts that they value in opposite ways and with different weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from negosim.domain.rng import RandomSource
from negosim.negotiation.acts import Act, Reject
from negosim.negotiation.course import Course
from negosim.negotiation.driving import play
from negosim.negotiation.log import Kind
from negosim.negotiation.tactics.base import Tactic, View
from negosim.negotiation.tactics.baselines import Hardliner
from negosim.negotiation.tactics.time_dependent import Linear
from negosim.registry import Entry
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario

__all__ = ["ROUNDS", "ConcessionCurve", "OffersByRound", "conceding"]

ROUNDS = 40
"""Rounds of the talks: each side offers in every other one."""

WEIGHTS = {"own": (50, 30, 20), "other": (20, 30, 50)}

OffersByRound = tuple[tuple[int, float], ...]
"""Rounds with the worth of what was offered in each."""


@dataclass(frozen=True)
class ConcessionCurve:
    """The worth of a tactic's offers to its own side, in points, against `linear` and against `hardliner`."""

    name: str
    to_linear: OffersByRound
    to_hardliner: OffersByRound


class Unmoved(Tactic):
    """Offers as another tactic does, and rejects whatever it is offered."""

    def __init__(self, inner: Tactic) -> None:
        self.inner = inner

    def act(self, view: View) -> Act:
        """The inner tactic's offer, or a rejection."""
        return Reject() if view.offer is not None else self.inner.act(view)


def conceding(entry: Entry) -> ConcessionCurve:
    """The concession curve of a registered tactic with its default parameters."""
    return ConcessionCurve(entry.name, _offers(entry.make(), Linear()), _offers(entry.make(), Hardliner()))


def _offers(tactic: Tactic, other: Tactic) -> OffersByRound:
    """The offers of a tactic to another one; neither agrees."""
    course = Course(RealizationFactory(_table()).central, RandomSource())
    play(course, {"own": Unmoved(tactic), "other": Unmoved(other)})
    mine, stands = course.realization.preferences["own"], course.realization.space.status_quo
    offers = [event for event in course.log if event.kind == Kind.OFFERED and event.seat == "own"]
    return tuple((one.round, mine.scale.points(mine.points(one.package.on(stands)))) for one in offers if one.package)


@lru_cache(maxsize=1)
def _table() -> Scenario:
    """The scenario at which every tactic is shown."""
    made: dict[str, Any] = {"kind": "assumed", "note": "made up to show a tactic"}
    keys = [f"i{number}" for number in range(3)]
    issues = {
        key: {"title": "Amount", "amount": {"from": 0, "to": 10, "step": 1}, "status_quo": 0, "consent": list(WEIGHTS)}
        for key in keys
    }
    values = {"own": {0: 0, 1: 0, 10: 100}, "other": {0: 0, 1: 100, 10: 0}}
    parties = {
        side: {
            "name": side.capitalize(),
            "informed": True,
            "stances": {
                key: {"weight": weight, "values": values[side], "basis": made, "numbers": made}
                for key, weight in zip(keys, weights, strict=True)
            },
        }
        for side, weights in WEIGHTS.items()
    }
    protocol = {"name": "alternating_offers", "rounds": ROUNDS, "begins": "own"}
    meeting = {"title": "Talks", "parties": list(WEIGHTS), "issues": keys, "protocol": protocol, "basis": made}
    whole = {"negosim": 1, "title": "To show a tactic", "issues": issues, "parties": parties}
    return from_plain(whole | {"meetings": {"talks": meeting}}, "concession")
