"""Partial packages of a space too large for a table, pruned while components are merged one by one.

Worth, scores and index add across components; consent is the union. Of the partial packages that need the same consent,
only those are kept that no other equals or exceeds in worth and every score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negosim.domain.preferences import Grid
from negosim.theory.bargaining.frontier import nondominated

__all__ = ["PartialPackages", "merge_components"]

WIDE = 1 << 13
"""The largest number of partial packages kept by a search between two worths."""

Places = NDArray[np.intp]


@dataclass(frozen=True)
class PartialPackages:
    """Partial packages by column: own worth, scores (rows, packages; at least one row), consent, part of the index."""

    worth: Grid
    scores: Grid
    consent: NDArray[np.uint32]
    index: NDArray[np.int64]

    @classmethod
    def empty(cls, rows: int) -> PartialPackages:
        """The package without issues."""
        none = np.zeros(1, dtype=np.int64)
        return cls(none, np.zeros((rows, 1), dtype=np.int64), none.astype(np.uint32), none)

    def only(self, places: Places) -> PartialPackages:
        """The packages at some places."""
        return PartialPackages(self.worth[places], self.scores[:, places], self.consent[places], self.index[places])

    def plus(self, other: PartialPackages, least: int, most: int | None) -> PartialPackages:
        """All sums with the packages of another component, within two worths."""
        worth = (self.worth[:, None] + other.worth).reshape(-1)
        places = np.flatnonzero(worth >= least if most is None else (worth >= least) & (worth <= most))
        mine, theirs = np.divmod(places, len(other.worth))
        return PartialPackages(
            worth[places],
            self.scores[:, mine] + other.scores[:, theirs],
            self.consent[mine] | other.consent[theirs],
            self.index[mine] + other.index[theirs],
        )

    def pruned(self) -> PartialPackages:
        """The packages that no other with the same consent equals or exceeds, of equals the first."""
        return self._by_one_score() if len(self.scores) == 1 else self._by_scores()

    def _by_one_score(self) -> PartialPackages:
        """By sorting: in the order of worth, every package that raises the score."""
        order = np.lexsort((self.index, -self.scores[0], -self.worth, self.consent))
        consent, cost = self.consent[order], -self.scores[0, order]
        span = int(np.ptp(cost)) + 1 if len(cost) else 1
        part = np.concatenate([[0], np.cumsum(consent[1:] != consent[:-1])]) if len(order) else consent.astype(np.int64)
        falling = cost - part * span
        cheaper = np.ones(len(order), dtype=np.bool_)
        cheaper[1:] = falling[1:] < np.minimum.accumulate(falling)[:-1]
        return self.only(order[cheaper])

    def _by_scores(self) -> PartialPackages:
        """By the frontier for every set of consenting parties."""
        ordered = self.only(np.argsort(self.index, kind="stable"))
        points = np.vstack([ordered.worth, ordered.scores])
        groups = [np.flatnonzero(ordered.consent == consent) for consent in np.unique(ordered.consent)]
        return ordered.only(np.concatenate([group[nondominated(points[:, group])] for group in groups]))

    def distinct(self) -> PartialPackages:
        """For each consent and worth the package of the best score, at most `WIDE` by score.

        With an upper bound on worth, packages cannot be pruned by worth, so their number must be limited.
        """
        order = np.lexsort((self.index, -self.scores[0], self.worth, self.consent))
        worth, consent = self.worth[order], self.consent[order]
        first = np.ones(len(order), dtype=np.bool_)
        first[1:] = (worth[1:] != worth[:-1]) | (consent[1:] != consent[:-1])
        kept = order[first]
        return self.only(kept[np.argsort(-self.scores[0, kept], kind="stable")[:WIDE]])


def merge_components(parts: Sequence[PartialPackages], least: int, most: int | None = None) -> PartialPackages:
    """The undominated packages of all components worth at least `least` and at most `most`.

    Without `most` the result is exact. With it the search keeps `WIDE` partial packages and may miss the best.
    """
    rest_high = sum(int(part.worth.max()) for part in parts)
    rest_low = sum(int(part.worth.min()) for part in parts)
    partial = PartialPackages.empty(len(parts[0].scores))
    for part in parts:
        rest_high, rest_low = rest_high - int(part.worth.max()), rest_low - int(part.worth.min())
        sums = partial.plus(part, least - rest_high, None if most is None else most - rest_low)
        if not len(sums.worth):
            return sums
        partial = sums.pruned() if most is None else sums.distinct()
    return partial
