"""What meetings are made of: packages, acts, events, the state of a meeting, and the interface of a protocol."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar

from negosim.domain.outcomes import Outcome, OutcomeSpace
from negosim.negotiation.protocols.turns import NO_LOTS, RandomDraws, TurnOrder

__all__ = [
    "NOBODY_LEFT",
    "NOTHING",
    "SETTLED",
    "Accept",
    "Act",
    "Effect",
    "Forfeit",
    "Leave",
    "LogEntry",
    "Offer",
    "Package",
    "Pass",
    "Protocol",
    "Reject",
    "Standing",
    "State",
]


NOBODY_LEFT = "nobody left to propose"
"""Why a meeting ended in which all who may propose have walked out."""

SETTLED = ("agreed", "voted")
"""Why a meeting ended in which all at the table had their say on a package that passed."""

JSON = json.JSONEncoder(separators=(",", ":"))
"""Text without spaces; made once, since a run has hundreds of entries."""


@dataclass(frozen=True)
class Package:
    """Options for some or all of a meeting's issues: pairs (axis of the issue, number of the option), by axis.

    To name an issue at the option where it stands is a promise to keep it.
    """

    terms: tuple[tuple[int, int], ...]

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Kept, since packages are looked up at every act."""
        return hash(self.terms)

    @classmethod
    def of(cls, terms: Mapping[int, int]) -> Package:
        """A package of a mapping axis -> option number, whatever its order."""
        return cls(tuple(sorted(terms.items())))

    @cached_property
    def axes(self) -> frozenset[int]:
        """The issues that it names."""
        return frozenset(axis for axis, _ in self.terms)

    def moves(self, stands: Outcome) -> tuple[tuple[int, int], ...]:
        """The terms that differ from what stands."""
        return tuple(term for term in self.terms if stands[term[0]] != term[1])

    def on(self, stands: Outcome) -> Outcome:
        """The outcome that stands once it has taken effect."""
        outcome = list(stands)
        for axis, option in self.terms:
            outcome[axis] = option
        return tuple(outcome)


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
class Effect:
    """What an entry of the log changes from then on, besides what stands.

    `numbers` come into force by their path in the scenario; `charges` cost parties points at once; `rounds` are those
    that meetings now have; meetings in `called_off` don't take place or end, those in `called` take place.
    """

    numbers: Mapping[str, float] = field(default_factory=dict)
    charges: Mapping[str, float] = field(default_factory=dict)
    rounds: Mapping[str, int] = field(default_factory=dict)
    called_off: tuple[str, ...] = ()
    called: tuple[str, ...] = ()


NOTHING = Effect()
"""The effect of most entries."""


@dataclass(frozen=True)
class LogEntry:
    """An entry of the log: what happened, when, by whom, about what.

    `round` counts through the whole course. `parties` are those whose consent an offer needs, or who agreed. A package
    takes effect where the entry is an agreement (`agreed`) or a move without one (`moved`). Facts that decide who hears
    of it: under `to` stand the only parties that do, under `inward` what is somebody's own, a belief for one, which no
    seat hears of. An offer that `follows` from other entries is no act of its own.
    """

    kind: str
    meeting: str = ""
    round: int = 0
    seat: str = ""
    package: Package | None = None
    parties: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    effect: Effect = NOTHING

    @cached_property
    def text(self) -> str:
        """The entry as one line of JSON; kept, since runs that are played side by side share entries."""
        terms = None if self.package is None else self.package.terms
        facts = sorted(self.facts.items())
        effect = [] if self.effect == NOTHING else [vars(self.effect)]
        entry = [self.kind, self.meeting, self.round, self.seat, terms, self.parties, facts, *effect]
        return JSON.encode(entry)

    @cached_property
    def refuser(self) -> str:
        """Who turned an offer down though its consent was needed; empty for all other entries. Kept, as the text is."""
        refused = self.kind == "answered" and self.facts["needed"] and not self.facts["accepts"]
        return self.seat if refused else ""

    def at(self, meeting: str, round_: int) -> LogEntry:
        """The same entry with its meeting and its round in the course."""
        return LogEntry(self.kind, meeting, round_, self.seat, self.package, self.parties, self.facts, self.effect)

    @property
    def heard(self) -> LogEntry:
        """The entry as seats hear of it: without what it changes in numbers, and without what is somebody's own."""
        if self.effect == NOTHING and "inward" not in self.facts:
            return self
        facts = {name: fact for name, fact in self.facts.items() if name != "inward"}
        return replace(self, facts=facts, effect=NOTHING)


@dataclass(frozen=True)
class Standing:
    """What stands: the outcome in force, and for each issue the parties that an agreement binds to it."""

    outcome: Outcome
    bound: tuple[frozenset[str], ...]

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Kept, since what stands is looked up at every act."""
        return hash((self.outcome, self.bound))

    @classmethod
    def at_first(cls, space: OutcomeSpace) -> Standing:
        """Every issue at its status quo, nobody bound."""
        return cls(space.status_quo, (frozenset(),) * len(space.issues))

    def after(self, package: Package, parties: frozenset[str]) -> Standing:
        """What stands once `parties` agreed to a package: they are bound on every issue that it names."""
        named = package.axes
        bound = tuple(held | parties if axis in named else held for axis, held in enumerate(self.bound))
        return Standing(package.on(self.outcome), bound)

    def moved(self, package: Package) -> Standing:
        """What stands once issues have moved without an agreement: nobody is bound on them any more."""
        bound = tuple(frozenset[str]() if axis in package.axes else held for axis, held in enumerate(self.bound))
        return Standing(package.on(self.outcome), bound)

    def by(self, event: LogEntry) -> Standing:
        """What stands after an entry of the log: an agreement binds, a move without one frees."""
        match event.kind, event.package:
            case "agreed", Package() as package:
                return self.after(package, frozenset(event.parties))
            case "moved", Package() as package:
                return self.moved(package)
            case _:
                return self


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
