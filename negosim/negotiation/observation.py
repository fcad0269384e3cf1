"""What each seat of a meeting hears: all that is said at the table, less what is said to others behind its back.

An entry whose facts name some parties under `to` is heard by them alone. Of meetings without it a seat hears what is
announced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from negosim.negotiation.log import LogEntry
from negosim.negotiation.packages import Package
from negosim.scenario.realize.realization import Meeting

__all__ = ["Hearing"]

BEHIND_DOORS = frozenset({"offered", "sealed", "answered", "passed", "left", "forfeited"})
"""Events that only those who sit in the meeting hear of; all others are announced."""

NONE: Mapping[str, Package] = MappingProxyType({})


def _hears(seat: str, event: LogEntry) -> bool:
    return seat in event.facts.get("to", (seat,))


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
            self.events[seat] = [one.heard for one in heard if _hears(seat, one)]

    def tell(self, event: LogEntry) -> None:
        """An entry of this meeting comes to the ears of those who may hear it."""
        for seat, heard in self.events.items():
            if _hears(seat, event):
                heard.append(event)
                if event.kind == "offered" and event.package is not None:
                    self._note(seat, event, event.package)

    def _note(self, seat: str, event: LogEntry, package: Package) -> None:
        whose = [one for one in self.offers if one != seat] if event.facts.get("carried") else []
        spoken = [event.seat] if event.seat == seat else [event.seat, *whose]
        self.offers[seat] = MappingProxyType({**self.offers[seat], **dict.fromkeys(spoken, package)})
