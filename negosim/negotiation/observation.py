"""What each seat of a meeting hears: all that is said at the table, less what is said to others behind its back.

An entry with an audience is heard by that alone. Of meetings without it a seat hears what is announced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from negosim.negotiation.facts import Facts
from negosim.negotiation.log import Kind, Log, LogEntry, Proposal
from negosim.negotiation.packages import Package
from negosim.scenario.realize.realization import Meeting

__all__ = ["Hearing"]

BEHIND_DOORS = frozenset({Kind.OFFERED, Kind.SEALED, Kind.ANSWERED, Kind.PASSED, Kind.LEFT, Kind.FORFEITED})
"""Kinds of entry that only those who sit in the meeting hear of; all others are announced."""


class Hearing:
    """By seat, the entries that it has heard, and the offers of everybody as far as it has heard of them.

    `offers` has the last offer of each seat, `all_offers` all of them in order, `recent_offers` those since the last
    agreement. A package that is carried from others counts as the last offer of every seat but the one that hears it.
    """

    def __init__(self, log: Log, meeting: Meeting, meetings: Iterable[Meeting]) -> None:
        self.log = log
        self.began = len(log)
        everyone = meeting.parties
        self.sat_in = {seat: {one.key for one in meetings if seat in one.parties} for seat in everyone}
        self.offers: dict[str, dict[str, Package]] = {seat: {} for seat in everyone}
        self.all_offers: dict[str, dict[str, list[Package]]] = {seat: {} for seat in everyone}
        self.recent_offers: dict[str, dict[str, list[Package]]] = {seat: {} for seat in everyone}
        self._entries: dict[str, list[LogEntry]] = {seat: [] for seat in everyone}
        self._read = dict.fromkeys(everyone, 0)

    def offered(self, by: str, package: Package, facts: Facts, audience: tuple[str, ...]) -> None:
        """An offer comes to the ears of those who may hear it."""
        carried = isinstance(facts, Proposal) and facts.carried
        for seat in audience or self.offers:
            if seat in self.offers:
                self.offers[seat][by] = package
                self.all_offers[seat].setdefault(by, []).append(package)
                self.recent_offers[seat].setdefault(by, []).append(package)
                if carried and seat != by:
                    self.offers[seat].update((one, package) for one in self.offers if one != seat)

    def agreed(self) -> None:
        """Something was agreed: what was offered before meant something else."""
        for offers in self.recent_offers.values():
            offers.clear()

    def all_for(self, seat: str) -> Mapping[str, tuple[Package, ...]]:
        """All offers that a seat has heard, by who made them."""
        return {by: tuple(offers) for by, offers in self.all_offers[seat].items()}

    def recent_for(self, seat: str) -> Mapping[str, tuple[Package, ...]]:
        """The offers that a seat has heard since the last agreement, by who made them."""
        return {by: tuple(offers) for by, offers in self.recent_offers[seat].items()}

    def entries(self, seat: str) -> tuple[LogEntry, ...]:
        """The log as a seat has heard it."""
        heard = self._entries[seat]
        for place in range(self._read[seat], len(self.log)):
            entry = self.log[place]
            if place != self.began and self._hears(seat, entry):  # who sits there knows that the meeting has begun
                heard.append(entry.public_view)
        self._read[seat] = len(self.log)
        return tuple(heard)

    def _hears(self, seat: str, entry: LogEntry) -> bool:
        there = entry.meeting in self.sat_in[seat] or entry.kind not in BEHIND_DOORS
        return there and seat in (entry.audience or (seat,))
