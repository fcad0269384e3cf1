"""A seat and its turn: its view, the public state of the meeting, and the names of all things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from negosim.domain.outcomes import Outcome, OutcomeSpace
from negosim.negotiation.acts import Act
from negosim.negotiation.course import Course
from negosim.negotiation.environment.base import Block
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.consent import needed
from negosim.negotiation.tactics.base import View

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

    @property
    def name(self) -> str:
        """The party's name."""
        return self.names[self.party]


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
        return self.worth(self.standing.outcome)

    @property
    def reservation(self) -> float:
        """The worth below which this seat has no reason to agree."""
        return self.view.scale.points(self.view.reservation)

    def worth_of(self, package: Package) -> float:
        """Worth of a package once it has taken effect."""
        return self.worth(package.on(self.standing.outcome))

    def consent(self, package: Package) -> frozenset[str]:
        """Whose agreement a package needs."""
        return needed(self.space, self.standing, package)

    def needed(self, package: Package) -> tuple[str, ...]:
        """Whose agreement a package needs besides this seat's own, in the order of the scenario."""
        consent = self.consent(package) - {self.seat.party}
        return tuple(party for party in self.seat.names if party in consent)


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
        allowed=session.protocol.permitted,
    )
