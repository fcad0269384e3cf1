"""Dividing items between two parties: Adjusted Winner in exact fractions, and the best deal without splitting.

Each party spreads the same number of points over the items, 100 by custom. Source: Brams & Taylor 1996, Fair Division,
ch. 4; Brams & Taylor 1999, The Win-Win Solution.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from negosim.errors import UsageError

__all__ = ["Bids", "Division", "adjusted_winner", "best_unsplit", "out_of_hundred"]

Number = Fraction | int | str
"""An exact number: a float would hide that 0.1 is none."""


@dataclass(frozen=True)
class Bids:
    """The points of two parties for each item, in exact fractions; `UsageError` where they cannot be compared."""

    items: tuple[str, ...]
    first: tuple[Fraction, ...]
    second: tuple[Fraction, ...]

    def __init__(self, first: Mapping[str, Number], second: Mapping[str, Number]) -> None:
        if list(first) != list(second):
            raise UsageError(f"both parties bid on the same items, found {list(first)} and {list(second)}")
        object.__setattr__(self, "items", tuple(first))
        object.__setattr__(self, "first", tuple(Fraction(value) for value in first.values()))
        object.__setattr__(self, "second", tuple(Fraction(value) for value in second.values()))
        _check(self.first, self.second)


@dataclass(frozen=True)
class Division:
    """Who gets what: the share of the first party in each item (the second has the rest), and the points of both."""

    items: tuple[str, ...]
    shares: tuple[Fraction, ...]
    points: tuple[Fraction, Fraction]

    @property
    def split(self) -> str | None:
        """The item that is divided; Adjusted Winner divides at most one."""
        return next((item for item, share in zip(self.items, self.shares, strict=True) if 0 < share < 1), None)

    @property
    def equitable(self) -> bool:
        """Whether both have the same points."""
        return self.points[0] == self.points[1]


def out_of_hundred(points: Mapping[str, Number]) -> dict[str, Fraction]:
    """The same points scaled to a sum of exactly 100."""
    exact = {item: Fraction(value) for item, value in points.items()}
    total = sum(exact.values())
    if total <= 0:
        raise UsageError("points that sum to 0 cannot be scaled to 100")
    return {item: 100 * value / total for item, value in exact.items()}


def adjusted_winner(bids: Bids) -> Division:
    """Adjusted Winner: efficient, equitable and envy-free, with at most one item split.

    Each item goes to the higher bidder, tied ones to the side that is ahead (the first party where nobody is). Then the
    side ahead hands over its items in the order of increasing own to other points, the last one by the fraction
    (V_H - V_L)/(own + other) that makes both equal (Brams & Taylor 1996, ch. 4).
    """
    first_is_ahead = _won(bids.first, bids.second) >= _won(bids.second, bids.first)
    own, other = (bids.first, bids.second) if first_is_ahead else (bids.second, bids.first)
    kept = [Fraction(mine >= theirs) for mine, theirs in zip(own, other, strict=True)]
    for item in _cheapest_first(own, other, kept):
        lead = _worth(own, kept) - _worth(other, [1 - share for share in kept])
        kept[item] -= min(Fraction(1), lead / (own[item] + other[item]))
    return _division(bids, kept if first_is_ahead else [1 - share for share in kept])


def _won(own: Sequence[Fraction], other: Sequence[Fraction]) -> Fraction:
    """Points of the items on which a party bids more."""
    return sum((mine for mine, theirs in zip(own, other, strict=True) if mine > theirs), Fraction(0))


def _cheapest_first(own: Sequence[Fraction], other: Sequence[Fraction], kept: Sequence[Fraction]) -> list[int]:
    """Numbers of the items kept, by increasing own to other points; not those that the other does not want."""
    wanted = [k for k, share in enumerate(kept) if share and other[k] > 0]
    return sorted(wanted, key=lambda k: own[k] / other[k])


def _worth(points: Sequence[Fraction], shares: Sequence[Fraction]) -> Fraction:
    return sum((value * share for value, share in zip(points, shares, strict=True)), Fraction(0))


def _division(bids: Bids, shares: Sequence[Fraction]) -> Division:
    rest = [1 - share for share in shares]
    return Division(bids.items, tuple(shares), (_worth(bids.first, shares), _worth(bids.second, rest)))


def best_unsplit(bids: Bids) -> Division:
    """The leximin deal without splitting: the poorer side has as much as it can, then the richer one.

    Exact, by meeting in the middle: the undominated divisions of each half of the items, joined where the two sides
    come nearest to equal. Thirty items valued alike by both take a tenth of a second; two more at worst double it.
    """
    unit = lcm(*(value.denominator for value in (*bids.first, *bids.second)))
    worths = [(int(own * unit), int(other * unit)) for own, other in zip(bids.first, bids.second, strict=True)]
    numbered = list(enumerate(worths))
    half = len(numbered) // 2
    joined = _nearest_to_equal(_undominated(numbered[:half]), _undominated(numbered[half:]))
    given = max(joined, key=lambda row: sorted(row[:2]))[2]
    return _division(bids, [Fraction(given >> k & 1) for k in range(len(worths))])


Row = tuple[int, int, int]
"""A way to give out some items: points of the first, points of the second, and the first's items as bits."""


def _undominated(numbered: Iterable[tuple[int, tuple[int, int]]]) -> list[Row]:
    """The ways to give out these items that no other way improves on, by increasing points of the first."""
    rows: list[Row] = [(0, 0, 0)]
    for k, (own, other) in numbered:
        to_first = [(a + own, b, given | 1 << k) for a, b, given in rows]
        rows = _prune([*to_first, *((a, b + other, given) for a, b, given in rows)])
    return rows


def _prune(rows: Iterable[Row]) -> list[Row]:
    kept: list[Row] = []
    for row in sorted(rows, reverse=True):
        if not kept or row[1] > kept[-1][1]:
            kept.append(row)
    return kept[::-1]


def _nearest_to_equal(left: Iterable[Row], right: Sequence[Row]) -> Iterable[Row]:
    """For each row of the left, its sums with the two rows of the right between which the first overtakes the second.

    On the right the first's points rise and the second's fall, so that the smaller side of a sum is largest there.
    """
    leads = [a - b for a, b, _ in right]
    for a, b, given in left:
        after = bisect_left(leads, b - a)
        for more_a, more_b, more in right[max(0, after - 1) : after + 1]:
            yield a + more_a, b + more_b, given | more


def _check(first: Sequence[Fraction], second: Sequence[Fraction]) -> None:
    if min((*first, *second), default=Fraction(-1)) < 0:
        raise UsageError("there must be an item, and its points must be 0 or more")
    if sum(first) != sum(second) or not sum(first):
        raise UsageError(f"the points sum to {sum(first)} and {sum(second)}: scale both with out_of_hundred")
