"""What a search between two worths keeps: with an upper bound nothing can be pruned by worth, so it is limited."""

from __future__ import annotations

import numpy as np

from negosim.theory.bargaining.elimination import Factor

__all__ = ["WIDE", "widest"]

WIDE = 1 << 13
"""The largest number of partial packages kept by a search between two worths."""


def widest(packages: Factor) -> Factor:
    """For each worth (the first sum) and group the package of the best score (the second), at most `WIDE` by score."""
    worth, score = packages.sums[:2]
    groups = packages.groups
    order = np.lexsort((packages.index, -score, worth, packages.consent, groups))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (worth[order][1:] != worth[order][:-1]) | (groups[order][1:] != groups[order][:-1])
    kept = order[first]
    return packages.only(kept[np.argsort(-score[kept], kind="stable")[:WIDE]])
