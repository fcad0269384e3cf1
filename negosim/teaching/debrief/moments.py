"""When a deal was reached or missed: the offers that their proposer and everybody needed could have accepted."""

from __future__ import annotations

from dataclasses import dataclass

from negosim.analysis.impasse.overlooked import overlooked_package
from negosim.analysis.measures import measured
from negosim.analysis.offers import OfferRecord, offer_records
from negosim.domain.outcomes import Outcome
from negosim.negotiation.course import MeetingResult
from negosim.negotiation.protocols.consent import needed
from negosim.negotiation.record import Record
from negosim.theory.bargaining.counting import Count

__all__ = ["MeetingReview", "OfferMoment", "meeting_reviews", "offer_moments"]


@dataclass(frozen=True)
class OfferMoment:
    """An offer, its proposer and whose consent it needed, and whether it was good enough for all of them when made.

    That is more than the zone of agreement asks: there a proposer whose consent is not needed may lose. `refused_by`
    are those needed who said no to it or walked out of it.
    """

    offer: OfferRecord
    needed: tuple[str, ...]
    acceptable: bool
    refused_by: tuple[str, ...]

    @property
    def round(self) -> int:
        """The round of the course."""
        return self.offer.event.round


@dataclass(frozen=True)
class MeetingReview:
    """A meeting that was held: the size of its zone when it opened, its offers, and a deal that nobody offered.

    `overlooked` is None where there was none, or where the outcomes are too many to look through.
    """

    held: MeetingResult
    zone: Count
    moments: tuple[OfferMoment, ...]
    overlooked: Outcome | None

    @property
    def reached(self) -> OfferMoment | None:
        """The first acceptable offer that was agreed."""
        return next((one for one in self.moments if one.acceptable and one.offer.agreed), None)

    @property
    def missed(self) -> tuple[OfferMoment, ...]:
        """The acceptable offers that were not agreed."""
        return tuple(one for one in self.moments if one.acceptable and not one.offer.agreed)


def offer_moments(record: Record) -> tuple[OfferMoment, ...]:
    """Every offer of a run, in their order."""
    realization, moments = record.realization, []
    for one in offer_records(record):
        consent = needed(realization.space, one.standing, one.package) | {one.event.seat}
        parties = tuple(party for party in realization.parties if party in consent)
        refused_by = tuple(seat for seat, accepts in one.answers.items() if not accepts and seat in consent)
        moments.append(OfferMoment(one, parties, one.acceptable_to(parties), refused_by))
    return tuple(moments)


def meeting_reviews(record: Record) -> tuple[MeetingReview, ...]:
    """The meetings that were held, in their order."""
    measures, moments, reviews = measured(record), offer_moments(record), []
    for held in (one for one in record.course.meetings if one.took_place and not one.meeting.prepares):
        offers = tuple(one for one in moments if one.offer.event.meeting == held.meeting.key)
        left = measures.after(held)
        index = overlooked_package(left, [one.offer.outcome for one in offers])
        missed = None if left is None or index is None else left.outcome(index)
        reviews.append(MeetingReview(held, measures.before(held).zone_size, offers, missed))
    return tuple(reviews)
