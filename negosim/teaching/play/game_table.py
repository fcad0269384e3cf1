"""People and agents around one course: agents act as any driver lets them, people are waited for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from negosim.domain.rng import RandomSource
from negosim.errors import NegosimError, RunError
from negosim.negotiation.acts import Act
from negosim.negotiation.course import Course
from negosim.negotiation.driving import decide
from negosim.negotiation.record import Record, record_of, versions
from negosim.negotiation.tactics.base import Tactic
from negosim.scenario.realize.realization import Realization
from negosim.teaching.play.advice import Adviser
from negosim.teaching.play.sealed import make_sealed
from negosim.teaching.play.turn import Seat, Turn, seat_of, turn_of

__all__ = ["GameTable"]


class GameTable:
    """People in some seats, tactics in the others.

    `turn` is that of the person who is asked, None once the talks are over; `acts` are what people did so far. People's
    own tactics sit beside them as advisers: they see every view that the person sees.
    """

    def __init__(
        self, realization: Realization, chance: RandomSource, people: Sequence[str], *, allow_code: bool = False
    ) -> None:
        self.course = Course(realization, chance)
        self.people = tuple(people)
        self.seats: Mapping[str, Seat] = {party: seat_of(self.course, party) for party in people}
        tactics = make_sealed(realization, allow_code=allow_code)
        self.agents: Mapping[str, Tactic] = {key: one for key, one in tactics.items() if key not in people}
        self.advisers = {party: Adviser(tactics[party]) for party in people}
        self.acts: list[tuple[str, Act]] = []
        self.turn: Turn | None = None
        self.advance()

    def submit(self, act: Act) -> None:
        """Hand in the act of the person who is asked, without letting the agents go on; `IllegalActError` if wrong."""
        assert self.turn is not None  # noqa: S101  (nobody is asked once the talks are over)
        party = self.turn.seat.party
        self.course.submit(party, act)
        self.acts.append((party, act))

    def advance(self) -> None:
        """Let the agents act until a person is asked, or the talks are over."""
        self.turn = None
        while self.course.asked:
            party = self.course.asked[0]
            if party in self.seats:
                self.turn = turn_of(self.course, self.seats[party])
                self.advisers[party].observe(self.turn.view)
                return
            try:
                self.course.submit(party, decide(self.agents[party], self.course.view(party)))
            except NegosimError:  # what it raises may tell what that seat wants: only the fact is passed on
                raise RunError(f"the agent of {party} has failed, and the talks cannot go on") from None

    @property
    def record(self) -> Record:
        """The record of the talks so far."""
        return record_of(self.course, versions())
