"""Options that run out: which outcome stands in which round if nothing more is agreed, and what that comes to.

What an option lapses to is a reversion point (Romer & Rosenthal 1978, Public Choice 33:27), and everybody foresees it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
class Prospect:
    """What stands in the rounds that are left if nothing more is agreed: of outcomes agreed now, and of what stands."""

    agreed: tuple[Spell, ...]
    standing: tuple[Spell, ...]

    @property
    def rounds(self) -> int:
        """How many rounds are left; one where none is."""
        return sum(spell.rounds for spell in self.agreed)

    def total(self, grid: Grid, axes: Sequence[int]) -> Grid:
        """The sum over the rounds that are left of points of a round over some issues: an array (..., *options)."""
        total = np.zeros_like(grid)
        for spell in self.agreed:
            then = grid
            for place, axis in enumerate(axes, grid.ndim - len(axes)):
                then = then.take(spell.options[axis], axis=place)
            total += spell.rounds * then
        return total


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

    def prospect(
        self,
        shape: Sequence[int],
        standing: Dated,
        *,
        now: int,
        agreed: int,
        horizon: int,
        named: Collection[int],
    ) -> Prospect:
        """What stands in the rounds after `now` up to the horizon, of what stands and of all that a round may agree on.

        An agreement names some issues; one that leaves such an issue where it stands renews it.
        """
        outcome, since = standing.outcome, dict(standing.since)
        stood = _Moment(self, outcome, since, now)
        then = _Moment(self, outcome, since, now, agreed, frozenset(named))
        return Prospect(then.spells(shape, horizon), stood.spells(shape, horizon))


@dataclass(frozen=True)
class _Moment:
    """What stands after a round, and the round in which some issues are agreed, if any is."""

    lapses: Lapses
    outcome: Stands
    since: Mapping[int, Since]
    now: int
    agreed: int | None = None
    named: frozenset[int] = frozenset()

    def spells(self, shape: Sequence[int], horizon: int) -> tuple[Spell, ...]:
        """The spells of the rounds that are left; of the next round where none is."""
        first, last = self.now + 1, max(self.now + 1, horizon)
        starts = [first, *(one for one in self._changes(shape) if first < one <= last), last + 1]
        return tuple(Spell(end - start, self._in_round(start, shape)) for start, end in pairwise(starts))

    def _since(self, axis: int, option: int) -> Since:
        stays = option == self.outcome[axis]
        if self.agreed is not None and (axis in self.named or not stays):
            return Since(self.agreed, renewed=stays)
        return self.since.get(axis, FIRST) if stays else FIRST

    def _changes(self, shape: Sequence[int]) -> list[int]:
        """The rounds in which something stands that has just lapsed, rising."""
        found = {
            last + 1
            for (axis, option), lapse in self.lapses.rules.items()
            for since in (self._since(axis, option), FIRST)
            if (last := lapse.last_round(since, self.now)) is not None
        }
        return sorted(found)

    def _in_round(self, round_: int, shape: Sequence[int]) -> tuple[NDArray[np.intp], ...]:
        return tuple(np.array([self._option(round_, axis, k) for k in range(n)]) for axis, n in enumerate(shape))

    def _option(self, round_: int, axis: int, option: int) -> int:
        return self.lapses.stands_in(round_, axis, option, self._since(axis, option), self.now)


NOTHING_LAPSES = Lapses()
"""No option runs out."""
