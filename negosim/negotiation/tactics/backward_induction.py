"""Backward induction: the best acts under a deadline, for seats that know each other's preferences.

`theory.bargaining.finite_horizon` has the method and its sources; this module provides the payoffs: worth in each round
with discounts and costs of delay, outside options, drawn proposers and breakdown. It is a benchmark: only an `informed`
party can play it, and every report says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from negosim.domain.preferences import Preferences
from negosim.domain.utilities import OutcomeTable, Utilities
from negosim.negotiation.acts import Accept, Act, Leave, Offer, Pass, Reject
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.offer_space import OfferSpace, offering
from negosim.negotiation.tactics.base import Tactic, View
from negosim.negotiation.tactics.menu_table import TableMenu
from negosim.negotiation.tactics.time_dependent import Linear
from negosim.registry import register
from negosim.theory.bargaining.finite_horizon import LEAVE, PASS, FiniteTalks, Offers, Payoffs, Seats, Stage

__all__ = ["LARGEST", "BackwardInduction", "Stakes"]

LARGEST = 10**9
"""The largest number of worths compared to solve a meeting: a few seconds."""

KNOWN_ORDERS = ("rotation", "random")
"""Orders of turns that can be solved: one offer per round, answered by those whose consent it needs."""


@dataclass(frozen=True, eq=False)
class Stakes:
    """The input of the method: everybody's preferences, the outcomes of the open issues, and the clock.

    `before` is the number of rounds of the course before the meeting, `horizon` the last in which delay costs. `vetoed`
    masks what the seat itself neither offers nor accepts: what it refuses, and what it knows will be rejected at home.
    """

    parties: Mapping[str, Preferences]
    seats: tuple[str, ...]
    offered: OfferSpace
    table: OutcomeTable
    before: int
    horizon: int
    party: str
    vetoed: NDArray[np.bool_]

    @classmethod
    def of(cls, view: View, menu: TableMenu) -> Stakes:
        """The stakes in the view of an informed seat."""
        everyone = {**view.known, view.party: view.preferences}
        parties = {seat: everyone[seat] for seat in view.turns.seats}
        offered = view.menu.offering
        table = Utilities(offered.space, parties).table(offered.axes, offered.standing.outcome)
        before = view.course_round - view.round
        return cls(parties, view.turns.seats, offered, table, before, view.horizon, view.party, menu.options.refused)

    def payoffs(self, round_: int) -> Payoffs:
        """Payoffs in a round of the meeting, after all charges from the end of that round on."""
        now, stands = self.before + round_, self.offered.stands
        then = [party.at(now) for party in self.parties.values()]
        values = np.stack([party.discount.of(row) for party, row in zip(then, self.table.points, strict=True)])
        left, due = max(0, self.horizon - now), max(0, self.horizon - now + 1)
        least = [party.reservation_value(self.offered.standing.outcome, left) for party in then]
        agreed = (values - due * self.table.charges).astype(np.float64)
        return Payoffs(
            agreed=agreed,
            enough=values - left * self.table.charges >= np.array(least)[:, None],
            ended=agreed[:, stands],
            passing=(due > 0) * self.table.charges[:, stands].astype(np.float64),
            outside=np.array([-np.inf if one.outside is None else one.value(one.outside) for one in then]),
        )

    def offers(self, present: Seats) -> Offers:
        """What some of the seats can offer."""
        of, seats = self.offered, tuple(self.seats[seat] for seat in present)
        some = offering(of.space, of.requirements, of.standing, of.axes, seats)
        needed = np.stack([some.needing(seat) for seat in self.seats])
        refused = np.stack(
            [self.vetoed if seat == self.party else some.refused(self.parties[seat]) for seat in self.seats]
        )
        return Offers(some.on_offer, needed, refused)

    def solved(self, view: View) -> FiniteTalks:
        """The meeting from this round on, solved."""
        turns = view.turns
        everyone = tuple(range(len(self.seats)))
        return FiniteTalks(
            lru_cache(maxsize=2)(self.payoffs),
            self.offers,
            everyone,
            self.seats.index(turns.turn),
            first=view.round,
            rounds=view.rounds,
            drawn=turns.order == "random",
            breakdown=turns.breakdown,
        )


@register(
    "tactic",
    "backward_induction",
    use="to see what fully rational sides with a deadline would do, as a yardstick",
    source="Ståhl 1972, Bargaining Theory; Rubinstein 1982, Econometrica 50:97; Binmore, Shaked & Sutton 1989",
    informed=True,
)
class BackwardInduction(Tactic):
    """Offers what the others will just accept, worked out from the deadline backwards; it knows what they want.

    The subgame-perfect equilibrium of the meeting with its deadline, if all play it, with discounts, costs of delay,
    outside options, drawn turns and breakdown. An indifferent seat accepts. Of several packages that are equally good
    for it, dominated ones are dropped, and a random one of the rest is offered. A package that needs the consent of
    only some is valued by what then stands. If the meeting is too large, the others' preferences are unknown or the
    rules cannot be solved, it concedes like `linear`.
    """

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._talks: FiniteTalks | None = None
        self._fallback = Linear()

    def act(self, view: View) -> Act:
        """Offer the best package, or give the best answer."""
        talks = self._solved(view)
        if talks is None:
            return self._fallback.act(view)
        if view.offer is None:
            return self._propose(view, talks)
        proposer, own = view.turns.seats.index(view.by), view.turns.seats.index(view.party)
        return _answer(talks.stage(view.round, proposer), own, view.menu.offering.index(view.offer))

    def _solved(self, view: View) -> FiniteTalks | None:
        """The solved meeting, kept until an agreement, a departure or other numbers change it."""
        offered, menu = view.menu.offering, view.menu
        if not isinstance(menu, TableMenu) or not _solvable(view):
            return None
        numbers = [id(one.contributions) for one in _everyone(view).values()]
        key = (view.meeting, offered, view.rounds, id(menu.options.refused), *numbers)
        if self._talks is None or key != self._key:
            self._key, self._talks = key, Stakes.of(view, menu).solved(view)
        return self._talks

    def _propose(self, view: View, talks: FiniteTalks) -> Act:
        plan = talks.plan(view.round, view.turns.seats.index(view.party))
        if plan.does == LEAVE:
            return Leave()
        if plan.does == PASS:
            return Pass()
        lot = view.chance.uniform(f"tactic.{view.party}", view.course_round) if len(plan.packages) > 1 else 0.0
        package: Package = view.menu.offering.package(int(plan.packages[int(lot * len(plan.packages))]))
        return Offer(package)


def _everyone(view: View) -> dict[str, Preferences]:
    return {**view.known, view.party: view.preferences}


def _solvable(view: View) -> bool:
    """Whether it knows the others and the rules, nothing runs out, and there are not too many worths to compare."""
    seats = view.turns.seats
    everyone = _everyone(view)
    if view.preferences.prospect is not None:
        return False
    if view.turns.order not in KNOWN_ORDERS or not set(seats) <= set(everyone):
        return False
    leaving = 1 << sum(everyone[seat].outside is not None for seat in seats)
    turns = len(seats) if view.turns.order == "random" or leaving > 1 else 1
    return view.menu.offering.size * len(seats) * turns * leaving * (view.rounds - view.round + 1) <= LARGEST


def _answer(stage: Stage, own: int, outcome: int) -> Act:
    """The best answer of a responder; a package that does not need its consent may go through without it."""
    outside, agreed = stage.payoffs.outside[own], stage.payoffs.agreed[own, outcome]
    if stage.offers.needed[own, outcome]:
        refuses: Act = Leave() if stage.leaves(own) else Reject()
        return Accept() if stage.accepts[own, outcome] else refuses
    expected = agreed if stage.goes_through[outcome] else stage.otherwise[own]
    if outside > expected:
        return Leave()
    return Accept() if agreed >= stage.otherwise[own] else Reject()
