"""What the parties of a scenario want, and the blocs that ratify for them, once every number is known.

Numbers are given by their path in the file.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.domain.costly_lottery import CostlyLottery
from negosim.domain.discounting import Discount
from negosim.domain.outcomes import OutcomeSpace
from negosim.domain.preferences import GRID, Grid, Preferences, Term, to_grid
from negosim.domain.win_set import Bloc, WinSet
from negosim.scenario.realize.build_conditions import Conditions
from negosim.scenario.realize.build_truce import doubts, is_number_of_commitment
from negosim.scenario.realize.build_war import contest, is_number_of_war, war_cost
from negosim.scenario.spec.parties import DelayCost, DiscountSpec, Linkage, PartySpec, Stance
from negosim.scenario.spec.ratifiers import BlocSpec, RatifierSpec
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import OptionCondition as Selection

__all__ = ["PreferenceBuilder"]


class PreferenceBuilder:
    """Makes preferences and win-sets of a scenario; what doesn't depend on numbers is made once."""

    def __init__(self, scenario: Scenario, conditions: Conditions) -> None:
        self.scenario = scenario
        self.conditions = conditions

    @property
    def space(self) -> OutcomeSpace:
        """The outcome space."""
        return self.conditions.space

    def preferences(self, key: str, numbers: Mapping[str, float]) -> Preferences:
        """What a party wants."""
        at, party = f"parties.{key}", self.scenario.parties[key]
        war = self.scenario.war
        made = Preferences(
            party=key,
            space=self.space,
            contributions=self._contributions(at, party, numbers),
            refused=self._refused[key],
            linkages=tuple(self._linkage(at, name, one, numbers) for name, one in party.linkages.items()),
            costs=(*self._delay(at, party.cost_of_delay, numbers), *war_cost(war, self.space, key, numbers)),
            contests=self._contests(key, numbers),
            reserve=to_grid(numbers[f"{at}.reserve"]) if party.reserve else 0,
            reservation=to_grid(numbers[f"{at}.reservation"]) if party.reservation else None,
            outside=to_grid(numbers[f"{at}.outside_option"]) if party.outside_option else None,
        )
        if party.discount is None:
            return made
        return replace(made, discount=self._discount(f"{at}.discount", party.discount, made, numbers))

    def revised(self, old: Preferences, changes: Iterable[str], numbers: Mapping[str, float]) -> Preferences:
        """What a party wants by other numbers; where only its gambles move, all else is the same object."""
        wants = any(path.startswith(("parties.", "war.cost_per_round.")) for path in changes)
        if wants or self.scenario.parties[old.party].discount is not None:
            return self.preferences(old.party, numbers)
        return replace(old, contests=self._contests(old.party, numbers))

    def _contests(self, key: str, numbers: Mapping[str, float]) -> tuple[CostlyLottery, ...]:
        """What a party gambles on while there is war, and what it doubts of a truce."""
        war, truce = self.scenario.war, self.scenario.commitment
        return (*contest(war, self.space, key, numbers), *doubts(truce, self.space, key, numbers))

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
            key: tuple(self.conditions.mask(issue.key, _refusal(party, issue.key)) for issue in self.space.issues)
            for key, party in self.scenario.parties.items()
        }

    def _linkage(self, at: str, key: str, spec: Linkage, numbers: Mapping[str, float]) -> Term:
        path = f"{at}.linkages.{key}"
        return Term(key, spec.title, self.conditions.at(path, spec.when), to_grid(numbers[f"{path}.points"]))

    def _delay(self, at: str, spec: DelayCost | None, numbers: Mapping[str, float]) -> tuple[Term, ...]:
        if spec is None:
            return ()
        path = f"{at}.cost_of_delay"
        when = self.conditions.at(path, spec.when)
        return (Term("cost_of_delay", "Cost of delay", when, to_grid(numbers[f"{path}.points"])),)

    def touches(self, party: str, path: str) -> bool:
        """Whether a number counts in a party's preferences."""
        war = self.scenario.war
        fights = war is not None and party in war.belligerents
        truce = self.scenario.commitment
        doubting = truce is not None and party in truce.beliefs and is_number_of_commitment(path)
        return path.startswith(f"parties.{party}.") or (fights and is_number_of_war(path)) or doubting

    # Who must ratify

    def win_sets(self, numbers: Mapping[str, float]) -> dict[str, WinSet]:
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
            condition=self.conditions.at(at, spec.when),
        )

    def _bloc(self, at: str, key: str, spec: BlocSpec, total: float, numbers: Mapping[str, float]) -> Bloc:
        """A bloc with its share of all votes and its preferences, which no war and no delay touches."""
        preferences = Preferences(
            party=key,
            space=self.space,
            contributions=self._contributions(at, spec, numbers),
            refused=tuple(self.conditions.mask(issue.key, _refusal(spec, issue.key)) for issue in self.space.issues),
            linkages=tuple(self._linkage(at, name, one, numbers) for name, one in spec.linkages.items()),
            reserve=to_grid(numbers[f"{at}.reserve.points"]) if spec.reserve else 0,
        )
        return Bloc(key, spec.title, numbers[f"{at}.weight"] / total, preferences)


def _refusal(party: PartySpec | BlocSpec, issue: str) -> Selection | None:
    stance = party.stances.get(issue)
    return stance.refuses if stance is not None else None
