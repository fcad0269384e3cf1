"""From weights, values and points to whole steps of a scale: what the stances of a party or bloc are worth, exactly.

With W the sum of its weights as whole numbers without a common divisor, 10^-e the finest decimal of its values and L
the common denominator of values that are worked out, S = W x 10^e x L steps make a point, or a multiple that holds its
other points too. The points of an option are w x v / W, a whole number of steps: nothing is divided.

S is doubled until a point has 2^20 steps, so that what is rounded to steps (discounts, lotteries, aspirations) is so
finely. It is limited, since products with chances of 20 bits have to fit into 64: see `Weighing.sheet`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from negosim.domain.outcomes import OutcomeSpace
from negosim.domain.scale import SAFE, Grid, Scale, finer
from negosim.scenario.blocks import HasStances
from negosim.scenario.realize.stance_values import OptionValues, option_values
from negosim.scenario.realize.stated_numbers import StatedNumbers
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import UncertainNumber, in_wholes

__all__ = ["Sheet", "Weighing"]

MOST_STEPS = 10**10
"""Steps of a point at the most."""
PRODUCTS = 1 << 42
"""What a worth in steps stays below: times a chance of 20 bits it fits into 64.

Less the costs of all rounds it stays below this too where it is discounted, else below `SAFE`.
"""

HUNDREDTHS, MANY = 2, 8
"""The decimals of values that are exact where shares are rounded, and those of values that have more."""

DIVISIONS, WORKED_OUT = 1 << 10, 4
"""The largest L; beyond it values that are worked out are rounded to so many decimals."""

OTHER_POINTS = (
    "reserve",
    "reserve.points",
    "abstains",
    "abstains.points",
    "reservation",
    "outside_option",
    "discount.disagreement",
    "cost_of_delay.points",
)
"""Where points stand below the path of a party or bloc, besides those of linkages."""


class Rounding(NamedTuple):
    """Steps of a point, the decimals to which shares are rounded, and what to know of it, of `{party}`."""

    steps: int
    shares: int
    told: str


ROUNDINGS = (
    Rounding(10**10, 8, "shares of {party} are rounded to 8 decimals"),
    Rounding(10**8, 6, "shares of {party} are rounded to 6 decimals"),
    Rounding(10**4, 6, "points of {party} are rounded to 4 decimals"),
)
"""What is taken in place of exact steps that would be too many: the first that is not too many itself."""


@dataclass(frozen=True)
class Sheet:
    """The scale, the steps of each option by axis, and what was rounded of `{party}`; nothing if it is empty."""

    scale: Scale
    contributions: tuple[Grid, ...]
    told: str = ""


@dataclass(frozen=True)
class StanceForm:
    """A stance without its numbers: its axis, the path of its weight, and what it makes of the options."""

    axis: int
    weight: str
    values: OptionValues


class Weighing:
    """What a party or bloc makes of its weights and values, without their numbers; `path` is where it stands.

    `worth` and `paid` are the points that an outcome may be worth at most, and that all rounds may cost. Where options
    lapse, worths are sums over all rounds.
    """

    def __init__(
        self, scenario: Scenario, space: OutcomeSpace, path: str, spec: HasStances, stated: StatedNumbers
    ) -> None:
        self._without = {axis: np.zeros(size, dtype=np.int64) for axis, size in enumerate(space.shape)}
        self.forms = [
            StanceForm(
                space.axis(issue),
                f"{path}.stances.{issue}.weight",
                option_values(f"{path}.stances.{issue}", stance, scenario.issues[issue], stated),
            )
            for issue, stance in spec.stances.items()
        ]
        own = [f"{path}.linkages.{name}.points" for name in spec.linkages]
        own += [at for name in OTHER_POINTS if (at := f"{path}.{name}") in stated.numbers]
        charged = [at for at in own if at.endswith("cost_of_delay.points")] + stated.added_to(path)
        divisions = math.lcm(*(form.values.divisions for form in self.forms))
        self.divisions = divisions if divisions <= DIVISIONS else None
        self.given = [value for form in self.forms for value in form.values.given]
        values = _most(stated, self.given)
        self.value_decimals = values if self.divisions else max(values, WORKED_OUT)
        self.weight_decimals = _most(stated, (form.weight for form in self.forms))
        self.point_decimals = _most(stated, [*own, *stated.added_to(path)])
        self.worth = math.ceil(100.0 + math.fsum(stated.reach(at) for at in own if at not in charged))
        self.paid = math.ceil(scenario.rounds * math.fsum(map(stated.reach, charged)))
        totals = PRODUCTS if f"{path}.discount.factor" in stated.numbers else SAFE
        rounds = scenario.rounds if any(issue.lapses for issue in scenario.issues.values()) else 1
        self.limit = min(PRODUCTS // self.worth, totals // (self.worth + self.paid)) // rounds

    @property
    def most(self) -> int:
        """The steps of a point that are exact at the most."""
        return min(MOST_STEPS, self.limit)

    def sheet(self, numbers: Mapping[str, float]) -> Sheet:
        """The scale at given numbers, and the steps of every option on it.

        Exact where that takes at most `MOST_STEPS` a point and worths stay inside the bounds of 64-bit arithmetic.
        Else shares are rounded by largest remainder, so that they add up to exactly 1: times a value of two decimals
        they are whole steps, and equal values on all issues come to the same points. Products with values of more
        decimals are rounded half up.
        """
        weights = self._weights(numbers)
        values, least = self._steps_of(sum(weights))
        if least <= self.most:
            steps = finer(least, self.most)
            parts = self._parts(numbers, [w * (steps // values) for w in weights], self.value_decimals, self.divisions)
            return Sheet(Scale(steps), parts, self._worked_out)
        return self._rounded(numbers, weights)

    def _steps_of(self, weights: int) -> tuple[int, int]:
        """Steps of a point that make all products of values whole, by the sum of the weights, and all points too."""
        values = 10**self.value_decimals * (self.divisions or 1) * (weights or 1)
        return values, math.lcm(values, 10**self.point_decimals)

    def _rounded(self, numbers: Mapping[str, float], weights: Sequence[int]) -> Sheet:
        """A scale of fewer steps, on which shares are rounded."""
        rounding = self._rounding
        shares = largest_remainder(weights, 10**rounding.shares)
        decimals = HUNDREDTHS if self.value_decimals <= HUNDREDTHS else MANY
        fewer = 10 ** (rounding.shares + decimals) // rounding.steps
        parts = self._parts(numbers, shares, decimals, None)
        if fewer > 1:
            parts = tuple((part + fewer // 2) // fewer for part in parts)
        return Sheet(Scale(rounding.steps), parts, rounding.told)

    @property
    def _rounding(self) -> Rounding:
        return next((one for one in ROUNDINGS if one.steps <= self.limit), ROUNDINGS[-1])

    def may_be_rounded(self, numbers: Mapping[str, UncertainNumber]) -> str:
        """What is rounded of `{party}` in some draws, or at given numbers; nothing where every draw is exact.

        Weights of a draw may have no common divisor, so that their sum may be any up to the largest.
        """
        paths = [form.weight for form in self.forms]
        if all(numbers[path].certain for path in paths):
            return self.sheet({path: number.centre for path, number in numbers.items()}).told
        largest = sum(in_wholes((numbers[path].high for path in paths), self.weight_decimals))
        if self._steps_of(largest)[1] > self.most:
            return f"in some draws {self._rounding.told}"
        return self._worked_out

    @property
    def _worked_out(self) -> str:
        """Which values are rounded though shares are not; nothing where none is."""
        if self.divisions:
            return ""
        about = dict.fromkeys(form.values.about for form in self.forms if form.values.divisions > 1)
        return f"values of {{party}} {' and '.join(about)} are rounded to {WORKED_OUT} decimals"

    @property
    def bounded(self) -> bool:
        """Whether some scale holds the numbers: they are refused otherwise."""
        return self.limit >= ROUNDINGS[-1].steps

    def _weights(self, numbers: Mapping[str, float]) -> list[int]:
        """The weights as whole numbers without a common divisor."""
        weights = in_wholes((numbers[form.weight] for form in self.forms), self.weight_decimals)
        divisor = math.gcd(*weights) or 1
        return [weight // divisor for weight in weights]

    def _parts(
        self, numbers: Mapping[str, float], factors: Sequence[int], decimals: int, divisions: int | None
    ) -> tuple[Grid, ...]:
        """The values of each stance times its factor; nothing on issues without one."""
        given = np.array(in_wholes(map(numbers.__getitem__, self.given), decimals), dtype=np.int64)
        parts, first = dict(self._without), 0
        for form, factor in zip(self.forms, factors, strict=True):
            last = first + len(form.values.given)
            parts[form.axis] = form.values.parts(given[first:last], numbers, decimals, divisions) * factor
            first = last
        return tuple(parts.values())


def _most(stated: StatedNumbers, paths: Iterable[str]) -> int:
    """The most decimals of some numbers."""
    return max(map(stated.decimals, paths), default=0)


def largest_remainder(weights: Sequence[int], total: int) -> list[int]:
    """Weights scaled to a sum of `total` in whole numbers: what rounding down leaves goes to the largest remainders.

    >>> largest_remainder([1, 1, 1], 100)
    [34, 33, 33]
    """
    whole_sum = sum(weights)
    if not whole_sum:
        return list(weights)
    parts, rest = zip(*(divmod(weight * total, whole_sum) for weight in weights), strict=True)
    first = sorted(range(len(weights)), key=lambda place: -rest[place])[: total - sum(parts)]
    return [part + (place in first) for place, part in enumerate(parts)]
