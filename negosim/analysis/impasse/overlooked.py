"""A deal that was possible and that nobody offered: one package of the zone of agreement, to give an example."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from negosim.analysis.feasible import FeasibleSet
from negosim.analysis.feasible_table import EnumeratedFeasibleSet, table_of
from negosim.domain.outcomes import Outcome
from negosim.registry import lookup

__all__ = ["overlooked_package"]


def overlooked_package(left: FeasibleSet | None, offered: Collection[Outcome]) -> int | None:
    """Index of a package of the zone that leads to none of the outcomes offered.

    The Kalai-Smorodinsky solution if it is one, else the package with the largest smallest gain of those whose consent
    it needs. None where nothing was left, where all packages were offered, or beyond a table.
    """
    table = None if left is None else table_of(left)
    if table is None:
        return None
    solution = table.solve(lookup("solution", "kalai_smorodinsky"))
    first = [index for index in solution.outcomes[:1] if table.zone[index]]
    return next((index for index in (*first, *_by_smallest_gain(table)) if table.outcome(index) not in offered), None)


def _by_smallest_gain(table: EnumeratedFeasibleSet) -> Iterator[int]:
    """The packages of the zone, the largest smallest gain first."""
    zone = np.flatnonzero(table.zone)
    needed = np.stack([table.offering.needing(party)[zone] for party in table.parties])
    gains = table.scales.comparable(table.worth[:, zone] - table.reservation[:, None])
    smallest = np.where(needed, gains, gains.max(initial=0)).min(axis=0)
    yield from map(int, zone[np.argsort(-smallest, kind="stable")])
