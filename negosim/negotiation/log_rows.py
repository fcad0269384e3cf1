"""The log of a course in the making: rows of whole numbers, made into entries when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import overload

from negosim.negotiation.acts import NONE
from negosim.negotiation.facts import NO_FACTS, Facts
from negosim.negotiation.log import NEEDED, NOTHING, YES, Kind, LogEntry, Proposal, Reply
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.offer_space import OfferSpace

__all__ = ["Log", "LogRow", "entry_of"]

LogRow = tuple[Kind, str, int, int, int, int, OfferSpace]
"""What most entries are until somebody asks for them: kind, meeting, round of the course, seat, offer, flags, table.

Seat and offer are numbers as in `Protocol`; what the flags say depends on the kind.
"""

FLAGGED: dict[Kind, tuple[Facts, ...]] = {
    Kind.OFFERED: (NO_FACTS, Proposal(follows=True), Proposal(carried=True)),
    Kind.ANSWERED: tuple(Reply(bool(flags & YES), bool(flags & NEEDED)) for flags in range(4)),
}
"""The facts of the entries of a kind, by their flags."""
MOST_TEXTS = 1 << 14
"""Texts of entries that a table keeps at the most."""
NAMING = frozenset({Kind.OFFERED, Kind.SEALED})
"""Kinds of entry that name those whose consent the package needs."""


def entry_of(row: LogRow, audience: tuple[str, ...] = ()) -> LogEntry:
    """The entry that a row stands for."""
    kind, meeting, round_, _, offer, flags, table = row
    package = None if offer == NONE else table.package(offer)
    parties = table.names(table.need(offer)) if kind in NAMING else ()
    facts = FLAGGED[kind][flags] if kind in FLAGGED else NO_FACTS
    return LogEntry(kind, meeting, round_, _seat(row), package, parties, facts, NOTHING, audience)


def _text(row: LogRow) -> str:
    """The text of the entry that a row stands for: all but the round is the same whenever it happens."""
    kind, meeting, round_, seat, offer, flags, table = row
    key = (kind, meeting, seat, offer, flags)
    parts = table.texts.get(key)
    if parts is None:
        if len(table.texts) > MOST_TEXTS:
            table.texts.clear()
        entry = entry_of((kind, meeting, 0, seat, offer, flags, table))
        parts = table.texts[key] = entry.text_around_round
    return f"{parts[0]}{round_}{parts[1]}"


class Log(Sequence[LogEntry]):
    """The entries of a course in their order, as entries or as rows, which are made into entries on request."""

    def __init__(self, entries: Iterable[LogEntry] = ()) -> None:
        self.rows: list[LogRow | LogEntry] = list(entries)
        self._entries: list[LogEntry] = []

    def append(self, entry: LogEntry) -> None:
        """Add an entry."""
        self.rows.append(entry)

    def of_kind(self, kind: Kind, start: int = 0) -> Iterator[LogEntry]:
        """The entries of a kind, from a place on."""
        return (_entry(row) for row in self.rows[start:] if _kind(row) == kind)

    def last_offers(self, meeting: str) -> dict[str, Package]:
        """The package that each seat offered last in a meeting, by seat."""
        last: dict[str, LogRow | LogEntry] = {}
        for row in self.rows:
            kind, where = (row.kind, row.meeting) if isinstance(row, LogEntry) else row[:2]
            if kind == Kind.OFFERED and where == meeting:
                last[_seat(row)] = row
        offers = ((seat, _entry(row).package) for seat, row in last.items())
        return {seat: package for seat, package in offers if package is not None}

    def texts(self) -> Iterator[str]:
        """The text of every entry."""
        return (row.text if isinstance(row, LogEntry) else _text(row) for row in self.rows)

    def refusers(self) -> Iterator[str]:
        """Who turned down an offer though its consent was needed, once for each time."""
        return (_seat(row) for row in self.rows if _refuses(row))

    def said_in(self, round_: int) -> tuple[set[str], set[str]]:
        """Who has made an offer in the latest round, and who has turned one down though its consent was needed."""
        offered, refused = set(), set()
        for row in takewhile(lambda one: _round(one) == round_, reversed(self.rows)):
            if _kind(row) == Kind.OFFERED:
                offered.add(_seat(row))
            elif _refuses(row):
                refused.add(_seat(row))
        return offered, refused

    def ends_with(self, kind: Kind, seat: str) -> bool:
        """Whether the last entry is a seat's, and of a kind."""
        return bool(self.rows) and _kind(self.rows[-1]) == kind and _seat(self.rows[-1]) == seat

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # entries are added

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> LogEntry: ...

    @overload
    def __getitem__(self, place: slice) -> list[LogEntry]: ...

    def __getitem__(self, place: int | slice) -> LogEntry | list[LogEntry]:
        new = self.rows[len(self._entries) :]
        self._entries += map(_entry, new)
        return self._entries[place]

    def __iter__(self) -> Iterator[LogEntry]:
        return iter(self[:])


def _entry(row: LogRow | LogEntry) -> LogEntry:
    return row if isinstance(row, LogEntry) else entry_of(row)


def _kind(row: LogRow | LogEntry) -> str:
    return row.kind if isinstance(row, LogEntry) else row[0]


def _round(row: LogRow | LogEntry) -> int:
    return row.round if isinstance(row, LogEntry) else row[2]


def _seat(row: LogRow | LogEntry) -> str:
    if isinstance(row, LogEntry):
        return row.seat
    return row[6].parties[row[3]] if row[3] >= 0 else ""


def _refuses(row: LogRow | LogEntry) -> bool:
    """Whether somebody turns an offer down though its consent is needed."""
    return bool(row.refuser) if isinstance(row, LogEntry) else row[0] is Kind.ANSWERED and row[5] == NEEDED
