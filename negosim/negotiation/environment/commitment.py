"""Commitment: whether a truce holds from round to round, and for how long it would once the talks are over.

Can one look victorious if war starts again in a year? Fearon 1995 and Powell 2006: a truce fails where power shifts and
nothing stops the stronger from using it; Walter 1997 (International Organization 51:335) and Fortna 2004 (Peace Time):
it holds where someone credible stands behind it. Our modelling choice: credibility g, 0 to 1, takes its share off the
chance that a truce breaks and off a shift of power, p2 = p1 + (1 - g)(p2 - p1), so that the tests of Fearon and Powell
decide in between.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeVar

from negosim.domain.outcomes import OutcomeSpace
from negosim.negotiation.environment.base import Block, Mark, Measure, Names, Now, Value
from negosim.negotiation.environment.commitment_effects import Doubts
from negosim.negotiation.environment.commitment_spec import COMMITMENT, COMMITMENTS, CommitmentSpec
from negosim.negotiation.environment.truce import Truce
from negosim.negotiation.facts import Facts
from negosim.negotiation.log import Kind, LogEntry
from negosim.registry import register
from negosim.scenario.blocks import Builder, Effects
from negosim.scenario.realize.realization import Realization

__all__ = ["Aftermath", "Breach", "Commitment", "CommitmentKind", "Commitments", "Truces"]


Why = Literal["shift", "chance", ""]


class CommitmentKind(StrEnum):
    """Entries of a truce, besides a breach, which moves its issue."""

    AFTERMATH = "aftermath"
    """What became of the truce after the talks; the seat is who broke it (`Aftermath`)."""


S = TypeVar("S")


@dataclass(frozen=True)
class Breach(Facts):
    """A side broke a truce during the talks; `commitment` is its key where the file has several."""

    kinds = (Kind.MOVED,)
    block = "commitment"
    commitment: str = ""


@dataclass(frozen=True)
class Aftermath(Facts):
    """For how many `periods` after the talks the truce `held`, why it broke, and the points by party over them all.

    `worth` weighs the agreement by the share of the periods in which it held, and what it broke to by the rest.
    """

    kinds = (CommitmentKind.AFTERMATH,)
    held: int
    periods: int
    why: Why
    worth: Mapping[str, float]
    commitment: str = ""


class Truces(Block[S]):
    """Truces may break: by chance the less, the more credible the guarantee, or since power shifts while they last."""

    facts = (Breach, Aftermath)

    def __init__(self, realization: Realization, spec: S) -> None:
        self.truces = self.written(spec, realization.space)

    @classmethod
    @abstractmethod
    def written(cls, spec: S, space: OutcomeSpace) -> tuple[Truce, ...]:
        """The truces of a file."""

    @classmethod
    @abstractmethod
    def commitments(cls, spec: S) -> Iterable[CommitmentSpec]:
        """What the file says of each."""

    @classmethod
    def effects(cls, spec: S, builder: Builder, numbers: Mapping[str, float]) -> Effects:
        """The lotteries of those who doubt a truce."""
        return Doubts(cls.written(spec, builder.space), numbers)

    @classmethod
    def reached(cls, spec: S, issue: str) -> Iterable[str]:
        """A breach moves the truce's issue."""
        return tuple(one.breaks_to for one in cls.commitments(spec) if one.issue == issue)

    # What happens

    def between_rounds(self, now: Now) -> Iterable[LogEntry]:
        """A breach during the talks, by chance: a round is a part of a period."""
        for truce in self.truces:
            if truce.stands(now.in_force):
                a_period = 1.0 - _hazard(truce, now)
                if now.chance.uniform(f"{truce.at}.round", now.round) >= a_period ** (1 / truce.terms.rounds_a_period):
                    by, facts = _breaker(truce, now, now.round), Breach(truce.key)
                    yield LogEntry(Kind.MOVED, seat=by, package=truce.broken, facts=facts)

    def after_talks(self, now: Now) -> Iterable[LogEntry]:
        """The aftermath: how long each truce holds after the talks."""
        for truce in self.truces:
            if truce.stands(now.in_force):
                held, by, why = _aftermath(truce, now)
                facts = Aftermath(held, truce.terms.periods, why, _worth(truce, now, held), truce.key)
                yield LogEntry(CommitmentKind.AFTERMATH, seat=by, facts=facts)

    # Results

    def narrate(self, events: Sequence[LogEntry], words: Names) -> Iterable[str]:
        """Breaches during the talks, and the aftermath."""
        for entry in events:
            who = words.party(entry.seat) if entry.seat else ""
            match entry.facts:
                case Breach(key):
                    yield f"{words.after(entry.round)} {who} broke {self._named(key, words)}."
                case Aftermath(held, periods, commitment=key) if held == periods:
                    yield f"In the {periods} periods after the talks {self._named(key, words) if key else 'it'} held."
                case Aftermath(held, periods, why, commitment=key):
                    how = "before power shifted against it" if why == "shift" else "by chance"
                    truce = self._named(key, words) if key else "it"
                    yield f"After the talks {truce} held for {held} of {periods} periods; then {who} broke it, {how}."

    def _named(self, key: str, words: Names) -> str:
        """A truce in a sentence: by its issue where there may be several."""
        found = next((truce for truce in self.truces if truce.key == key), None)
        return f"the truce on “{words.issue(found.terms.issue)}”" if key and found is not None else "the truce"

    @property
    def measures(self) -> tuple[Measure, ...]:
        """How often each broke during the talks, and for how long it held after them."""
        return tuple(measure for truce in self.truces for measure in _measures(truce))

    def measured(self, now: Now) -> dict[str, Value]:
        """The measures at the end; no periods where no truce stood when the talks were over."""
        found: dict[str, Value] = {}
        for truce in self.truces:
            own = [entry for entry in now.log if getattr(entry.facts, "commitment", None) == truce.key]
            aftermath = next(((one.facts.held, one.seat) for one in own if isinstance(one.facts, Aftermath)), None)
            found[f"{_prefix(truce)}.broken"] = sum(isinstance(entry.facts, Breach) for entry in own)
            found[f"{_prefix(truce)}.held"] = None if aftermath is None else float(aftermath[0])
            found[f"{_prefix(truce)}.broken_by"] = None if aftermath is None else aftermath[1] or None
        return found

    def marks(self, now: Now, words: Names) -> Iterator[Mark]:
        """Every truce that broke during the talks."""
        for entry in now.log:
            if isinstance(entry.facts, Breach):
                yield Mark(
                    entry.round, f"{words.party(entry.seat)} breaks {self._named(entry.facts.commitment, words)}"
                )


@register("block", "commitment", source="Fearon 1995, International Organization 49:379; Powell 2006, ibid. 60:169")
class Commitment(Truces[CommitmentSpec]):
    """A truce may break: by chance the less, the more credible its guarantee, or since power shifts while it lasts."""

    part = COMMITMENT

    @classmethod
    def written(cls, spec: CommitmentSpec, space: OutcomeSpace) -> tuple[Truce, ...]:
        """The one truce of a file."""
        return (Truce.of("commitment", "", spec, space),)

    @classmethod
    def commitments(cls, spec: CommitmentSpec) -> Iterable[CommitmentSpec]:
        """The one commitment of a file."""
        return (spec,)


@register("block", "commitments", source="Fearon 1995, International Organization 49:379; Powell 2006, ibid. 60:169")
class Commitments(Truces[Mapping[str, CommitmentSpec]]):
    """Truces may break, each by its own chance and what stands behind it."""

    part = COMMITMENTS

    @classmethod
    def written(cls, spec: Mapping[str, CommitmentSpec], space: OutcomeSpace) -> tuple[Truce, ...]:
        """The truces of a file, in its order."""
        return tuple(Truce.of(f"commitments.{key}", key, one, space) for key, one in spec.items())

    @classmethod
    def commitments(cls, spec: Mapping[str, CommitmentSpec]) -> Iterable[CommitmentSpec]:
        """The commitments of a file, in its order."""
        return spec.values()


def _hazard(truce: Truce, now: Now) -> float:
    """The chance that a truce which stands breaks within a period."""
    numbers, in_force = now.realization.numbers, now.in_force
    return truce.hazard(numbers, in_force[truce.axis], truce.credibility(numbers, in_force))


def _aftermath(truce: Truce, now: Now) -> tuple[int, str, Why]:
    """For how many periods it held, who broke it then (empty if nobody did), and why."""
    numbers, hazard = now.realization.numbers, _hazard(truce, now)
    if truce.tempted(numbers, truce.credibility(numbers, now.in_force)):
        return 0, truce.declining, "shift"
    for period in range(1, truce.terms.periods + 1):
        if now.chance.uniform(f"{truce.at}.period", period) < hazard:
            return period - 1, _breaker(truce, now, now.round + period), "chance"
    return truce.terms.periods, "", ""


def _breaker(truce: Truce, now: Now, moment: int) -> str:
    """The side that breaks it, by lot: the theory says when a truce breaks, not who fires first."""
    return truce.terms.sides[int(now.chance.uniform(f"{truce.at}.by", moment) * len(truce.terms.sides))]


def _worth(truce: Truce, now: Now, held: int) -> dict[str, float]:
    """By party, what stands and what it breaks to, by how many periods each lasts."""
    outcome, share = now.standing.outcome, held / truce.terms.periods
    after, everyone = truce.broken.on(outcome), now.realization.preferences.items()
    return {
        key: share * one.scale.points(one.points(outcome)) + (1 - share) * one.scale.points(one.points(after))
        for key, one in everyone
    }


def _prefix(truce: Truce) -> str:
    """Where the measures of a truce stand."""
    return f"commitment.{truce.key}" if truce.key else "commitment"


def _measures(truce: Truce) -> tuple[Measure, ...]:
    at, of = _prefix(truce), f" {truce.key!r}" if truce.key else ""
    lasting = f"periods that the truce{of} held after the talks, of {truce.terms.periods}"
    return (
        Measure(f"{at}.broken", f"times that the truce{of} broke during the talks", "int"),
        Measure(f"{at}.held", lasting, "float"),
        Measure(f"{at}.broken_by", f"who broke the truce{of} after the talks", "text", truce.terms.sides),
    )
