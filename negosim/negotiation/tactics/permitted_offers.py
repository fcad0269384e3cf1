"""The offers permitted to one seat, and how far each lies from the last offers of the others: shared by all draws."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.domain.preferences import Grid
from negosim.negotiation.protocols.offer_space import KEPT, Additive, OfferSpace
from negosim.negotiation.tactics.menu import Additives

__all__ = ["Mask", "PermittedOffers", "permitted_offers"]

Mask = NDArray[np.bool_]


class PermittedOffers:
    """The outcomes on offer, `indices`, that one seat does not refuse; the same in every draw of a scenario."""

    def __init__(self, offering: OfferSpace, party: str, refused: Mask) -> None:
        self.offering = offering
        self.party = party
        self.refused = refused
        self.indices = np.flatnonzero(offering.on_offer & ~refused)
        self._totals: dict[Additive, Grid] = {}
        self._shares: dict[tuple[str, Additive], Grid] = {}
        self._away: dict[tuple[int, int], Grid] = {}

    @cached_property
    def others(self) -> tuple[int, ...]:
        """The numbers of the other seats at the table."""
        return tuple(seat for seat in self.offering.present_seats if self.offering.parties[seat] != self.party)

    @cached_property
    def groups(self) -> list[tuple[NDArray[np.bool_], list[str]]]:
        """The offers grouped by required consent: a mask over `indices` and the other seats needed."""
        own = self.offering.bit[self.party]
        needed = self.offering.needed[self.indices]
        groups = [int(group) for group in np.unique(needed)]
        seats = [[party for party, bit in self.offering.bit.items() if bit & group & ~own] for group in groups]
        return [(needed == group, others) for group, others in zip(groups, seats, strict=True)]

    @cached_property
    def weights(self) -> dict[str, Grid]:
        """By other seat, its share in the mean cost of every choice, as whole numbers with one denominator.

        The mean is over the other seats that a choice needs, or over all at the table where it needs none.
        """
        own, present = self.offering.bit[self.party], self.offering.present
        everyone = [seat for seat, bit in self.offering.bit.items() if bit & present & ~own]
        counts = [len(seats or everyone) for _, seats in self.groups]
        common = math.lcm(*filter(None, counts))
        weights = {seat: np.zeros(len(self.indices), dtype=np.int64) for seat in everyone}
        for (members, seats), count in zip(self.groups, counts, strict=True):
            for seat in seats or everyone:
                weights[seat][members] = common // count
        return weights

    def costs(self, places: NDArray[np.intp], costs: Additives) -> Grid:
        """For some of the choices, the mean cost of the seats that each needs, up to a common factor."""
        cost: Grid = np.zeros(len(places), dtype=np.int64)
        for seat, additive in costs.items():
            cost += self._weighted(seat, additive).take(places)
        return cost

    def _weighted(self, seat: str, additive: Additive) -> Grid:
        """A seat's cost of every choice by its share in the mean, kept for the next turn."""
        key = (seat, additive)
        if key not in self._shares:
            if len(self._shares) * len(self.indices) > KEPT:
                self._shares.clear()
            self._shares[key] = self.weights[seat] * self.offering.total(additive).take(self.indices)
        return self._shares[key]

    def away(self, seat: int, outcome: int) -> Grid:
        """The share of another seat's last offer in the distance of every choice; the offer leads to an outcome."""
        known = self._away.get((seat, outcome))
        if known is None:
            if len(self._away) * len(self.indices) > KEPT:
                self._away.clear()
            additive = self.offering.away(self.offering.package(outcome))
            weights = self.weights[self.offering.parties[seat]]
            known = self._away[seat, outcome] = weights * self.offering.total(additive).take(self.indices)
        return known

    def total(self, additive: Additive) -> Grid:
        """The sum over the issues for every offer, kept for the next turn."""
        if additive not in self._totals:
            if len(self._totals) * len(self.indices) > KEPT:
                self._totals.clear()
            self._totals[additive] = self.offering.total(additive).take(self.indices)
        return self._totals[additive]


def permitted_offers(offering: OfferSpace, party: str, refused: Mask) -> PermittedOffers:
    """The offers permitted to a seat, kept with the offer space for the next draw."""
    kept: PermittedOffers | None = offering.kept.get(party)
    if kept is None or kept.refused is not refused:
        kept = offering.kept[party] = PermittedOffers(offering, party, refused)
    return kept
