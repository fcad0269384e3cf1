"""The entries of the log that many draws share: each is made once, and is frozen."""

from __future__ import annotations

from collections.abc import Callable

from negosim.domain.outcomes import OutcomeSpace
from negosim.negotiation.log import Assent, Kind, LogEntry, Reply
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.consent import needed
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.negotiation.vectorized.seats import NOTHING

__all__ = ["Entries"]


EntriesByRun = dict[int, LogEntry]
"""Entries by a number."""


class Made(EntriesByRun):
    """Entries by a number, each made when it is first asked for."""

    def __init__(self, make: Callable[[int], LogEntry]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, number: int) -> LogEntry:
        event = self[number] = self.make(number)
        return event


class Entries:
    """What is told of the packages of an offering in a meeting; `round_` counts through the course."""

    def __init__(self, meeting: str, offered: OfferSpace) -> None:
        self.meeting = meeting
        self.offered = offered

    def turns(self, round_: int, seat: str) -> EntriesByRun:
        """By outcome: a seat offers its package, or lets its turn go by."""
        return Made(lambda outcome: self._turn(round_, seat, outcome))

    def _turn(self, round_: int, seat: str, outcome: int) -> LogEntry:
        if outcome == NOTHING:
            return LogEntry(Kind.PASSED, self.meeting, round_, seat)
        package = self.offered.package(outcome)
        return LogEntry(Kind.OFFERED, self.meeting, round_, seat, package, tuple(sorted(self.consent(package))))

    def answers(self, round_: int, seat: str) -> EntriesByRun:
        """By twice the outcome that is offered, and one more where the seat accepts: its answer."""
        return Made(lambda number: self._answer(round_, seat, number >> 1, bool(number & 1)))

    def _answer(self, round_: int, seat: str, outcome: int, accepts: bool) -> LogEntry:
        package = self.offered.package(outcome)
        facts = Reply(accepts, needed=seat in self.consent(package))
        return LogEntry(Kind.ANSWERED, self.meeting, round_, seat, package, facts=facts)

    def agreed(self, round_: int, seat: str, outcome: int, seats: frozenset[str]) -> LogEntry:
        """A seat's offer takes effect; `seats` are all of the meeting."""
        package = self.offered.package(outcome)
        parties = self.consent(package) | {seat}
        facts = Assent(len(parties) == 1, len(parties) > 1 and parties >= seats)
        return LogEntry(Kind.AGREED, self.meeting, round_, seat, package, tuple(sorted(parties)), facts)

    def consent(self, package: Package) -> frozenset[str]:
        """Whose consent a package needs."""
        space: OutcomeSpace = self.offered.space
        standing: Standing = self.offered.standing
        return needed(space, standing, package)
