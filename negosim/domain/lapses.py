"""Options that run out: which outcome stands in which round if nothing more is agreed, and what that comes to.

What an option lapses to is a reversion point (Romer & Rosenthal 1978, Public Choice 33:27), and everybody foresees it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import pairwise
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from negosim.domain.scale import Grid

__all__ = ["FIRST", "NOTHING_LAPSES", "Dated", "Lapse", "Lapses", "Prospect", "Since", "Spell"]

Stands = Sequence[int]
"""An outcome: the number of an option for each issue."""


@dataclass(frozen=True)
class Since:
    """Since when an issue stands where it does: the round of the agreement, if any, and whether that renewed it."""

    round: int | None = None
    renewed: bool = False


_SinceWhen = Callable[[int, int], Since]
"""Axis and option -> since when the option stands."""
FIRST = Since()
"""From the first, or without an agreement."""


@dataclass(frozen=True)
class Lapse:
    """An option runs out: after so many rounds, that of the agreement among them, or on a day, after round `on`."""

    to: int
    after: int | None = None
    on: int = 0

    def last_round(self, since: Since, now: int) -> int | None:
        """The last round in which the option stands, where it stands when `now` rounds are over; None for no end.

        What stands without an agreement has no length of time, and what was renewed outlasts the day.
        """
        if self.after is not None:
            return None if since.round is None else since.round + self.after - 1
        return None if since.renewed or self.on < now else self.on


class Dated(Protocol):
    """An outcome that stands, and since when its issues stand so, of those that have an option which runs out."""

    @property
    def outcome(self) -> tuple[int, ...]:
        """The outcome."""

    @property
    def since(self) -> tuple[tuple[int, Since], ...]:
        """Axis and since when."""


class Spell(NamedTuple):
    """Some rounds in which nothing lapses, and for each issue where each of its options has come to by then."""

    rounds: int
    options: tuple[NDArray[np.intp], ...]

    def on(self, outcome: Stands) -> tuple[int, ...]:
        """Where an outcome has come to."""
        return tuple(int(to[option]) for to, option in zip(self.options, outcome, strict=True))


@dataclass(frozen=True, eq=False)
class Lapses:
    """The options that run out, by axis and number."""

    rules: Mapping[tuple[int, int], Lapse] = field(default_factory=dict)

    @property
    def axes(self) -> tuple[int, ...]:
        """The issues with an option that runs out."""
        return tuple(sorted({axis for axis, _ in self.rules}))

    def stands_in(self, round_: int, axis: int, option: int, since: Since, now: int) -> int:
        """Where an issue stands in a round, if it stands at an option once `now` rounds are over.

        What an option lapses to stands without an agreement, and may lapse itself on a later day.
        """
        lapse = self.rules.get((axis, option))
        last = None if lapse is None else lapse.last_round(since, now)
        if lapse is None or last is None or round_ <= last:
            return option
        return self.stands_in(round_, axis, lapse.to, FIRST, max(last, now) + 1)

    def ends(self, standing: Dated, now: int) -> Iterator[tuple[int, int, int]]:
        """Of all that stands and runs out: the last round in which it stands, the issue, and to what it lapses."""
        for axis, since in standing.since:
            lapse = self.rules.get((axis, standing.outcome[axis]))
            last = None if lapse is None else lapse.last_round(since, now)
            if lapse is not None and last is not None:
                yield last, axis, lapse.to

    def renewable(self, standing: Dated) -> frozenset[int]:
        """The issues at an option that runs out unless it is renewed."""
        found = ((axis, since, self.rules.get((axis, standing.outcome[axis]))) for axis, since in standing.since)
        return frozenset(axis for axis, since, one in found if one and (one.after is not None or not since.renewed))


@dataclass(frozen=True, eq=False)
class Prospect:
    """What stands in the rounds after `now`, up to the horizon, if nothing more is agreed.

    Of what stands; and of every outcome as if it was `agreed` in a round on some `named` issues: where an agreement
    leaves such an issue where it stands, it renews it.
    """

    lapses: Lapses
    shape: tuple[int, ...]
    standing: Dated
    now: int
    horizon: int
    agreed: int
    named: frozenset[int]

    def naming(self, axes: Collection[int]) -> Prospect:
        """The same for an agreement that names other issues."""
        return replace(self, named=frozenset(axes))

    @property
    def rounds(self) -> int:
        """How many rounds are left; one where none is."""
        return max(1, self.horizon - self.now)

    @cached_property
    def spells_of_agreed(self) -> tuple[Spell, ...]:
        """What stands in each round, of outcomes that are agreed."""
        return self._spells(self._since_agreed)

    @cached_property
    def spells_of_standing(self) -> tuple[Spell, ...]:
        """What stands in each round, of what stands now."""
        return self._spells(self._since_standing)

    def total(self, grid: Grid, axes: Sequence[int]) -> Grid:
        """The sum over the rounds that are left of points of a round over some issues: an array (..., *options)."""
        total = np.zeros_like(grid)
        for spell in self.spells_of_agreed:
            then = grid
            for place, axis in enumerate(axes, grid.ndim - len(axes)):
                then = then.take(spell.options[axis], axis=place)
            total += spell.rounds * then
        return total

    def _since_standing(self, axis: int, option: int) -> Since:
        stays = option == self.standing.outcome[axis]
        return dict(self.standing.since).get(axis, FIRST) if stays else FIRST

    def _since_agreed(self, axis: int, option: int) -> Since:
        stays = option == self.standing.outcome[axis]
        if axis in self.named or not stays:
            return Since(self.agreed, renewed=stays)
        return self._since_standing(axis, option)

    def _spells(self, since: _SinceWhen) -> tuple[Spell, ...]:
        first, last = self.now + 1, self.now + self.rounds
        starts = [first, *(one for one in self._changes(since) if first < one <= last), last + 1]
        return tuple(Spell(end - start, self._in_round(start, since)) for start, end in pairwise(starts))

    def _changes(self, since: _SinceWhen) -> list[int]:
        """The rounds in which something may have just run out, rising."""
        lasts = (
            lapse.last_round(one, self.now)
            for (axis, option), lapse in self.lapses.rules.items()
            for one in (since(axis, option), FIRST)
        )
        return sorted({last + 1 for last in lasts if last is not None})

    def _in_round(self, round_: int, since: _SinceWhen) -> tuple[NDArray[np.intp], ...]:
        in_round = partial(self.lapses.stands_in, round_, now=self.now)
        return tuple(
            np.array([in_round(axis, option, since(axis, option)) for option in range(options)])
            for axis, options in enumerate(self.shape)
        )


NOTHING_LAPSES = Lapses()
"""No option runs out."""
