"""The votes on some outcomes of a space too large for a table: those of bodies at the table, and of blocs at home."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negosim.domain.requirements import Masks, as_bits, has, within_each
from negosim.negotiation.environment.win_sets import home_ballots
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.scenario.realize.realization import Realization

__all__ = ["SampledVotes", "votes_are_asked"]

Mask = NDArray[np.bool_]


def votes_are_asked(realization: Realization) -> bool:
    """Whether there is a body that votes at tables, or one at home."""
    return bool(realization.requirements.seated or home_ballots(realization))


class SampledVotes:
    """The votes on some outcomes of an offer space, by their indices; `needed` is what each of them requires."""

    def __init__(self, realization: Realization, offering: OfferSpace, index: NDArray[np.int64], needed: Masks) -> None:
        self.realization = realization
        self.offering = offering
        self.needed = needed
        self.options = np.stack(np.unravel_index(index, offering.inner.shape))

    def passed(self, willing: Mask, undecided: Mask) -> Mask:
        """Which pass: a seat says yes where it is `willing`, an array (parties, outcomes), and refuses nothing.

        In a body it abstains where it is `undecided`, and is against the rest. Blocs vote where no swing is counted.
        """
        rows = [(seat, self._suits(seat)) for seat in self.offering.present_seats]
        yes, near = (as_bits((seat, suits & rule[seat]) for seat, suits in rows) for rule in (willing, undecided))
        return within_each(self.needed, self.offering.satisfied_by(yes, yes | near)) & ~self._turned_down

    def _suits(self, seat: int) -> Mask:
        """The outcomes that a seat does not vote down as refused."""
        party = self.offering.parties[seat]
        refused = self.offering.refused_options(self.realization.preferences[party], self.offering.voice(party))
        down = (mask[options] for mask, options in zip(refused, self.options, strict=True))
        return np.asarray(~np.logical_or.reduce([*down]))

    @property
    def _turned_down(self) -> Mask:
        """The outcomes that some body of blocs would turn down which must pass them."""
        standing = self.offering.standing.outcome
        whole = np.repeat(np.array(standing, dtype=np.intp)[:, None], self.options.shape[1], axis=1)
        whole[list(self.offering.axes)] = self.options
        down = np.zeros(self.options.shape[1], dtype=np.bool_)
        for ballot in home_ballots(self.realization).values():
            asking = sum(bit for key, bit in self.offering.bit.items() if key in (ballot.party, ballot.key))
            down |= has(self.needed, asking) & ballot.turning_down(whole, standing)
        return down
