"""What the war of a scenario makes of its belligerents' preferences: a contest on the outcome, and a cost a round."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from negosim.domain.costly_lottery import CostlyLottery, chance_from
from negosim.domain.outcomes import Condition, OutcomeSpace
from negosim.domain.preferences import Term, to_grid
from negosim.scenario.spec.war import WarSpec

__all__ = ["FRONT", "believed", "contest", "is_number_of_war", "war_cost"]

FRONT = "war.front"
"""Path under which a reading holds the place of the front, once it has moved."""


def is_number_of_war(path: str) -> bool:
    """Whether a number decides what fighting on is worth."""
    return path.startswith("war.")


def believed(war: WarSpec, party: str, numbers: Mapping[str, float]) -> float:
    """A belligerent's chance to win the war by its own belief, from where the front is (Slantchev 2003).

    The chances of its two types, weighed by how likely it holds each: the gambler's ruin from the place of the front.
    """
    at, places = f"war.beliefs.{party}", war.front.places
    place = numbers.get(FRONT, float(war.front.start))
    strong, weak = (chance_from(place, places, numbers[f"{at}.{one}"]) for one in ("strong", "weak"))
    first = numbers[f"{at}.prior"] * strong + (1.0 - numbers[f"{at}.prior"]) * weak
    return first if party == war.belligerents[0] else 1.0 - first


def contest(
    war: WarSpec | None, space: OutcomeSpace, party: str, numbers: Mapping[str, float]
) -> tuple[CostlyLottery, ...]:
    """What fighting on means for a party; nothing for those who don't fight."""
    if war is None or party not in war.belligerents:
        return ()
    first, second = war.belligerents
    other = second if party == first else first
    won, lost = (tuple(sorted(space.term(*named) for named in war.imposed[one].items())) for one in (party, other))
    return (CostlyLottery((space.term(war.issue, war.option),), won, lost, to_grid(believed(war, party, numbers))),)


def war_cost(war: WarSpec | None, space: OutcomeSpace, party: str, numbers: Mapping[str, float]) -> tuple[Term, ...]:
    """What a round of war costs a party, while it goes on."""
    path = f"war.cost_per_round.{party}"
    if war is None or path not in numbers:
        return ()
    axis, option = space.term(war.issue, war.option)
    mask = np.arange(space.shape[axis]) == option
    return (Term("war", war.title, Condition({axis: mask}), to_grid(numbers[path])),)
