"""Issues, their options, and the space of all outcomes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.domain.conditions import Condition
from negosim.domain.constraints import Constraint
from negosim.domain.in_force import InForce
from negosim.domain.lapses import NOTHING_LAPSES, Lapses
from negosim.errors import UsageError, did_you_mean

__all__ = ["TABLE_LIMIT", "Issue", "Option", "Outcome", "OutcomeSpace"]

TABLE_LIMIT = 10**6
"""The largest space held in a table; larger ones are searched by cliques."""

UNITS, ROUGH = 1 << 40, 1 << 30
"""The most units of a line that are counted exactly, and the units of a longer one."""

Option = str | int | float
"""An option as written in the scenario: a key, or a number of an amount."""

Outcome = tuple[int, ...]
"""The number of an option for each issue."""


@dataclass(frozen=True)
class Issue:
    """A matter in dispute: its options, its status quo, and whose consent each option needs.

    `consent[k]` are the parties whose agreement moves the issue to option k. `positions` are the positions of ordered
    options on a line (the numbers of an amount), or None.
    """

    key: str
    title: str
    options: tuple[Option, ...]
    labels: tuple[str, ...]
    status_quo: int
    consent: tuple[frozenset[str], ...]
    positions: tuple[float, ...] | None = None
    unit: str = ""

    def __len__(self) -> int:
        return len(self.options)

    def number(self, option: Option) -> int:
        """The number of an option; `UsageError` with the nearest name if it is unknown."""
        if option in self.options:
            return self.options.index(option)
        help_ = did_you_mean(str(option), [str(known) for known in self.options])
        raise UsageError(f"no option {option!r} of issue {self.key!r}: {help_}")

    @cached_property
    def line(self) -> NDArray[np.int64] | None:
        """The positions as whole numbers from 0, in the largest unit that makes them whole; None without an order.

        Where that takes more than 2^40 units, in 2^30 units, rounded.
        """
        if self.positions is None:
            return None
        written = [Decimal(repr(float(one))) for one in self.positions]
        finest = min(0, *(int(one.as_tuple().exponent) for one in written))
        wholes = [int(one.scaleb(-finest)) for one in written]
        least = min(wholes)
        unit = math.gcd(*(one - least for one in wholes)) or 1
        units = [(one - least) // unit for one in wholes]
        span = max(units)
        return np.array(units if span <= UNITS else [one * ROUGH // span for one in units], dtype=np.int64)

    def distances(self, option: int) -> NDArray[np.float64]:
        """Distances of all options from one, 0 to 1: by position, or 0 and 1 if options have no order."""
        if self.positions is None:
            return np.asarray(np.arange(len(self)) != option, dtype=np.float64)
        line = np.asarray(self.positions, dtype=np.float64)
        return np.asarray(np.abs(line - line[option]) / (np.ptp(line) or 1.0))


class OutcomeSpace:
    """All outcomes of some issues, and conversions between option numbers, keys and a single index.

    The last issue varies fastest, as in `numpy.ravel_multi_index`. `size` is a Python integer of any magnitude.
    `constraints` say what can come together. `waits` has the condition of each issue that is in force only while others
    are settled so; `in_force` says what is. `lapses` are the options that run out.
    """

    def __init__(
        self,
        issues: Iterable[Issue],
        constraints: Iterable[Constraint] = (),
        waits: Mapping[int, Condition] | None = None,
        lapses: Lapses = NOTHING_LAPSES,
    ) -> None:
        self.issues: tuple[Issue, ...] = tuple(issues)
        self.constraints: tuple[Constraint, ...] = tuple(constraints)
        self.shape: tuple[int, ...] = tuple(len(issue) for issue in self.issues)
        self.size: int = math.prod(self.shape)
        self.status_quo: Outcome = tuple(issue.status_quo for issue in self.issues)
        self.in_force = InForce(self.status_quo, waits or {})
        self.lapses = lapses

    @cached_property
    def axes(self) -> dict[str, int]:
        """Key of an issue -> its axis in an outcome."""
        return {issue.key: axis for axis, issue in enumerate(self.issues)}

    def axis(self, key: str) -> int:
        """The axis of an issue; `UsageError` with the nearest key if it is unknown."""
        if key not in self.axes:
            raise UsageError(f"no issue {key!r}: {did_you_mean(key, list(self.axes))}")
        return self.axes[key]

    def issue(self, key: str) -> Issue:
        """An issue by its key; `UsageError` with the nearest key if it is unknown."""
        return self.issues[self.axis(key)]

    def term(self, issue: str, option: str) -> tuple[int, int]:
        """Axis and number of an option by the keys of a file, where numbers of an amount are text.

        >>> OutcomeSpace([Issue("aid", "Aid", (0, 50), ("0", "50"), 0, (frozenset(), frozenset()))]).term("aid", "50")
        (0, 1)
        """
        axis = self.axis(issue)
        return axis, [str(one) for one in self.issues[axis].options].index(option)

    def index(self, outcome: Sequence[int]) -> int:
        """The index of an outcome, from 0."""
        index = 0
        for options, number in zip(self.shape, outcome, strict=True):
            index = index * options + number
        return index

    def outcome(self, index: int) -> Outcome:
        """The outcome with an index."""
        numbers = []
        for options in reversed(self.shape):
            index, number = divmod(index, options)
            numbers.append(number)
        return tuple(reversed(numbers))

    def named(self, outcome: Sequence[int]) -> dict[str, Option]:
        """An outcome as key of issue -> option, as in files and reports."""
        return {issue.key: issue.options[number] for issue, number in zip(self.issues, outcome, strict=True)}

    def numbered(self, named: Mapping[str, Option]) -> Outcome:
        """The outcome from options by key of issue: the inverse of `named`."""
        return tuple(issue.number(named[issue.key]) for issue in self.issues)
