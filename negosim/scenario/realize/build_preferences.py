"""The preferences of the parties once every number is known, each number by its path in the file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from negosim.domain.costly_lottery import CostlyLottery
from negosim.domain.discounting import Discount
from negosim.domain.outcomes import Condition, OutcomeSpace
from negosim.domain.preferences import GRID, Grid, Preferences, Term, to_grid
from negosim.scenario.blocks import Effects, HasStances
from negosim.scenario.format import file_blocks
from negosim.scenario.spec.parties import Stance
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import OptionCondition

__all__ = ["PreferenceBuilder"]

NumbersByPath = Mapping[str, float]


class PreferenceBuilder:
    """Builds the preferences of a scenario and the effects of its blocks; what no number changes is built once."""

    def __init__(self, scenario: Scenario, space: OutcomeSpace) -> None:
        self.scenario = scenario
        self.space = space
        self.blocks = {key: block for key, block in file_blocks().items() if scenario.blocks.get(key)}
        self._refusals: dict[str, tuple[NDArray[np.bool_], ...]] = {}
        self._conditions: dict[str, Condition] = {}

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
        made = replace(
            self.wants(at, key, party, numbers),
            costs=self._costs(key, numbers, effects),
            contests=_gambles(key, effects),
            reserve=to_grid(numbers[f"{at}.reserve"]) if party.reserve else 0,
            reservation=to_grid(numbers[f"{at}.reservation"]) if party.reservation else None,
            outside=to_grid(numbers[f"{at}.outside_option"]) if party.outside_option else None,
        )
        if party.discount is None:
            return made
        # On what lies above the disagreement: the points given, or else those of the status quo.
        given = party.discount.disagreement is not None
        base = to_grid(numbers[f"{at}.discount.disagreement"]) if given else made.points(self.space.status_quo)
        return replace(made, discount=Discount(numbers[f"{at}.discount.factor"], base))

    def revised(
        self, old: Preferences, changes: Iterable[str], numbers: NumbersByPath, effects: Mapping[str, Effects]
    ) -> Preferences:
        """The preferences of a party at other numbers; whatever no change touches stays the same object."""
        key = old.party
        own = any(path.startswith(f"parties.{key}.") for path in changes)
        if own or self.scenario.parties[key].discount is not None:
            return self.preferences(key, numbers, effects)
        costs = self._costs(key, numbers, effects)
        same = [cost.points for cost in costs] == [cost.points for cost in old.costs]
        return replace(old, costs=old.costs if same else costs, contests=_gambles(key, effects))

    def wants(self, path: str, key: str, spec: HasStances, numbers: NumbersByPath) -> Preferences:
        """The preferences from the stances and linkages at a path, without costs and reserve."""
        if path not in self._refusals:
            refused = {issue: stance.refuses for issue, stance in spec.stances.items()}
            self._refusals[path] = tuple(self._mask(one.key, refused.get(one.key)) for one in self.space.issues)
        linkages = []
        for name, one in spec.linkages.items():
            at = f"{path}.linkages.{name}"
            linkages.append(Term(name, one.title, self.condition(at, one.when), to_grid(numbers[f"{at}.points"])))
        contributions = self._contributions(path, spec, numbers)
        return Preferences(key, self.space, contributions, self._refusals[path], tuple(linkages))

    def condition(self, path: str, when: Mapping[str, OptionCondition] | None) -> Condition:
        """The condition at a path of the file, always met without one; all realizations share it."""
        if path not in self._conditions:
            masks = {self.space.axis(key): self._mask(key, selection) for key, selection in (when or {}).items()}
            self._conditions[path] = Condition(masks)
        return self._conditions[path]

    def _mask(self, issue: str, selection: OptionCondition | None) -> NDArray[np.bool_]:
        """The options of an issue that are selected, none where nothing is."""
        spec = self.scenario.issues[issue]
        mask = np.zeros(len(spec.option_keys), dtype=np.bool_)
        if selection is not None:
            mask[list(spec.selected(selection))] = True
        return mask

    def _contributions(self, path: str, spec: HasStances, numbers: NumbersByPath) -> tuple[Grid, ...]:
        """Share x value / 100 of every option, on the grid; shares are the weights scaled to a sum of 100."""
        weights = {issue: numbers[f"{path}.stances.{issue}.weight"] for issue in spec.stances}
        total = math.fsum(weights.values()) or 1.0  # the same in any order of the issues
        parts: list[Grid] = [np.zeros(len(issue), dtype=np.int64) for issue in self.space.issues]
        for key, stance in spec.stances.items():
            values = self._values(key, stance, f"{path}.stances.{key}.values", numbers)
            parts[self.space.axis(key)] = np.rint(weights[key] * 100.0 / total * values / 100.0 * GRID).astype(np.int64)
        return tuple(parts)

    def _values(self, key: str, stance: Stance, at: str, numbers: NumbersByPath) -> NDArray[np.float64]:
        """Values of all options; for an amount on straight lines between the numbers given."""
        spec = self.scenario.issues[key]
        if spec.amount is None:
            return np.array([numbers[f"{at}.{option}"] for option in spec.option_keys])
        given = sorted((float(option), numbers[f"{at}.{option}"]) for option in stance.values)
        return np.asarray(np.interp(spec.amount.grid, [x for x, _ in given], [value for _, value in given]))

    def _costs(self, key: str, numbers: NumbersByPath, effects: Mapping[str, Effects]) -> tuple[Term, ...]:
        """The costs of a round to a party: of delay, and those of blocks."""
        path, spec = f"parties.{key}.cost_of_delay", self.scenario.parties[key].cost_of_delay
        charged = tuple(cost for effect in effects.values() for cost in effect.costs(key))
        if spec is None:
            return charged
        when = self.condition(path, spec.when)
        return (Term("cost_of_delay", "Cost of delay", when, to_grid(numbers[f"{path}.points"])), *charged)


def _gambles(party: str, effects: Mapping[str, Effects]) -> tuple[CostlyLottery, ...]:
    return tuple(gamble for effect in effects.values() for gamble in effect.gambles(party))
