"""Ratification: what a delegation signs takes effect only if the blocs at home pass it.

Putnam 1988 (International Organization 42:427): a game on two levels. The win-set of a party is what its ratifiers
would pass. A smaller one brings better terms where the delegation can point to it, and more deals that are signed and
not ratified ("involuntary defection").
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property, reduce
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, StrictBool

from negosim.domain.outcomes import TABLE_LIMIT, Condition, Outcome, OutcomeSpace
from negosim.domain.preferences import Preferences
from negosim.domain.utilities import Utilities
from negosim.errors import Diagnostic
from negosim.negotiation.environment.base import Block, Mark, Measure, Names, Now, Value
from negosim.negotiation.facts import private
from negosim.negotiation.log import Approval, LogEntry
from negosim.registry import register
from negosim.scenario.blocks import Builder, Effects, Part
from negosim.scenario.checks.base import at_key, at_value, bad_conditions, bad_name
from negosim.scenario.checks.stances import bad_stances
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.common import MOST_POINTS, Basis, Conditions, Key, Model, NumbersBasis, Words
from negosim.scenario.spec.parties import Linkage, Reserve, Stance
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import LIMIT, Between, Probability, UncertainNumber
from negosim.scenario.yaml.nodes import Node

__all__ = ["Ratification", "RatificationKind", "RatifierSpec", "Vote", "WinSet", "WinSets", "win_sets"]

# The key `ratifiers` of a scenario file: party -> who must ratify what its delegation signs

PointsSpread = Annotated[UncertainNumber, Between(0, MOST_POINTS)]


class BlocSpec(Model):
    """A bloc with a share of the vote and stances of its own."""

    title: Words
    """What it is called."""
    weight: Annotated[UncertainNumber, Between(0, LIMIT)]
    """Its votes; weights are scaled to a sum of 1."""
    stances: Annotated[dict[Key, Stance], Field(min_length=1)]
    """Issue -> what the bloc wants on it."""
    linkages: dict[Key, Linkage] = Field(default_factory=dict)
    """Points for options on several issues that come together."""
    reserve: Reserve | None = None
    """Points that a deal must bring above what stands; may be negative."""
    basis: Basis
    """Where it comes from that there is this bloc."""
    numbers: NumbersBasis
    """Where its weight comes from."""


class RatifierSpec(Model):
    """Who must ratify what a party's delegation signs."""

    title: Words
    """What the body is called."""
    blocs: Annotated[dict[Key, BlocSpec], Field(min_length=1, max_length=30)]
    """The blocs that vote."""
    threshold: Probability
    """The share of the votes that it takes."""
    spread: PointsSpread | None = None
    """Where given, the vote is not certain: the points by which the weighed gain makes the odds e times as good."""
    known: StrictBool = False
    """Whether the delegation knows how its ratifiers vote, and neither offers nor accepts what they would turn down."""
    when: Conditions | None = None
    """Only what leads here needs to be ratified; without it all that needs the party's consent."""
    basis: Basis
    """Where it comes from that it must be ratified."""
    numbers: NumbersBasis
    """Where the threshold and the spread come from."""


Ratifiers = Mapping[str, RatifierSpec]


# Checks of it


def ratifiers_fit(scenario: Scenario, ratifiers: Ratifiers, root: Node) -> Iterator[Diagnostic]:
    """Ratifiers belong to a party, vote with some weight, and what they ask names what exists."""
    for party, spec in ratifiers.items():
        path = ("ratifiers", party)
        yield from bad_name(root, path, "party", party, scenario.parties, on_key=True)
        yield from bad_conditions(scenario, root, (*path, "when"), spec.when)
        if not any(bloc.weight.centre > 0 for bloc in spec.blocs.values()):
            help_ = "give those that vote a weight above 0"
            yield at_key(root, (*path, "blocs"), "R133", "all blocs have weight 0", help_)


def blocs_have_sound_stances(scenario: Scenario, ratifiers: Ratifiers, root: Node) -> Iterator[Diagnostic]:
    """A bloc's stances and linkages are like a party's."""
    for party, spec in ratifiers.items():
        for key, bloc in spec.blocs.items():
            path = ("ratifiers", party, "blocs", key)
            yield from bad_stances(scenario, root, path, bloc.stances)
            for name, linkage in bloc.linkages.items():
                yield from bad_conditions(scenario, root, (*path, "linkages", name, "when"), linkage.when)


def known_votes_fit_a_table(scenario: Scenario, ratifiers: Ratifiers, root: Node) -> Iterator[Diagnostic]:
    """A delegation that knows the votes counts them for every outcome of its meetings: there are not too many."""
    sizes = {
        key: math.prod(len(scenario.issues[issue].option_keys) for issue in one.issues if issue in scenario.issues)
        for key, one in scenario.meetings.items()
    }
    for party, spec in ratifiers.items():
        large = [key for key, one in scenario.meetings.items() if party in one.parties and sizes[key] > TABLE_LIMIT]
        if spec.known and large:
            message = f"the votes are known, and meeting {large[0]!r} has {sizes[large[0]]:,} outcomes"
            advice = f"leave 'known' out, or give the meeting fewer issues ({TABLE_LIMIT:,} outcomes at most)"
            yield at_value(root, ("ratifiers", party, "known"), "R151", message, advice)


RATIFIERS = Part(
    key="ratifiers",
    model=dict[Key, RatifierSpec],
    about="Party -> who must ratify what its delegation signs.",
    called="ratification",
    codes={
        "R133": "Some bloc of every party's ratifiers has a weight above 0.",
        "R151": "Ratifiers whose votes are known vote on meetings of a million outcomes at the most.",
    },
    checks=(ratifiers_fit, blocs_have_sound_stances, known_votes_fit_a_table),
    rank=3,
)

# Its effects at given numbers

EVEN = 0.5
"""The chance of passing below which a deal is expected to be turned down."""
SLACK = 1e-9
"""Tolerance for sums of weights."""
SURE = 500.0
"""Exponents beyond this make a vote certain."""


@dataclass(frozen=True)
class Bloc:
    """A bloc: its name, its share of the votes, and its preferences."""

    key: str
    title: str
    weight: float
    preferences: Preferences

    def votes(self, after: Outcome, stands: Outcome) -> bool:
        """Whether it votes for a deal: no option that the deal moves to is refused, and it is not worse off."""
        moved = (axis for axis, option in enumerate(after) if option != stands[axis])
        refused = any(self.preferences.refused[axis][after[axis]] for axis in moved)
        return not refused and self.gain(after, stands) >= 0

    def gain(self, after: Outcome, stands: Outcome) -> int:
        """The gain over what stands and its reserve, in steps of its scale."""
        return self.preferences.points(after) - self.preferences.points(stands) - self.preferences.reserve


@dataclass(frozen=True)
class WinSet:
    """Who must ratify for a party, and what would pass.

    A bloc votes for what gives it at least what it has without the deal. Without a `spread` what enough votes are cast
    for passes: W = {x : sum of the weights of the blocs with U(x) >= U(no deal) is at least the threshold}. With one,
    the chance is logistic in the blocs' weighed gain, as in a random-utility vote. `condition` says which outcomes need
    to be ratified; `known` whether the party's delegation knows the votes.
    """

    reason: ClassVar[str] = "ratification"
    says: ClassVar[str] = "{party}'s ratifiers would turn it down"
    matter: ClassVar[str] = "what its ratifiers pass"

    party: str
    title: str
    space: OutcomeSpace
    blocs: tuple[Bloc, ...]
    threshold: float
    spread: float | None
    known: bool
    condition: Condition

    def asked(self, after: Outcome) -> bool:
        """Whether a deal that leads here must be ratified."""
        return self.condition.met_by(after)

    def votes(self, after: Outcome, stands: Outcome) -> dict[str, bool]:
        """Bloc -> whether it votes for the deal."""
        return {bloc.key: bloc.votes(after, stands) for bloc in self.blocs}

    def share(self, after: Outcome, stands: Outcome) -> float:
        """The share of the votes for the deal."""
        return math.fsum(bloc.weight for bloc in self.blocs if bloc.votes(after, stands))

    def chance(self, after: Outcome, stands: Outcome) -> float:
        """The chance that a deal passes: 0 or 1 without a spread."""
        if self.spread is None:
            return float(self.share(after, stands) >= self.threshold - SLACK)
        points = (bloc.preferences.scale.points(bloc.gain(after, stands)) for bloc in self.blocs)
        gain = math.fsum(bloc.weight * one for bloc, one in zip(self.blocs, points, strict=True))
        return logistic(gain, self.spread)

    def turned_down(self, axes: Sequence[int], standing: Outcome) -> NDArray[np.bool_]:
        """Which outcomes over some issues, the others as they stand, are expected to be turned down."""
        asked = self.condition.within(axes, standing, self.space.shape)
        return np.asarray(asked & ~self._passing(axes, standing))

    def rejects(self, after: Outcome, stands: Outcome) -> bool:
        """Whether a deal must be ratified and is expected to be turned down."""
        return self.asked(after) and self.chance(after, stands) < EVEN

    def _passing(self, axes: Sequence[int], standing: Outcome) -> NDArray[np.bool_]:
        """Which outcomes over some issues are at least as likely to pass as not."""
        none = [bloc.preferences.points(standing) + bloc.preferences.reserve for bloc in self.blocs]
        gains = self._utilities.table(axes, standing).points - np.array(none, dtype=np.int64)[:, None]
        weights = np.array([bloc.weight for bloc in self.blocs])
        if self.spread is not None:
            return np.asarray(weights @ self._utilities.scales.points(gains) >= 0)
        refused = np.stack([_refused(bloc.preferences, axes, standing) for bloc in self.blocs])
        return np.asarray(weights @ ((gains >= 0) & ~refused) >= self.threshold - SLACK)

    @cached_property
    def _utilities(self) -> Utilities:
        return Utilities(self.space, {bloc.key: bloc.preferences for bloc in self.blocs})


def logistic(gain: float, spread: float) -> float:
    """The chance of a yes at a gain, 1/2 at none; without a spread 0 or 1.

    >>> logistic(0.0, 5.0), logistic(-3.0, 0.0)
    (0.5, 0.0)
    """
    if spread == 0 or abs(gain) > SURE * spread:
        return float(gain >= 0)
    return 1.0 / (1.0 + math.exp(-gain / spread))


def _refused(preferences: Preferences, axes: Sequence[int], standing: Outcome) -> NDArray[np.bool_]:
    """Which outcomes over some issues move one to an option that the bloc refuses."""
    parts = (preferences.refused[axis] & (np.arange(preferences.space.shape[axis]) != standing[axis]) for axis in axes)
    return reduce(lambda total, part: np.logical_or.outer(total, part).reshape(-1), parts)


class WinSets(Effects):
    """The win-sets by party."""

    def __init__(self, ratifiers: Ratifiers, builder: Builder, numbers: Mapping[str, float]) -> None:
        self.of = {party: _win_set(party, spec, builder, numbers) for party, spec in ratifiers.items()}

    def veto(self, party: str) -> WinSet | None:
        """The party's ratifiers."""
        return self.of.get(party)


def win_sets(realization: Realization) -> Mapping[str, WinSet]:
    """The win-sets by party; empty if nobody must ratify."""
    found = realization.effects.get("ratifiers")
    return found.of if isinstance(found, WinSets) else {}


def _win_set(party: str, spec: RatifierSpec, builder: Builder, numbers: Mapping[str, float]) -> WinSet:
    at = f"ratifiers.{party}"
    weights = {key: numbers[f"{at}.blocs.{key}.weight"] for key in spec.blocs}
    total = math.fsum(weights.values()) or 1.0
    return WinSet(
        party=party,
        title=spec.title,
        space=builder.space,
        blocs=tuple(
            Bloc(key, one.title, weights[key] / total, _wants(f"{at}.blocs.{key}", key, one, builder, numbers))
            for key, one in spec.blocs.items()
        ),
        threshold=numbers[f"{at}.threshold"],
        spread=numbers.get(f"{at}.spread"),
        known=spec.known,
        condition=builder.condition(at, spec.when),
    )


def _wants(path: str, key: str, spec: BlocSpec, builder: Builder, numbers: Mapping[str, float]) -> Preferences:
    """The preferences of a bloc, without costs of war or delay."""
    wants = builder.wants(path, key, spec, numbers)
    return replace(wants, reserve=wants.scale.steps(numbers[f"{path}.reserve.points"]) if spec.reserve else 0)


# The votes


class RatificationKind(StrEnum):
    """Entries between a signature and its effect."""

    VOTED = "voted"
    """The seat's ratifiers voted on what was signed (`Vote`)."""


@dataclass(frozen=True)
class Vote(Approval):
    """How a party's blocs voted, the heaviest first, and the share of the votes for it.

    The chance of a yes tells what the blocs stood to gain, so it is private.
    """

    kinds = (RatificationKind.VOTED,)
    supporters: tuple[str, ...] = field(metadata={"key": "for"})
    against: tuple[str, ...]
    share: float
    chance: float | None = private()


@register("block", "ratification", source="Putnam 1988, International Organization 42:427")
class Ratification(Block[Ratifiers]):
    """Blocs vote on what a delegation has signed; what they turn down does not take effect."""

    part = RATIFIERS
    facts = (Vote,)

    def __init__(self, _: Realization, ratifiers: Ratifiers) -> None:
        self.ratifiers = ratifiers

    @classmethod
    def effects(cls, spec: Ratifiers, builder: Builder, numbers: Mapping[str, float]) -> Effects:
        """A win-set for each party."""
        return WinSets(spec, builder, numbers)

    def on_signing(self, now: Now, signed: LogEntry) -> Iterable[LogEntry]:
        """One entry for each party whose ratifiers must vote on the package."""
        assert signed.package is not None  # noqa: S101  (only a package is signed)
        after, stands = signed.package.on(now.standing.outcome), now.standing.outcome
        for party, win_set in win_sets(now.realization).items():
            if party in signed.parties and win_set.asked(after):
                chance = win_set.chance(after, stands)
                passed = now.chance.uniform(f"ratification.{party}", signed.round) < chance
                vote = _vote(win_set, win_set.votes(after, stands), chance, passed)
                yield LogEntry(RatificationKind.VOTED, seat=party, facts=vote)

    def narrate(self, events: Sequence[LogEntry], words: Names) -> Iterable[str]:
        """Every vote: who passed or turned down what, and which blocs were for it and against it."""
        for entry in events:
            if isinstance(entry.facts, Vote):
                who = f"{self.ratifiers[entry.seat].title} of {words.party(entry.seat)}"
                yield f"{who} {self._verdict(entry.seat, entry.facts, entry.round)}"

    def announce(self, entry: LogEntry, words: Names) -> str | None:
        """Every verdict."""
        match entry.kind, entry.facts:
            case RatificationKind.VOTED, Approval(ratified):
                said = "yes" if ratified else "no"
                return f"{words.party(entry.seat)}: those at home who must ratify said {said}."
        return None

    def _verdict(self, party: str, vote: Vote, round_: int) -> str:
        verb = "ratified" if vote.ratified else "turned down"
        named = (("for", vote.supporters), ("against", vote.against))
        titles = {key: bloc.title for key, bloc in self.ratifiers[party].blocs.items()}
        sides = "; ".join(f"{side} it {', '.join(titles[key] for key in blocs)}" for side, blocs in named if blocs)
        return f"{verb} what was signed in round {round_}: {sides} ({vote.share:.0%} for it)."

    @property
    def measures(self) -> tuple[Measure, ...]:
        """For each party, how much was ratified and how much was signed and turned down, and by which bloc last."""
        return tuple(
            measure
            for party, spec in self.ratifiers.items()
            for measure in (
                Measure(f"ratified.{party}", f"agreements that {spec.title} ratified", "int"),
                Measure(f"not_ratified.{party}", f"agreements that {spec.title} turned down", "int"),
                Measure(
                    f"against.{party}",
                    f"heaviest bloc against what {spec.title} turned down last",
                    "text",
                    tuple(spec.blocs),
                ),
            )
        )

    def measured(self, now: Now) -> dict[str, Value]:
        """The measures at the end."""
        values: dict[str, Value] = {}
        for party in self.ratifiers:
            votes = [entry.facts for entry in now.log if isinstance(entry.facts, Vote) and entry.seat == party]
            lost = [vote for vote in votes if not vote.ratified]
            values[f"ratified.{party}"] = len(votes) - len(lost)
            values[f"not_ratified.{party}"] = len(lost)
            values[f"against.{party}"] = next(iter(lost[-1].against), None) if lost else None
        return values

    def marks(self, now: Now, words: Names) -> Iterable[Mark]:
        """Agreements turned down at home."""
        for entry in now.log:
            if isinstance(entry.facts, Vote) and not entry.facts.ratified:
                yield Mark(entry.round, f"turned down by {self.ratifiers[entry.seat].title}")


def _vote(win_set: WinSet, votes: Mapping[str, bool], chance: float, passed: bool) -> Vote:
    share = sum(bloc.weight for bloc in win_set.blocs if votes[bloc.key])
    heaviest = sorted(win_set.blocs, key=lambda bloc: -bloc.weight)
    supporters, against = (tuple(one.key for one in heaviest if votes[one.key] is yes) for yes in (True, False))
    return Vote(passed, supporters, against, share, chance)
