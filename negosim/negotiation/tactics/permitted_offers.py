"""The offers permitted to one seat, and how far each lies from the last offers of the others: shared by all draws."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from negosim.domain.preferences import Grid
from negosim.negotiation.protocols.offer_space import KEPT, Additive, OfferSpace
from negosim.negotiation.tactics.counterparts import Counterparts, needed_counterparts, other_seats
from negosim.negotiation.tactics.menu import Additives

__all__ = ["Mask", "PermittedOffers", "permitted_offers"]

Mask = NDArray[np.bool_]

WHOLE = 1 << 13
"""Up to this many outcomes, costs are summed for all choices and kept; of more, only those that are asked for."""


class PermittedOffers:
    """The outcomes on offer, `indices`, that one seat does not refuse; the same in every draw of a scenario."""

    def __init__(self, offering: OfferSpace, party: str, refused: Mask) -> None:
        self.offering = offering
        self.party = party
        self.refused = refused
        refuses = bool(refused.any())
        self.indices = np.flatnonzero(offering.on_offer & ~refused) if refuses else offering.offered_indices
        self._totals: dict[Additive, Grid] = {}
        self._shares: dict[tuple[str, Additive], Grid] = {}

    @cached_property
    def others(self) -> tuple[tuple[int, str], ...]:
        """Number and name of the other seats at the table."""
        seats = ((seat, self.offering.parties[seat]) for seat in self.offering.present_seats)
        return tuple((seat, name) for seat, name in seats if name != self.party)

    @cached_property
    def counterparts(self) -> list[tuple[int, Counterparts]]:
        """Whom the offers have to win over, by the place of what they need in `OfferSpace.needs_apart`."""
        sets, needs = self.offering.needs_apart
        places = np.flatnonzero(np.bincount(needs.take(self.indices), minlength=len(sets))).tolist()
        return [(place, needed_counterparts(self.offering, int(sets[place]), self.party)) for place in places]

    @cached_property
    def groups(self) -> list[tuple[NDArray[np.bool_], Counterparts]]:
        """The offers grouped by required consent: a mask over `indices`, and whom they have to win over."""
        needs = self.offering.needs_apart[1].take(self.indices)
        return [(needs == place, others) for place, others in self.counterparts]

    @cached_property
    def weights(self) -> dict[str, Grid]:
        """By other seat, its share in the mean cost, as whole numbers with one denominator.

        An array has one for each of `OfferSpace.needs_apart`. The mean is over those whom a choice has to win over, or
        over all others at the table where it needs none.
        """
        everyone = other_seats(self.offering, self.party)
        concerned = [(place, others if others.groups else everyone) for place, others in self.counterparts]
        common = math.lcm(*(others.whole for _, others in concerned if others.groups))
        weights = {seat: np.zeros(len(self.offering.needs_apart[0]), dtype=np.int64) for seat in everyone.shares}
        for place, others in concerned:
            for seat, share in others.shares.items():
                weights[seat][place] = share * (common // others.whole)
        return weights

    def costs(self, places: NDArray[np.intp], costs: Additives) -> Grid:
        """For some of the choices, the mean cost of the seats that each needs, up to a common factor."""
        if costs and self.offering.size > WHOLE:
            return self._at(self.indices.take(places), costs)
        cost: Grid = np.zeros(len(places), dtype=np.int64)
        for seat, additive in costs.items():
            cost += self._weighted(seat, additive).take(places)
        return cost

    def _at(self, outcomes: NDArray[np.intp], costs: Additives) -> Grid:
        """The costs of some outcomes, from a table of the first issues and one of the last for each set of needs."""
        weighted = [
            sum(np.multiply.outer(self.weights[seat], options) for seat, options in zip(costs, parts, strict=True))
            for parts in zip(*(additive.parts for additive in costs.values()), strict=True)
        ]
        first, last = _added(weighted[: self._parted]), _added(weighted[self._parted :])
        row, column = np.divmod(outcomes, last.shape[1])
        needs = self.offering.needs_apart[1].take(outcomes)
        return np.asarray(first[needs, row] + last[needs, column])

    @cached_property
    def _parted(self) -> int:
        """Where to part several issues into first and last ones, so that neither have many combinations."""
        shape = self.offering.inner.shape
        return min(range(1, len(shape)), default=0, key=lambda at: max(math.prod(shape[:at]), math.prod(shape[at:])))

    def _weighted(self, seat: str, additive: Additive) -> Grid:
        """A seat's cost of every choice by its share in the mean, kept for the next turn."""
        key = (seat, additive)
        if key not in self._shares:
            if len(self._shares) * len(self.indices) > KEPT:
                self._shares.clear()
            weights = self.weights[seat].take(self.offering.needs_apart[1].take(self.indices))
            self._shares[key] = weights * self.offering.total(additive).take(self.indices)
        return self._shares[key]

    def total(self, additive: Additive) -> Grid:
        """The sum over the issues for every offer, kept for the next turn."""
        if additive not in self._totals:
            if len(self._totals) * len(self.indices) > KEPT:
                self._totals.clear()
            self._totals[additive] = self.offering.total(additive).take(self.indices)
        return self._totals[additive]


def _added(parts: Sequence[Grid]) -> Grid:
    """Sums over all combinations of options, (sets, combinations), from arrays (sets, options)."""
    none = np.zeros((1, 1), dtype=np.int64)
    return reduce(lambda total, part: (total[:, :, None] + part[:, None]).reshape(len(part), -1), parts, none)


def permitted_offers(offering: OfferSpace, party: str, refused: Mask) -> PermittedOffers:
    """The offers permitted to a seat, kept with the offer space for the next draw."""
    kept: PermittedOffers | None = offering.kept.get(party)
    if kept is None or kept.refused is not refused:
        kept = offering.kept[party] = PermittedOffers(offering, party, refused)
    return kept
