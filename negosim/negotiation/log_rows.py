"""The log of a course in the making: rows of whole numbers, made into entries when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, takewhile
from typing import NamedTuple, overload

from negosim.negotiation.acts import NONE
from negosim.negotiation.facts import NO_FACTS, Facts
from negosim.negotiation.log import ABSTAINS, NEEDED, NOTHING, YES, Kind, LogEntry, Proposal, Reply
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.offer_space import OfferSpace

__all__ = ["Log", "LogRow"]

FLAGGED: dict[Kind, tuple[Facts, ...]] = {
    Kind.OFFERED: (NO_FACTS, Proposal(follows=True), Proposal(carried=True)),
    Kind.ANSWERED: tuple(Reply(bool(f & YES), bool(f & NEEDED), bool(f & ABSTAINS)) for f in range(5)),
}
"""The facts of the entries of a kind, by their flags."""
MOST_TEXTS = 1 << 14
"""Texts of entries that a table keeps at the most."""
NAMING = frozenset({Kind.OFFERED, Kind.SEALED})
"""Kinds of entry that name those whose consent the package needs."""


class LogRow(NamedTuple):
    """What most entries are until somebody asks for them.

    `number` is that of the seat and `offer` that of the package, as in `Protocol`; what the flags say depends on the
    kind.
    """

    kind: Kind
    meeting: str
    round: int
    number: int
    offer: int
    flags: int
    table: OfferSpace

    @property
    def seat(self) -> str:
        """The party whose entry it is; empty where it is nobody's."""
        return self.table.parties[self.number] if self.number >= 0 else ""

    @property
    def refuser(self) -> str:
        """Who turned an offer down though its consent was needed; empty for all other rows."""
        return self.seat if self.kind is Kind.ANSWERED and self.flags == NEEDED else ""

    def entry(self, audience: tuple[str, ...] = ()) -> LogEntry:
        """The entry that it stands for."""
        package = None if self.offer == NONE else self.table.package(self.offer)
        parties = self.table.names(self.table.need(self.offer)) if self.kind in NAMING else ()
        facts = FLAGGED[self.kind][self.flags] if self.kind in FLAGGED else NO_FACTS
        return LogEntry(self.kind, self.meeting, self.round, self.seat, package, parties, facts, NOTHING, audience)

    @property
    def text(self) -> str:
        """The text of the entry: all but the round is the same whenever it happens."""
        texts = self.table.texts
        key = (self.kind, self.meeting, self.number, self.offer, self.flags)
        parts = texts.get(key)
        if parts is None:
            if len(texts) > MOST_TEXTS:
                texts.clear()
            parts = texts[key] = self.entry().text_around_round
        return f"{parts[0]}{self.round}{parts[1]}"


class Log(Sequence[LogEntry]):
    """The entries of a course in their order, as entries or as rows, which are made into entries on request."""

    def __init__(self, entries: Iterable[LogEntry] = ()) -> None:
        self.rows: list[LogRow | LogEntry] = list(entries)
        self._entries: list[LogEntry] = []

    def append(self, row: LogRow | LogEntry) -> None:
        """Add an entry, or a row that stands for one."""
        self.rows.append(row)

    def of_kind(self, kind: Kind, start: int = 0) -> Iterator[LogEntry]:
        """The entries of a kind, from a place on."""
        return (_entry(row) for row in self.rows[start:] if row.kind == kind)

    def last_offers(self, meeting: str) -> dict[str, Package]:
        """The package that each seat offered last in a meeting, by seat."""
        last: dict[str, LogRow | LogEntry] = {}
        for row in self.rows:
            if row.kind == Kind.OFFERED and row.meeting == meeting:
                last[row.seat] = row
        offers = ((seat, _entry(row).package) for seat, row in last.items())
        return {seat: package for seat, package in offers if package is not None}

    def texts(self) -> Iterator[str]:
        """The text of every entry."""
        return (row.text for row in self.rows)

    def refusers(self) -> Iterator[str]:
        """Who turned down an offer, once for each time: its consent was needed, or its vote helped to stop it."""
        refused: set[str] = set()
        for voted, rows in groupby(self.rows, key=lambda row: row.kind == Kind.VOTED):
            if voted:
                yield from sorted({party for row in rows for party in _entry(row).stopped_by} - refused)
            else:
                refusers = [row.refuser for row in rows if row.refuser]
                yield from refusers
                refused = {*refusers}

    def said_in(self, round_: int) -> tuple[set[str], set[str]]:
        """Who has made an offer in the latest round, and who has turned one down though its consent was needed."""
        offered, refused = set(), set()
        for row in takewhile(lambda one: one.round == round_, reversed(self.rows)):
            if row.kind == Kind.OFFERED:
                offered.add(row.seat)
            elif row.refuser:
                refused.add(row.refuser)
        return offered, refused

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
    return row if isinstance(row, LogEntry) else row.entry()
