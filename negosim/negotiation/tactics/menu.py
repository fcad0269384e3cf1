"""The packages that one seat can offer, with their worth to it: the queries available to tactics.

Two implementations give the same answers: `menu_table` holds a table, `menu_by_cliques` searches larger spaces.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.domain.conditions import Condition
from negosim.domain.discounting import UNDISCOUNTED, Discount
from negosim.domain.preferences import Grid
from negosim.negotiation.acts import NONE
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.offer_space import Additive, OfferSpace

__all__ = ["Additives", "Menu", "Rule", "SeatOptions", "best_by_rule"]

Additives = Mapping[str, Additive]
"""Numbers that add across issues, for each other seat at the table."""

BLOCKS = (16, 256)
"""Outcomes of a ranking that are fetched at once: at first, and at the most."""

Rule = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""Scores of packages from gains of shape (seats, packages), nondecreasing in every gain."""


class SeatOptions(ABC):
    """The packages that one seat can offer and does not refuse, as long as what stands does not change."""

    costly: bool
    """Whether delay costs the seat anything while some of the packages, or what stands, would stand."""

    @property
    @abstractmethod
    def standing(self) -> tuple[int, int]:
        """Points of what stands, and the charge of a round while it does."""

    @abstractmethod
    def menu(self, rounds_left: int, discount: Discount = UNDISCOUNTED) -> Menu:
        """The packages with their worth after `rounds_left` more rounds of charges and a discount."""

    @abstractmethod
    def refuses(self, package: Package) -> bool:
        """Whether the seat refuses a package that needs its consent."""


class Menu(ABC):
    """The packages that one seat can offer, with their current worth, in steps of its scale.

    `offering` is the offer space of the table: what stands, the open issues, and whose consent each option needs.
    """

    offering: OfferSpace
    party: str

    @cached_property
    def others(self) -> list[str]:
        """The other seats that are present."""
        offering = self.offering
        return [seat for seat, bit in offering.bit.items() if bit & offering.present and seat != self.party]

    @property
    @abstractmethod
    def stands(self) -> int:
        """Worth of what stands."""

    @abstractmethod
    def worth(self, package: Package) -> int:
        """Worth of a package."""

    @abstractmethod
    def refuses(self, package: Package) -> bool:
        """Whether the seat refuses a package that needs its consent."""

    @abstractmethod
    def best(self) -> Package | None:
        """The package of the highest worth, ties by index; None if nothing is on offer."""

    @property
    @abstractmethod
    def highest(self) -> int:
        """Worth of the best package, or of what stands if nothing is on offer."""

    def worth_of(self, offer: int) -> int:
        """Worth of the package with a number."""
        return self.worth(self.offering.package(offer))

    def refused(self, offer: int) -> bool:
        """Whether the seat refuses the package with a number."""
        return self.refuses(self.offering.package(offer))

    def can_offer(self, offer: int) -> bool:
        """Whether the seat can offer the package with a number: `offers`, for packages of open issues."""
        return self.offering.offers(offer) and not self.refused(offer)

    def best_offer(self) -> int:
        """The number of the best package; `NONE` if nothing is on offer."""
        package = self.best()
        return NONE if package is None else self.offering.number(package)

    def nearest_offer(self, level: int, heard: Mapping[int, int]) -> int:
        """The number of the package that `nearest` gives; `heard` has the outcomes of the last offers by seat."""
        offering = self.offering
        last = {seat: heard.get(offering.parties.index(seat), offering.stands) for seat in self.others}
        nearest = self.cheapest({seat: offering.away_from(outcome) for seat, outcome in last.items()}, level)
        return NONE if nearest is None else offering.number(nearest)

    def nearest(self, level: int, offers: Mapping[str, Package]) -> Package | None:
        """Of the packages worth at least `level`, the one nearest to the last offers of the seats that it needs.

        A body counts as one seat: the mean distance to its members' last offers.
        A seat without an offer counts as asking for what stands. Ties by own worth, then by index; None if no package
        is worth as much.
        """
        offering = self.offering
        heard = {offering.parties.index(seat): offering.index(package) for seat, package in offers.items()}
        offer = self.nearest_offer(level, heard)
        return None if offer == NONE else offering.package(offer)

    @abstractmethod
    def cheapest(self, costs: Additives, least: int, most: int | None = None) -> Package | None:
        """Of the packages worth at least `least` and at most `most`, the one with the lowest cost.

        The cost is the mean over the other seats whose consent the package needs, or over all others if it needs none.
        A body that it needs counts as one seat, with the mean over its other members at the table.
        Ties by own worth, then by index; None if there is no such package.
        """

    @abstractmethod
    def fairest(self, gains: Additives, rule: Rule, least: int, base: int | None = None) -> Package | None:
        """Of the packages worth at least `least` by which no seat that they need loses, the best by a rule.

        The own gain is the worth above `base`, by default above `least`; those of the others are `gains` less the gains
        of what stands. The rule compares packages that need the same seats, with the own gain in the first row. Ties by
        own worth, by the sum of the others' gains, then by index. Of several such groups, the best of highest own worth
        is returned. None if there is no such package.
        """

    @abstractmethod
    def random(self, level: int, generator: np.random.Generator) -> Package | None:
        """A random package worth at least `level`; None if no package is worth as much."""

    @abstractmethod
    def ranking(self, start: int, stop: int) -> Sequence[int]:
        """The outcomes with ranks from `start` to `stop` - 1 by own worth, best first, ties by index.

        Ranks count from 0; the list is shorter if there are fewer packages.
        """

    @abstractmethod
    def avoiding(self, conditions: Sequence[Condition]) -> Menu:
        """The menu without the packages whose outcome meets one of the conditions.

        In a space too large for a table, the issues of a condition must lie in one clique, as for the seat's own
        linkages and single issues; otherwise `ValueError`.
        """

    def ranked_blocks(self) -> Iterator[Sequence[int]]:
        """The outcomes of `ranking` in blocks, each twice as long as the one before (`BLOCKS`)."""
        start, (size, most) = 0, BLOCKS
        while outcomes := self.ranking(start, start + size):
            yield outcomes
            start, size = start + size, min(2 * size, most)

    def ranked(self, place: int) -> Package | None:
        """The package with a rank, 0 for the best; None if there are fewer packages."""
        outcomes = self.ranking(place, place + 1)
        return self.offering.package(outcomes[0]) if outcomes else None

    def needs(self, package: Package) -> frozenset[str]:
        """The parties whose consent a package needs."""
        return self.offering.needs(package)

    def offers(self, package: Package) -> bool:
        """Whether the seat can offer a package: open issues, a change, all needed there, not ruled out or refused."""
        offering = self.offering
        moving = package.axes <= set(offering.axes) and bool(package.moves(offering.standing.outcome))
        agreed = offering.requirements.keys(offering.satisfied)
        allowed = self.needs(package) <= agreed and not offering.broken_by(package)
        return moving and allowed and not self.refuses(package)

    @cached_property
    def moves(self) -> tuple[Package, ...]:
        """The packages on offer that move a single issue, by issue and option."""
        axes, shape = self.offering.axes, self.offering.space.shape
        moves = [Package(((axis, option),)) for axis in axes for option in range(shape[axis])]
        return tuple(move for move in moves if self.offers(move))


def best_by_rule(gains: Grid, rule: Rule, index: NDArray[np.intp]) -> int:
    """The column of the best package by a rule: ties by own gain, by the sum of the others', then by index."""
    scores = rule(gains.astype(np.float64))
    best = np.flatnonzero(scores == scores.max())
    order = np.lexsort((index[best], -gains[1:, best].sum(axis=0), -gains[0, best]))
    return int(best[order[0]])
