"""Whom a package has to win over beside one seat: each party that it needs, and each body as one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from negosim.negotiation.protocols.offer_space import Additive, OfferSpace

__all__ = ["Counterparts", "needed_counterparts", "other_seats"]


@dataclass(frozen=True)
class Counterparts:
    """Those to win over: a seat each, or the members of a body."""

    groups: tuple[tuple[str, ...], ...]

    @property
    def whole(self) -> int:
        """What the shares of all seats come to together."""
        return len(self.groups) * self._part

    @cached_property
    def shares(self) -> dict[str, int]:
        """By seat, its share in a mean over all: a part for each of them, which the members of a body divide."""
        shares: dict[str, int] = {}
        for group in self.groups:
            for seat in group:
                shares[seat] = shares.get(seat, 0) + self._part // len(group)
        return shares

    @cached_property
    def _part(self) -> int:
        return math.lcm(*map(len, self.groups))

    def means(self, numbers: Mapping[str, Additive]) -> list[Additive]:
        """For each of them, the mean over its seats of what adds up, rounded down option by option."""
        return [_mean([numbers[seat] for seat in group]) for group in self.groups]


def _mean(numbers: Sequence[Additive]) -> Additive:
    if len(numbers) == 1:
        return numbers[0]
    parts = zip(*(one.parts for one in numbers), strict=True)
    return Additive(tuple(sum(options) // len(numbers) for options in parts))


def needed_counterparts(offering: OfferSpace, need: int, party: str) -> Counterparts:
    """Those whom a set of requirements has a seat win over: other parties, and bodies by other members at the table."""
    own, ruled = offering.bit[party], offering.requirements
    alone = [(seat,) for seat in _keys(offering, need & ~own)]
    bodies = [body.members & offering.present & ~own for body in ruled.bodies if ruled.bit[body.key] & need]
    return Counterparts((*alone, *(_keys(offering, members) for members in bodies if members)))


def other_seats(offering: OfferSpace, party: str) -> Counterparts:
    """All others at the table, each for itself."""
    return Counterparts(tuple((seat,) for seat in _keys(offering, offering.present & ~offering.bit[party])))


def _keys(offering: OfferSpace, parties: int) -> tuple[str, ...]:
    return tuple(key for key in offering.parties if offering.bit[key] & parties)
