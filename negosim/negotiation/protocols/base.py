"""The rules of a meeting: whom they ask, what an act does, and when the meeting is over.

A protocol is a generator: it yields the seats that are asked at once, one or several, is sent their acts in that order,
and goes on until the meeting has ended. So the same rules are driven by agents, by people, by a log and by an ensemble.
Everything in it is a whole number: a seat is the number of its party, an act an offer's number or one of `acts`, a set
of parties its bits. It holds no agent, draws no random number and knows no points: what it needs of the course around
it stands in `Floor`.
"""

from __future__ import annotations

import typing
from abc import ABC, abstractmethod
from collections.abc import Generator, Mapping, Sequence
from typing import ClassVar

from negosim.domain.requirements import Requirements
from negosim.negotiation.acts import NONE, Abstain, Accept, Act
from negosim.negotiation.log import Assent, Ending, Kind, LogEntry, Vote
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.negotiation.protocols.turns import OTHER_RULES, TurnOrder, time_of
from negosim.registry import Parameter
from negosim.scenario.checks.base import NamedCheck

__all__ = ["NOBODY", "Floor", "Protocol", "Steps"]

NOBODY = -1
"""No seat."""

Steps = Generator[tuple[int, ...], Sequence[int], None]
"""Yields the seats that are asked, and is sent their acts."""


class Floor(typing.Protocol):
    """What the rules of a meeting ask of the course around it."""

    def enter(self, kind: Kind, seat: int = NOBODY, offer: int = NONE, flags: int = 0) -> None:
        """Enter what all at the table hear into the log, as of the round that is being played; see `LogRow`."""

    def whisper(self, kind: Kind, seat: int, audience: Sequence[int], offer: int = NONE, flags: int = 0) -> None:
        """Enter what only some hear."""

    def count(self, offer: int, vote: Vote) -> None:
        """Enter how a body voted on an offer."""

    def sign(self, seat: int, offer: int, parties: int, facts: Assent) -> bool:
        """Enter an agreement; False where those who must ratify it turn it down, so that nothing takes effect."""

    def lot(self, purpose: str, round_: int) -> float:
        """A random number in [0, 1) for what the rules leave to chance."""

    def end_round(self) -> None:
        """A round has been played: delay costs, and what happens besides the talks may call `Protocol.interrupt`."""


class Protocol(ABC):
    """The rules of one meeting in progress.

    `table` is what is on offer to the seats present, given what stands; `seats` are all who sat down, in seat order.
    `round` counts from 1 to `rounds`, and is 0 where nothing was on offer from the start; `turn` is whose round it is.
    `offer` is on the table (or `NONE`), put there by `by`. `ended` is empty while the meeting goes on, else the reason.
    """

    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("rounds", "whole", None, "number of rounds at the most", 1, 10_000),
        Parameter("begins", "party", None, "who begins; default the first party of the meeting"),
    )
    """What a scenario may give it; unless `register` is told otherwise."""
    checks: ClassVar[tuple[NamedCheck, ...]] = ()
    """Rules on its keys in a scenario, besides those of every parameter by itself."""
    last_word: ClassVar[bool] = False
    """Whether what is on the table is taken now or falls: nothing else will be talked about."""
    codes: ClassVar[Mapping[str, str]] = {}
    """Codes of their messages -> the rule behind each, in one sentence."""
    counts_bodies: ClassVar[bool] = False
    """Whether it counts the votes of bodies; without it no issue of its meetings may need one."""

    def __init__(
        self, floor: Floor, table: OfferSpace, seats: Sequence[int], rounds: int, begins: int = NOBODY
    ) -> None:
        self.floor = floor
        self.table = table
        self.seats = tuple(seats)
        self.rounds = rounds
        self.begins = self.seats[0] if begins == NOBODY else begins
        self.round, self.turn = 1, self.begins
        self.offer, self.by = NONE, NOBODY
        self.ended = ""

    def play(self) -> Steps:
        """The meeting from its first round to its end."""
        if self.table.movable:
            self.turn = self.first_turn()
        else:
            self.round, self.ended = 0, Ending.NOTHING_ON_OFFER
        while not self.ended:
            yield from self.play_round()

    def first_turn(self) -> int:
        """Whose the first round is."""
        return self.begins

    @abstractmethod
    def play_round(self) -> Steps:
        """One round: whom the rules ask, and what follows from what they do."""

    @property
    @abstractmethod
    def permitted(self) -> tuple[type[Act], ...]:
        """The kinds of act that the seat that is asked may choose from."""

    def permitted_to(self, seat: int) -> tuple[type[Act], ...]:
        """`permitted`, and to abstain where the offer needs no more of the seat than its vote in a body."""
        votes = self.offer != NONE and Accept in self.permitted and self.table.only_votes(self.offer, seat)
        return (*self.permitted, Abstain) if votes else self.permitted

    @abstractmethod
    def next_offer(self, seat: int) -> int | None:
        """The round after this one in which the seat will next make an offer; None if there is none."""

    @property
    def turns(self) -> TurnOrder:
        """Who offers when, for tactics that solve the meeting.

        Rules promise nothing unless they say so here: an order by name also says that an offer passes by the consent of
        those whom it needs, and by nothing else.
        """
        return self.turn_order()

    def turn_order(self, order: str = OTHER_RULES, breakdown: float = 0.0) -> TurnOrder:
        """The seats present, whose round it is, and how it goes on; where bodies vote, consent alone passes nothing."""
        named = OTHER_RULES if self.table.by_votes else order
        return TurnOrder(self.table.seats, self.table.parties[self.turn], named, breakdown)

    @property
    def fallback(self) -> int:
        """What rejecting the offer on the table leaves in force: a package, or `NONE` for what stands.

        A seat accepts only what is worth at least as much to it; to override where an offer replaces another.
        """
        return NONE

    def time(self, round_: int) -> float:
        """Time of a round in [0, 1]."""
        return time_of(round_, self.rounds)

    def interrupt(self, entry: LogEntry, rounds: int, called_off: bool, rules: Requirements | None = None) -> None:
        """Something happened besides the talks, at the end of a round, with nothing on the table.

        What stands, the number of rounds and the `rules` of bodies may be new. Whether the meeting goes on is decided
        after all of it.
        """
        self.rounds = rounds
        self.table = self.table.standing_as(entry.applied_to(self.table.standing), rules)
        if called_off and not self.ended:
            self.ended = Ending.CALLED_OFF
