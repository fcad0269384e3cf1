"""Who was short of points when a meeting came to nothing: measured at the nearest deal, not by who spoke last.

At the end of the meeting every seat asks for something: the worth of its own last offer, and never less than its
reservation value; a seat that made no offer asks for its reservation value. Of the packages that the seats present can
close, and that nobody needed refuses, the nearest is that at which the largest lack of any seat whose consent it needs
is the smallest, then their sum (the min-max concession, as in `blocking`). Who lacks points there was short; where
several packages are as near, by the mean of them.

Where some package gave all that it needs their reservation values, a deal was missed: they asked too much of each
other. Else none was possible, and what counts is the lack against the reservation values alone.

Where it was not the seats that let the meeting fail, nobody was short and nothing was missed: those who had to ratify
turned down what all had signed, or the meeting was called off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from negosim.analysis.feasible import FeasibleSet
from negosim.analysis.measures import Measures
from negosim.domain.preferences import Grid, from_grid
from negosim.negotiation.course import MeetingResult
from negosim.negotiation.log import Ending, Kind
from negosim.negotiation.packages import Package

__all__ = ["FailedMeeting", "failure"]

BY_OTHERS = frozenset({Ending.NOT_RATIFIED, Ending.CALLED_OFF})
"""How a meeting ends that came to nothing by no act of its seats (`MeetingResult.reason`)."""


@dataclass(frozen=True)
class FailedMeeting:
    """The last meeting that came to nothing, by key; whether a deal was missed; the points that each seat was short.

    `short` holds those alone that lacked something. It is empty where nothing could be put on the table at all (a
    needed seat had walked out, or refused whatever there was), and where others than the seats let the meeting fail.
    """

    meeting: str
    missed: bool
    short: Mapping[str, float] = field(default_factory=dict)


def failure(measures: Measures) -> FailedMeeting | None:
    """Of the last meeting that was held and came to nothing; None where each came to something, or none was held."""
    failed = [held for held in measures.record.course.meetings if held.took_place and not held.agreements]
    return _failure(measures, failed[-1]) if failed else None


def _failure(measures: Measures, held: MeetingResult) -> FailedMeeting:
    if held.reason in BY_OTHERS:
        return FailedMeeting(held.meeting.key, missed=False)
    left = measures.after(held)
    offers = dict(_last_offers(measures, held))
    packages = None if left is None else _packages(left, offers)
    if left is None or packages is None:
        return FailedMeeting(held.meeting.key, missed=False)
    missed = bool((packages.lacks(left.reservation) == 0).all(axis=0).any())
    asked = packages.asked(left, offers) if missed else left.reservation
    short = packages.nearest(asked)
    named = zip(left.parties, short.tolist(), strict=True)
    return FailedMeeting(held.meeting.key, missed, {party: from_grid(lack) for party, lack in named if lack > 0})


def _last_offers(measures: Measures, held: MeetingResult) -> Iterator[tuple[str, Package]]:
    for event in measures.record.log:
        if event.kind == Kind.OFFERED and event.meeting == held.meeting.key and event.package is not None:
            yield event.seat, event.package


@dataclass(frozen=True)
class _Packages:
    """Packages on offer that nobody needed refuses: their indices, worth and need by party, arrays (parties, ...)."""

    indices: NDArray[np.intp]
    worth: Grid
    needs: NDArray[np.bool_]

    def lacks(self, asked: Grid) -> Grid:
        """What each party whose consent a package needs lacks of what it asked for."""
        return np.where(self.needs, np.maximum(asked[:, None] - self.worth, 0), 0)

    def nearest(self, asked: Grid) -> NDArray[np.float64]:
        """What each party lacks at the package that comes nearest, the mean of several that do."""
        lacks = self.lacks(asked)
        for measure in (np.max, np.sum):
            size = measure(lacks, axis=0)
            lacks = lacks[:, size == size.min()]
        return np.asarray(lacks.mean(axis=1))

    def asked(self, left: FeasibleSet, offers: Mapping[str, Package]) -> Grid:
        """What each party asked for last."""
        places = {party: left.offering.index(package) for party, package in offers.items()}
        asked: Grid = left.reservation.copy()
        for place, party in enumerate(left.parties):
            if party in places:
                asked[place] = max(asked[place], left.worth_of(places[party])[place])
        return asked


def _packages(left: FeasibleSet, offers: Mapping[str, Package]) -> _Packages | None:
    """What could have been agreed; None where nothing could.

    Where the outcomes are too many for a table, the packages that were tabled last stand for all.
    """
    table, offering = left.table, left.offering
    if table is not None:
        open_ = np.flatnonzero(left.vetoes.agreeable)
        worth, needed = table.worth[:, open_], offering.needed[open_]
    else:
        tabled = [one for one in map(offering.index, offers.values()) if not left.vetoes.by(offering.package(one))]
        open_ = np.array(tabled, dtype=np.intp)
        worth = np.array([left.worth_of(one) for one in tabled], dtype=np.int64).T
        needed = np.array([_needed(left, one) for one in tabled], dtype=np.uint32)
    bits = np.array([offering.bit[party] for party in left.parties], dtype=np.uint32)
    return _Packages(open_, worth, (needed & bits[:, None]) != 0) if len(open_) else None


def _needed(left: FeasibleSet, index: int) -> int:
    """Whose consent one package needs."""
    options = left.offering.inner.outcome(index)
    return int(np.bitwise_or.reduce([masks[k] for masks, k in zip(left.offering.consent, options, strict=True)]))
