"""The entries of the log that many draws share: each is made once, and frozen."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from negosim.lockstep.seats import NOTHING
from negosim.outcomes import OutcomeSpace
from negosim.protocols.base import Event, Package, Standing
from negosim.protocols.consent import needed
from negosim.protocols.offering import Offering

__all__ = ["Entries"]


class Entries:
    """What is told of the packages of an offering in a meeting; `round_` counts through the course."""

    def __init__(self, meeting: str, offered: Offering) -> None:
        self.meeting = meeting
        self.offered = offered
        self._kept: dict[Hashable, Event] = {}

    def _once(self, key: Hashable, make: Callable[[], Event]) -> Event:
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = make()
        return found

    def turn(self, round_: int, seat: str, outcome: int) -> Event:
        """A seat offers the package of an outcome, or lets its turn go by."""
        return self._once((round_, seat, outcome), lambda: self._turn(round_, seat, outcome))

    def _turn(self, round_: int, seat: str, outcome: int) -> Event:
        if outcome == NOTHING:
            return Event("passed", self.meeting, round_, seat)
        package = self.offered.package(outcome)
        return Event("offered", self.meeting, round_, seat, package, tuple(sorted(self.consent(package))))

    def answer(self, round_: int, seat: str, outcome: int, accepts: bool, counts: bool) -> Event:
        """A seat answers the offer."""
        key = (round_, seat, outcome, accepts)
        return self._once(key, lambda: self._answer(round_, seat, outcome, accepts, counts))

    def _answer(self, round_: int, seat: str, outcome: int, accepts: bool, counts: bool) -> Event:
        facts = {"accepts": accepts, "needed": counts}
        return Event("answered", self.meeting, round_, seat, self.offered.package(outcome), facts=facts)

    def agreed(self, round_: int, seat: str, outcome: int, seats: frozenset[str]) -> Event:
        """A seat's offer takes effect; `seats` are all of the meeting."""
        package = self.offered.package(outcome)
        parties = self.consent(package) | {seat}
        facts = {"declaration": len(parties) == 1, "all": len(parties) > 1 and parties >= seats}
        return Event("agreed", self.meeting, round_, seat, package, tuple(sorted(parties)), facts)

    def consent(self, package: Package) -> frozenset[str]:
        """Whose consent a package needs."""
        space: OutcomeSpace = self.offered.space
        standing: Standing = self.offered.standing
        return needed(space, standing, package)
