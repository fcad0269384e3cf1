"""A deal that was possible and that nobody offered: one package of the zone of agreement, to name it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from negosim.analysis.feasible import EnumeratedFeasibleSet
from negosim.domain.outcomes import Outcome
from negosim.registry import lookup

__all__ = ["overlooked"]


def overlooked(left: EnumeratedFeasibleSet, offered: Collection[Outcome]) -> int | None:
    """Index of a package of the zone that leads to none of the outcomes offered; None where all were offered.

    The Kalai-Smorodinsky solution if it is one, else that with the largest smallest gain of those whose consent it
    needs.
    """
    solution = left.solve(lookup("solution", "kalai_smorodinsky"))
    first = [index for index in solution.outcomes[:1] if left.zone[index]]
    return next((index for index in (*first, *_by_smallest_gain(left)) if left.outcome(index) not in offered), None)


def _by_smallest_gain(left: EnumeratedFeasibleSet) -> Iterator[int]:
    """The packages of the zone, that with the largest smallest gain first."""
    places = np.flatnonzero(left.zone)
    asked = np.stack([left.offering.needing(party)[places] for party in left.parties])
    gains = left.worth[:, places] - left.reservation[:, None]
    smallest = np.where(asked, gains, np.iinfo(np.int64).max).min(axis=0)
    yield from map(int, places[np.argsort(-smallest, kind="stable")])
