"""A meeting in many draws at once, while the same stands in all of them and the same is open: round by round.

The rules are those of `protocols.alternating_offers`, for seats that offer, pass and answer and never walk out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negosim.negotiation.log import Ending
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.consent import movable
from negosim.negotiation.protocols.offer_space import OfferSpace, offering
from negosim.negotiation.vectorized.discounts import RoundTime
from negosim.negotiation.vectorized.draws import Draws, Rows
from negosim.negotiation.vectorized.offer_arrays import FirstAndLastOffers, OfferTurn
from negosim.negotiation.vectorized.passive_course import PassiveCourse
from negosim.negotiation.vectorized.seats import NOTHING, SeatBatch
from negosim.negotiation.vectorized.shared_entries import Entries, EntriesByRun
from negosim.scenario.realize.realization import Meeting

__all__ = ["MeetingBatch", "Rest"]

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Rest:
    """Draws in which a meeting goes on from a round, with what stands and is open; `offers` are the first and
    the last, by seat.
    """

    rows: tuple[int, ...]
    standing: Standing
    open: frozenset[int]
    round: int = 1
    offers: tuple[dict[str, tuple[Package, ...]], ...] = ()


class MeetingBatch:
    """The draws of a rest at the table; `courses` are those of all draws, and learn what happens."""

    def __init__(self, draws: Draws, meeting: Meeting, courses: Sequence[PassiveCourse], rest: Rest) -> None:
        self.meeting, self.rest = meeting, rest
        rows = np.array(rest.rows, dtype=np.intp)
        self.courses = [courses[row] for row in rest.rows]
        self.logs = [course.log.rows for course in self.courses]
        self.before = np.array([course.before for course in self.courses], dtype=np.int64)
        self.horizon = draws.horizon
        axes = tuple(sorted(rest.open))
        self.offered: OfferSpace = offering(
            draws.space, tuple(draws.realizations[0].parties), rest.standing, axes, meeting.parties
        )
        self.entries = Entries(meeting.key, self.offered)
        self.seats = {party: SeatBatch(draws, self.offered, party, rows) for party in meeting.parties}
        self.said = {party: FirstAndLastOffers.nothing(self.offered.stands, len(rows)) for party in meeting.parties}
        for at, made in enumerate(rest.offers):
            for party, offers in made.items():
                self.said[party].recalls(at, offers, self.offered)

    def play(self) -> Iterator[Rest]:
        """Play to the end; gives the draws in which some agreed on a part and the meeting goes on about the rest."""
        live: Rows = np.arange(len(self.courses))
        for round_ in range(self.rest.round, self.meeting.rounds + 1):
            live, agreed = self._round(round_, live)
            yield from self._agree(round_, agreed)
            if not len(live):
                return
        for at in live.tolist():
            self.courses[at].closes(self.meeting, Ending.DEADLINE, self.meeting.rounds)

    def _from(self, round_: int) -> list[str]:
        """The seats in the order in which they act in a round: who offers, then who answers."""
        seats = self.meeting.parties
        first = (seats.index(self.meeting.begins or seats[0]) + round_ - 1) % len(seats)
        return [*seats[first:], *seats[:first]]

    def _now(self, round_: int, at: Rows) -> RoundTime:
        """A round in some draws: how many rounds are over, and in how many after this one delay still costs."""
        over = self.before[at] + round_
        return RoundTime(at, np.maximum(0, self.horizon - over), over - 1)

    def _heard(self, party: str, at: Rows) -> dict[str, FirstAndLastOffers]:
        """What the others have offered in some draws."""
        return {seat: said.only(at) for seat, said in self.said.items() if seat != party}

    def _round(self, round_: int, live: Rows) -> tuple[Rows, dict[tuple[str, int], list[int]]]:
        """One offer in each draw and the answers to it: where the talks go on, and where which offer was agreed."""
        proposer, *others = self._from(round_)
        chosen = self._proposals(proposer, round_, live)
        self._tell(live, chosen, round_, lambda now: self.entries.turns(now, proposer))
        made = chosen != NOTHING
        at, offers = live[made], chosen[made]
        self.said[proposer].says(at, offers)
        agreed = self._answers(round_, at, offers, others)
        by_offer: dict[tuple[str, int], list[int]] = {}
        for place, offer in zip(at[agreed].tolist(), offers[agreed].tolist(), strict=True):
            by_offer.setdefault((proposer, offer), []).append(place)
        over = np.zeros(len(self.courses), dtype=np.bool_)
        over[at[agreed]] = True
        return live[~over[live]], by_offer

    def _tell(self, at: Rows, numbers: Rows, round_: int, entries: Callable[[int], EntriesByRun]) -> None:
        """Enter in each draw what a number stands for, in a round of the course."""
        overs = self.before[at]
        for over in np.unique(overs).tolist():
            some = np.flatnonzero(overs == over)
            events = map(entries(over + round_).__getitem__, numbers[some].tolist())
            for log, event in zip([self.logs[place] for place in at[some].tolist()], events, strict=True):
                log.append(event)

    def _proposals(self, proposer: str, round_: int, live: Rows) -> Rows:
        """What the proposer offers in each draw: its best before any offer of the others, then the nearest to them."""
        seat, heard = self.seats[proposer], self._heard(proposer, live)
        spoken = np.any([one.spoken for one in heard.values()], axis=0)
        chosen = np.full(len(live), NOTHING)
        first, later = np.flatnonzero(~spoken), np.flatnonzero(spoken)
        now = self._now(round_, live)
        if len(first):
            chosen[first] = seat.best(now.only(first))
        if len(later):
            said = {party: one.only(later) for party, one in heard.items()}
            chosen[later] = seat.nearest(now.only(later), OfferTurn.of(round_, self.meeting.rounds), said)
        return chosen

    def _answers(self, round_: int, at: Rows, offers: Rows, others: Sequence[str]) -> Mask:
        """Ask the others in seat order, up to the first refusal by a seat that is needed; where all such agree."""
        consent = self.offered.needed[offers]
        by = np.uint32(self.offered.present - sum(self.offered.bit[party] for party in others))
        alone = (consent & ~by) == 0
        pending = ~alone
        for turns, party in enumerate(others, start=1):
            asked = np.flatnonzero(pending)
            if len(asked):
                refused = self._refuses(party, round_, round_ + turns, at[asked], offers[asked])
                pending[asked[refused]] = False
        return np.asarray(alone | pending)

    def _refuses(self, party: str, round_: int, turn: int, at: Rows, offers: Rows) -> Mask:
        """Hear a seat whose next turn comes in the round `turn`; where its refusal counts."""
        counts = (self.offered.needed[offers] & np.uint32(self.offered.bit[party])) != 0
        now, next_ = self._now(round_, at), OfferTurn.of(turn, self.meeting.rounds)
        accepts = self.seats[party].accepts(now, offers, next_, self._heard(party, at))
        self._tell(at, 2 * offers + accepts, round_, lambda now: self.entries.answers(now, party))
        return np.asarray(counts & ~accepts)

    def _agree(self, round_: int, agreed: dict[tuple[str, int], list[int]]) -> Iterator[Rest]:
        """Offers take effect: they bind, close what they name, and end the meeting if all seats agreed."""
        for (seat, offer), places in agreed.items():
            package = self.offered.package(offer)
            parties = self.entries.consent(package) | {seat}
            standing = self.rest.standing.after(package, parties)
            for at in places:
                course = self.courses[at]
                now = int(self.before[at]) + round_
                course.log.append(self.entries.agreed(now, seat, offer, frozenset(self.meeting.parties)))
                course.agrees(standing, round_)
            yield from self._go_on(round_, places, standing, package, parties)

    def _go_on(
        self, round_: int, places: Sequence[int], standing: Standing, package: Package, parties: frozenset[str]
    ) -> Iterator[Rest]:
        """Close the meeting after an agreement, or give what is left to talk about."""
        left = self.rest.open - package.axes
        reason = self._over(round_, standing, left, parties)
        if reason:
            for at in places:
                self.courses[at].closes(self.meeting, reason, round_)
        else:
            rows = tuple(self.rest.rows[at] for at in places)
            offers = tuple(self._offers(at) for at in places)
            yield Rest(rows, standing, left, round_ + 1, offers)

    def _over(self, round_: int, standing: Standing, left: frozenset[int], parties: frozenset[str]) -> str:
        """Why the meeting is over after an agreement; empty if it goes on."""
        seats = self.meeting.parties
        if len(parties) > 1 and parties >= frozenset(seats):
            return Ending.AGREED
        if not movable(self.offered.space, standing, left, seats):
            return Ending.NOTHING_ON_OFFER
        return Ending.DEADLINE if round_ >= self.meeting.rounds else ""

    def _offers(self, at: int) -> dict[str, tuple[Package, ...]]:
        """The first and the last offers in one draw."""
        return {party: said.offers(at, self.offered) for party, said in self.said.items()}
