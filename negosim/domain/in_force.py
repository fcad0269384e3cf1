"""What is in force of all that is agreed: an issue that waits for others counts only while its condition holds.

Such a condition is a condition precedent before it is first met, and after that its breach suspends what was agreed
(Vienna Convention on the Law of Treaties, 1969, art. 60). Consent and promises speak of what is agreed; points, costs
and all that happens besides the talks of what is in force.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.caching import weak_cache
from negosim.domain.conditions import Condition

__all__ = ["NOTHING_WAITS", "InForce"]

Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class InForce:
    """The issues that wait, by axis, each with the condition on the others; what waits stands at `status_quo`.

    Beginning with all that is agreed, every issue whose condition does not hold is taken back, until nothing changes:
    at most as many passes as issues. So two issues that wait for each other come into force together, and where one is
    withdrawn the other is suspended with it.
    """

    status_quo: tuple[int, ...] = ()
    waits: Mapping[int, Condition] = field(default_factory=dict)

    def of(self, agreed: Sequence[int]) -> tuple[int, ...]:
        """What is in force of an outcome that is agreed."""
        if not self.waits:
            return tuple(agreed)
        outcome = list(agreed)
        while back := [axis for axis in self._away(outcome) if not self.waits[axis].met_by(outcome)]:
            for axis in back:
                outcome[axis] = self.status_quo[axis]
        return tuple(outcome)

    def suspended(self, agreed: Sequence[int]) -> tuple[int, ...]:
        """The issues that are agreed and not in force, by axis."""
        return tuple(axis for axis, option in enumerate(self.of(agreed)) if option != agreed[axis])

    def _away(self, outcome: Sequence[int]) -> list[int]:
        """The issues that wait and are not at their status quo."""
        return [axis for axis in self.waits if outcome[axis] != self.status_quo[axis]]

    # What depends on what

    def bearing_on(self, issues: Collection[int]) -> frozenset[int]:
        """Some issues, and all on which it depends whether they are in force."""
        return frozenset(issues).union(*(self._bearing[axis] for axis in issues if axis in self.waits))

    @cached_property
    def scopes(self) -> tuple[frozenset[int], ...]:
        """The issues that each issue that waits is tied to, itself included."""
        return tuple(self._bearing.values())

    @cached_property
    def _bearing(self) -> dict[int, frozenset[int]]:
        """An issue that waits -> all that it waits for, and that these wait for."""
        found = {axis: frozenset((axis, *condition.options)) for axis, condition in self.waits.items()}
        while (wider := {axis: _with_theirs(known, found) for axis, known in found.items()}) != found:
            found = wider
        return found

    def places(self, axes: Sequence[int], shape: Sequence[int]) -> Places:
        """For every outcome over `axes`, by its index, the index of what is in force of it: an array (outcomes,).

        Issues of which not all that bears on them is among `axes` are taken as agreed.
        """
        return self._places(tuple(axes), tuple(shape))

    @weak_cache
    def _places(self, axes: tuple[int, ...], shape: tuple[int, ...]) -> Places:
        """The places, shared by all draws of a scenario."""
        inner = tuple(shape[axis] for axis in axes)
        options = np.indices(inner, dtype=np.intp).reshape(len(inner), -1)
        self._take_back(axes, options)
        return np.asarray(np.ravel_multi_index(tuple(options), inner))

    def within(
        self, condition: Condition, axes: Sequence[int], stands: Sequence[int], shape: Sequence[int]
    ) -> NDArray[np.bool_]:
        """`Condition.within`, by what is in force of every outcome."""
        if not self.waits:
            return condition.within(axes, stands, shape)
        inner = np.indices([shape[axis] for axis in axes], dtype=np.intp).reshape(len(axes), -1)
        outside = {axis: np.full(inner.shape[1], option) for axis, option in enumerate(stands)}
        return self.met(condition, outside | dict(zip(axes, inner, strict=True)))

    def met(self, condition: Condition, options: Mapping[int, Places]) -> NDArray[np.bool_]:
        """Which outcomes meet a condition by what is in force of them, from the options of all that bears on it."""
        axes = sorted(self.bearing_on(condition.options))
        rows = np.array([options[axis] for axis in axes], dtype=np.intp)
        self._take_back(axes, rows)
        return _on(axes, condition).met_over(rows)

    def _take_back(self, axes: Sequence[int], options: Places) -> None:
        """`of` for many outcomes over some issues, in place: an array (issues, outcomes)."""
        inside = [axis for axis in self.waits if self._bearing[axis] <= set(axes)]
        waits = [(axes.index(axis), self.status_quo[axis], _on(axes, self.waits[axis])) for axis in inside]
        back = [np.True_]
        while any(one.any() for one in back):
            back = [~held.met_over(options) & (options[at] != status_quo) for at, status_quo, held in waits]
            for (at, status_quo, _), rows in zip(waits, back, strict=True):
                options[at, rows] = status_quo


def _on(axes: Sequence[int], condition: Condition) -> Condition:
    """A condition by the places of its issues among some."""
    return Condition({axes.index(axis): mask for axis, mask in condition.options.items()})


def _with_theirs(known: frozenset[int], found: Mapping[int, frozenset[int]]) -> frozenset[int]:
    return known.union(*(found[axis] for axis in known if axis in found))


NOTHING_WAITS = InForce()
"""All that is agreed is in force."""
