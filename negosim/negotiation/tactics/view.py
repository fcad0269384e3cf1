"""What a seat sees when it acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from negosim.domain.preferences import Preferences
from negosim.domain.rng import SeatRandomSource
from negosim.domain.scale import Scale
from negosim.negotiation.acts import LEAVE, NONE, REJECT, Act, act_for
from negosim.negotiation.log import LogEntry
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.turns import TurnOrder
from negosim.negotiation.tactics.menu import Menu

__all__ = ["HeardOffer", "View"]


class HeardOffer(NamedTuple):
    """An offer as it is heard: who made it, and in which round of the meeting, from 1."""

    seat: str
    package: Package
    round: int


class View:
    """Everything a seat may know when it acts; never another seat's preferences unless the party is informed.

    `round` counts within the meeting, from 1 to `rounds`; `time` runs from 0 to 1; `next_time` is the time of the
    seat's next turn to offer, 1 if there is none. `offer` is on the table, made by `by`. `offers` has the last offer of
    each seat in this meeting, `all_offers` all of them in order, `recent_offers` those since the last agreement, and
    `thread` has the offers of all with their rounds. `events` is the log of the meetings in which the seat takes part
    and of what others announced. Worths are whole steps of the party's `scale`; `reservation` is the lowest worth that
    the seat agrees to: its reservation value, or what a no would leave it, where that is something else than what
    stands (`Protocol.fallback`). `rounds_left` is the number of rounds after this one in which delay costs, `horizon`
    the last round of the course in which it does. `known` are the other seats' preferences if the scenario marks the
    party `informed`; `turns` is the order of turns. Preferences are discounted as of this round. How each field is
    found stands in `seat_views.FIELDS`.

    `may_abstain` says whether the seat may abstain on the offer, which needs no more of it than its vote in a body, and
    `last_word` whether what is not taken now falls: a draft that is put as it is.

    `notes` is a place where a tactic may keep what it has worked out for as long as the same stands and the same
    numbers are in force; a view that is handed out by itself has none.

    For tactics that reckon in whole numbers, as the rules do, `offered` and `heard` are what `offer` and `offers` are,
    and `distinct_offers` what `recent_offers` are, without repetition.
    """

    meeting: str
    party: str
    preferences: Preferences
    menu: Menu
    chance: SeatRandomSource
    round: int
    rounds: int
    course_round: int
    time: float
    next_time: float
    reservation: int
    offer: Package | None
    by: str
    offers: Mapping[str, Package]
    all_offers: Mapping[str, Sequence[Package]]
    recent_offers: Mapping[str, Sequence[Package]]
    thread: Sequence[HeardOffer]
    events: Sequence[LogEntry]
    known: Mapping[str, Preferences]
    turns: TurnOrder
    rounds_left: int
    horizon: int
    notes: dict[str, Any]
    may_abstain: bool
    last_word: bool

    def __init__(self, fields: Mapping[str, Any]) -> None:
        vars(self).update(fields)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a view cannot be changed: {name}")

    def choosing_from(self, menu: Menu) -> View:
        """The same view with another menu."""
        view: View = object.__new__(type(self))
        vars(view).update(vars(self), menu=menu)
        return view

    @cached_property
    def offered(self) -> int:
        """The number of the package on the table, `NONE` where there is none."""
        return NONE if self.offer is None else self.menu.offering.number(self.offer)

    @cached_property
    def heard(self) -> Mapping[int, int]:
        """By number of the seat, the outcome that its last offer in this meeting leads to."""
        offering = self.menu.offering
        return {offering.parties.index(seat): offering.index(one) for seat, one in self.offers.items()}

    @property
    def scale(self) -> Scale:
        """The scale of the seat's worths: `view.scale.steps(2.5)` is what 2.5 points are on it."""
        return self.preferences.scale

    @property
    def distinct_offers(self) -> Mapping[int, dict[int, None]]:
        """By number of the seat, the numbers of what it has offered since the last agreement, in the order first made.

        At one table it only grows.
        """
        offering, recent = self.menu.offering, self.recent_offers
        return {offering.parties.index(seat): dict.fromkeys(map(offering.number, recent[seat])) for seat in recent}

    @property
    def others(self) -> dict[str, Package]:
        """The last offers of the other seats."""
        return {seat: package for seat, package in self.offers.items() if seat != self.party}

    @property
    def has_heard(self) -> bool:
        """Whether any other seat has made an offer."""
        return len(self.offers) > (self.party in self.offers)

    def history(self) -> dict[str, list[Package]]:
        """The offers of each other seat in this meeting, in order."""
        return {seat: list(offers) for seat, offers in self.all_offers.items() if seat != self.party}

    @property
    def own(self) -> list[Package]:
        """The seat's own offers in this meeting, in order."""
        return list(self.all_offers.get(self.party, ()))

    def acceptable(self, package: Package) -> bool:
        """Whether the seat may agree: the package is not refused and worth at least its reservation value."""
        return not self.menu.refuses(package) and self.menu.worth(package) >= self.reservation

    def may_agree_to(self, offer: int) -> bool:
        """The same, for the package with a number."""
        return not self.menu.refused(offer) and self.menu.worth_of(offer) >= self.reservation

    @property
    def walks_out(self) -> bool:
        """Whether leaving is better: in the last round, for an outside option above what stands."""
        if self.round < self.rounds:
            return False
        outside = self.preferences.outside
        return outside is not None and self.preferences.value(outside) > self.menu.stands

    @property
    def refusal(self) -> int:
        """Reject the offer on the table, or leave if that is better, as the rules know it."""
        return LEAVE if self.walks_out else REJECT

    def no(self) -> Act:
        """Reject the offer on the table, or leave if that is better."""
        return self.act_for(self.refusal)

    def act_for(self, choice: int) -> Act:
        """The act that a number stands for, as the rules know it."""
        return act_for(choice, self.menu.offering.package)
