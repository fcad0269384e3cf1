"""What a stance makes of the options of its issue, exactly: values that are given, or distances from a position.

Values come in parts of a common denominator, so that nothing is divided: those between given ones lie on straight
lines, and with a position an option is worth 100 less its distance as a share of the range, times 100.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from negosim.domain.scale import SAFE, Grid
from negosim.scenario.realize.stated_numbers import StatedNumbers
from negosim.scenario.spec.issues import IssueSpec
from negosim.scenario.spec.parties import Stance
from negosim.scenario.spec.values import decimals, in_wholes

__all__ = ["OptionValues", "option_values", "values_from"]

BEST = 100
"""What the best option of a stance is worth."""

NONE: Grid = np.zeros(0, dtype=np.int64)
"""No values given."""


class OptionValues(Protocol):
    """The values of all options, without the numbers on which they rest.

    `given` are the paths of values among them; `divisions` is the denominator of the others; `about` says which these
    are, for what has to be rounded.
    """

    @property
    def given(self) -> tuple[str, ...]:
        """Paths of the values that are given."""

    @property
    def divisions(self) -> int:
        """Common denominator of the values that are worked out."""

    @property
    def about(self) -> str:
        """Which values are worked out."""

    def parts(self, given: Grid, numbers: Mapping[str, float], places: int, divisions: int | None) -> Grid:
        """The values of all options in parts of 1/(10^places x divisions), from those `given`, in parts of 1/10^places.

        Without divisions they are rounded half up to `places` decimals.
        """


def option_values(path: str, stance: Stance, issue: IssueSpec, stated: StatedNumbers) -> OptionValues:
    """The values of a stance at a path of the file."""
    if stance.position is not None:
        return FromPosition.on(issue, f"{path}.position", stated.decimals(f"{path}.position"))
    return GivenValues.on(issue, f"{path}.values", stance)


def values_from(position: float, issue: IssueSpec) -> NDArray[np.float64]:
    """What the options of an issue are worth from a position, 0 to 100."""
    form = FromPosition.on(issue, "", decimals(position))
    return np.asarray(form.parts(NONE, {"": position}, 0, form.divisions) / form.divisions)


@dataclass(frozen=True)
class Interpolation:
    """Values on straight lines: option k lies `up[k]` of `steps[k]` steps above the `lower[k]`-th given value.

    It lies `down[k]` below the next one.
    """

    lower: NDArray[np.intp]
    up: Grid
    down: Grid
    steps: Grid

    @classmethod
    def between(cls, given: Sequence[int], options: int) -> Interpolation:
        """Between options whose values are given, by their rising numbers, the first and the last among them."""
        places = np.arange(options)
        lower = np.minimum(np.searchsorted(given, places, side="right") - 1, len(given) - 2)
        at = np.asarray(given, dtype=np.int64)
        return cls(lower, places - at[lower], at[lower + 1] - places, np.diff(at)[lower])

    def of(self, given: Grid, divisions: int | None) -> Grid:
        """The values of all options in parts of 1/divisions, or rounded half up where that is None."""
        sums = given[self.lower] * self.down + given[self.lower + 1] * self.up
        if divisions is None:
            return np.asarray((sums + self.steps // 2) // self.steps)
        return np.asarray(sums * (divisions // self.steps))


@dataclass(frozen=True)
class GivenValues:
    """Values that a stance gives: of every option, or of some numbers of an amount with lines between them."""

    given: tuple[str, ...]
    line: Interpolation | None
    about = "between those given"

    @classmethod
    def on(cls, issue: IssueSpec, path: str, stance: Stance) -> GivenValues:
        """Those of a stance, each below a path."""
        places = {option: issue.option_keys.index(option) for option in stance.values}
        options = sorted(places, key=places.__getitem__)
        line = None
        if issue.amount is not None and len(options) > 1:
            line = Interpolation.between([places[option] for option in options], len(issue.option_keys))
        return cls(tuple(f"{path}.{option}" for option in options), line)

    @property
    def divisions(self) -> int:
        """The least common multiple of the distances between given values."""
        return 1 if self.line is None else math.lcm(*map(int, np.unique(self.line.steps)))

    def parts(self, given: Grid, numbers: Mapping[str, float], places: int, divisions: int | None) -> Grid:
        """The values of all options."""
        if self.line is not None:
            return self.line.of(given, divisions)
        return given if divisions in (None, 1) else given * divisions


@dataclass(frozen=True)
class FromPosition:
    """Values by the distance from a position on the line of an ordered issue.

    `line` is where the options lie, and `span` the length of the line, as wholes of `places` decimals. A position that
    is shifted beyond an end counts as that end.
    """

    position: str
    line: tuple[int, ...]
    span: int
    places: int
    given: tuple[str, ...] = ()
    about = "by the distance from a position"

    @classmethod
    def on(cls, issue: IssueSpec, path: str, stated: int) -> FromPosition:
        """Those of a position at a path that is stated with so many decimals."""
        scale = issue.scale() or ()
        places = max([stated, *map(decimals, scale)])
        line = tuple(in_wholes(scale, places))
        return cls(path, line, max(line) - min(line), places)

    @property
    def divisions(self) -> int:
        """The denominator of a hundredth part of the span."""
        return Fraction(BEST, self.span).denominator

    def parts(self, given: Grid, numbers: Mapping[str, float], places: int, divisions: int | None) -> Grid:
        """The values of all options: 100 x (span - distance) / span."""
        [at] = in_wholes([numbers[self.position]], self.places)
        at = min(max(at, min(self.line)), max(self.line))
        factor = BEST * 10**places
        small = factor * self.span < SAFE
        nearness = self.span - abs(np.array(self.line, dtype=np.int64 if small else object) - at)
        if divisions is None:
            rounded = (nearness * factor + self.span // 2) // self.span
            return np.asarray(rounded, dtype=np.int64)
        return np.asarray(nearness * (factor * divisions // self.span), dtype=np.int64)
