"""Fair division of items between two parties: Adjusted Winner in exact fractions, and the best deal without splitting.

Each party distributes the same number of points over the items, by convention 100. Source: Brams & Taylor 1996, Fair
Division, ch. 4; Brams & Taylor 1999, The Win-Win Solution.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from negosim.errors import UsageError

__all__ = ["Bids", "Division", "adjusted_winner", "best_unsplit", "out_of_hundred"]

Rational = Fraction | int | str
"""An exact number, which a float such as 0.1 is not."""


@dataclass(frozen=True)
class Bids:
    """The points of two parties for each item, in exact fractions; `UsageError` if they are not comparable."""

    items: tuple[str, ...]
    first: tuple[Fraction, ...]
    second: tuple[Fraction, ...]

    @classmethod
    def of(cls, first: Mapping[str, Rational], second: Mapping[str, Rational]) -> Bids:
        """The bids of two parties on the same items, in the same order."""
        if list(first) != list(second):
            raise UsageError(f"both parties bid on the same items, found {list(first)} and {list(second)}")
        exact, other = (tuple(Fraction(value) for value in points.values()) for points in (first, second))
        return cls(tuple(first), exact, other)

    def __post_init__(self) -> None:
        if min((*self.first, *self.second), default=Fraction(-1)) < 0:
            raise UsageError("there must be an item, and its points must be 0 or more")
        if sum(self.first) != sum(self.second) or not sum(self.first):
            totals = f"{sum(self.first)} and {sum(self.second)}"
            raise UsageError(f"the points sum to {totals}: scale both with out_of_hundred")


@dataclass(frozen=True)
class Division:
    """The share of the first party in each item (the second has the rest), and the points of both."""

    items: tuple[str, ...]
    shares: tuple[Fraction, ...]
    points: tuple[Fraction, Fraction]

    @property
    def split(self) -> str | None:
        """The item that is split; Adjusted Winner splits at most one."""
        return next((item for item, share in zip(self.items, self.shares, strict=True) if 0 < share < 1), None)


def out_of_hundred(points: Mapping[str, Rational]) -> dict[str, Fraction]:
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
    for item in _transfer_order(own, other, kept):
        lead = _worth(own, kept) - _worth(other, [1 - share for share in kept])
        kept[item] -= min(Fraction(1), lead / (own[item] + other[item]))
    return _division(bids, kept if first_is_ahead else [1 - share for share in kept])


def _won(own: Sequence[Fraction], other: Sequence[Fraction]) -> Fraction:
    """A party's points for the items on which it bids more."""
    return sum((mine for mine, theirs in zip(own, other, strict=True) if mine > theirs), Fraction(0))


def _transfer_order(own: Sequence[Fraction], other: Sequence[Fraction], kept: Sequence[Fraction]) -> list[int]:
    """The items kept that the other party values, by increasing ratio of own to other points."""
    wanted = [k for k, share in enumerate(kept) if share and other[k] > 0]
    return sorted(wanted, key=lambda k: own[k] / other[k])


def _worth(points: Sequence[Fraction], shares: Sequence[Fraction]) -> Fraction:
    return sum((value * share for value, share in zip(points, shares, strict=True)), Fraction(0))


def _division(bids: Bids, shares: Sequence[Fraction]) -> Division:
    rest = [1 - share for share in shares]
    return Division(bids.items, tuple(shares), (_worth(bids.first, shares), _worth(bids.second, rest)))


def best_unsplit(bids: Bids) -> Division:
    """The leximin division without splitting: the largest smaller total, then the largest other total.

    Exact, by meet in the middle: the undominated divisions of each half of the items, combined where the two totals are
    closest. Thirty items valued equally by both take a tenth of a second; two more at most double it.
    """
    unit = lcm(*(value.denominator for value in (*bids.first, *bids.second)))
    worths = [(int(own * unit), int(other * unit)) for own, other in zip(bids.first, bids.second, strict=True)]
    numbered = list(enumerate(worths))
    half = len(numbered) // 2
    combined = _closest_totals(_undominated(numbered[:half]), _undominated(numbered[half:]))
    given = max(combined, key=lambda row: sorted(row[:2]))[2]
    return _division(bids, [Fraction(given >> k & 1) for k in range(len(worths))])


PartialDivision = tuple[int, int, int]
"""A division of some items: points of the first, points of the second, and the first's items as a bitset."""


def _undominated(numbered: Iterable[tuple[int, tuple[int, int]]]) -> list[PartialDivision]:
    """The Pareto-efficient divisions of these items, by increasing points of the first."""
    rows: list[PartialDivision] = [(0, 0, 0)]
    for k, (own, other) in numbered:
        to_first = [(a + own, b, given | 1 << k) for a, b, given in rows]
        rows = _prune([*to_first, *((a, b + other, given) for a, b, given in rows)])
    return rows


def _prune(rows: Iterable[PartialDivision]) -> list[PartialDivision]:
    kept: list[PartialDivision] = []
    for row in sorted(rows, reverse=True):
        if not kept or row[1] > kept[-1][1]:
            kept.append(row)
    return kept[::-1]


def _closest_totals(left: Iterable[PartialDivision], right: Sequence[PartialDivision]) -> Iterable[PartialDivision]:
    """For each row of the left, its sums with the two rows of the right around the point of equal totals.

    On the right the first's points rise and the second's fall, so the smaller total is largest there.
    """
    leads = [a - b for a, b, _ in right]
    for a, b, given in left:
        after = bisect_left(leads, b - a)
        for more_a, more_b, more in right[max(0, after - 1) : after + 1]:
            yield a + more_a, b + more_b, given | more
