"""Constraints: what can come together in an outcome, the feasible set of the talks.

A package that moves one of a constraint's issues must lead to an outcome that meets it, the other issues as agreed.
What stands at first may break it, and a package that moves none of its issues is free. Amounts are whole numbers, so
that what sums to a hundred does so exactly.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from negosim.domain.conditions import Condition

__all__ = ["UNBOUNDED", "Constraint", "Implication", "Mask", "Sum", "permitted"]

Mask = NDArray[np.bool_]

UNBOUNDED = 1 << 62
"""What no sum of amounts reaches, up or down."""


@dataclass(frozen=True, eq=False)
class Constraint(ABC):
    """A constraint on the issues in `axes`."""

    key: str
    title: str

    @property
    @abstractmethod
    def axes(self) -> frozenset[int]:
        """The issues that it is about."""

    @abstractmethod
    def met_by(self, outcome: Sequence[int]) -> bool:
        """Whether an outcome meets it."""

    @abstractmethod
    def within(self, axes: Sequence[int], stands: Sequence[int], shape: Sequence[int]) -> Mask:
        """Which outcomes over `axes` meet it, with other issues as they stand: an array (outcomes,)."""

    def leaving(self, free: Collection[int]) -> Constraint | None:
        """What it asks of the other issues if some stay free: that some choice on these meets it; None if nothing."""
        return self if self.axes.isdisjoint(free) else None

    def permits(self, outcome: Sequence[int], stands: Sequence[int], renewed: frozenset[int] = frozenset()) -> bool:
        """Whether a package may lead from what stands to an outcome: it touches none of its issues, or meets it."""
        touched = not self.axes.isdisjoint(renewed) or any(outcome[axis] != stands[axis] for axis in self.axes)
        return not touched or self.met_by(outcome)

    def permitted(
        self,
        axes: Sequence[int],
        stands: Sequence[int],
        shape: Sequence[int],
        renewed: frozenset[int] = frozenset(),
    ) -> Mask:
        """`permits`, for all outcomes over `axes`: an array (outcomes,)."""
        if not self.axes.isdisjoint(renewed):
            return self.within(axes, stands, shape)
        still = Condition({axis: np.arange(shape[axis]) == stands[axis] for axis in self.axes})
        return still.within(axes, stands, shape) | self.within(axes, stands, shape)


@dataclass(frozen=True, eq=False)
class Implication(Constraint):
    """What meets `when` must meet `then`: it says *requires*, *excludes* and *only if* alike."""

    when: Condition
    then: Condition

    @cached_property
    def axes(self) -> frozenset[int]:
        """The issues that it is about."""
        return frozenset((*self.when.options, *self.then.options))

    def met_by(self, outcome: Sequence[int]) -> bool:
        """Whether an outcome meets it."""
        return not self.when.met_by(outcome) or self.then.met_by(outcome)

    def leaving(self, free: Collection[int]) -> Constraint | None:
        """Nothing where a free issue can keep `when` from being met; else the same without the free issues."""
        if any(not mask.all() for axis, mask in self.when.options.items() if axis in free):
            return None
        when, then = (
            {axis: mask for axis, mask in one.options.items() if axis not in free} for one in (self.when, self.then)
        )
        return Implication(self.key, self.title, Condition(when), Condition(then)) if then else None

    def within(self, axes: Sequence[int], stands: Sequence[int], shape: Sequence[int]) -> Mask:
        """Which outcomes over `axes` meet it, with other issues as they stand."""
        return ~self.when.within(axes, stands, shape) | self.then.within(axes, stands, shape)


@dataclass(frozen=True, eq=False)
class Sum(Constraint):
    """The sum of what the options of some issues count lies between two bounds.

    `amounts` has, by axis, what each option counts, and `low` and `high` are the bounds, both possible: whole numbers
    in one unit, of which there are `units` in one as the file writes it.
    """

    amounts: Mapping[int, NDArray[np.int64]]
    low: int
    high: int
    units: int = 1

    @cached_property
    def axes(self) -> frozenset[int]:
        """The issues that it is about."""
        return frozenset(self.amounts)

    def leaving(self, free: Collection[int]) -> Constraint | None:
        """Bounds wider by what the free issues can add or take away."""
        parts = [counts for axis, counts in self.amounts.items() if axis in free]
        rest = {axis: counts for axis, counts in self.amounts.items() if axis not in free}
        least, most = (sum(int(bound(counts)) for counts in parts) for bound in (np.min, np.max))
        return Sum(self.key, self.title, rest, self.low - most, self.high - least, self.units) if rest else None

    def total(self, outcome: Sequence[int]) -> int:
        """What an outcome comes to."""
        return sum(int(counts[outcome[axis]]) for axis, counts in self.amounts.items())

    def met_by(self, outcome: Sequence[int]) -> bool:
        """Whether an outcome meets it."""
        return self.low <= self.total(outcome) <= self.high

    def within(self, axes: Sequence[int], stands: Sequence[int], shape: Sequence[int]) -> Mask:
        """Which outcomes over `axes` meet it, with other issues as they stand."""
        settled = sum(int(counts[stands[axis]]) for axis, counts in self.amounts.items() if axis not in axes)
        none = np.zeros(1, dtype=np.int64)
        parts = np.ix_(*(self.amounts.get(axis, none) for axis in axes))
        total = reduce(np.add, parts, np.asarray(settled, dtype=np.int64))
        met = (self.low <= total) & (total <= self.high)
        return np.broadcast_to(met, [shape[axis] for axis in axes]).reshape(-1)


def permitted(
    constraints: Iterable[Constraint],
    axes: Sequence[int],
    shape: Sequence[int],
    stands: Sequence[int] | None = None,
    renewed: frozenset[int] = frozenset(),
) -> Mask | None:
    """Which outcomes over `axes` all constraints permit, given what stands and what is renewed.

    Without what stands, which meet them.

    None where no constraint is about one of the issues.
    """
    about = [one for one in constraints if not one.axes.isdisjoint(axes)]
    if stands is None:
        masks = [one.within(axes, [0] * len(shape), shape) for one in about]
    else:
        masks = [one.permitted(axes, stands, shape, renewed) for one in about]
    return np.logical_and.reduce(masks) if masks else None
