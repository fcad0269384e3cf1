"""Readings: a scenario with every uncertain number made concrete.

In the central case a number is at its centre (midpoint of two, likeliest of three). In a draw it depends on seed, run
and its path in the file and on nothing else, so that variants share every number that they share by path.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from negosim.chance import Chance
from negosim.discounting import Discount
from negosim.outcomes import Condition, Issue, Option, OutcomeSpace
from negosim.preferences import GRID, Grid, Preferences, Term, to_grid
from negosim.scenario.contests import contest, is_number_of_war, war_cost
from negosim.scenario.issues import IssueSpec
from negosim.scenario.model import MeetingSpec, ProtocolSpec, Scenario
from negosim.scenario.parties import DEFAULT_TACTIC, DelayCost, DiscountSpec, Linkage, PartySpec, Stance, TacticSpec
from negosim.scenario.ratifiers import BlocSpec, RatifierSpec
from negosim.scenario.truces import doubts, is_number_of_commitment
from negosim.scenario.values import Condition as Selection
from negosim.scenario.values import ParameterRead, UncertainNumber
from negosim.utilities import Utilities
from negosim.win_set import Bloc, WinSet

__all__ = ["Drawn", "Meeting", "Named", "Reading", "Readings", "quantile"]


Drawn = float | str | bool | Mapping[str, float]
"""A parameter of a reading: concrete."""


@dataclass(frozen=True)
class Named:
    """A tactic or protocol: its name in the registry and its parameters.

    `folder` is where a user's file lies that is not beside the scenario.
    """

    name: str
    parameters: Mapping[str, Drawn]
    folder: Path | None = None


@dataclass(frozen=True)
class Meeting:
    """A meeting of the course: who sits in it, on which issues (axes), under which protocol, and on what condition.

    `after` is the event that calls it, empty where none has to.
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


@dataclass(frozen=True)
class Reading:
    """One concrete reading of a scenario; `numbers` holds every number by its path, `drawn` whether they were drawn.

    During the talks other numbers may come into force (`after`): the reading in force is then another one.
    """

    source: Readings = field(repr=False, compare=False)
    scenario: Scenario
    drawn: bool
    numbers: Mapping[str, float]
    utilities: Utilities
    meetings: tuple[Meeting, ...]
    tactics: Mapping[str, Named]
    horizon: int
    win_sets: Mapping[str, WinSet] = field(default_factory=dict)

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

    def at(self, round_: int) -> Reading:
        """The reading as of a round of the course: the same, but that discounts count the rounds before it."""
        utilities = self.utilities.at(round_)
        return self if utilities is self.utilities else replace(self, utilities=utilities)

    def rounds_left(self, round_: int) -> int:
        """Rounds after this one in which delay still costs."""
        return max(0, self.horizon - round_)

    def after(self, numbers: Mapping[str, float], rounds: Mapping[str, int] | None = None) -> Reading:
        """The reading once some numbers have changed, by path, or the number of rounds of some meetings, by key."""
        changed = self.source.changed(self, numbers) if numbers else self
        meetings = tuple(replace(one, rounds=(rounds or {}).get(one.key, one.rounds)) for one in self.meetings)
        return replace(changed, meetings=meetings)


def quantile(number: UncertainNumber, chance: float) -> float:
    """Inverse distribution function of an uncertain number: uniform of two, triangular of three.

    >>> quantile(UncertainNumber(0, 10), 0.25)
    2.5
    >>> quantile(UncertainNumber(0, 4, likeliest=2), 0.5)
    2.0
    """
    low, mode, high = number.low, number.likeliest, number.high
    if mode is None or low == high:
        return low + chance * (high - low)
    if chance * (high - low) < mode - low:
        return low + math.sqrt(chance * (high - low) * (mode - low))
    return high - math.sqrt((1.0 - chance) * (high - low) * (high - mode))


class Readings:
    """All readings of a scenario; what doesn't depend on uncertain numbers is built once."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._conditions: dict[str, Condition] = {}
        self.space = OutcomeSpace(_issue(key, spec) for key, spec in scenario.issues.items())
        self.meetings = tuple(self._meeting(key, spec) for key, spec in scenario.meetings.items())

    @cached_property
    def uncertain(self) -> tuple[tuple[str, UncertainNumber], ...]:
        """Every number with its path."""
        return tuple((at.path, at.number) for at in self.scenario.numbers())

    @cached_property
    def centres(self) -> dict[str, float]:
        """Every number at its centre, by path."""
        return {path: number.centre for path, number in self.uncertain}

    @cached_property
    def open(self) -> dict[str, UncertainNumber]:
        """The numbers that are uncertain, by path."""
        return {path: number for path, number in self.uncertain if not number.certain}

    @cached_property
    def central(self) -> Reading:
        """The central case."""
        return self.reading(self.centres, drawn=False)

    def draw(self, chance: Chance) -> Reading:
        """The draw of a run."""
        return self.at({path: chance.uniform(f"number.{path}") for path in self.open})

    def at(self, lots: Mapping[str, float]) -> Reading:
        """The reading at given quantiles, 0 to 1: one for each path that is `open`."""
        drawn = {path: quantile(number, lots[path]) for path, number in self.open.items()}
        return self.reading(self.centres | drawn, drawn=True)

    def reading(self, numbers: Mapping[str, float], *, drawn: bool) -> Reading:
        """The reading with the given numbers, one for each path."""
        parties = self.scenario.parties.items()
        preferences = {key: self._preferences(key, numbers) for key in self.scenario.parties}
        tactics = {
            key: _named(party.tactic or DEFAULT_TACTIC, f"parties.{key}.tactic", numbers) for key, party in parties
        }
        meetings = tuple(replace(one, protocol=self._protocol(one.key, numbers)) for one in self.meetings)
        utilities = Utilities(self.space, preferences)
        rounds, win_sets = self.scenario.rounds, self._win_sets(numbers)
        return Reading(self, self.scenario, drawn, numbers, utilities, meetings, tactics, rounds, win_sets)

    def changed(self, reading: Reading, changes: Mapping[str, float]) -> Reading:
        """A reading in which some numbers have changed; the preferences that they don't touch stay as they are."""
        numbers = {**reading.numbers, **changes}
        touched = {key for key in self.scenario.parties if any(self._touches(key, path) for path in changes)}
        preferences = {key: self._preferences(key, numbers) for key in touched}
        utilities = Utilities(self.space, {**reading.preferences, **preferences})
        votes = any(path.startswith("ratifiers.") for path in changes)
        win_sets = self._win_sets(numbers) if votes else reading.win_sets
        return replace(reading, numbers=numbers, utilities=utilities, win_sets=win_sets)

    def _win_sets(self, numbers: Mapping[str, float]) -> dict[str, WinSet]:
        """By party, who must ratify what it signs."""
        return {key: self._win_set(key, spec, numbers) for key, spec in self.scenario.ratifiers.items()}

    def _win_set(self, party: str, spec: RatifierSpec, numbers: Mapping[str, float]) -> WinSet:
        at = f"ratifiers.{party}"
        total = math.fsum(numbers[f"{at}.blocs.{key}.weight"] for key in spec.blocs) or 1.0
        blocs = (self._bloc(f"{at}.blocs.{key}", key, one, total, numbers) for key, one in spec.blocs.items())
        return WinSet(
            party=party,
            title=spec.title,
            space=self.space,
            blocs=tuple(blocs),
            threshold=numbers[f"{at}.threshold"],
            spread=numbers.get(f"{at}.spread"),
            known=spec.known,
            condition=self._kept_condition(at, spec.when),
        )

    def _bloc(self, at: str, key: str, spec: BlocSpec, total: float, numbers: Mapping[str, float]) -> Bloc:
        """A bloc with its share of all votes and its preferences, which no war and no delay touches."""
        preferences = Preferences(
            party=key,
            space=self.space,
            contributions=self._contributions(at, spec, numbers),
            refused=tuple(self._mask(issue.key, _refusal(spec, issue.key)) for issue in self.space.issues),
            linkages=tuple(self._linkage(at, name, one, numbers) for name, one in spec.linkages.items()),
            reserve=to_grid(numbers[f"{at}.reserve.points"]) if spec.reserve else 0,
        )
        return Bloc(key, spec.title, numbers[f"{at}.weight"] / total, preferences)

    def _touches(self, party: str, path: str) -> bool:
        """Whether a number counts in a party's preferences."""
        war = self.scenario.war
        fights = war is not None and party in war.belligerents
        truce = self.scenario.commitment
        doubting = truce is not None and party in truce.beliefs and is_number_of_commitment(path)
        return path.startswith(f"parties.{party}.") or (fights and is_number_of_war(path)) or doubting

    def _preferences(self, key: str, numbers: Mapping[str, float]) -> Preferences:
        at, party = f"parties.{key}", self.scenario.parties[key]
        war, truce = self.scenario.war, self.scenario.commitment
        made = Preferences(
            party=key,
            space=self.space,
            contributions=self._contributions(at, party, numbers),
            refused=self._refused[key],
            linkages=tuple(self._linkage(at, name, one, numbers) for name, one in party.linkages.items()),
            costs=(*self._delay(at, party.cost_of_delay, numbers), *war_cost(war, self.space, key, numbers)),
            contests=(*contest(war, self.space, key, numbers), *doubts(truce, self.space, key, numbers)),
            reserve=to_grid(numbers[f"{at}.reserve"]) if party.reserve else 0,
            reservation=to_grid(numbers[f"{at}.reservation"]) if party.reservation else None,
            outside=to_grid(numbers[f"{at}.outside_option"]) if party.outside_option else None,
        )
        if party.discount is None:
            return made
        return replace(made, discount=self._discount(f"{at}.discount", party.discount, made, numbers))

    def _discount(self, at: str, spec: DiscountSpec, made: Preferences, numbers: Mapping[str, float]) -> Discount:
        """On what lies above the disagreement: the points given, or else those of the status quo."""
        given = spec.disagreement is not None
        base = to_grid(numbers[f"{at}.disagreement"]) if given else made.points(self.space.status_quo)
        return Discount(numbers[f"{at}.factor"], base)

    def _contributions(self, at: str, party: PartySpec | BlocSpec, numbers: Mapping[str, float]) -> tuple[Grid, ...]:
        """Share x value / 100 of every option, on the grid; shares are the weights scaled to a sum of 100."""
        weights = {issue: numbers[f"{at}.stances.{issue}.weight"] for issue in party.stances}
        total = math.fsum(weights.values()) or 1.0  # the same in any order of the issues
        parts: list[Grid] = [np.zeros(len(issue), dtype=np.int64) for issue in self.space.issues]
        for key, stance in party.stances.items():
            values = self._values(key, stance, f"{at}.stances.{key}.values", numbers)
            parts[self.space.axis(key)] = np.rint(weights[key] * 100.0 / total * values / 100.0 * GRID).astype(np.int64)
        return tuple(parts)

    def _values(self, key: str, stance: Stance, at: str, numbers: Mapping[str, float]) -> NDArray[np.float64]:
        """Values of all options; for an amount on straight lines between the numbers given."""
        spec = self.scenario.issues[key]
        if spec.amount is None:
            return np.array([numbers[f"{at}.{option}"] for option in spec.option_keys])
        given = sorted((float(option), numbers[f"{at}.{option}"]) for option in stance.values)
        return np.asarray(np.interp(spec.amount.grid, [x for x, _ in given], [value for _, value in given]))

    @cached_property
    def _refused(self) -> dict[str, tuple[NDArray[np.bool_], ...]]:
        """By party, a mask over the options of every issue."""
        return {
            key: tuple(self._mask(issue.key, _refusal(party, issue.key)) for issue in self.space.issues)
            for key, party in self.scenario.parties.items()
        }

    def _mask(self, issue: str, selection: Selection | None) -> NDArray[np.bool_]:
        spec = self.scenario.issues[issue]
        mask = np.zeros(len(spec.option_keys), dtype=np.bool_)
        if selection is not None:
            mask[list(spec.selected(selection))] = True
        return mask

    def _condition(self, when: Mapping[str, Selection] | None) -> Condition:
        return Condition({self.space.axis(key): self._mask(key, chosen) for key, chosen in (when or {}).items()})

    def _kept_condition(self, path: str, when: Mapping[str, Selection] | None) -> Condition:
        """The condition of a path, the same for all readings."""
        if path not in self._conditions:
            self._conditions[path] = self._condition(when)
        return self._conditions[path]

    def _linkage(self, at: str, key: str, spec: Linkage, numbers: Mapping[str, float]) -> Term:
        path = f"{at}.linkages.{key}"
        return Term(key, spec.title, self._kept_condition(path, spec.when), to_grid(numbers[f"{path}.points"]))

    def _delay(self, at: str, spec: DelayCost | None, numbers: Mapping[str, float]) -> tuple[Term, ...]:
        if spec is None:
            return ()
        path = f"{at}.cost_of_delay"
        when = self._kept_condition(path, spec.when)
        return (Term("cost_of_delay", "Cost of delay", when, to_grid(numbers[f"{path}.points"])),)

    def _meeting(self, key: str, spec: MeetingSpec) -> Meeting:
        axes = tuple(sorted(self.space.axis(issue) for issue in spec.issues))
        begins = spec.protocol.begins or spec.parties[0]
        protocol = Named(spec.protocol.name, {})
        condition, rounds = self._condition(spec.when), spec.protocol.rounds
        return Meeting(key, spec.title, condition, spec.parties, axes, protocol, rounds, begins, spec.after or "")

    @cached_property
    def event_conditions(self) -> dict[str, Condition]:
        """By event, what must stand for it to happen."""
        return {key: self._condition(spec.when) for key, spec in self.scenario.events.items()}

    def _protocol(self, key: str, numbers: Mapping[str, float]) -> Named:
        return _named(self.scenario.meetings[key].protocol, f"meetings.{key}.protocol", numbers)


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


def _refusal(party: PartySpec | BlocSpec, issue: str) -> Selection | None:
    stance = party.stances.get(issue)
    return stance.refuses if stance is not None else None


def _named(spec: TacticSpec | ProtocolSpec, at: str, numbers: Mapping[str, float]) -> Named:
    return Named(spec.name, {n: _drawn(value, f"{at}.{n}", numbers) for n, value in spec.parameters.items()})


def _drawn(value: ParameterRead, at: str, numbers: Mapping[str, float]) -> Drawn:
    """A parameter with its numbers as they are in a reading."""
    if isinstance(value, dict):
        return {key: numbers[f"{at}.{key}"] for key in value}
    return numbers[at] if isinstance(value, UncertainNumber) else value
