"""What a tactic sees and what it must be able to do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, cast

from negosim.domain.preferences import Preferences
from negosim.domain.rng import SeatRandomSource
from negosim.negotiation.log import Kind, LogEntry
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.base import Accept, Act, Leave, Offer, Pass, Reject
from negosim.negotiation.protocols.turns import TurnOrder
from negosim.negotiation.tactics.menu import Menu

__all__ = ["AspirationTactic", "Tactic", "View"]


@dataclass(frozen=True)
class View:
    """All that a seat may know when it is asked; never another seat's preferences.

    `round` counts within the meeting, 1 to `rounds`; `time` runs from 0 to 1; `next_time` is the time of the seat's
    next turn to offer, 1 if there is none. `offer` is on the table, put there by `by`; `offers` holds each seat's last
    offer in this meeting, one's own included. `events` is the log of the meetings that the seat sits in and what others
    announced. Worths are integers on the grid; `reservation` is the worth below which the seat does not agree.
    `rounds_left` are the rounds after this one in which delay still costs, `horizon` the last of the course in which it
    does.
    `known` holds the other seats' preferences where the scenario marks the party `informed`, else nothing; `turns` is
    who offers when. Where a party discounts, its preferences are as of this round.
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
    offer: Package | None = None
    by: str = ""
    offers: Mapping[str, Package] = field(default_factory=dict)
    events: Sequence[LogEntry] = ()
    known: Mapping[str, Preferences] = field(default_factory=dict)
    turns: TurnOrder = field(default_factory=TurnOrder)
    rounds_left: int = 0
    horizon: int = 0

    @property
    def others(self) -> dict[str, Package]:
        """The last offers of the other seats."""
        return {seat: package for seat, package in self.offers.items() if seat != self.party}

    def history(self) -> dict[str, list[Package]]:
        """Each other seat's offers in this meeting, in order."""
        return {seat: offers for seat, offers in self._offered().items() if seat != self.party}

    @property
    def own(self) -> list[Package]:
        """One's own offers in this meeting, in order."""
        return self._offered().get(self.party, [])

    def _offered(self) -> dict[str, list[Package]]:
        offers: dict[str, list[Package]] = {}
        for event in self.events:
            if event.kind == Kind.OFFERED and event.meeting == self.meeting:
                offers.setdefault(event.seat, []).append(cast(Package, event.package))
        return offers

    def round_of(self, event: LogEntry) -> int:
        """The round of this meeting, from 1, in which an entry of its log was made."""
        return event.round - (self.course_round - self.round)

    def acceptable(self, package: Package) -> bool:
        """Whether the seat may agree at all: not refused, and worth at least its reservation value."""
        return not self.menu.refuses(package) and self.menu.worth(package) >= self.reservation

    @property
    def walks_out(self) -> bool:
        """Whether the seat does better by walking out: in the last round, to an outside option above what stands."""
        outside = self.preferences.outside
        last = self.round >= self.rounds
        return last and outside is not None and self.preferences.value(outside) > self.menu.stands

    def no(self) -> Act:
        """Turn the offer on the table down, or walk out where that is better."""
        return Leave() if self.walks_out else Reject()


class Tactic(ABC):
    """How a seat decides. A tactic is made once a course with the parameters of the scenario, by name.

    One that may agree to less than its reservation value says so: `may_lose`.
    """

    may_lose: ClassVar[bool] = False

    @abstractmethod
    def act(self, view: View) -> Act:
        """What the seat does now: an offer, a pass or a walk-out at its turn; an answer when there is an offer."""

    def aspiration(self, view: View, time: float) -> int | None:
        """The worth that it asks for at a time, on the grid, for figures; None if it sets none."""
        return None


class AspirationTactic(Tactic):
    """A tactic that sets an aspiration, with the default way to offer and accept.

    Before any offer of the others it offers its best package; later, among the packages worth at least its aspiration,
    the one nearest to the last offers of the seats that the package needs. It accepts what is worth at least what it
    will ask for at its next turn (AC_next, Baarslag, Hindriks & Jonker 2013), never below its reservation value.
    """

    @abstractmethod
    def aspiration(self, view: View, time: float) -> int:
        """The worth that it asks for at a time, on the grid."""

    def act(self, view: View) -> Act:
        """The default way to answer and to offer."""
        return self.answer(view, view.offer) if view.offer is not None else self.propose(view)

    def answer(self, view: View, offer: Package) -> Act:
        """Accept what is good enough; walk out where that is better at the end."""
        good = view.acceptable(offer) and self.accepts(view, offer)
        return Accept() if good else view.no()

    def accepts(self, view: View, offer: Package) -> bool:
        """Whether an offer that is no loss is worth at least the aspiration at the next turn."""
        return view.menu.worth(offer) >= self.aspiration(view, view.next_time)

    def propose(self, view: View) -> Act:
        """Offer a package; pass if nothing is left."""
        package = self.package(view)
        good = package is not None and view.menu.worth(package) >= view.reservation
        return Offer(package) if package is not None and good else Pass()

    def package(self, view: View) -> Package | None:
        """One's best package first, then the nearest to the others at the aspiration; None if nothing is left."""
        level = max(self.aspiration(view, view.time), view.reservation)
        return view.menu.nearest(level, view.offers) if view.others else view.menu.best()
