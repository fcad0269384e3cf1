"""What is agreeable: on offer, refused by no party whose consent it needs, and passed by all who must pass it.

The rule stands here alone. Seats' menus, the analysis, the debriefing and the exercises ask `Vetoes`, of one package or
of all packages of a table at once. Where a space is too large for a table, `agreeable_rows` leaves out what is refused
clique by clique; a vote adds over no cliques, so there what would be turned down stays in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from negosim.domain.preferences import Preferences
from negosim.domain.requirements import Masks, as_bits, within_each
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.offer_cliques import CliqueRows
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.scenario.realize.realization import Realization

__all__ = ["AT_ONCE", "Vetoes", "agreeable_rows"]

Mask = NDArray[np.bool_]

AT_ONCE = 1 << 15
"""Outcomes whose votes are counted at once, so that the counts stay in the fast memory."""


class Vetoes:
    """Who vetoes which packages of an offer space: masks over its outcomes, or answers for one package."""

    def __init__(self, realization: Realization, offering: OfferSpace) -> None:
        self.realization = realization
        self.offering = offering
        self._turned_down: dict[str, dict[str, Mask]] = {}

    @cached_property
    def agreeable(self) -> Mask:
        """The packages on offer that no party vetoes, and that every body passes whose members only refuse."""
        mask = self.offering.on_offer.copy()
        for party in self.realization.parties:
            mask &= ~self.of(party)
        for down in (down for body in self.realization.ballots for down in self.turned_down(body).values()):
            mask &= ~down
        if self.offering.by_votes and self._refusing:
            everywhere = np.broadcast_to(np.True_, (len(self.realization.parties), self.offering.size))
            mask &= within_each(self.offering.needed, self.satisfied(everywhere))
        return mask

    def satisfied(self, willing: Mask, undecided: Mask | None = None) -> Masks:
        """What the parties at the table fulfil of each package: their own consent, and the bodies that pass it.

        A seat says yes where it is `willing`, an array (parties, outcomes); in a body it abstains where it is
        `undecided`, by default nowhere. It is against the rest, and against what it refuses.
        """
        parts = (slice(start, start + AT_ONCE) for start in range(0, self.offering.size, AT_ONCE))
        cut = ((part, willing[:, part], None if undecided is None else undecided[:, part]) for part in parts)
        return np.concatenate([self.satisfied_at(*one) for one in cut])

    def satisfied_at(self, part: slice | NDArray[np.intp], willing: Mask, undecided: Mask | None) -> Masks:
        """`satisfied`, of some outcomes, whose columns alone the arrays have."""
        yes = self._as_bits(part, willing)
        return self.offering.satisfied_by(yes, yes if undecided is None else yes | self._as_bits(part, undecided))

    def _as_bits(self, part: slice | NDArray[np.intp], rows: Mask) -> Masks:
        """The seats whose row holds, an array (parties, outcomes of a part), and that do not refuse the outcome."""
        pairs = ((seat, rows[seat], self._refusing.get(seat)) for seat in self.offering.present_seats)
        return as_bits((seat, row if refused is None else row & ~refused[part]) for seat, row, refused in pairs)

    @cached_property
    def _refusing(self) -> dict[int, Mask]:
        """What each seat votes down, of those that refuse anything."""
        masks = {seat: self.voted_down(self.offering.parties[seat]) for seat in self.offering.present_seats}
        return {seat: mask for seat, mask in masks.items() if mask.any()}

    def of(self, party: str) -> Mask:
        """The packages that a party vetoes: it refuses them, or those who must pass what it signs turn them down."""
        return reduce(np.logical_or, self.turned_down(party).values(), self.refused(party))

    def foreseen(self, party: str) -> Mask:
        """What a seat neither offers nor accepts: all that it vetoes, as far as it knows what would be turned down."""
        known = {veto.reason for veto in self.realization.vetoes(party) if veto.known}
        down = (mask for reason, mask in self.turned_down(party).items() if reason in known) if known else ()
        return reduce(np.logical_or, down, self.voted_down(party))

    def voted_down(self, party: str) -> Mask:
        """The packages that a party refuses though they need its consent or its vote."""
        return self.offering.refused(self.realization.preferences[party], self.offering.voice(party))

    def refused(self, party: str) -> Mask:
        """The packages that a party refuses though they need its consent."""
        return self.offering.refused(self.realization.preferences[party])

    def turned_down(self, party: str) -> Mapping[str, Mask]:
        """By reason, the packages that need a party's consent and that those who must pass them would turn down.

        Of a body of blocs: those that need it, and that it would turn down itself.
        """
        if party not in self._turned_down:
            axes, stands = self.offering.axes, self.offering.standing.outcome
            vetoes, needing = self.realization.vetoes(party), self.offering.needing(party)
            self._turned_down[party] = {one.reason: one.turned_down(axes, stands) & needing for one in vetoes}
        return self._turned_down[party]

    def refused_by(self, package: Package) -> tuple[str, ...]:
        """The parties that refuse one package though it needs their consent."""
        everyone = self.realization.preferences.items()
        return tuple(party for party, preferences in everyone if self.offering.refuses(preferences, package))

    def by(self, package: Package) -> tuple[str, ...]:
        """The parties that veto one package, and the bodies of blocs that it needs and that would turn it down."""
        refused, everyone = self.refused_by(package), (*self.realization.parties, *self.realization.ballots)
        return tuple(one for one in everyone if one in refused or self._turns_down(one, package))

    def barred_at_home(self, party: str, package: Package) -> bool:
        """Whether a party knows that those who must pass one package that it signs would turn it down."""
        return self._turns_down(party, package, known=True)

    def _turns_down(self, party: str, package: Package, *, known: bool = False) -> bool:
        """`turned_down`, of one package; by those alone of which the party's delegation knows, if so asked."""
        vetoes = [veto for veto in self.realization.vetoes(party) if veto.known or not known]
        stands = self.offering.standing.outcome
        if not vetoes or party not in self.offering.needs(package):
            return False
        return any(veto.rejects(package.on(stands), stands) for veto in vetoes)


def agreeable_rows(
    cliques: Sequence[CliqueRows], offering: OfferSpace, parties: Sequence[Preferences], *, by_vote: bool = False
) -> tuple[CliqueRows, ...]:
    """The rows of every clique whose consent is at the table and that none of some parties refuses.

    A refusal counts where the party's consent is needed; `by_vote` also where its vote is.
    """
    voices = [offering.voice(one.party) if by_vote else None for one in parties]
    options = [offering.refused_options(party, voice) for party, voice in zip(parties, voices, strict=True)]
    refused = [np.logical_or.reduce(masks) for masks in zip(*options, strict=True)]
    present = [clique.within(offering.satisfied) for clique in cliques]
    return tuple(clique.only(~clique.any_of(refused)) for clique in present)
