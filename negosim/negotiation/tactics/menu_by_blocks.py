"""The packages on offer to one seat in a space too large for a table: searched block by block.

Worth, distance, estimates and index add across blocks, and consent is the union of the blocks', so that the package
nearest to some offers is found by dynamic programming: blocks are merged one by one, and of the partial packages that
need the same consent only those stay that no other equals or exceeds both in worth and in nearness (`partials`). The
answers are those of `table_menu`, but for `random`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.domain.discounting import UNDISCOUNTED, Discount
from negosim.domain.outcomes import Condition
from negosim.domain.preferences import Grid, Preferences
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.agreeable import agreeable_rows
from negosim.negotiation.protocols.offer_blocks import BlockRows, union_closed
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.negotiation.tactics.menu import Additives, Menu, Rule, SeatOptions, best_of
from negosim.negotiation.tactics.menu_pruning import Partials, merged
from negosim.negotiation.tactics.menu_ranking import RankedSums
from negosim.negotiation.tactics.menu_sampling import RandomSums

__all__ = ["MergedChoices", "MergedMenu"]


class MergedChoices(SeatOptions):
    """The choices by blocks: rows that the seats present can close and that the seat doesn't refuse.

    `row` is the seat's place among the parties of the scenario. Outcomes that meet one of the conditions in `avoided`
    are left out; each is on issues of one block.
    """

    def __init__(
        self,
        offering: OfferSpace,
        blocks: Sequence[BlockRows],
        preferences: Preferences,
        row: int,
        *,
        avoided: Sequence[Condition] = (),
    ) -> None:
        self.offering = offering
        self.avoided = tuple(avoided)
        self._all = tuple(blocks)
        self.preferences = preferences
        self.row = row
        self.blocks = self._left(list(agreeable_rows(blocks, offering, [preferences])))
        self.costly = any(block.charges[row].any() for block in blocks)
        self._menus: dict[tuple[int, int], MergedMenu] = {}

    def menu(self, rounds_left: int, discount: Discount = UNDISCOUNTED) -> MergedMenu:
        """The choices with their worth when `rounds_left` rounds of charges are still to come, as of a round."""
        left = rounds_left if self.costly else 0
        key = (left, discount.past)
        if key not in self._menus:
            self._menus = {key: MergedMenu(self, left, discount)}
        return self._menus[key]

    def refuses(self, package: Package) -> bool:
        """Whether the seat refuses a package, as a party whose consent it needs."""
        return self.offering.refuses(self.preferences, package)

    def avoiding(self, conditions: Sequence[Condition]) -> MergedChoices:
        """The choices without the outcomes that meet one of some conditions, each on issues of one block."""
        avoided = (*self.avoided, *conditions)
        return MergedChoices(self.offering, self._all, self.preferences, self.row, avoided=avoided)

    def _left(self, blocks: list[BlockRows]) -> tuple[BlockRows, ...]:
        """The blocks without the rows that meet a condition."""
        for condition in self.avoided:
            tied = {place for place, axis in enumerate(self.offering.axes) if axis in condition.options}
            number = next((k for k, block in enumerate(blocks) if tied <= set(block.places)), None)
            if number is None:
                raise ValueError("a condition on issues that no block ties together cannot be left out")
            missing = [~mask for mask in self.offering.meeting(condition)]
            blocks[number] = blocks[number].only(blocks[number].gather(missing, np.logical_or))
        return tuple(blocks)

    @cached_property
    def groups(self) -> list[tuple[int, list[str]]]:
        """The sets of parties that a choice may need, each with the other seats of the set."""
        own = self.offering.bit[self.preferences.party]
        masks = {int(mask) for block in self.blocks for mask in block.consent[block.moved]}
        seats = self.offering.bit.items()
        return [(group, [seat for seat, bit in seats if bit & group & ~own]) for group in union_closed(sorted(masks))]


class MergedMenu(Menu):
    """The menu by blocks: `scores[k]` are the seat's of every row of block k.

    Scores add across blocks and rise with the worth (`Discount.score`); they are it where nothing is discounted.
    """

    def __init__(self, choices: MergedChoices, rounds_left: int, discount: Discount) -> None:
        self.choices = choices
        self.offering = choices.offering
        self.party = choices.preferences.party
        self.rounds_left = rounds_left
        self.discount = discount
        row = choices.row
        self.scores: tuple[Grid, ...] = tuple(
            discount.score(block.points[row], rounds_left * block.charges[row]) for block in choices.blocks
        )

    def _worth(self, package: Package) -> int:
        outcome, party = package.on(self.offering.standing.outcome), self.choices.preferences
        return self.discount.of(party.points(outcome)) - self.rounds_left * party.charge(outcome)

    @property
    def stands(self) -> int:
        """Worth of what stands."""
        return self._worth(Package(()))

    def worth(self, package: Package) -> int:
        """Worth of a package."""
        return self._worth(package)

    def refuses(self, package: Package) -> bool:
        """Whether the seat refuses a package, as a party whose consent it needs."""
        return self.choices.refuses(package)

    def best(self) -> Package | None:
        """The best row of every block; where none of them moves anything, the one move that costs the least."""
        return None if self._best is None else self.offering.package(self._best)

    @cached_property
    def highest(self) -> int:
        """Worth of the best package, of what stands where nothing is on offer."""
        best = self.best()
        return self.stands if best is None else self._worth(best)

    @cached_property
    def _best(self) -> int | None:
        blocks = self.choices.blocks
        if not all(map(len, blocks)):
            return None
        tops = [_top(block, worth) for block, worth in zip(blocks, self.scores, strict=True)]
        index = sum(int(block.index[top]) for block, top in zip(blocks, tops, strict=True))
        if index != self.offering.stands:
            return index
        moves = [move for k, top in enumerate(tops) if (move := self._move(k, top)) is not None]
        return index - max(moves)[1] if moves else None

    def _move(self, block: int, top: int) -> tuple[int, int] | None:
        """The best row of a block that moves something: what it adds to the worth of `top`, and takes off its index."""
        rows, worth = self.choices.blocks[block], self.scores[block]
        moving = np.flatnonzero(rows.moved)
        if not len(moving):
            return None
        other = int(moving[_top(rows.only(moving), worth[moving])])
        return int(worth[other] - worth[top]), int(rows.index[top] - rows.index[other])

    def cheapest(self, costs: Additives, least: int, most: int | None = None) -> Package | None:
        """The cheapest package of every set of parties that a package may need, and the cheapest of those.

        With `most` and many blocks it is the best that a search of limited width finds (`partials.merged`).
        """
        groups = self.choices.groups
        found = [one for group in groups if (one := self._cheapest(*group, costs, least, most)) is not None]
        return self.offering.package(min(found)[2]) if found else None

    def _cheapest(
        self, group: int, needed: Sequence[str], costs: Additives, least: int, most: int | None
    ) -> tuple[Fraction, int, int] | None:
        """The cheapest package that needs just this group: mean cost, worth with its sign turned, index."""
        seats = needed or self.others
        spent = [-np.sum(parts, axis=0) for parts in zip(*(costs[seat].parts for seat in seats), strict=True)]
        found = self._found(group, [spent] if spent else [], least, most)
        if not len(found.worth):
            return None
        first = np.lexsort((found.index, -found.worth, -found.scores[0]))[0]
        cost = Fraction(-int(found.scores[0, first]), max(1, len(seats)))
        return cost, -int(found.worth[first]), int(found.index[first])

    def fairest(self, gains: Additives, rule: Rule, least: int, base: int | None = None) -> Package | None:
        """The best package of every set of parties that a package may need, and of those the one worth the most."""
        zero = least if base is None else base
        found = [
            one
            for group, seats in self.choices.groups
            if (one := self._fairest(self._found(group, _parts(gains, seats), least), gains, seats, rule, zero))
        ]
        return self.offering.package(min(found)[1]) if found else None

    def _fairest(
        self, found: Partials, gains: Additives, seats: Sequence[str], rule: Rule, zero: int
    ) -> tuple[int, int] | None:
        """The best of some packages, which need just some seats: its worth with the sign turned, and its index."""
        stands = np.array([self.offering.standing_total(gains[seat]) for seat in seats], dtype=np.int64)[:, None]
        rows = np.vstack([found.worth - zero, found.scores[: len(seats)] - stands])
        rational = np.flatnonzero((rows >= 0).all(axis=0))
        if not len(rational):
            return None
        best = rational[best_of(rows[:, rational], rule, found.index[rational])]
        return -int(found.worth[best]), int(found.index[best])

    def _found(
        self, group: int, rows: Sequence[Sequence[NDArray[np.int64]]], least: int, most: int | None = None
    ) -> Partials:
        """The packages that need just this group, by worth and by rows of scores that add over the issues."""
        within = [np.flatnonzero((block.consent & ~np.uint32(group)) == 0) for block in self.choices.blocks]
        if not all(map(len, within)):
            return self._part(0, rows).only(np.zeros(0, dtype=np.intp))
        parts = [self._part(number, rows).only(places) for number, places in enumerate(within)]
        bounds = self.discount.least(least), None if most is None else self.discount.least(most + 1) - 1
        found = merged([part.pruned() if most is None else part for part in parts], *bounds)
        inside = found.only(np.flatnonzero(found.consent == group))
        return replace(inside, worth=self.discount.worth(inside.worth))

    def _part(self, number: int, rows: Sequence[Sequence[NDArray[np.int64]]]) -> Partials:
        """The rows of a block with their scores; one row of zeros where nothing is scored."""
        block = self.choices.blocks[number]
        scores = [block.gather(row, np.add) for row in rows] or [np.zeros(len(block), dtype=np.int64)]
        return Partials(self.scores[number], np.array(scores), block.consent, block.index)

    @cached_property
    def _sums(self) -> RankedSums:
        indices = [block.index for block in self.choices.blocks]
        return RankedSums(self.scores, indices, self.offering.stands)

    def ranking(self, start: int, stop: int) -> Sequence[int]:
        """The outcomes from one place to another by own worth, ties by index."""
        return self._sums.between(start, stop)

    def avoiding(self, conditions: Sequence[Condition]) -> MergedMenu:
        """The same menu without the packages whose outcome meets one of the conditions."""
        return self.choices.avoiding(conditions).menu(self.rounds_left, self.discount)

    def random(self, level: int, generator: np.random.Generator) -> Package | None:
        """A package worth at least `level`, at random.

        Random rows of all blocks are tried; where none of the packages is good, some are built that surely are
        (`random_sums`).
        """
        if self._best is None or self.highest < level:
            return None
        sums = RandomSums(self.scores, [block.index for block in self.choices.blocks], self.offering.stands)
        return self.offering.package(sums.at_least(self.discount.least(level), self._best, generator))


def _top(rows: BlockRows, worth: Grid) -> int:
    """The best row, of equals the one of the lowest index."""
    return int(np.lexsort((rows.index, -worth))[0])


def _parts(additives: Additives, seats: Sequence[str]) -> list[Sequence[Grid]]:
    """The numbers of some seats, issue by issue."""
    return [additives[seat].parts for seat in seats]
