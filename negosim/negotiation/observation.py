"""What each seat of a meeting hears: all that is said at the table, less what is said to others behind its back.

An entry with an audience is heard by that alone. Of meetings without it a seat hears what is announced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from negosim.negotiation.log import CARRIED, Kind, LogEntry, Proposal
from negosim.negotiation.log_rows import Log
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.negotiation.tactics.view import HeardOffer
from negosim.scenario.realize.realization import Meeting

__all__ = ["Hearing"]

BEHIND_DOORS = frozenset({Kind.OFFERED, Kind.SEALED, Kind.ANSWERED, Kind.PASSED, Kind.LEFT, Kind.FORFEITED})
"""Kinds of entry that only those who sit in the meeting hear of; all others are announced."""


class Hearing:
    """What one seat has heard in a meeting, read from the log when it is asked for.

    `offers` has the last offer of each seat, `all_offers` all of them in order, `recent_offers` those since the last
    agreement, `thread` all with their rounds. A package that is carried from others counts as the last offer of every
    seat but the one that hears it. What is given out grows as more is heard; `before` is the number of rounds that the
    course had played when the meeting began.
    """

    def __init__(self, log: Log, seat: str, meeting: Meeting, meetings: Iterable[Meeting], before: int) -> None:
        self.log = log
        self.seat = seat
        self.before = before
        self.others = tuple(one for one in meeting.parties if one != seat)
        self.began = len(log)
        self.sat_in = {one.key for one in meetings if seat in one.parties}
        self._offers: dict[str, Package] = {}
        self._all: dict[str, list[Package]] = {}
        self._recent: dict[str, list[Package]] = {}
        self._thread: list[HeardOffer] = []
        self._agreed, self._counted = 0, 0
        self._distinct: dict[int, dict[int, None]] = {}
        self._table: OfferSpace | None = None
        self._entries: list[LogEntry] = []
        self._read, self._heard = 0, self.began

    @property
    def offers(self) -> Mapping[str, Package]:
        """The last offer of each seat."""
        self._listen()
        return self._offers

    def _listen(self) -> None:
        """Take note of the offers since it last did."""
        rows = self.log.rows
        while self._heard < len(rows):
            row = rows[self._heard]
            self._heard += 1
            if isinstance(row, LogEntry):
                self._hear(row)
            elif row.kind is Kind.OFFERED:
                self._take(row.seat, row.table.package(row.offer), row.round, bool(row.flags & CARRIED))

    def _hear(self, entry: LogEntry) -> None:
        """An entry that was no row: whispered, or of an agreement."""
        if entry.kind == Kind.AGREED:
            self._recent, self._agreed = {}, len(self._thread)
        elif entry.kind == Kind.OFFERED and entry.package is not None and self.seat in (entry.audience or (self.seat,)):
            carried = isinstance(entry.facts, Proposal) and entry.facts.carried
            self._take(entry.seat, entry.package, entry.round, carried)

    def _take(self, by: str, package: Package, round_: int, carried: bool) -> None:
        self._offers[by] = package
        self._thread.append(HeardOffer(by, package, round_ - self.before))
        self._all.setdefault(by, []).append(package)
        self._recent.setdefault(by, []).append(package)
        if carried and self.seat != by:
            self._offers.update(dict.fromkeys(self.others, package))

    @property
    def thread(self) -> Sequence[HeardOffer]:
        """All offers in order."""
        self._listen()
        return self._thread

    @property
    def all_offers(self) -> Mapping[str, Sequence[Package]]:
        """All offers, by who made them."""
        self._listen()
        return self._all

    @property
    def recent_offers(self) -> Mapping[str, Sequence[Package]]:
        """The offers since the last agreement, by who made them."""
        self._listen()
        return self._recent

    def distinct_offers(self, table: OfferSpace) -> Mapping[int, dict[int, None]]:
        """The offers since the last agreement by their numbers at a table, each once, by who made them."""
        self._listen()
        if table is not self._table:
            self._table, self._distinct, self._counted = table, {}, self._agreed
        for seat, package, _ in self._thread[self._counted :]:
            self._distinct.setdefault(table.parties.index(seat), {})[table.number(package)] = None
        self._counted = len(self._thread)
        return self._distinct

    @property
    def entries(self) -> Sequence[LogEntry]:
        """The log as the seat has heard it."""
        for place in range(self._read, len(self.log)):
            entry = self.log[place]
            if place != self.began and self._hears(entry):  # who sits there knows that the meeting has begun
                self._entries.append(entry.public_view)
        self._read = len(self.log)
        return self._entries

    def _hears(self, entry: LogEntry) -> bool:
        there = entry.meeting in self.sat_in or entry.kind not in BEHIND_DOORS
        return there and self.seat in (entry.audience or (self.seat,))
