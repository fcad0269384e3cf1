"""The menu of one seat in a space too large for a table, searched component by component.

Worth, distance, estimates and index add across components, and consent is the union, so that the package nearest to
some offers is found by dynamic programming: components are merged one by one, and dominated partial packages are
dropped (`menu_pruning`). The answers equal those of `menu_table`, except for `random`.
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
from negosim.negotiation.protocols.offer_components import ComponentRows, union_closed
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.negotiation.tactics.menu import Additives, Menu, Rule, SeatOptions, best_by_rule
from negosim.negotiation.tactics.menu_pruning import PartialPackages, merge_components
from negosim.negotiation.tactics.menu_sums import ComponentSums

__all__ = ["ComponentMenu", "ComponentOptions"]


class ComponentOptions(SeatOptions):
    """The packages of a seat by components: rows that the seats present can close and that the seat does not refuse.

    `row` is the seat's index among the parties. Outcomes that meet a condition in `avoided`, each on issues of one
    component, are left out.
    """

    def __init__(
        self,
        offering: OfferSpace,
        components: Sequence[ComponentRows],
        preferences: Preferences,
        row: int,
        *,
        avoided: Sequence[Condition] = (),
    ) -> None:
        self.offering = offering
        self.avoided = tuple(avoided)
        self._all = tuple(components)
        self.preferences = preferences
        self.row = row
        self.components = self._without_avoided(list(agreeable_rows(components, offering, [preferences])))
        self.costly = any(component.charges[row].any() for component in components)
        self._menus: dict[tuple[int, int], ComponentMenu] = {}

    def menu(self, rounds_left: int, discount: Discount = UNDISCOUNTED) -> ComponentMenu:
        """The packages with their worth after `rounds_left` more rounds of charges and a discount."""
        left = rounds_left if self.costly else 0
        key = (left, discount.past)
        if key not in self._menus:
            self._menus = {key: ComponentMenu(self, left, discount)}
        return self._menus[key]

    def refuses(self, package: Package) -> bool:
        """Whether the seat refuses a package that needs its consent."""
        return self.offering.refuses(self.preferences, package)

    def avoiding(self, conditions: Sequence[Condition]) -> ComponentOptions:
        """The options without the outcomes that meet one of the conditions, each on issues of one component."""
        avoided = (*self.avoided, *conditions)
        return ComponentOptions(self.offering, self._all, self.preferences, self.row, avoided=avoided)

    def _without_avoided(self, components: list[ComponentRows]) -> tuple[ComponentRows, ...]:
        """The components without the rows that meet a condition."""
        for condition in self.avoided:
            tied = {place for place, axis in enumerate(self.offering.axes) if axis in condition.options}
            number = next((k for k, component in enumerate(components) if tied <= set(component.places)), None)
            if number is None:
                raise ValueError("a condition on issues that no component ties together cannot be left out")
            missing = [~mask for mask in self.offering.meeting(condition)]
            components[number] = components[number].only(components[number].gather(missing, np.logical_or))
        return tuple(components)

    @cached_property
    def groups(self) -> list[tuple[int, list[str]]]:
        """The sets of parties whose consent a package may need, each with its other seats."""
        own = self.offering.bit[self.preferences.party]
        masks = {int(mask) for component in self.components for mask in component.consent[component.moved]}
        seats = self.offering.bit.items()
        return [(group, [seat for seat, bit in seats if bit & group & ~own]) for group in union_closed(sorted(masks))]


class ComponentMenu(Menu):
    """The menu by components; `scores[k]` are the scores of every row of component k, which add across components.

    A score rises with the worth (`Discount.score`) and equals it without discounting.
    """

    def __init__(self, options: ComponentOptions, rounds_left: int, discount: Discount) -> None:
        self.options = options
        self.offering = options.offering
        self.party = options.preferences.party
        self.rounds_left = rounds_left
        self.discount = discount
        row = options.row
        self.scores: tuple[Grid, ...] = tuple(
            discount.score(component.points[row], rounds_left * component.charges[row])
            for component in options.components
        )

    def worth(self, package: Package) -> int:
        """Worth of a package."""
        outcome, party = package.on(self.offering.standing.outcome), self.options.preferences
        return self.discount.of(party.points(outcome)) - self.rounds_left * party.charge(outcome)

    @property
    def stands(self) -> int:
        """Worth of what stands."""
        return self.worth(Package(()))

    def refuses(self, package: Package) -> bool:
        """Whether the seat refuses a package that needs its consent."""
        return self.options.refuses(package)

    def best(self) -> Package | None:
        """The best row of every component; if these change nothing, the single change that costs least."""
        return None if self._best is None else self.offering.package(self._best)

    @cached_property
    def highest(self) -> int:
        """Worth of the best package, or of what stands if nothing is on offer."""
        best = self.best()
        return self.stands if best is None else self.worth(best)

    @cached_property
    def _best(self) -> int | None:
        components = self.options.components
        if not all(map(len, components)):
            return None
        tops = [_top(component, worth) for component, worth in zip(components, self.scores, strict=True)]
        index = sum(int(component.index[top]) for component, top in zip(components, tops, strict=True))
        if index != self.offering.stands:
            return index
        moves = [move for k, top in enumerate(tops) if (move := self._move(k, top)) is not None]
        return index - max(moves)[1] if moves else None

    def _move(self, component: int, top: int) -> tuple[int, int] | None:
        """The best row of a component that changes something: its score less `top`'s, and the difference in index."""
        rows, worth = self.options.components[component], self.scores[component]
        moving = np.flatnonzero(rows.moved)
        if not len(moving):
            return None
        other = int(moving[_top(rows.only(moving), worth[moving])])
        return int(worth[other] - worth[top]), int(rows.index[top] - rows.index[other])

    def cheapest(self, costs: Additives, least: int, most: int | None = None) -> Package | None:
        """The cheapest over all sets of parties whose consent a package may need.

        With `most` and many components, it is the best that a search of limited width finds (`merge_components`).
        """
        groups = self.options.groups
        best = [one for group in groups if (one := self._cheapest(*group, costs, least, most)) is not None]
        return self.offering.package(min(best)[2]) if best else None

    def _cheapest(
        self, group: int, needed: Sequence[str], costs: Additives, least: int, most: int | None
    ) -> tuple[Fraction, int, int] | None:
        """The cheapest package that needs exactly this group: mean cost, negative worth, index."""
        seats = needed or self.others
        spent = [-np.sum(parts, axis=0) for parts in zip(*(costs[seat].parts for seat in seats), strict=True)]
        packages = self._undominated(group, [spent] if spent else [], least, most)
        if not len(packages.worth):
            return None
        first = np.lexsort((packages.index, -packages.worth, -packages.scores[0]))[0]
        cost = Fraction(-int(packages.scores[0, first]), max(1, len(seats)))
        return cost, -int(packages.worth[first]), int(packages.index[first])

    def fairest(self, gains: Additives, rule: Rule, least: int, base: int | None = None) -> Package | None:
        """The best package for every set of parties whose consent may be needed, and of those the one worth most."""
        zero = least if base is None else base
        best = [
            one
            for group, seats in self.options.groups
            if (
                one := self._fairest(
                    self._undominated(group, [gains[s].parts for s in seats], least), gains, seats, rule, zero
                )
            )
        ]
        return self.offering.package(min(best)[1]) if best else None

    def _fairest(
        self, packages: PartialPackages, gains: Additives, seats: Sequence[str], rule: Rule, zero: int
    ) -> tuple[int, int] | None:
        """The best of the packages that need the same seats: its negative worth and its index."""
        stands = np.array([self.offering.standing_total(gains[seat]) for seat in seats], dtype=np.int64)[:, None]
        rows = np.vstack([packages.worth - zero, packages.scores[: len(seats)] - stands])
        rational = np.flatnonzero((rows >= 0).all(axis=0))
        if not len(rational):
            return None
        best = rational[best_by_rule(rows[:, rational], rule, packages.index[rational])]
        return -int(packages.worth[best]), int(packages.index[best])

    def _undominated(
        self, group: int, rows: Sequence[Sequence[NDArray[np.int64]]], least: int, most: int | None = None
    ) -> PartialPackages:
        """The undominated packages that need exactly this group, by worth and rows of scores that add across issues."""
        within = [np.flatnonzero((component.consent & ~np.uint32(group)) == 0) for component in self.options.components]
        if not all(map(len, within)):
            return self._part(0, rows).only(np.zeros(0, dtype=np.intp))
        parts = [self._part(number, rows).only(places) for number, places in enumerate(within)]
        bounds = self.discount.least(least), None if most is None else self.discount.least(most + 1) - 1
        packages = merge_components([part.pruned() if most is None else part for part in parts], *bounds)
        exact = packages.only(np.flatnonzero(packages.consent == group))
        return replace(exact, worth=self.discount.worth(exact.worth))

    def _part(self, number: int, rows: Sequence[Sequence[NDArray[np.int64]]]) -> PartialPackages:
        """The rows of a component with their scores, or with zeros if there are none."""
        component = self.options.components[number]
        scores = [component.gather(row, np.add) for row in rows] or [np.zeros(len(component), dtype=np.int64)]
        return PartialPackages(self.scores[number], np.array(scores), component.consent, component.index)

    @cached_property
    def _sums(self) -> ComponentSums:
        return ComponentSums(
            self.scores, [component.index for component in self.options.components], self.offering.stands
        )

    def ranking(self, start: int, stop: int) -> Sequence[int]:
        """The outcomes with ranks from `start` to `stop` - 1 by own worth, ties by index."""
        return self._sums.ranking(start, stop)

    def avoiding(self, conditions: Sequence[Condition]) -> ComponentMenu:
        """The menu without the packages whose outcome meets one of the conditions."""
        return self.options.avoiding(conditions).menu(self.rounds_left, self.discount)

    def random(self, level: int, generator: np.random.Generator) -> Package | None:
        """A random package worth at least `level` (`ComponentSums.random`)."""
        if self._best is None or self.highest < level:
            return None
        return self.offering.package(self._sums.random(self.discount.least(level), self._best, generator))


def _top(rows: ComponentRows, worth: Grid) -> int:
    """The best row, ties by index."""
    return int(np.lexsort((rows.index, -worth))[0])
