"""What is agreeable: on offer, refused by no party whose consent it needs, and passed by those who must ratify it.

The rule stands here alone. Seats' menus, the analysis, the debriefing and the exercises ask `Vetoes`, of one package or
of all packages of a table at once. Where a space is too large for a table, `agreeable_rows` leaves out what is refused
component by component; a vote adds over no components, so there what would be turned down stays in.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.domain.preferences import Preferences
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.offer_blocks import BlockRows
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.scenario.realize.realization import Realization

__all__ = ["Vetoes", "agreeable_rows"]

Mask = NDArray[np.bool_]
EVEN = 0.5
"""The chance of passing below which ratifiers would rather turn a package down."""


class Vetoes:
    """Who vetoes which packages of an offer space: masks over its outcomes, or answers for one package."""

    def __init__(self, realization: Realization, offering: OfferSpace) -> None:
        self.realization = realization
        self.offering = offering
        self._turned_down: dict[str, Mask] = {}

    @cached_property
    def agreeable(self) -> Mask:
        """The packages on offer that no party vetoes."""
        mask = self.offering.on_offer.copy()
        for party in self.realization.parties:
            mask &= ~self.of(party)
        return mask

    def of(self, party: str) -> Mask:
        """The packages that a party vetoes: it refuses them, or its ratifiers would rather turn them down."""
        refused = self.refused(party)
        return refused | self.turned_down(party) if party in self.realization.win_sets else refused

    def foreseen(self, party: str) -> Mask:
        """What a seat neither offers nor accepts: all that it vetoes, as far as it knows how its ratifiers vote."""
        win_set = self.realization.win_sets.get(party)
        return self.of(party) if win_set is not None and win_set.known else self.refused(party)

    def refused(self, party: str) -> Mask:
        """The packages that a party refuses though they need its consent."""
        return self.offering.refused(self.realization.preferences[party])

    def turned_down(self, party: str) -> Mask:
        """The packages that need a party's consent and that its ratifiers, if any, would rather turn down than pass."""
        if party not in self._turned_down:
            win_set, offering = self.realization.win_sets.get(party), self.offering
            none = np.zeros(offering.size, dtype=np.bool_)
            down = none if win_set is None else win_set.turned_down(offering.axes, offering.standing.outcome)
            self._turned_down[party] = down & offering.needing(party)
        return self._turned_down[party]

    def refused_by(self, package: Package) -> tuple[str, ...]:
        """The parties that refuse one package though it needs their consent."""
        everyone = self.realization.preferences.items()
        return tuple(party for party, preferences in everyone if self.offering.refuses(preferences, package))

    def by(self, package: Package) -> tuple[str, ...]:
        """The parties that veto one package."""
        refused = self.refused_by(package)
        return tuple(one for one in self.realization.parties if one in refused or self._turns_down(one, package))

    def _turns_down(self, party: str, package: Package) -> bool:
        """`turned_down`, of one package."""
        win_set, stands = self.realization.win_sets.get(party), self.offering.standing.outcome
        if win_set is None or party not in self.offering.needs(package):
            return False
        after = package.on(stands)
        return win_set.asked(after) and win_set.chance(after, stands) < EVEN


def agreeable_rows(
    blocks: Sequence[BlockRows], offering: OfferSpace, parties: Sequence[Preferences]
) -> tuple[BlockRows, ...]:
    """The rows of every component whose consent is at the table and that none of some parties refuses."""
    options = [offering.refused_options(party) for party in parties]
    refused = [np.logical_or.reduce(masks) for masks in zip(*options, strict=True)]
    present = [block.within(offering.present) for block in blocks]
    return tuple(block.only(~block.gather(refused, np.logical_or)) for block in present)
