"""A seat and its turn: its view, the public state of the meeting, and the names of all things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from negosim.analysis.body_words import body_words
from negosim.domain.outcomes import Outcome, OutcomeSpace
from negosim.negotiation.acts import Act
from negosim.negotiation.course import Course
from negosim.negotiation.environment.base import Block
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.consent import needed
from negosim.negotiation.tactics.base import View
from negosim.scenario.spec.calendar import CalendarSpec

__all__ = ["Seat", "Turn", "seat_of", "turn_of"]


@dataclass(frozen=True)
class Seat:
    """A seat as its person knows it: what is public of the scenario, and the briefing of this party alone."""

    party: str
    title: str
    summary: str
    briefing: str
    names: Mapping[str, str]
    meetings: Mapping[str, str]
    blocks: tuple[Block[Any], ...] = ()
    bodies: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[str, ...] = ()
    calendar: CalendarSpec | None = None

    @property
    def everybody(self) -> Mapping[str, str]:
        """The names of the parties, then those of bodies."""
        return {**self.names, **self.bodies}

    @property
    def name(self) -> str:
        """The party's name."""
        return self.names[self.party]

    def day(self, round_: int) -> date | None:
        """The day on which a round of the course begins; None without a calendar."""
        return None if self.calendar is None else self.calendar.day(round_)


def seat_of(course: Course, party: str) -> Seat:
    """The seat of a party."""
    scenario = course.realization.scenario
    return Seat(
        party=party,
        title=scenario.title,
        summary=scenario.summary or "",
        briefing=scenario.parties[party].briefing or "",
        names={key: one.name for key, one in scenario.parties.items()},
        meetings={key: one.title for key, one in scenario.meetings.items()},
        blocks=course.blocks,
        rules=tuple(body_words(course.realization)),
        bodies={body.key: body.title for body in course.realization.requirements.bodies},
        calendar=scenario.calendar,
    )


@dataclass(frozen=True)
class Turn:
    """All that is shown to a person who is asked: the seat, its view, what stands, what is open, who is there.

    `open` are the axes of the issues that can still be settled in this meeting; `allowed` the kinds of act.
    """

    seat: Seat
    view: View
    standing: Standing
    open: tuple[int, ...]
    present: tuple[str, ...]
    allowed: tuple[type[Act], ...]

    @property
    def space(self) -> OutcomeSpace:
        """The issues and their options."""
        return self.view.preferences.space

    def worth(self, outcome: Outcome) -> float:
        """Points of an outcome to this seat, less what delay would still cost it."""
        return self.view.scale.points(self.view.preferences.worth(outcome, self.view.rounds_left))

    @property
    def stands(self) -> float:
        """Worth of what stands."""
        return self.view.scale.points(self.view.menu.stands)

    @property
    def reservation(self) -> float:
        """The worth below which this seat has no reason to agree."""
        return self.view.scale.points(self.view.reservation)

    def worth_of(self, package: Package) -> float:
        """Worth of a package once it has taken effect."""
        preferences, outcome = self.view.preferences.naming(package.axes), package.on(self.standing.outcome)
        return self.view.scale.points(preferences.worth(outcome, self.view.rounds_left))

    def consent(self, package: Package) -> frozenset[str]:
        """Whose agreement a package needs."""
        return needed(self.space, self.standing, package)

    def needed(self, package: Package) -> tuple[str, ...]:
        """Whose agreement a package needs besides this seat's own, in the order of the scenario, bodies last."""
        consent = self.consent(package) - {self.seat.party}
        return tuple(key for key in self.seat.everybody if key in consent)

    def asked(self, package: Package) -> tuple[str, ...]:
        """The other parties whose word a package takes: those that it needs, and who votes in the bodies it needs."""
        ruled = self.view.menu.offering.requirements
        voices = ruled.keys(ruled.voices(ruled.mask(self.consent(package)))) - {self.seat.party}
        return tuple(party for party in self.seat.names if party in voices)

    def missing(self, package: Package) -> tuple[str, ...]:
        """Who of those whom a package needs cannot agree to it at this table, whatever is said there."""
        table = self.view.menu.offering
        return tuple(key for key in self.needed(package) if not table.bit[key] & table.satisfied)

    def votes(self, package: Package) -> tuple[str, ...]:
        """The bodies that a package needs and in which this seat has a vote."""
        ruled, own = self.view.menu.offering.requirements, self.seat.party
        bodies = (body for body in ruled.bodies if ruled.bit[own] & body.members)
        return tuple(body.key for body in bodies if body.key in self.consent(package))


def turn_of(course: Course, seat: Seat) -> Turn:
    """The turn of a seat that the course is asking."""
    session = course.current
    table = session.protocol.table
    return Turn(
        seat=seat,
        view=course.view(seat.party),
        standing=table.standing,
        open=table.axes,
        present=table.seats,
        allowed=session.protocol.permitted_to(session.seats.number[seat.party]),
    )
