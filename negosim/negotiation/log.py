"""The log of the talks: what happened, who may hear of it, what it changes, and what stands after it.

The kinds and facts that the talks themselves enter stand here; those of a block stand in its own file (`Block.facts`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from negosim.negotiation.facts import NO_FACTS, Facts, PlainFacts, private
from negosim.negotiation.packages import Package, Standing

__all__ = [
    "ABSTAINS",
    "CARRIED",
    "FACTS",
    "FOLLOWS",
    "NEEDED",
    "NOTHING",
    "SETTLED",
    "YES",
    "Approval",
    "Assent",
    "Effect",
    "Ending",
    "Fall",
    "Kind",
    "LogEntry",
    "LostTurn",
    "MeetingEnd",
    "No",
    "NotHeld",
    "Proposal",
    "Recess",
    "Reply",
    "Vocabulary",
    "Vote",
    "Waiting",
]


class Kind(StrEnum):
    """What happened."""

    BEGAN = "began"
    """A meeting began; `parties` sit in it."""
    WAITED = "waited"
    """Rounds go by without talks until a meeting opens (`Recess`)."""
    SKIPPED = "skipped"
    """A meeting was not held (`MeetingEnd`, with a reason of `NotHeld`)."""
    ENDED = "ended"
    """A meeting ended (`MeetingEnd`)."""
    OFFERED = "offered"
    """A seat put a package on the table; `parties` are those whose consent it needs (`Proposal`)."""
    SEALED = "sealed"
    """A seat handed in a package that nobody else sees yet."""
    ANSWERED = "answered"
    """A seat accepted the package, turned it down, or abstained (`Reply`)."""
    VOTED = "voted"
    """The votes of a body on the package were counted (`Vote`)."""
    PASSED = "passed"
    """A seat let its turn to offer go by."""
    LEFT = "left"
    """A seat walked out of the meeting."""
    OUTSIDE_OPTION = "outside_option"
    """A seat that left takes its outside option."""
    FORFEITED = "forfeited"
    """A seat lost its turn by its tactic (`LostTurn`)."""
    DRAFTED = "drafted"
    """The mediator's package became the text that all work on."""
    INITIALLED = "initialled"
    """All at a meeting that prepares another agreed to a package: a draft for that, which binds nobody."""
    PUT = "put"
    """A draft that covers the agenda was put to those whom it needs, to be taken or left."""
    FELL = "fell"
    """A draft fell (`Fall`)."""
    SIGNED = "signed"
    """`parties` agreed to a package on which others have to vote (`Assent`)."""
    AGREED = "agreed"
    """The package takes effect and binds `parties` (`Assent`)."""
    MOVED = "moved"
    """The package takes effect without an agreement, and binds nobody."""
    SUSPENDED = "suspended"
    """What is agreed on the issue of the package is not in force, or no longer (`Waiting`)."""
    RESUMED = "resumed"
    """What was suspended on the issue of the package is in force (`Waiting`)."""
    LAPSED = "lapsed"
    """What was agreed, or stood, ran out with the round; the package is what stands from then on, and binds nobody."""
    RENEWED = "renewed"
    """An agreement renewed what would have run out (the package)."""
    BROKE_DOWN = "broke_down"
    """Talks broke down by chance."""


class Ending(StrEnum):
    """Why a meeting ended; a protocol of a plug-in may give a reason of its own."""

    AGREED = "agreed"
    """All at the table agreed."""
    VOTED = "voted"
    """All at the table had a vote on a package, and it passed."""
    NOT_RATIFIED = "not ratified"
    """All had agreed, and those who had to ratify did not."""
    DEADLINE = "deadline"
    """Its rounds were over."""
    NOTHING_ON_OFFER = "nothing on offer"
    """Nothing was left that those at the table could settle."""
    NOBODY_LEFT = "nobody left to propose"
    """All who may propose had walked out."""
    CONFLICT = "conflict"
    """Nobody gave way any more."""
    BREAKDOWN = "breakdown"
    """Talks broke down by chance."""
    CALLED_OFF = "called off"
    """An event called it off while it was held."""


SETTLED = frozenset({Ending.AGREED, Ending.VOTED})
"""The endings of a meeting in which all at the table had their say on a package that passed."""


class NotHeld(StrEnum):
    """Why a meeting was not held."""

    CONDITION = "its condition does not hold"
    CALLED_OFF = "it was called off"
    NOT_CALLED = "what would have called it did not happen"


@dataclass(frozen=True)
class Proposal(Facts):
    """An offer that is no act of its seat: it `follows` from other entries. Or one that is `carried` from others."""

    kinds = (Kind.OFFERED,)
    follows: bool = False
    carried: bool = False


@dataclass(frozen=True)
class Reply(Facts):
    """Whether a seat accepts an offer, whether its consent is needed, and whether it abstains instead of a no."""

    kinds = (Kind.ANSWERED,)
    accepts: bool
    needed: bool
    abstains: bool = False


FOLLOWS, CARRIED = 1, 2
"""Flags of an offer, see `Proposal`."""
YES, NEEDED, ABSTAINS = 1, 2, 4
"""Flags of an answer, see `Reply`."""


@dataclass(frozen=True)
class Assent(Facts):
    """Whether it took one party alone, and whether it took all at the table; after a vote, who was outvoted."""

    kinds = (Kind.SIGNED, Kind.AGREED)
    declaration: bool
    everyone: bool = field(metadata={"key": "all"})
    against: tuple[str, ...] | None = None


@dataclass(frozen=True)
class MeetingEnd(Facts):
    """Why a meeting ended (`Ending`) or was not held (`NotHeld`)."""

    kinds = (Kind.SKIPPED, Kind.ENDED)
    reason: str


class No(StrEnum):
    """Why a party turned down what was offered."""

    REFUSES = "refuses"
    """It refuses something in it."""
    HOME = "home"
    """Those at home would turn it down, and it knows so."""
    LOSES = "loses"
    """It would have less by it than by what stands."""
    ASKS_FOR_MORE = "asks for more"
    """It would have no less, and asked for more."""


@dataclass(frozen=True)
class Fall(Facts):
    """Why a draft fell: how the meeting ended (`Ending`, `NotHeld`), and who turned it down last, each with a `No`."""

    kinds = (Kind.FELL,)
    reason: str
    turned_down: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Waiting(Facts):
    """The issues that an agreed one waits for, and whether it waits from the day it was signed."""

    kinds = (Kind.SUSPENDED, Kind.RESUMED)
    waits_for: tuple[str, ...]
    at_once: bool = False


@dataclass(frozen=True)
class LostTurn(Facts):
    """What went wrong in a seat's tactic."""

    kinds = (Kind.FORFEITED,)
    reason: str


@dataclass(frozen=True)
class Approval(Facts):
    """Whether those who vote passed a package; what they turn down does not take effect."""

    ratified: bool


@dataclass(frozen=True)
class Vote(Approval):
    """How a body voted: who was for it, against it, abstained and was away, and what each test took and got.

    The voters are seats at a table, or blocs, the heaviest first; of blocs `share` is that of the votes cast for it.
    Where a swing was drawn, `expected` is the share without it. The chance of a yes tells what the blocs stood to gain,
    so it is private.
    """

    kinds = (Kind.VOTED,)
    supporters: tuple[str, ...] = field(metadata={"key": "for"})
    against: tuple[str, ...]
    share: float | None = None
    chance: float | None = private()
    body: str = ""
    abstained: tuple[str, ...] = ()
    away: tuple[str, ...] = ()
    tests: tuple[Mapping[str, Any], ...] = ()
    expected: float | None = None


@dataclass(frozen=True)
class Recess(Facts):
    """The round of the course after which a meeting is to open."""

    kinds = (Kind.WAITED,)
    until: int


FACTS: tuple[type[Facts], ...] = (Proposal, Reply, Assent, MeetingEnd, LostTurn, Fall, Waiting, Vote, Recess)
"""The facts that the talks enter."""


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

JSON = json.JSONEncoder(separators=(",", ":"))
"""Text without spaces; made once, since a run has hundreds of entries."""


@dataclass(frozen=True)
class LogEntry:
    """An entry of the log: what happened, when, by whom, about what.

    `kind` is a `Kind`, or one of a block's own. `round` counts through the whole course. `parties` are those whose
    consent an offer needs, or who agreed. Where there is an `audience`, no other party hears of the entry.
    """

    kind: str
    meeting: str = ""
    round: int = 0
    seat: str = ""
    package: Package | None = None
    parties: tuple[str, ...] = ()
    facts: Facts = NO_FACTS
    effect: Effect = NOTHING
    audience: tuple[str, ...] = ()

    @property
    def plain_facts(self) -> dict[str, Any]:
        """The facts as a record holds them, with the audience under `to`."""
        facts = self.facts.to_plain()
        return {"to": list(self.audience)} | facts if self.audience else facts

    @property
    def text(self) -> str:
        """The entry as one line of JSON."""
        terms = None if self.package is None else self.package.terms
        facts = sorted(self.plain_facts.items())
        effect = () if self.effect is NOTHING or self.effect == NOTHING else (vars(self.effect),)
        return JSON.encode((self.kind, self.meeting, self.round, self.seat, terms, self.parties, facts, *effect))

    @property
    def text_around_round(self) -> tuple[str, str]:
        """What stands in its text before and after the round: entries that differ in the round alone share it."""
        head = JSON.encode((self.kind, self.meeting))[:-1] + ","
        return head, self.text[len(f"{head}{self.round}") :]

    @property
    def refuser(self) -> str:
        """Who turned an offer down though its consent was needed; empty for all other entries."""
        facts = self.facts
        return self.seat if isinstance(facts, Reply) and facts.needed and not facts.accepts else ""

    @property
    def stopped_by(self) -> tuple[str, ...]:
        """Who voted against it, where a body at the table did not pass a package; empty for all other entries."""
        facts = self.facts
        return facts.against if isinstance(facts, Vote) and facts.share is None and not facts.ratified else ()

    def at(self, meeting: str, round_: int) -> LogEntry:
        """The same entry with its meeting and its round in the course."""
        return LogEntry(
            self.kind,
            meeting,
            round_,
            self.seat,
            self.package,
            self.parties,
            self.facts,
            self.effect,
            self.audience,
        )

    @property
    def public_view(self) -> LogEntry:
        """The entry as seats see it: without what it changes in numbers, and without private facts."""
        facts = self.facts.public_view
        return self if facts is self.facts and self.effect == NOTHING else replace(self, facts=facts, effect=NOTHING)

    def applied_to(self, standing: Standing) -> Standing:
        """What stands after the entry: an agreement binds, a move without one frees."""
        match self.kind, self.package:
            case Kind.AGREED, Package() as package:
                return standing.after(package, frozenset(self.parties), self.round)
            case Kind.MOVED | Kind.LAPSED, Package() as package:
                return standing.moved(package)
            case _:
                return standing


class Vocabulary:
    """The kinds of entry that are known and the classes of their facts, to read entries from a record."""

    def __init__(self, more: Iterable[type[Facts]]) -> None:
        self.classes = (*FACTS, *more)
        self._facts = {(kind, facts.block): facts for facts in self.classes for kind in facts.kinds}
        self._kinds: dict[str, str] = {kind: kind for kind in (*(kind for kind, _ in self._facts), *Kind)}

    def kind(self, text: str) -> str:
        """The member of an enumeration, or the text itself for a kind that is not known."""
        return self._kinds.get(text, text)

    def facts(self, kind: str, plain: Mapping[str, Any]) -> Facts:
        """The facts of an entry; `PlainFacts` where they are not written as those of its kind are."""
        if not plain:
            return NO_FACTS
        known = self._facts.get((kind, plain.get("block", "")))
        try:
            facts = PlainFacts(plain) if known is None else known.from_plain(plain)
        except TypeError:
            return PlainFacts(plain)
        return facts if facts.to_plain() == plain else PlainFacts(plain)
