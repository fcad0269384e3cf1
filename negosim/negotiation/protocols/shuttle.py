"""A mediator who goes to and fro: the sides never meet, and hear of each other only what it carries.

Kissinger's shuttle diplomacy of 1974 and 1975 (Rubin, ed., 1981, "Dynamics of Third Party Intervention") and Raiffa
1982, ch. 14 to 16, on what an intervenor may do with what each side tells it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from negosim.negotiation.facts import NO_FACTS, Facts
from negosim.negotiation.log import Ending, Kind, LogEntry, Proposal, Reply
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.base import Accept, Act, Leave, Offer, Pass, State
from negosim.negotiation.protocols.extended_state import Remembering
from negosim.negotiation.protocols.mediation import MEDIATOR, Mediated
from negosim.negotiation.protocols.offer_and_answer import Step
from negosim.negotiation.protocols.turns import NO_LOTS, RandomDraws
from negosim.registry import Parameter, register

__all__ = ["Shuttle", "Visit"]


@dataclass(frozen=True)
class Visit(Remembering):
    """Whether the mediator has spoken on this visit, and the last package to which each side has said yes."""

    spoken: bool = False
    yes: tuple[tuple[str, Package], ...] = ()

    def says(self, side: str, package: Package, yes: bool) -> Visit:
        """The same after a side has said yes or no to a package; a no takes back a yes to the same package only."""
        said = dict(self.yes)
        if yes:
            said[side] = package
        elif said.get(side) == package:
            del said[side]
        return replace(self, yes=tuple(said.items()))


@register(
    "protocol",
    "shuttle",
    source="Rubin (ed.) 1981, Dynamics of Third Party Intervention; Raiffa 1982, ch. 14-16",
    parameters=(
        Parameter("rounds", "whole", None, "number of visits of the mediator, one side each", 1, 10_000),
        MEDIATOR,
    ),
)
class Shuttle(Mediated):
    """A mediator visits the sides in turn, a visit a round, and carries offers; the sides see only what it carries.

    On a visit the mediator first speaks: it brings a package, be it another side's offer as it is or a better one of
    its own, or it holds back and passes. The side answers what was brought. If it says no, or nothing was brought, it
    may give the mediator an offer, of which nobody else hears. A side's last yes stands until it says yes to something
    else, or no to the same: to accept is to say yes, and so is to offer. A package takes effect as soon as the last yes
    of every side that it needs is to that very package. Walking out takes a side's yes along.
    """

    def proposer(self, state: State) -> str:
        """The side that is visited in this round."""
        return state.turn or self._after(self.mediator, state)

    def _after(self, seat: str, state: State) -> str:
        """The next side in seat order; empty where none is there."""
        return next((one for one in self._from(seat, state) if one != self.mediator), "")

    def _next(self, state: State, lots: RandomDraws) -> str:
        return self._after(self.proposer(state), state) if self.mediator in state.seats else ""

    def asked(self, state: State) -> tuple[str, ...]:
        """The mediator, then the side that it visits: for its answer, or for its offer."""
        if state.ended:
            return ()
        side = self.proposer(state)
        return (side,) if state.offer is not None or Visit.of(state).spoken else (self.mediator,)

    def next_offer(self, state: State, seat: str) -> int | None:
        """The next round for the mediator, the next visit for a side."""
        if seat == self.mediator:
            return state.round + 1 if seat in state.seats and state.round < self.rounds else None
        return super().next_offer(state, seat)

    def _wait(self, state: State, seat: str) -> int:
        """The visits to others before the next to this side."""
        order = [one for one in self._from(self.proposer(state), state) if one != self.mediator]
        return order.index(seat)

    def apply(self, state: State, seat: str, act: Act, lots: RandomDraws = NO_LOTS) -> Step:
        """What the mediator brings, and what the side says to it."""
        now = Visit.of(state)
        match act:
            case Leave():
                return self._left(now, seat, lots)
            case Offer(package) if seat == self.mediator:
                return self._brought(now, package, lots)
            case Offer(package):
                return self._given(now, seat, package, lots)
            case Pass() if seat == self.mediator:
                return replace(now, spoken=True), (self._entry(Kind.PASSED, now, seat),)
            case Pass():
                return self._round_over(now, (self._entry(Kind.PASSED, now, seat),), lots)
            case _:
                return self._replied(now, seat, isinstance(act, Accept), lots)

    def _entry(
        self, kind: Kind, state: Visit, seat: str, package: Package | None = None, facts: Facts = NO_FACTS
    ) -> LogEntry:
        """An entry that only the mediator hears of and the side that it visits."""
        audience = (self.mediator, self.proposer(state))
        return LogEntry(kind, seat=seat, package=package, facts=facts, audience=audience)

    def _put_forward(self, state: Visit, seat: str, package: Package, facts: Facts = NO_FACTS) -> LogEntry:
        consent = self._consent(state.tabled(package, seat))
        return replace(self._entry(Kind.OFFERED, state, seat, package, facts), parties=tuple(sorted(consent)))

    def _brought(self, state: Visit, package: Package, lots: RandomDraws) -> Step:
        event = self._put_forward(state, self.mediator, package, Proposal(carried=True))
        after = replace(state.tabled(package, self.mediator), spoken=True)
        return self._agreed(after, (event,), lots) if self._consent(after) <= {self.mediator} else (after, (event,))

    def _replied(self, state: Visit, side: str, accepts: bool, lots: RandomDraws) -> Step:
        """A yes ends the visit; after a no the side may say what it wants."""
        package = state.offer
        assert package is not None  # noqa: S101  (only what was brought is answered)
        answer = Reply(accepts, needed=side in self._consent(state))
        event = self._entry(Kind.ANSWERED, state, side, package, answer)
        after = state.says(side, package, accepts)
        return self._settled(after, (event,), lots) if accepts else (after.cleared(), (event,))

    def _given(self, state: Visit, side: str, package: Package, lots: RandomDraws) -> Step:
        """What a side offers it has said yes to; nobody but the mediator hears of it."""
        event = self._put_forward(state, side, package)
        return self._settled(state.tabled(package, side).says(side, package, True), (event,), lots)

    def _settled(self, state: Visit, before: tuple[LogEntry, ...], lots: RandomDraws) -> Step:
        """The visit is over; the package takes effect where it has the yes of all whom it needs."""
        agreed = {side for side, package in state.yes if package == state.offer}
        if state.by == self.mediator:
            agreed.add(self.mediator)
        return (self._agreed if self._consent(state) <= agreed else self._round_over)(state, before, lots)

    def _left(self, state: State, seat: str, lots: RandomDraws) -> Step:
        """A side goes with its yes; with the mediator goes the meeting."""
        rest, event = Visit.of(state.without(seat)), LogEntry(Kind.LEFT, seat=seat)
        if seat == self.mediator:
            return replace(rest, ended=Ending.NOBODY_LEFT), (event,)
        rest = replace(rest, yes=tuple(one for one in rest.yes if one[0] != seat))
        return self._round_over(rest, (event,), lots)

    def _round_over(self, state: State, events: tuple[LogEntry, ...], lots: RandomDraws) -> Step:
        """The next visit; after an agreement no earlier yes counts, since it was said when something else stood."""
        before = Visit.of(state)
        agreed = any(event.kind == Kind.AGREED for event in events)
        return super()._round_over(replace(before, spoken=False, yes=() if agreed else before.yes), events, lots)
