"""The preferences of the parties once every number is known, each number by its path in the file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.domain.conditions import Condition
from negosim.domain.costly_lottery import CostlyLottery
from negosim.domain.discounting import Discount
from negosim.domain.outcomes import OutcomeSpace
from negosim.domain.preferences import Preferences, Term
from negosim.domain.scale import Scale
from negosim.scenario.blocks import ConditionalCost, Effects, HasStances
from negosim.scenario.format import file_blocks
from negosim.scenario.realize.conditions import condition_on, selected
from negosim.scenario.realize.stated_numbers import StatedNumbers
from negosim.scenario.realize.weighing import Weighing
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import OptionCondition

__all__ = ["ChangedNumbers", "PreferenceBuilder"]

NumbersByPath = Mapping[str, float]


@dataclass(frozen=True)
class ChangedNumbers:
    """Numbers that come into force: their paths, all numbers from then on, and the effects of blocks before and after.

    Effects that no change touches are the same objects.
    """

    paths: Collection[str]
    numbers: NumbersByPath
    before: Mapping[str, Effects]
    effects: Mapping[str, Effects]

    def costs_of(self, party: str) -> bool:
        """Whether what blocks cost a party changes."""
        pairs = ((self.before[key], now) for key, now in self.effects.items() if now is not self.before[key])
        return any(_points(then.costs(party)) != _points(now.costs(party)) for then, now in pairs)


class PreferenceBuilder:
    """Builds the preferences of a scenario and the effects of its blocks; what no number changes is built once."""

    def __init__(self, scenario: Scenario, space: OutcomeSpace) -> None:
        self.scenario = scenario
        self.space = space
        self.blocks = {key: block for key, block in file_blocks().items() if scenario.blocks.get(key)}
        self._forms: dict[str, _Form] = {}
        self._conditions: dict[str, Condition] = {}

    @cached_property
    def stated(self) -> StatedNumbers:
        """How exactly every number is stated, wherever it stands."""
        stated, shared = {at.path: at.number for at in self.scenario.numbers()}, self.scenario.shared_numbers()
        stated |= {path: stated[written] for path, written in shared.items()}
        added = [pair for key, block in self.blocks.items() for pair in block.added(self.scenario.blocks[key])]
        more = [(number, path) for path, written in shared.items() for number, to in added if to == written]
        return StatedNumbers(stated, [*added, *more])

    # Blocks

    def effects(self, numbers: NumbersByPath) -> dict[str, Effects]:
        """The effects of every block of the scenario, by its key."""
        return {key: self._effects(key, numbers) for key in self.blocks}

    def changed_effects(self, changes: Iterable[str], numbers: NumbersByPath) -> dict[str, Effects]:
        """The effects of the blocks to which some changed numbers belong."""
        keys = {path.partition(".")[0] for path in changes}
        return {key: self._effects(key, numbers) for key in self.blocks if key in keys}

    def _effects(self, key: str, numbers: NumbersByPath) -> Effects:
        return self.blocks[key].effects(self.scenario.blocks[key], self, numbers)

    # Parties

    def preferences(self, key: str, numbers: NumbersByPath, effects: Mapping[str, Effects]) -> Preferences:
        """The preferences of a party."""
        at, party = f"parties.{key}", self.scenario.parties[key]
        form, sheet = self._form(at, party), self.weighing(at, party).sheet(numbers)
        steps = sheet.scale.steps
        made = Preferences(
            party=key,
            space=self.space,
            scale=sheet.scale,
            contributions=sheet.contributions,
            refused=form.refused,
            linkages=form.linkages_at(numbers, sheet.scale),
            costs=self._costs(key, sheet.scale, numbers, effects),
            lotteries=_lotteries(key, effects),
            reserve=steps(numbers[f"{at}.reserve"]) if party.reserve else 0,
            reservation=steps(numbers[f"{at}.reservation"]) if party.reservation else None,
            outside=steps(numbers[f"{at}.outside_option"]) if party.outside_option else None,
            abstains=steps(numbers[f"{at}.abstains"]) if party.abstains else 0,
        )
        if party.discount is None:
            return made
        # On what lies above the disagreement: the points given, or else those of the status quo.
        given = party.discount.disagreement is not None
        base = steps(numbers[f"{at}.discount.disagreement"]) if given else made.points(self.space.status_quo)
        return replace(made, discount=Discount(numbers[f"{at}.discount.factor"], base))

    def revised(self, old: Preferences, change: ChangedNumbers) -> Preferences:
        """The preferences of a party once other numbers are in force; what no change touches stays the same object."""
        key, lotteries, costs = old.party, _lotteries(old.party, change.effects), old.costs
        own = any(path.startswith(f"parties.{key}.") for path in change.paths)
        if change.costs_of(key):
            costs = self._costs(key, old.scale, change.numbers, change.effects)
        if not own and costs is old.costs and lotteries == old.lotteries:
            return old
        if own or self.scenario.parties[key].discount is not None:
            return self.preferences(key, change.numbers, change.effects)
        return replace(old, costs=costs, lotteries=lotteries)

    def wants(self, path: str, key: str, spec: HasStances, numbers: NumbersByPath) -> Preferences:
        """The preferences from the stances and linkages at a path, without costs and reserve."""
        form, sheet = self._form(path, spec), self.weighing(path, spec).sheet(numbers)
        linkages = form.linkages_at(numbers, sheet.scale)
        return Preferences(key, self.space, sheet.scale, sheet.contributions, form.refused, linkages)

    def weighing(self, path: str, spec: HasStances) -> Weighing:
        """How the weights, values and points at a path become steps of a scale."""
        return self._form(path, spec).weighing

    def _form(self, path: str, spec: HasStances) -> _Form:
        if path not in self._forms:
            refused = {issue: stance.refuses for issue, stance in spec.stances.items()}
            linkages = []
            for name, one in spec.linkages.items():
                at = f"{path}.linkages.{name}"
                linkages.append((name, one.title, self.condition(at, one.when), f"{at}.points"))
            self._forms[path] = _Form(
                Weighing(self.scenario, self.space, path, spec, self.stated),
                tuple(selected(one, refused.get(key)) for key, one in self.scenario.issues.items()),
                tuple(linkages),
            )
        return self._forms[path]

    def condition(self, path: str, when: Mapping[str, OptionCondition] | None) -> Condition:
        """The condition at a path of the file, always met without one; all realizations share it."""
        if path not in self._conditions:
            self._conditions[path] = condition_on(self.scenario.issues, when)
        return self._conditions[path]

    def _costs(
        self, key: str, scale: Scale, numbers: NumbersByPath, effects: Mapping[str, Effects]
    ) -> tuple[Term, ...]:
        """The costs of a round to a party: of delay, and those of blocks."""
        path, spec = f"parties.{key}.cost_of_delay", self.scenario.parties[key].cost_of_delay
        costs = [cost for effect in effects.values() for cost in effect.costs(key)]
        if spec is not None:
            when, points = self.condition(path, spec.when), numbers[f"{path}.points"]
            costs.insert(0, ConditionalCost("cost_of_delay", "Cost of delay", when, points))
        return tuple(Term(cost.key, cost.title, cost.when, scale.steps(cost.points)) for cost in costs)


@dataclass(frozen=True)
class _Form:
    """What no number changes in the preferences at a path; of each linkage key, title, condition and path of points."""

    weighing: Weighing
    refused: tuple[NDArray[np.bool_], ...]
    linkages: tuple[tuple[str, str, Condition, str], ...]

    def linkages_at(self, numbers: NumbersByPath, scale: Scale) -> tuple[Term, ...]:
        """The linkages at given numbers, in steps of a scale."""
        return tuple(Term(name, title, when, scale.steps(numbers[at])) for name, title, when, at in self.linkages)


def _lotteries(party: str, effects: Mapping[str, Effects]) -> tuple[CostlyLottery, ...]:
    return tuple(one for effect in effects.values() for one in effect.lotteries(party))


def _points(costs: Iterable[ConditionalCost]) -> list[float]:
    return [cost.points for cost in costs]
