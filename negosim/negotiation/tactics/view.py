"""What a seat sees when it acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from negosim.domain.preferences import Preferences
from negosim.domain.rng import SeatRandomSource
from negosim.negotiation.log import Kind, LogEntry
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.base import Act, Leave, Reject
from negosim.negotiation.protocols.turns import TurnOrder
from negosim.negotiation.tactics.menu import Menu

__all__ = ["View"]


@dataclass(frozen=True)
class View:
    """Everything a seat may know when it acts; never another seat's preferences unless the party is informed.

    `round` counts within the meeting, from 1 to `rounds`; `time` runs from 0 to 1; `next_time` is the time of the
    seat's next turn to offer, 1 if there is none. `offer` is on the table, made by `by`; `offers` are the last offers
    of all seats in this meeting. `events` is the log of the meetings in which the seat takes part and of what others
    announced. Worths are integers on the grid; `reservation` is the lowest worth that the seat agrees to. `rounds_left`
    is the number of rounds after this one in which delay costs, `horizon` the last round of the course in which it
    does. `known` are the other seats' preferences if the scenario marks the party `informed`; `turns` is the order of
    turns. Preferences are discounted as of this round.
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
        """The offers of each other seat in this meeting, in order."""
        return {seat: offers for seat, offers in self._offered().items() if seat != self.party}

    @property
    def own(self) -> list[Package]:
        """The seat's own offers in this meeting, in order."""
        return self._offered().get(self.party, [])

    def _offered(self) -> dict[str, list[Package]]:
        offers: dict[str, list[Package]] = {}
        for event in self.events:
            if event.kind == Kind.OFFERED and event.meeting == self.meeting:
                offers.setdefault(event.seat, []).append(cast(Package, event.package))
        return offers

    def round_of(self, event: LogEntry) -> int:
        """The round of this meeting, from 1, of an entry of its log."""
        return event.round - (self.course_round - self.round)

    def acceptable(self, package: Package) -> bool:
        """Whether the seat may agree: the package is not refused and worth at least its reservation value."""
        return not self.menu.refuses(package) and self.menu.worth(package) >= self.reservation

    @property
    def walks_out(self) -> bool:
        """Whether leaving is better: in the last round, for an outside option above what stands."""
        outside = self.preferences.outside
        last = self.round >= self.rounds
        return last and outside is not None and self.preferences.value(outside) > self.menu.stands

    def no(self) -> Act:
        """Reject the offer on the table, or leave if that is better."""
        return Leave() if self.walks_out else Reject()
