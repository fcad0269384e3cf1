"""The exact frontier of a space too large to enumerate: merged clique by clique and pruned at every step.

Utilities add across cliques of issues (`elimination`), and of the partial sums that settle shared issues alike a
dominated one stays dominated, so pruning loses nothing. Memory grows with the frontier, not the space. In pure conflict
the frontier is the whole space; a search that would compare more than `most_rows` partial outcomes at once raises
`FrontierSizeError`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from negosim.theory.bargaining.elimination import Factor, Integers, eliminate, undominated
from negosim.theory.bargaining.frontier import lexicographic

__all__ = ["merged_frontier", "most_rows"]

MOST = 10**6
"""The largest number of partial outcomes compared at once for up to three parties: seconds, and 100 MB."""

MOST_FOR_MANY = 10**5
"""The same for four or more parties, where pruning compares all pairs."""

FEW = 3
"""Up to this number of parties, pruning costs little more than sorting."""


def most_rows(parties: int) -> int:
    """The largest number of partial outcomes compared at once, by number of parties."""
    return MOST if parties <= FEW else MOST_FOR_MANY


def merged_frontier(factors: Sequence[Factor], bound: Integers | None = None) -> Factor:
    """The frontier over all outcomes, in the order of `frontier`: `sums` are the points, an array (parties, F).

    Of equal outcomes that of the lowest index is given. `bound`, one number per party, restricts the frontier to
    outcomes that give every party at least that. `FrontierSizeError` if more partial outcomes than `most_rows` would
    have to be compared at once.
    """
    found = eliminate([_unmarked(factor) for factor in factors], undominated, bound, most_rows(len(factors[0].sums)))
    return found.only(lexicographic(found.sums))


def _unmarked(factor: Factor) -> Factor:
    """The factor without consent: the frontier is that of all outcomes, whoever has to agree to them."""
    return replace(factor, consent=np.zeros_like(factor.consent))
