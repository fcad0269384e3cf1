"""Realizations: a scenario with every uncertain number made concrete.

In the central case a number is at its centre (midpoint of two, likeliest of three). In a draw it depends on seed, run
and its path in the file and on nothing else, so that variants share every number that they share by path.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from negosim.domain.ballot import Ballot
from negosim.domain.conditions import Condition
from negosim.domain.lapses import NOTHING_LAPSES, Dated, Lapse, Lapses, Prospect
from negosim.domain.outcomes import Issue, Option, OutcomeSpace
from negosim.domain.preferences import Preferences
from negosim.domain.requirements import Requirements
from negosim.domain.rng import RandomSource
from negosim.domain.utilities import Utilities
from negosim.scenario.blocks import Effects, Veto
from negosim.scenario.realize.ballots import ballots
from negosim.scenario.realize.bodies import requirements
from negosim.scenario.realize.build_constraints import constraints_of
from negosim.scenario.realize.build_preferences import ChangedNumbers, PreferenceBuilder
from negosim.scenario.realize.conditions import condition_on
from negosim.scenario.realize.number_draws import NumberDraws
from negosim.scenario.spec.calendar import Opening
from negosim.scenario.spec.issues import IssueSpec
from negosim.scenario.spec.parties import DEFAULT_TACTIC, TacticSpec
from negosim.scenario.spec.scenario import MeetingSpec, ProtocolSpec, Scenario
from negosim.scenario.spec.values import ParameterRead, UncertainNumber

__all__ = ["ConcreteValue", "Meeting", "Named", "Realization", "RealizationFactory"]


ConcreteValue = float | str | bool | Mapping[str, float]
"""A parameter of a realization: concrete."""


RULE_NUMBER = re.compile(r"bodies\.[^.]+\.(weights|passes|stops)\b")
"""The paths of numbers on which the rules of bodies rest."""


@dataclass(frozen=True)
class Named:
    """A tactic or protocol: its name in the registry and its parameters.

    `folder` is where a user's file lies that is not beside the scenario.
    """

    name: str
    parameters: Mapping[str, ConcreteValue]
    folder: Path | None = None


@dataclass(frozen=True)
class Meeting:
    """A meeting of the course: who sits in it, on which issues (axes), under which protocol, and on what condition.

    `after` is the event that calls it, empty where none has to; `opens` is when, None where it follows the one before.
    `prepares` is the later meeting for which it drafts, empty for one that binds, and `hope` how much of the best of
    that its seats count on.
    """

    key: str
    title: str
    condition: Condition
    parties: tuple[str, ...]
    axes: tuple[int, ...]
    protocol: Named
    rounds: int
    begins: str
    after: str = ""
    opens: Opening | None = None
    prepares: str = ""
    hope: float = 1.0


@dataclass(frozen=True)
class Realization:
    """One realization of a scenario; `numbers` holds every number by its path, `drawn` whether they were drawn.

    `effects` is what its blocks come to at these numbers, by their keys in the file; `requirements` are its parties
    and bodies, `ballots` those of bodies of blocs, by key. During the talks other numbers may come into force
    (`after`): the realization in force is then another one.
    """

    source: RealizationFactory = field(repr=False, compare=False)
    scenario: Scenario
    drawn: bool
    numbers: Mapping[str, float]
    utilities: Utilities
    meetings: tuple[Meeting, ...]
    tactics: Mapping[str, Named]
    horizon: int
    effects: Mapping[str, Effects] = field(default_factory=dict)
    requirements: Requirements = field(default=Requirements(()))
    ballots: Mapping[str, Ballot] = field(default_factory=dict)

    @property
    def space(self) -> OutcomeSpace:
        """The outcome space."""
        return self.utilities.space

    @property
    def parties(self) -> tuple[str, ...]:
        """Keys of the parties, in the order of the file."""
        return self.utilities.parties

    @property
    def preferences(self) -> Mapping[str, Preferences]:
        """Every party's preferences."""
        return self.utilities.preferences

    def vetoes(self, party: str) -> tuple[Veto, ...]:
        """Those who may turn down what a party signs, or what needs a body of blocs: that body itself."""
        found = (effect.veto(party) for effect in self.effects.values())
        voting = (ballot for ballot in self.ballots.values() if party in (ballot.party, ballot.key))
        return (*(veto for veto in found if veto is not None), *voting)

    def at(self, round_: int) -> Realization:
        """The realization as of a round of the course: the same, but that discounts count the rounds before it."""
        utilities = self.utilities.at(round_)
        return self if utilities is self.utilities else replace(self, utilities=utilities)

    def as_of(
        self, round_: int, standing: Dated, named: Collection[int] = (), agreed: int | None = None
    ) -> Realization:
        """`at`, and with what options lapse to: of what stands, and of what names some issues and is agreed in a round.

        By default that is the next round. All points are then sums over the rounds that are left, on finer scales.
        """
        now = self.at(round_)
        if self.space.lapses is NOTHING_LAPSES:
            return now
        next_round = round_ + 1 if agreed is None else agreed
        lapses, shape = self.space.lapses, self.space.shape
        prospect = Prospect(lapses, shape, standing, round_, self.horizon, next_round, frozenset(named))
        return replace(now, utilities=now.utilities.foreseen(prospect))

    def rounds_left(self, round_: int) -> int:
        """Rounds after this one in which delay still costs."""
        return max(0, self.horizon - round_)

    def after(self, numbers: Mapping[str, float], rounds: Mapping[str, int] | None = None) -> Realization:
        """The realization once some numbers have changed, by path, or the number of rounds of some meetings, by key."""
        changed = self.source.changed(self, numbers) if numbers else self
        if not rounds:
            return changed
        meetings = tuple(replace(one, rounds=rounds.get(one.key, one.rounds)) for one in self.meetings)
        return replace(changed, meetings=meetings)


class RealizationFactory:
    """All realizations of a scenario; what doesn't depend on uncertain numbers is built once."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        issues = (_issue(key, spec) for key, spec in scenario.issues.items())
        self.space = OutcomeSpace(issues, constraints_of(scenario), _waits(scenario), _lapses(scenario))
        self.builder = PreferenceBuilder(scenario, self.space)
        self._rules: tuple[dict[str, float], Requirements] | None = None
        self.meetings = tuple(self._meeting(key, spec) for key, spec in scenario.meetings.items())

    @cached_property
    def uncertain(self) -> tuple[tuple[str, UncertainNumber], ...]:
        """Every number with its path."""
        return tuple((at.path, at.number) for at in self.scenario.numbers())

    @cached_property
    def shared(self) -> dict[str, str]:
        """Where a number stands that was written elsewhere -> where it was written."""
        return self.scenario.shared_numbers()

    @cached_property
    def centres(self) -> dict[str, float]:
        """Every number at its centre, by path."""
        return self.scenario.centres()

    @cached_property
    def open(self) -> dict[str, UncertainNumber]:
        """The numbers that are uncertain, by path."""
        return {path: number for path, number in self.uncertain if not number.certain}

    @cached_property
    def central(self) -> Realization:
        """The central case."""
        return self.realization(self.centres, drawn=False)

    @cached_property
    def draws(self) -> NumberDraws:
        """The draws of the numbers that are uncertain."""
        return NumberDraws(self.open, {path: self.builder.stated.rounding(path) for path in self.open})

    def draw(self, chance: RandomSource) -> Realization:
        """The draw of a run."""
        return self.drawn(self.draws.of_runs(chance.seed, [chance.run])[0])

    def drawn(self, row: NDArray[np.float64]) -> Realization:
        """The realization with the numbers of a row of `draws`."""
        numbers = self.centres.copy()
        numbers.update(zip(self.draws.paths, row.tolist(), strict=True))
        return self.realization(numbers, drawn=True)

    def realization(self, numbers: Mapping[str, float], *, drawn: bool) -> Realization:
        """The realization with the given numbers, one for each path at which one was written."""
        numbers = self._wherever_shared(numbers)
        effects = self.builder.effects(numbers)
        preferences = {key: self.builder.preferences(key, numbers, effects) for key in self.scenario.parties}
        tactics = {
            key: _named(party.tactic or DEFAULT_TACTIC, f"parties.{key}.tactic", numbers)
            for key, party in self.scenario.parties.items()
        }
        meetings = tuple(self._meeting_at(one, numbers) for one in self.meetings)
        utilities, horizon = Utilities(self.space, preferences), self.scenario.rounds
        return Realization(
            source=self,
            scenario=self.scenario,
            drawn=drawn,
            numbers=numbers,
            utilities=utilities,
            meetings=meetings,
            tactics=tactics,
            horizon=horizon,
            effects=effects,
            requirements=self.requirements(numbers),
            ballots=ballots(self.scenario, self.builder, numbers),
        )

    def requirements(self, numbers: Mapping[str, float]) -> Requirements:
        """The parties and bodies at given numbers; the same as the last time where the numbers of rules are."""
        rules = {path: number for path, number in numbers.items() if RULE_NUMBER.match(path)}
        if self._rules is None or self._rules[0] != rules:
            self._rules = rules, requirements(self.scenario, numbers)
        return self._rules[1]

    def changed(self, realization: Realization, changes: Mapping[str, float]) -> Realization:
        """A realization in which some numbers have changed; the preferences that they don't touch stay as they are."""
        changes = self._wherever_shared(changes)
        numbers = {**realization.numbers, **changes}
        effects = {**realization.effects, **self.builder.changed_effects(changes, numbers)}
        change = ChangedNumbers(changes, numbers, realization.effects, effects)
        preferences = {key: self.builder.revised(party, change) for key, party in realization.preferences.items()}
        utilities = realization.utilities.revised(preferences)
        voted = any(path.startswith("bodies.") for path in changes)
        return replace(
            realization,
            numbers=numbers,
            utilities=utilities,
            effects=effects,
            requirements=self.requirements(numbers),
            ballots=ballots(self.scenario, self.builder, numbers) if voted else realization.ballots,
        )

    def _wherever_shared(self, numbers: Mapping[str, float]) -> Mapping[str, float]:
        """Numbers by path, also by every path that shares them."""
        shared = {path: numbers[written] for path, written in self.shared.items() if written in numbers}
        return {**numbers, **shared} if shared else numbers

    def _meeting_at(self, meeting: Meeting, numbers: Mapping[str, float]) -> Meeting:
        """A meeting with its numbers."""
        at, protocol = f"meetings.{meeting.key}", self.scenario.meetings[meeting.key].protocol
        hope = numbers.get(f"{at}.prepares.hope", meeting.hope)
        if not protocol.parameters and hope == meeting.hope:
            return meeting
        return replace(meeting, protocol=_named(protocol, f"{at}.protocol", numbers), hope=hope)

    def _meeting(self, key: str, spec: MeetingSpec) -> Meeting:
        axes = tuple(sorted(self.space.axis(issue) for issue in spec.issues))
        begins = spec.protocol.begins or spec.parties[0]
        protocol = Named(spec.protocol.name, {})
        condition, rounds = self.builder.condition(f"meetings.{key}", spec.when), spec.protocol.rounds
        called, prepares = spec.after or "", spec.prepares.meeting if spec.prepares is not None else ""
        return Meeting(
            key, spec.title, condition, spec.parties, axes, protocol, rounds, begins, called, spec.opens, prepares
        )


def _issue(key: str, spec: IssueSpec) -> Issue:
    options: tuple[Option, ...] = spec.option_keys
    labels = tuple((spec.options or {}).values())
    if spec.amount is not None:
        options = tuple(int(number) if number.is_integer() else number for number in spec.amount.grid)
        labels = tuple(f"{option} {spec.amount.unit or ''}".strip() for option in spec.option_keys)
    consent = tuple(frozenset(spec.consent_to(option)) for option in spec.option_keys)
    unit = spec.amount.unit or "" if spec.amount else ""
    status_quo = spec.option_keys.index(spec.status_quo)
    return Issue(key, spec.title, options, labels, status_quo, consent, spec.scale(), unit)


def _waits(scenario: Scenario) -> dict[int, Condition]:
    """The condition of each issue that waits for others, by axis."""
    conditions = {axis: issue.pending for axis, issue in enumerate(scenario.issues.values())}
    return {axis: condition_on(scenario.issues, when) for axis, when in conditions.items() if when}


def _lapses(scenario: Scenario) -> Lapses:
    """The options that run out."""
    rules: dict[tuple[int, int], Lapse] = {}
    for axis, issue in enumerate(scenario.issues.values()):
        for option, lapse in issue.lapses.items():
            number, to = issue.position(option), issue.position(lapse.to or issue.status_quo)
            if number is not None and to is not None:
                rules[axis, number] = Lapse(to, lapse.after, lapse.on or 0)
    return Lapses(rules) if rules else NOTHING_LAPSES


def _named(spec: TacticSpec | ProtocolSpec, at: str, numbers: Mapping[str, float]) -> Named:
    return Named(spec.name, {n: _drawn(value, f"{at}.{n}", numbers) for n, value in spec.parameters.items()})


def _drawn(value: ParameterRead, at: str, numbers: Mapping[str, float]) -> ConcreteValue:
    """A parameter with its numbers as they are in a realization."""
    if isinstance(value, dict):
        return {key: numbers[f"{at}.{key}"] for key in value}
    return numbers[at] if isinstance(value, UncertainNumber) else value
