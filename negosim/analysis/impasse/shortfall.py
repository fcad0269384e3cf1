"""Who was short of points when a meeting failed: measured at the nearest deal, not by who spoke last.

At the end of the meeting every seat asks for the worth of its own last offer, and never for less than its reservation
value; a seat that made no offer asks for its reservation value. Of the agreeable packages, the nearest is the one at
which the largest lack of any seat whose consent it needs is smallest, then their sum (the min-max concession, as in
`Impasse.closest`). Who lacks points there was short; where several packages are as near, by the mean of them.

Where some package gave all whom it needs their reservation values, a deal was missed: they asked too much of each
other. Else none was possible, and what counts is the lack against the reservation values alone.

Where a body decides, its members' votes count in place of consent: who lacks points is whose vote for a package would
pass it (`VoteConcessions`). In a space too large for a table, votes are left out.

Where it was not the seats that made the meeting fail, nobody was short and nothing was missed: ratifiers turned down
what all had signed, or the meeting was called off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray

from negosim.analysis.feasible import FeasibleSet
from negosim.analysis.feasible_table import table_of
from negosim.analysis.impasse.vote_concessions import VoteConcessions
from negosim.analysis.measures import Measures
from negosim.domain.scale import Grid, Scales
from negosim.negotiation.course import MeetingResult
from negosim.negotiation.log import Ending
from negosim.negotiation.packages import Package

__all__ = ["FailedMeeting", "failure"]


@dataclass(frozen=True)
class FailedMeeting:
    """The last meeting that failed, by key; whether a deal was missed; the points that each seat was short.

    `short` holds only those who lacked something. It is empty where nothing could be put on the table at all (a needed
    seat had walked out, or refused everything), and where others than the seats made the meeting fail.
    """

    meeting: str
    missed: bool
    short: Mapping[str, float] = field(default_factory=dict)


def failure(measures: Measures) -> FailedMeeting | None:
    """The last meeting that was held without an agreement; None where each came to one, or none was held.

    Meetings that only prepare others do not count.
    """
    held = [one for one in measures.record.course.meetings if one.took_place and not one.meeting.prepares]
    failed = [one for one in held if not one.agreements]
    return _failure(measures, failed[-1]) if failed else None


def _failure(measures: Measures, held: MeetingResult) -> FailedMeeting:
    over = held.reason in (Ending.NOT_RATIFIED, Ending.CALLED_OFF) or held.draft is not None
    left = None if over else measures.after(held)
    offers = measures.record.log.last_offers(held.meeting.key)
    packages = None if left is None else _packages(left, offers)
    if left is None or packages is None:
        return FailedMeeting(held.meeting.key, missed=False)
    missed = bool((packages.lacks(left.reservation) == 0).all(axis=0).any())
    short = packages.nearest(_asked(left, offers) if missed else left.reservation)
    lacking = {party: lack for party, lack in left.by_party(short).items() if lack > 0}
    return FailedMeeting(held.meeting.key, missed, lacking)


def _asked(left: FeasibleSet, offers: Mapping[str, Package]) -> Grid:
    asked: Grid = left.reservation.copy()
    for party, package in offers.items():
        place = left.parties.index(party)
        asked[place] = max(asked[place], left.worth_of(left.offering.index(package))[place])
    return asked


@dataclass(frozen=True)
class _Packages:
    """Agreeable packages: what each party lacks in them of what it asks for, if its consent or its vote is needed."""

    scales: Scales
    lacks: Callable[[Grid], Grid]

    def nearest(self, asked: Grid) -> NDArray[np.float64]:
        """What each party lacks at the nearest package, or on average at several as near."""
        gaps = -self.lacks(asked)
        for measure in (np.min, np.sum):
            gaps = gaps[:, self.scales.largest(gaps, measure)]
        return np.asarray(-gaps.mean(axis=1))


def _packages(left: FeasibleSet, offers: Mapping[str, Package]) -> _Packages | None:
    """What could have been agreed; None where nothing could.

    Where the outcomes are too many for a table, the last offers stand for all packages.
    """
    table, offering = table_of(left), left.offering
    if table is not None:
        agreeable = np.flatnonzero(left.vetoes.agreeable)
        if offering.by_votes:
            voted = _Packages(left.scales, lambda asked: VoteConcessions.to(table, agreeable, asked).shared())
            return voted if agreeable.size else None
        worth = table.worth[:, agreeable]
        needed = np.stack([offering.needing(party)[agreeable] for party in left.parties])
    else:
        open_ = [one for one in offers.values() if not left.vetoes.by(one)]
        worth = np.array([left.worth_of(offering.index(one)) for one in open_], dtype=np.int64).T
        needed = np.array([[party in offering.needs(one) for one in open_] for party in left.parties], dtype=np.bool_)
    return _Packages(left.scales, partial(_lacks, worth, needed)) if worth.size else None


def _lacks(worth: Grid, needed: NDArray[np.bool_], asked: Grid) -> Grid:
    """What each party whose consent a package needs lacks of what it asked for."""
    return np.where(needed, np.maximum(asked[:, None] - worth, 0), 0)
