"""The menu of one seat in a space too large for a table, searched clique by clique.

Worth, distance, estimates and index add across cliques, and consent is the union, so that the package nearest to some
offers is found by elimination (`theory.bargaining.elimination`): of the partial packages that settle the same issues
alike and need the same consent, those that another equals or exceeds are dropped. The answers equal those of
`menu_table`, except for `random`, and where more than `MOST` partial packages would be compared at once: then some are
left out, evenly by worth, and what is found may be a little less near or less fair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.domain.coalitions import unions
from negosim.domain.conditions import Condition
from negosim.domain.discounting import UNDISCOUNTED, Discount
from negosim.domain.preferences import Grid, Preferences
from negosim.domain.requirements import within
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.agreeable import agreeable_rows
from negosim.negotiation.protocols.offer_cliques import CliqueRows
from negosim.negotiation.protocols.offer_space import Additive, OfferSpace
from negosim.negotiation.tactics.counterparts import Counterparts, needed_counterparts, other_seats
from negosim.negotiation.tactics.menu import Additives, Menu, Rule, SeatOptions, best_by_rule
from negosim.negotiation.tactics.menu_sums import RankedSums
from negosim.theory.bargaining.elimination import UNBOUNDED, Factor, eliminate, undominated

__all__ = ["CliqueMenu", "CliqueOptions"]

MOST = 1 << 20
"""The largest number of partial packages compared at once."""
WIDE = 1 << 13
"""The largest number of them between two worths: with an upper bound nothing can be pruned by worth."""


class CliqueOptions(SeatOptions):
    """The packages of a seat by cliques: rows that the seats present can close and that the seat does not refuse.

    `row` is the seat's index among the parties. Outcomes that meet a condition in `avoided`, each on issues of one
    clique, are left out.
    """

    def __init__(
        self,
        offering: OfferSpace,
        cliques: Sequence[CliqueRows],
        preferences: Preferences,
        row: int,
        *,
        avoided: Sequence[Condition] = (),
    ) -> None:
        self.offering = offering
        self.avoided = tuple(avoided)
        self._all = tuple(cliques)
        self.preferences = preferences
        self.row = row
        self.cliques = self._without_avoided(list(agreeable_rows(cliques, offering, [preferences], by_vote=True)))
        self.costly = any(clique.charges[row].any() for clique in cliques)
        self._menus: dict[tuple[int, int], CliqueMenu] = {}

    @property
    def standing(self) -> tuple[int, int]:
        """Points of what stands, and the charge of a round while it does."""
        stands = self.offering.standing.outcome
        return self.preferences.standing(stands)

    def menu(self, rounds_left: int, discount: Discount = UNDISCOUNTED) -> CliqueMenu:
        """The packages with their worth after `rounds_left` more rounds of charges and a discount."""
        left = rounds_left if self.costly else 0
        key = (left, discount.past)
        if key not in self._menus:
            self._menus = {key: CliqueMenu(self, left, discount)}
        return self._menus[key]

    def refuses(self, package: Package) -> bool:
        """Whether the seat refuses a package that needs its consent."""
        return self.offering.refuses(self.preferences, package, self.offering.voice(self.preferences.party))

    def avoiding(self, conditions: Sequence[Condition]) -> CliqueOptions:
        """The options without the outcomes that meet one of the conditions, each on issues of one clique."""
        avoided = (*self.avoided, *conditions)
        return CliqueOptions(self.offering, self._all, self.preferences, self.row, avoided=avoided)

    def _without_avoided(self, cliques: list[CliqueRows]) -> tuple[CliqueRows, ...]:
        """The cliques without the rows that meet a condition."""
        for condition in self.avoided:
            tied = {place for place, axis in enumerate(self.offering.axes) if axis in condition.options}
            number = next((k for k, clique in enumerate(cliques) if tied <= set(clique.places)), None)
            if number is None:
                raise ValueError("a condition on issues that no clique ties together cannot be left out")
            missing = [~mask for mask in self.offering.meeting(condition)]
            cliques[number] = cliques[number].only(cliques[number].any_of(missing))
        return tuple(cliques)

    @cached_property
    def groups(self) -> list[tuple[int, Counterparts]]:
        """The requirements that a package may have, each with those whom it has to win over."""
        masks = {int(mask) for clique in self.cliques for mask in clique.consent[clique.moved]}
        party = self.preferences.party
        return [(group, needed_counterparts(self.offering, group, party)) for group in unions(sorted(masks))]


class CliqueMenu(Menu):
    """The menu by cliques; `scores[k]` are the scores of every row of clique k, which add across cliques.

    A score rises with the worth (`Discount.score`) and equals it without discounting.
    """

    def __init__(self, options: CliqueOptions, rounds_left: int, discount: Discount) -> None:
        self.options = options
        self.offering = options.offering
        self.party = options.preferences.party
        self.rounds_left = rounds_left
        self.discount = discount
        row = options.row
        self.scores: tuple[Grid, ...] = tuple(
            discount.score(clique.points[row], rounds_left * clique.charges[row]) for clique in options.cliques
        )

    def worth(self, package: Package) -> int:
        """Worth of a package."""
        outcome = package.on(self.offering.standing.outcome)
        party = self.options.preferences.naming(package.axes)
        return self.discount.of(party.points(outcome)) - self.rounds_left * party.charge(outcome)

    @property
    def stands(self) -> int:
        """Worth of what stands."""
        points, charge = self.options.standing
        return self.discount.of(points) - self.rounds_left * charge

    def refuses(self, package: Package) -> bool:
        """Whether the seat refuses a package that needs its consent."""
        return self.options.refuses(package)

    def best(self) -> Package | None:
        """The package of the highest worth."""
        return self.ranked(0)

    @cached_property
    def highest(self) -> int:
        """Worth of the best package, or of what stands if nothing is on offer."""
        best = self.best()
        return self.stands if best is None else self.worth(best)

    def cheapest(self, costs: Additives, least: int, most: int | None = None) -> Package | None:
        """The cheapest over all sets of parties whose consent a package may need.

        With `most` and many cliques, it is the best that a search of limited width finds (`WIDE`).
        """
        groups = self.options.groups
        best = [one for group in groups if (one := self._cheapest(*group, costs, least, most)) is not None]
        return self.offering.package(min(best)[2]) if best else None

    def _cheapest(
        self, group: int, needed: Counterparts, costs: Additives, least: int, most: int | None
    ) -> tuple[Fraction, int, int] | None:
        """The cheapest package that needs exactly this group: mean cost, negative worth, index."""
        others = needed if needed.groups else other_seats(self.offering, self.party)
        weighed = ([share * part for part in costs[seat].parts] for seat, share in others.shares.items())
        spent = [-np.sum(parts, axis=0) for parts in zip(*weighed, strict=True)]
        packages = self._undominated(group, [spent] if spent else [], least, most)
        if not len(packages):
            return None
        worth, score = packages.sums[:2]
        first = np.lexsort((packages.index, -worth, -score))[0]
        return Fraction(-int(score[first]), max(1, others.whole)), -int(worth[first]), int(packages.index[first])

    def fairest(self, gains: Additives, rule: Rule, least: int, base: int | None = None) -> Package | None:
        """The best package for every set of parties whose consent may be needed, and of those the one worth most."""
        zero = least if base is None else base
        groups = ((group, others.means(gains)) for group, others in self.options.groups)
        found = (self._fairest(self._undominated(g, [m.parts for m in ms], least), ms, rule, zero) for g, ms in groups)
        best = [one for one in found if one is not None]
        return self.offering.package(min(best)[1]) if best else None

    def _fairest(self, packages: Factor, gains: Sequence[Additive], rule: Rule, zero: int) -> tuple[int, int] | None:
        """The best of the packages that need the same seats: its negative worth and its index."""
        stands = [zero, *(self.offering.standing_total(additive) for additive in gains)]
        rows = packages.sums[: len(stands)] - np.array(stands, dtype=np.int64)[:, None]
        rational = np.flatnonzero((rows >= 0).all(axis=0))
        if not len(rational):
            return None
        best = rational[best_by_rule(rows[:, rational], rule, packages.index[rational])]
        return -int(packages.sums[0, best]), int(packages.index[best])

    def _undominated(
        self, group: int, rows: Sequence[Sequence[NDArray[np.int64]]], least: int, most: int | None = None
    ) -> Factor:
        """The undominated packages that need exactly this group, by worth and rows of scores that add across issues."""
        parts = [self._part(number, rows) for number in range(len(self.scores))]
        inside = [part.only(within(part.consent, group)) for part in parts]
        bound = np.full(len(parts[0].sums), UNBOUNDED)
        bound[0] = self.discount.least(least)
        if most is not None:
            inside = [replace(part, sums=np.vstack([part.sums, -part.sums[0]])) for part in inside]
            bound = np.append(bound, 1 - self.discount.least(most + 1))
        packages = eliminate(inside, undominated if most is None else widest, bound, MOST, thin=True)
        exact = packages.only(packages.consent == group)
        return replace(exact, sums=np.vstack([self.discount.worth(exact.sums[0]), exact.sums[1:]]))

    def _part(self, number: int, rows: Sequence[Sequence[NDArray[np.int64]]]) -> Factor:
        """The rows of a clique with worth and scores, or zeros if there are none; an issue scores in one of them."""
        clique = self.options.cliques[number]
        scores = [clique.total(row) for row in rows] or [np.zeros(len(clique), dtype=np.int64)]
        return clique.factor(np.vstack([self.scores[number], *scores]))

    @cached_property
    def _ranked(self) -> RankedSums:
        parts = zip(self.options.cliques, self.scores, strict=True)
        unmarked = [replace(one, consent=np.zeros_like(one.consent)).factor(score[None]) for one, score in parts]
        return RankedSums(unmarked, self.offering.stands)

    def ranking(self, start: int, stop: int) -> Sequence[int]:
        """The outcomes with ranks from `start` to `stop` - 1 by own worth, ties by index."""
        return self._ranked.ranking(start, stop)

    def avoiding(self, conditions: Sequence[Condition]) -> CliqueMenu:
        """The menu without the packages whose outcome meets one of the conditions."""
        return self.options.avoiding(conditions).menu(self.rounds_left, self.discount)

    def random(self, level: int, generator: np.random.Generator) -> Package | None:
        """A random package worth at least `level` (`RankedSums.random`)."""
        best = self.best()
        if best is None or self.highest < level:
            return None
        index = self._ranked.random(self.discount.least(level), self.offering.index(best), generator)
        return self.offering.package(index)


def widest(packages: Factor) -> Factor:
    """For each worth (the first sum) and group the package of the best score (the second), at most `WIDE` by score."""
    worth, score = packages.sums[:2]
    groups = packages.groups
    order = np.lexsort((packages.index, -score, worth, packages.consent, groups))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (worth[order][1:] != worth[order][:-1]) | (groups[order][1:] != groups[order][:-1])
    kept = order[first]
    return packages.only(kept[np.argsort(-score[kept], kind="stable")[:WIDE]])
