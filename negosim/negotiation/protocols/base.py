"""What meetings are made of: acts, the state of a meeting, and the interface of a protocol."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from negosim.domain.outcomes import OutcomeSpace
from negosim.negotiation.log import LogEntry
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.turns import NO_LOTS, RandomDraws, TurnOrder
from negosim.scenario.checks.base import NamedCheck

__all__ = ["Accept", "Act", "Forfeit", "Leave", "Offer", "Pass", "Protocol", "Reject", "State"]


@dataclass(frozen=True)
class Act:
    """What a seat does when it is asked."""

    kind: ClassVar[str]


@dataclass(frozen=True)
class Offer(Act):
    """Put a package on the table; to propose is to consent."""

    package: Package
    kind: ClassVar[str] = "offer"


@dataclass(frozen=True)
class Accept(Act):
    """Agree to the offer on the table; a view only, where the seat's consent isn't needed."""

    kind: ClassVar[str] = "accept"


@dataclass(frozen=True)
class Reject(Act):
    """Turn the offer on the table down."""

    kind: ClassVar[str] = "reject"


@dataclass(frozen=True)
class Pass(Act):
    """Let one's turn to offer go by."""

    kind: ClassVar[str] = "pass"


@dataclass(frozen=True)
class Leave(Act):
    """Walk out of the meeting."""

    kind: ClassVar[str] = "leave"


@dataclass(frozen=True)
class Forfeit(Act):
    """A word for the log on why a seat loses its turn; it moves nothing, and the seat then passes or rejects."""

    reason: str
    kind: ClassVar[str] = "forfeit"


@dataclass(frozen=True)
class State:
    """Where a meeting is: who is there, what stands, which issues are open, the round, and the offer on the table.

    `turn` is the seat whose round it is, empty in the first; `answers` are those given to the offer so far; `ended` is
    empty while the meeting goes on, else the reason.
    """

    seats: tuple[str, ...]
    standing: Standing
    open: frozenset[int]
    round: int = 1
    offer: Package | None = None
    by: str = ""
    answers: tuple[tuple[str, bool], ...] = ()
    turn: str = ""
    ended: str = ""

    def tabled(self, offer: Package, by: str) -> State:
        """The same with an offer on the table."""
        return State(self.seats, self.standing, self.open, self.round, offer, by, turn=self.turn)

    def answered(self, seat: str, accepts: bool) -> State:
        """The same after a seat has answered the offer."""
        answers = (*self.answers, (seat, accepts))
        return State(self.seats, self.standing, self.open, self.round, self.offer, self.by, answers, self.turn)

    def next_round(self, turn: str = "") -> State:
        """The table cleared for the next round, which is `turn`'s."""
        return State(self.seats, self.standing, self.open, self.round + 1, turn=turn)

    def without(self, seat: str) -> State:
        """The same after a seat has walked out."""
        return replace(self, seats=tuple(one for one in self.seats if one != seat))


class Protocol(ABC):
    """The rules of one meeting; it holds no agent and draws no random number.

    `seats` in seat order; the parameters of a protocol come from the scenario by name.
    """

    checks: ClassVar[tuple[NamedCheck, ...]] = ()
    """Rules on its keys in a scenario, besides those of every parameter by itself."""
    codes: ClassVar[Mapping[str, str]] = {}
    """Codes of their messages -> the rule behind each, in one sentence."""

    def __init__(self, space: OutcomeSpace, seats: Sequence[str], rounds: int, begins: str = "") -> None:
        self.space = space
        self.seats = tuple(seats)
        self.rounds = rounds
        self.begins = begins or self.seats[0]

    @abstractmethod
    def asked(self, state: State) -> tuple[str, ...]:
        """The seats that are to act now, none once the meeting has ended."""

    @abstractmethod
    def allowed(self, state: State) -> tuple[type[Act], ...]:
        """The kinds of act that the asked seats may choose from."""

    @abstractmethod
    def apply(
        self, state: State, seat: str, act: Act, lots: RandomDraws = NO_LOTS
    ) -> tuple[State, tuple[LogEntry, ...]]:
        """The state after an act that is allowed, and what happened; `lots` decide what the rules leave to chance."""

    @property
    def leaves_to_chance(self) -> bool:
        """Whether the rules leave anything to chance, so that lots must be drawn."""
        return False

    def opens(self, state: State, lots: RandomDraws) -> State:
        """The first state once it is known whose round it is; `lots` decide what the rules leave to chance."""
        return state

    def turns(self, state: State) -> TurnOrder:
        """Who offers when."""
        return TurnOrder(state.seats, state.by or "".join(self.asked(state)[:1]))

    @abstractmethod
    def next_offer(self, state: State, seat: str) -> int | None:
        """The round after this one in which the seat will next make an offer, None if there is none."""

    def fallback(self, state: State) -> Package | None:
        """The package that a no to the offer on the table leaves in its place; None where that is what stands."""
        return None

    def time(self, round_: int) -> float:
        """Time of a round in [0, 1]: (r - 1)/(R - 1), and 1 in a meeting of one round."""
        return (round_ - 1) / (self.rounds - 1) if self.rounds > 1 else 1.0
