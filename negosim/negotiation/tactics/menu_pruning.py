"""Partial packages of a space too large for a table: what is kept while blocks are merged one by one.

Worth, scores and index add across blocks, and consent is the union of the blocks'. Of the partial packages that need
the same consent only those stay that no other equals or exceeds in worth and in every score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negosim.domain.preferences import Grid
from negosim.theory.bargaining.frontier import nondominated

__all__ = ["Partials", "merged"]

WIDE = 1 << 13
"""Partial packages that a search between two worths keeps at the most."""

Places = NDArray[np.intp]


@dataclass(frozen=True)
class Partials:
    """Partial packages, a column each: own worth, scores (rows, packages), consent, and what they add to the index.

    There is at least one row of scores; the higher, the better.
    """

    worth: Grid
    scores: Grid
    consent: NDArray[np.uint32]
    index: NDArray[np.int64]

    @classmethod
    def empty(cls, rows: int) -> Partials:
        """The one package of no issues."""
        none = np.zeros(1, dtype=np.int64)
        return cls(none, np.zeros((rows, 1), dtype=np.int64), none.astype(np.uint32), none)

    def only(self, places: Places) -> Partials:
        """Some of them."""
        return Partials(self.worth[places], self.scores[:, places], self.consent[places], self.index[places])

    def plus(self, other: Partials, least: int, most: int | None) -> Partials:
        """Every sum of one of these and one of the others within two worths."""
        worth = (self.worth[:, None] + other.worth).reshape(-1)
        places = np.flatnonzero(worth >= least if most is None else (worth >= least) & (worth <= most))
        mine, theirs = np.divmod(places, len(other.worth))
        return Partials(
            worth[places],
            self.scores[:, mine] + other.scores[:, theirs],
            self.consent[mine] | other.consent[theirs],
            self.index[mine] + other.index[theirs],
        )

    def pruned(self) -> Partials:
        """Those that no other with the same consent equals or exceeds in worth and scores, of equals the first."""
        return self._by_one_score() if len(self.scores) == 1 else self._by_scores()

    def _by_one_score(self) -> Partials:
        """By a sort: in the order of worth, every package that raises the score."""
        order = np.lexsort((self.index, -self.scores[0], -self.worth, self.consent))
        consent, away = self.consent[order], -self.scores[0, order]
        span = int(np.ptp(away)) + 1 if len(away) else 1
        part = np.concatenate([[0], np.cumsum(consent[1:] != consent[:-1])]) if len(order) else consent.astype(np.int64)
        falling = away - part * span
        nearer = np.ones(len(order), dtype=np.bool_)
        nearer[1:] = falling[1:] < np.minimum.accumulate(falling)[:-1]
        return self.only(order[nearer])

    def _by_scores(self) -> Partials:
        """By the frontier of every set of consenting parties."""
        ordered = self.only(np.argsort(self.index, kind="stable"))
        points = np.vstack([ordered.worth, ordered.scores])
        groups = [np.flatnonzero(ordered.consent == consent) for consent in np.unique(ordered.consent)]
        return ordered.only(np.concatenate([group[nondominated(points[:, group])] for group in groups]))

    def distinct(self) -> Partials:
        """Of those with the same consent and worth the best by the one score; of too many those of the best scores.

        What must not be worth too much is not pruned by worth, so their number is not bounded by what is possible.
        """
        order = np.lexsort((self.index, -self.scores[0], self.worth, self.consent))
        worth, consent = self.worth[order], self.consent[order]
        first = np.ones(len(order), dtype=np.bool_)
        first[1:] = (worth[1:] != worth[:-1]) | (consent[1:] != consent[:-1])
        kept = order[first]
        return self.only(kept[np.argsort(-self.scores[0, kept], kind="stable")[:WIDE]])


def merged(parts: Sequence[Partials], least: int, most: int | None = None) -> Partials:
    """The packages of all blocks worth at least `least`, and at most `most`: those that nothing equals or exceeds.

    Without `most` none is missed. With it the search keeps `WIDE` partial packages, so that where there are more it may
    miss the best.
    """
    rest_high = sum(int(part.worth.max()) for part in parts)
    rest_low = sum(int(part.worth.min()) for part in parts)
    found = Partials.empty(len(parts[0].scores))
    for part in parts:
        rest_high, rest_low = rest_high - int(part.worth.max()), rest_low - int(part.worth.min())
        sums = found.plus(part, least - rest_high, None if most is None else most - rest_low)
        if not len(sums.worth):
            return sums
        found = sums.pruned() if most is None else sums.distinct()
    return found
