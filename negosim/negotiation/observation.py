"""What each seat of a meeting hears: all that is said at the table, less what is said to others behind its back.

An entry with an audience is heard by that alone. Of meetings without it a seat hears what is announced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from negosim.negotiation.log import Kind, LogEntry, Proposal
from negosim.negotiation.packages import Package
from negosim.scenario.realize.realization import Meeting

__all__ = ["Hearing"]

BEHIND_DOORS = frozenset({Kind.OFFERED, Kind.SEALED, Kind.ANSWERED, Kind.PASSED, Kind.LEFT, Kind.FORFEITED})
"""Entries that only those who sit in the meeting hear of; all others are announced."""

NONE: Mapping[str, Package] = MappingProxyType({})


def _hears(seat: str, entry: LogEntry) -> bool:
    return not entry.audience or seat in entry.audience


class Hearing:
    """By seat, the entries that it has heard, and the last offer of each seat as far as it has heard of it.

    A package that is carried from others (`carried`) counts as the offer of every seat but the one that hears it.
    """

    def __init__(self, meeting: Meeting, meetings: Iterable[Meeting], earlier: Sequence[LogEntry]) -> None:
        self.events: dict[str, list[LogEntry]] = {}
        self.offers: dict[str, Mapping[str, Package]] = dict.fromkeys(meeting.parties, NONE)
        for seat in meeting.parties:
            sat_in = {one.key for one in meetings if seat in one.parties}
            heard = (one for one in earlier if one.meeting in sat_in or one.kind not in BEHIND_DOORS)
            self.events[seat] = [one.public_view for one in heard if _hears(seat, one)]

    def tell(self, entry: LogEntry) -> None:
        """An entry of this meeting comes to the ears of those who may hear it."""
        for seat, heard in self.events.items():
            if _hears(seat, entry):
                heard.append(entry)
                if entry.kind == Kind.OFFERED and entry.package is not None:
                    self._note(seat, entry, entry.package)

    def _note(self, seat: str, entry: LogEntry, package: Package) -> None:
        carried = isinstance(entry.facts, Proposal) and entry.facts.carried
        whose = [one for one in self.offers if one != seat] if carried else []
        spoken = [entry.seat] if entry.seat == seat else [entry.seat, *whose]
        self.offers[seat] = MappingProxyType({**self.offers[seat], **dict.fromkeys(spoken, package)})
