"""What the seats of a meeting have at stake and see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from negosim.domain.preferences import Preferences
from negosim.domain.rng import SeatRandomSource
from negosim.domain.utilities import Utilities
from negosim.negotiation.acts import NONE, Abstain
from negosim.negotiation.drafts import Drafting
from negosim.negotiation.observation import Hearing
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.base import Protocol
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.negotiation.seat_options import Stake, make_options
from negosim.negotiation.session_host import SessionHost
from negosim.negotiation.tactics.menu import Menu
from negosim.negotiation.tactics.view import View
from negosim.scenario.realize.realization import Meeting, Realization

__all__ = ["SeatViews"]


class _Foreseen(NamedTuple):
    """The numbers in force as of a round and of what stands at a table."""

    round: int
    table: OfferSpace
    in_force: Realization
    as_of: Realization


class SeatViews:
    """The seats of one meeting in progress; `before` is the number of rounds that the course has played already.

    `course_round` is the current round counted through the course, `rounds_left` how many come after it in which delay
    still costs; `time` is that of the current round.
    """

    def __init__(
        self,
        host: SessionHost,
        meeting: Meeting,
        protocol: Protocol,
        before: int,
        drafting: Drafting | None = None,
    ) -> None:
        self.host = host
        self.meeting = meeting
        self.protocol = protocol
        self.before = before
        self.drafting = drafting
        self.course_round, self.rounds_left, self.time = before, 0, 0.0
        self.number = {seat: host.realization.parties.index(seat) for seat in meeting.parties}
        meetings = host.realization.meetings
        self.hearing = {seat: Hearing(host.log, seat, meeting, meetings, before) for seat in meeting.parties}
        self._stakes: dict[str, Stake] = {}
        self._table: OfferSpace | None = None
        self._utilities: Utilities | None = None
        self._foreseen: _Foreseen | None = None
        self._stood = host.standing
        self.heard: dict[str, dict[int, int]] = {seat: {} for seat in meeting.parties}
        self._live = {seat: LiveView(self, seat) for seat in meeting.parties}

    def close(self) -> None:
        """Let go of the views, which refer back to it."""
        self._live.clear()

    def hear(self, by: int, offer: int) -> None:
        """All hear an offer."""
        outcome = self.protocol.table.leads_to(offer)
        for heard in self.heard.values():
            heard[by] = outcome

    def hear_again(self) -> None:
        """What was said means something else, or only some have heard it."""
        table = self.protocol.table
        for seat, heard in self.heard.items():
            offers = self.hearing[seat].offers
            heard.update((table.parties.index(by), table.index(package)) for by, package in offers.items())

    def go_on(self) -> None:
        """Another round may have begun."""
        course_round = self.before + self.protocol.round
        if course_round != self.course_round:
            self.course_round, self.time = course_round, self.protocol.time(self.protocol.round)
            self.rounds_left = self.host.realization.rounds_left(course_round)

    @property
    def realization(self) -> Realization:
        """The numbers in force; where options lapse, as of this round and of what stands at this table."""
        in_force, table, here = self.host.realization, self.protocol.table, self.course_round
        if not table.standing.since:
            return in_force
        known = self._foreseen
        if known is None or known.round != here or known.table is not table or known.in_force is not in_force:
            as_of = in_force.as_of(here, table.standing, table.axes, here)
            known = self._foreseen = _Foreseen(here, table, in_force, as_of)
        return known.as_of

    def stake(self, seat: str) -> Stake:
        """What a seat has at stake; made anew when what stands, who is there, or what counts has changed."""
        changed = self.protocol.table is not self._table or self.realization.utilities is not self._utilities
        if changed or (self.drafting is not None and self.host.standing != self._stood):
            self._stake_anew()
        return self._stakes[seat]

    def _stake_anew(self) -> None:
        realization, table = self.realization, self.protocol.table
        if table is not self._table:
            self.hear_again()
        self._table, self._utilities, self._stood = table, realization.utilities, self.host.standing
        options = make_options(realization, table, self.meeting.parties)
        stands = {seat: one.standing for seat, one in options.items()}
        if self.drafting is not None:
            stands.update(self.drafting.no_deal(realization, self.host.standing))
        preferences = realization.preferences
        self._stakes = {seat: Stake(one, preferences[seat], stands[seat]) for seat, one in options.items()}

    def preferences(self, party: str) -> Preferences:
        """A party's preferences as of this round."""
        return self.realization.preferences[party].at(self.course_round)

    def menu(self, seat: str) -> Menu:
        """The packages on offer to a seat now."""
        return self.stake(seat).at(self.course_round, self.rounds_left)[0]

    def reservation(self, seat: str) -> int:
        """The worth below which a seat says no now: its reservation value, or the worth of what a no would leave it."""
        menu, reservation = self.stake(seat).at(self.course_round, self.rounds_left)
        fallback = self.protocol.fallback
        return reservation if fallback == NONE else menu.worth(self.protocol.table.package(fallback))

    def offer_to(self, seat: str) -> Package | None:
        """The offer on the table as far as a seat has heard of it."""
        if self.protocol.offer == NONE:
            return None
        table = self.protocol.table
        offer = table.package(self.protocol.offer)
        known = self.hearing[seat].offers.get(table.parties[self.protocol.by])
        return offer if known is offer or known == offer else None

    def next_time(self, seat: str) -> float:
        """The time of a seat's next turn to offer; 1 if there is none."""
        turn = self.protocol.next_offer(self.number[seat])
        return 1.0 if turn is None else self.protocol.time(turn)

    def known(self, seat: str) -> dict[str, Preferences]:
        """The preferences of the others, for a seat that the scenario calls informed."""
        if not self.host.realization.scenario.parties[seat].informed:
            return {}
        return {party: self.preferences(party) for party in self.host.realization.parties if party != seat}

    def view(self, seat: str) -> View:
        """All that a seat may know now, by itself: nothing of another seat can be reached from it."""
        fields = {name: find(self, seat) for name, find in FIELDS.items()}
        return View({**fields, **{name: _frozen(fields[name]) for name in GROWING}, "notes": {}})

    def live_view(self, seat: str) -> View:
        """The same, worked out when it is asked for and good for one act: for negosim's own tactics."""
        view = self._live[seat]
        view.renew()
        return view


FIELDS: dict[str, Callable[[SeatViews, str], Any]] = {
    "meeting": lambda seats, _: seats.meeting.key,
    "party": lambda _, seat: seat,
    "preferences": SeatViews.preferences,
    "menu": SeatViews.menu,
    "chance": lambda seats, seat: SeatRandomSource(seats.host.chance, seat, seats.meeting.key),
    "round": lambda seats, _: seats.protocol.round,
    "rounds": lambda seats, _: seats.protocol.rounds,
    "course_round": lambda seats, _: seats.course_round,
    "time": lambda seats, _: seats.time,
    "next_time": SeatViews.next_time,
    "reservation": SeatViews.reservation,
    "offer": SeatViews.offer_to,
    "by": lambda seats, seat: "" if seats.offer_to(seat) is None else seats.protocol.table.parties[seats.protocol.by],
    "offers": lambda seats, seat: seats.hearing[seat].offers,
    "all_offers": lambda seats, seat: seats.hearing[seat].all_offers,
    "recent_offers": lambda seats, seat: seats.hearing[seat].recent_offers,
    "thread": lambda seats, seat: seats.hearing[seat].thread,
    "events": lambda seats, seat: seats.hearing[seat].entries,
    "known": SeatViews.known,
    "turns": lambda seats, _: seats.protocol.turns,
    "rounds_left": lambda seats, _: seats.rounds_left,
    "horizon": lambda seats, _: seats.host.realization.horizon,
    "notes": lambda seats, seat: seats.stake(seat).notes,
    "last_word": lambda seats, _: seats.protocol.last_word,
    "may_abstain": lambda seats, seat: Abstain in seats.protocol.permitted_to(seats.number[seat]),
}
"""How each field of a view is found."""
GROWING = ("offers", "all_offers", "recent_offers", "thread", "events")
"""The fields that grow as more is heard."""


def _frozen(heard: Any) -> Any:
    """What has been heard so far, as it does not change any more."""
    if isinstance(heard, Mapping):
        return MappingProxyType({by: _frozen(offers) for by, offers in heard.items()})
    return tuple(heard) if isinstance(heard, list) else heard


class LiveView(View):
    """A view that finds its fields when they are asked for, and forgets them after an act."""

    def __init__(self, seats: SeatViews, seat: str) -> None:
        super().__init__({"_seats": seats, "_number": seats.number[seat], "party": seat, "heard": seats.heard[seat]})
        vars(self)["_found"] = {}

    def renew(self) -> None:
        """Forget all that was found, and find what every act asks for."""
        fields = vars(self)
        seats, party = fields["_seats"], fields["party"]
        protocol = seats.protocol
        menu, reservation = seats.stake(party).at(seats.course_round, seats.rounds_left)
        fields["menu"] = menu
        fields["reservation"] = reservation if protocol.fallback == NONE else seats.reservation(party)
        fields["round"], fields["rounds"] = protocol.round, protocol.rounds
        fields["time"], fields["offered"] = seats.time, protocol.offer
        fields["_found"].clear()

    @property
    def has_heard(self) -> bool:
        """Whether any other seat has made an offer."""
        return len(self.heard) > (self._number in self.heard)

    @property
    def distinct_offers(self) -> Mapping[int, dict[int, None]]:
        """What each seat has offered since the last agreement, by number in the order first made."""
        seats: SeatViews = self._seats
        return seats.hearing[self.party].distinct_offers(seats.protocol.table)

    def __getattr__(self, name: str) -> Any:
        find = FIELDS.get(name)
        if find is None:
            raise AttributeError(name)
        fields = vars(self)
        found = fields["_found"]
        if name not in found:
            found[name] = find(fields["_seats"], fields["party"])
        return found[name]
