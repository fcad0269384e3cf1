"""What a war comes to at given numbers: the cost of a round of it, and each side's costly lottery on its end."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from negosim.domain.costly_lottery import CostlyLottery, Terms
from negosim.domain.fixed_point import in_20_bits
from negosim.domain.outcomes import OutcomeSpace
from negosim.negotiation.environment.war_spec import WarSpec
from negosim.scenario.blocks import Builder, ConditionalCost, Effects
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.values import OptionCondition
from negosim.theory.bargaining.costly_war import chance_from

__all__ = ["FRONT", "WarEffects", "believed", "imposed", "place_of_front", "war_effects"]

FRONT = "war.front"
"""Path of the place of the front in a realization, once it has moved."""


class WarEffects(Effects):
    """The costly lottery of each belligerent, and its cost of a round of war."""

    def __init__(self, war: WarSpec, builder: Builder, numbers: Mapping[str, float]) -> None:
        self.war, self.space, self.numbers = war, builder.space, numbers
        self._fought = {
            option: builder.condition(f"war.option.{option}", {war.issue: OptionCondition((option,))})
            for option in war.fought
        }

    def costs(self, party: str) -> tuple[ConditionalCost, ...]:
        """The cost of a round of war to a belligerent."""
        if party not in self.war.belligerents:
            return ()
        points, title = self.numbers[f"war.cost_per_round.{party}"], self.war.title
        return tuple(
            ConditionalCost("war", title, when, points * self.war.intensity(option, self.numbers))
            for option, when in self._fought.items()
        )

    def lotteries(self, party: str) -> tuple[CostlyLottery, ...]:
        """While there is war, a belligerent has a lottery on what either side would impose."""
        return self._lotteries.get(party, ())

    @cached_property
    def _lotteries(self) -> dict[str, tuple[CostlyLottery, ...]]:
        fought = [(self.space.term(self.war.issue, option),) for option in self.war.fought]
        first, second = self.war.belligerents
        won = {side: imposed(self.war, self.space, side) for side in (first, second)}
        return {
            side: tuple(CostlyLottery(when, won[side], won[other], in_20_bits(chance)) for when in fought)
            for (side, chance), other in zip(self.believed.items(), (second, first), strict=True)
        }

    @property
    def believed(self) -> dict[str, float]:
        """Each belligerent's own chance to win, as it sees it."""
        return {side: believed(self.war, side, self.numbers) for side in self.war.belligerents}

    @property
    def chance(self) -> float:
        """The first belligerent's chance to win, as it is."""
        return chance_from(place_of_front(self.war, self.numbers), self.war.front.places, self.numbers["war.battle"])


def war_effects(realization: Realization) -> WarEffects | None:
    """The war of a realization, if there is one."""
    found = realization.effects.get("war")
    return found if isinstance(found, WarEffects) else None


def believed(war: WarSpec, party: str, numbers: Mapping[str, float]) -> float:
    """A belligerent's believed chance to win the war, from the place of the front (Slantchev 2003).

    The gambler's ruin of each type, weighted by the belief in that type.
    """
    at, places, place = f"war.beliefs.{party}", war.front.places, place_of_front(war, numbers)
    strong, weak = (chance_from(place, places, numbers[f"{at}.{one}"]) for one in ("strong", "weak"))
    first = numbers[f"{at}.prior"] * strong + (1.0 - numbers[f"{at}.prior"]) * weak
    return first if party == war.belligerents[0] else 1.0 - first


def place_of_front(war: WarSpec, numbers: Mapping[str, float]) -> float:
    """The place of the front."""
    return numbers.get(FRONT, float(war.front.start))


def imposed(war: WarSpec, space: OutcomeSpace, side: str) -> Terms:
    """What a belligerent would impose, in the order of the issues."""
    return tuple(sorted(space.term(issue, option) for issue, option in war.imposed[side].items()))
