"""The contract of protocols: what the rules of a meeting keep to, checked on small scenarios.

A log replays; a seat offers when `next_offer` says so; and rules that claim an order of turns keep to it, so that a
tactic that solves the meeting solves the right one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from negosim.domain.rng import RandomSource
from negosim.errors import RunError
from negosim.negotiation.acts import Act, Leave, Offer, Pass, Reject
from negosim.negotiation.contracts.scenarios import seats_and_linkages, two_meetings
from negosim.negotiation.course import Course
from negosim.negotiation.driving import play, replay, take_turn
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.log import Kind, LogEntry, Reply
from negosim.negotiation.protocols.turns import FIXED, OTHER_RULES, TurnOrder
from negosim.negotiation.session import Session
from negosim.negotiation.tactics.base import Tactic, View
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import Realization, RealizationFactory
from negosim.scenario.spec.scenario import Scenario

__all__ = ["protocol_breaches"]

RUNS = 3
"""Runs of every scenario, each with other random numbers."""
MOST_ACTS = 100
"""Acts in a round after which it is taken to have no end."""


class Unyielding(Tactic):
    """Offers one package after another and agrees to none; from the round `leaves_in` on it walks out."""

    def __init__(self, leaves_in: int = 1 << 30) -> None:
        self.leaves_in = leaves_in

    def act(self, view: View) -> Act:
        """Another package in every round that needs somebody else, and a no to all others."""
        if view.round >= self.leaves_in:
            return Leave()
        if view.offer is not None:
            return Reject()
        menu = view.menu
        moves = [one for one in menu.moves if not menu.refuses(one) and set(menu.needs(one)) - {view.party}]
        return Offer(moves[view.round % len(moves)]) if moves else Pass()


@dataclass
class Turns:
    """What a meeting said of its turns and what came, by round."""

    offered: dict[int, set[str]] = field(default_factory=dict)
    foreseen: dict[int, dict[str, int | None]] = field(default_factory=dict)
    orders: dict[int, TurnOrder] = field(default_factory=dict)
    acts: int = 0

    def watch(self, session: Session, party: str) -> None:
        """Note what the rules say as a seat is asked; `RunError` where they have gone too far."""
        rules = session.protocol
        self.acts = self.acts + 1 if rules.round in self.offered else 1
        if rules.round > rules.rounds or self.acts > MOST_ACTS:
            raise RunError(f"round {rules.round} of {rules.rounds} does not end")
        if party not in rules.table.seats:
            raise RunError(f"{party} is asked in round {rules.round}, and is not at the table")
        offered = self.offered.setdefault(rules.round, set())
        if Offer in rules.permitted:
            offered.add(party)
        numbers = session.seats.number
        self.foreseen[rules.round] = {one: rules.next_offer(numbers[one]) for one in rules.table.seats}
        self.orders[rules.round] = rules.turns

    def surprises(self) -> Iterator[str]:
        """Seats that offered in another round than `next_offer` had said: sooner, or later where nothing is drawn."""
        last = max(self.offered, default=0)
        for round_, foreseen in self.foreseen.items():
            for seat, said in foreseen.items():
                came = self._next_offered(seat, round_)
                due = said if said is not None and said <= last else 0
                may_be_drawn = list(foreseen.values()).count(said) > 1 and not 0 < came < due
                if came != due and not may_be_drawn:
                    yield f"in round {round_} next_offer of {seat} is {said}, and it offers in {came or 'none'}"

    def _next_offered(self, seat: str, round_: int) -> int:
        """The first round after one in which a seat was asked for an offer; 0 if there was none."""
        return next((later for later, seats in self.offered.items() if later > round_ and seat in seats), 0)

    def other_orders(self) -> Iterator[str]:
        """Rounds in which others offered than the order that the rules claim in `turns` says."""
        for round_, order in self.orders.items():
            seats = self.offered.get(round_ + 1)
            if seats and order.order in ("rotation", FIXED):
                step = order.order == "rotation"
                due = order.seats[(order.seats.index(order.turn) + step) % len(order.seats)]
                if seats != {due}:
                    yield f"by turns ({order.order}) {due} offers in round {round_ + 1}, and {sorted(seats)} did"

    @property
    def by_consent(self) -> bool:
        """Whether the rules claim that offers pass by consent alone."""
        return any(order.order != OTHER_RULES for order in self.orders.values())


def _not_by_consent(log: Iterable[LogEntry]) -> Iterator[str]:
    """Agreements to which those whose consent they need have not said yes once each."""
    needed: tuple[str, ...] = ()
    yes: list[str] = []
    for entry in log:
        if entry.kind == Kind.OFFERED:
            needed, yes = entry.parties, [entry.seat]
        elif isinstance(entry.facts, Reply) and entry.facts.accepts and entry.seat in needed:
            yes.append(entry.seat)
        elif entry.kind == Kind.AGREED and sorted({*needed, yes[0]}) != sorted(yes):
            yield f"turns claims that offers pass by consent, and in round {entry.round} {needed} agreed by {yes}"


def _scenarios(name: str, parameters: dict[str, Any]) -> Iterator[Scenario]:
    """Small scenarios, all meetings of which are held by a protocol."""
    for scenario in (seats_and_linkages(2, False), seats_and_linkages(4, True), two_meetings()):
        plain = scenario.plain()
        for meeting in plain["meetings"].values():
            meeting["protocol"] = {"name": name, "rounds": meeting["protocol"]["rounds"], **parameters}
        yield from_plain(plain, "contracts")


@dataclass
class Trial:
    """A course that is played with some tactics, and what its meetings said of their turns."""

    course: Course
    meetings: dict[str, Turns] = field(default_factory=dict)

    def turn(self, session: Session, party: str, tactic: Tactic, own: bool) -> None:
        """A turn, and what the rules say at it."""
        self.meetings.setdefault(session.meeting.key, Turns()).watch(session, party)
        take_turn(session, party, tactic, own)

    def play(self, tactics: Mapping[str, Tactic]) -> Iterator[str]:
        """Errors on the way, and a log that does not replay."""
        try:
            play(self.course, tactics, self.turn)
            replay(Course(self.course.realization, self.course.chance), list(self.course.log))
        except Exception as error:
            yield f"{type(error).__name__}: {error}"


def _breaches(realization: Realization, run: int) -> Iterator[str]:
    """Breaches where the seats come to agree, where one walks out, and where all offer and nobody agrees."""
    agreeing, leaving, offering = (Trial(Course(realization, RandomSource(run=run))) for _ in range(3))
    tactics, last = make_tactics(realization), realization.parties[-1]
    yield from agreeing.play(tactics)
    if any(turns.by_consent for turns in agreeing.meetings.values()):
        yield from _not_by_consent(agreeing.course.log)
    yield from leaving.play(make_tactics(realization) | {last: Unyielding(leaves_in=3)})
    yield from offering.play({party: Unyielding() for party in realization.parties})
    for turns in offering.meetings.values():
        yield from turns.surprises()
        yield from turns.other_orders()


def protocol_breaches(name: str, **parameters: Any) -> list[str]:
    """All distinct breaches of the contract by a registered protocol, as sentences; none where it keeps to it."""
    cases = [RealizationFactory(scenario).central for scenario in _scenarios(name, parameters)]
    return list(dict.fromkeys(one for case in cases for run in range(RUNS) for one in _breaches(case, run)))
