"""Feasible agreements in a space too large for a table: searched exactly through cliques of issues.

Worth and consent combine across cliques (`protocols.offer_cliques`), so that the frontier is merged clique by clique
(`theory.bargaining.frontier_by_cliques`) and never enumerated. Every registered solution lies on the
frontier, so that is all a solution needs. Numbers of outcomes are exact where a table or half of the space allows, and
else estimates with an interval, marked so (`theory.bargaining.counting`). Votes add over no cliques: they are counted
for the size of the zone of agreement, outcome by outcome or on samples, and what is searched for clique by clique may
be voted down; whoever shows the numbers says so (`phrases.vote_words`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.analysis.feasible import FeasibleSet, Frontier, Improvements
from negosim.analysis.feasible_table import enumerate_feasible
from negosim.analysis.sampled_votes import SampledVotes, votes_are_asked
from negosim.domain.outcomes import TABLE_LIMIT
from negosim.domain.preferences import Grid
from negosim.domain.requirements import has
from negosim.domain.rng import RandomSource
from negosim.negotiation.packages import Standing
from negosim.negotiation.protocols.agreeable import Vetoes, agreeable_rows
from negosim.negotiation.protocols.offer_cliques import CliqueRows, consenting_groups, offered_cliques, valued
from negosim.negotiation.protocols.offer_space import offering
from negosim.registry import Entry
from negosim.scenario.realize.realization import Realization
from negosim.theory.bargaining.base import Solution
from negosim.theory.bargaining.counting import (
    SAMPLES,
    Count,
    count_reaching,
    count_worse,
    estimated,
    exactly,
    number_of_outcomes,
)
from negosim.theory.bargaining.elimination import Factor, FrontierSizeError, all_rows, eliminate, sample
from negosim.theory.bargaining.frontier import frontier
from negosim.theory.bargaining.frontier_by_cliques import merged_frontier

__all__ = ["FactoredFeasibleSet", "feasible_set"]

Cliques = tuple[CliqueRows, ...]


class FactoredFeasibleSet(FeasibleSet):
    """The outcomes of some open issues by cliques, whose rows hold worth in `points`.

    By default the issues are all, `standing` is the status quo, `rounds_left` the horizon, and the `seats` at the table
    are all parties. `chance` draws the outcomes behind estimates.
    """

    def __init__(
        self,
        realization: Realization,
        standing: Standing | None = None,
        rounds_left: int | None = None,
        *,
        axes: Sequence[int] | None = None,
        seats: Sequence[str] | None = None,
        chance: RandomSource | None = None,
    ) -> None:
        self.realization = realization
        self.parties, self.scales = realization.parties, realization.utilities.scales
        self.rounds_left = realization.horizon if rounds_left is None else rounds_left
        self.chance = chance or RandomSource()
        stood = standing or Standing.at_first(realization.space)
        chosen = tuple(range(len(realization.space.issues)) if axes is None else axes)
        self.vetoes = Vetoes(
            realization,
            offering(realization.space, realization.requirements, stood, chosen, tuple(seats or realization.parties)),
        )
        everyone = realization.preferences.values()
        values = [one.reservation_value(stood.outcome, self.rounds_left) for one in everyone]
        self.reservation = np.array(values, dtype=np.int64)
        offered = offered_cliques(realization.utilities, self.offering)
        self.cliques: Cliques = valued(offered, realization.utilities.discounts, self.rounds_left)

    def worth_of(self, index: int) -> Grid:
        """Worth of one outcome for every party."""
        outcome = self.outcome(index)
        worths = [one.worth(outcome, self.rounds_left) for one in self.realization.preferences.values()]
        return np.array(worths, dtype=np.int64)

    @cached_property
    def frontier(self) -> Frontier | None:
        """The frontier of all outcomes, on offer or not; None where it is too large to find."""
        return _or_none(lambda: _merged(self._worth_to(self.deciders, self.cliques)))

    def _worth_to(self, parties: Sequence[str], cliques: Cliques) -> Cliques:
        """Rows with the worth of some parties alone."""
        places = self.places(parties)
        return tuple(replace(clique, points=clique.points[places]) for clique in cliques)

    def _closed_by(self, group: Sequence[str]) -> Cliques:
        """The rows that a group can bring about with all others against it, with the worth of its members alone."""
        alone = self.offering.requirements.satisfied_alone(self.offering.requirements.mask(group))
        return self._worth_to(group, tuple(clique.within(alone) for clique in self.cliques))

    @cached_property
    def _possible(self) -> Cliques:
        """The rows of what is agreeable, and of what stands."""
        return agreeable_rows(self.cliques, self.offering, list(self.realization.preferences.values()))

    @cached_property
    def consenting(self) -> tuple[int, ...]:
        """The sets of parties whose consent an agreeable package can need."""
        return consenting_groups(self._possible)

    def bound_of(self, group: int, less: Grid | int = 0) -> Grid:
        """The reservation values of a set of parties, less something; no bound for the others."""
        asked = [bool(group & self.offering.bit[party]) for party in self.parties]
        return np.where(asked, self.reservation - less, np.iinfo(np.int64).min // 4)  # which every worth reaches

    @cached_property
    def zone_frontier(self) -> Frontier:
        """The frontier of the zone of agreement, in everybody's worth.

        For each set of consenting parties: what they can close, is agreeable and is rational for all of them; then
        united. `FrontierSizeError` where that takes too many rows.
        """
        parts = [self.reaching(group, self.bound_of(group)) for group in self.consenting]
        return _united(parts, len(self.parties))

    def reaching(self, group: int, bound: Grid) -> Frontier:
        """The frontier of what a set of parties can close, is agreeable and gives everybody at least a bound.

        `FrontierSizeError` where that takes too many rows.
        """
        inside = tuple(clique.within(group) for clique in self._possible)
        return _moving(inside, self.offering.stands, bound)

    @cached_property
    def rational_size(self) -> Count:
        """How many outcomes are individually rational for all who decide."""
        factors = _factors(self._worth_to(self.deciders, self.cliques))
        count = count_reaching(factors, self.reservation[self.places()], self._lots())
        if count.exact or self.frontier is None:
            return count
        return _knowing(int(self.suits_all(self.frontier.points).sum()), count)

    @cached_property
    def zone_size(self) -> Count:
        """How many packages lie in the zone of agreement; 0 is exact unless its frontier is too large to find."""
        factors = _factors(self._possible)
        outcomes = number_of_outcomes(factors)
        if outcomes <= TABLE_LIMIT:
            return exactly(int(self._in_zone(eliminate(factors, all_rows)).sum()))
        if len(self.consenting) == 1 and not self._by_votes:
            count = self._same_consent(factors)
        else:
            count = estimated(int(self._in_zone(sample(factors, SAMPLES, self._lots())).sum()), outcomes)
        known = None if count.exact or self._by_votes else _or_none(lambda: self.zone_frontier)
        return count if known is None else _knowing(len(known), count)

    def _same_consent(self, factors: Sequence[Factor]) -> Count:
        """The size of the zone where every package needs the same parties: what is rational for them and moves."""
        asked = np.array([bool(self.consenting[0] & self.offering.bit[party]) for party in self.parties])
        stays = int((self.worth_of(self.stands) >= self.reservation)[asked].all())
        theirs = [replace(factor, sums=factor.sums[asked]) for factor in factors]
        count = count_reaching(theirs, self.reservation[asked], self._lots())
        value, low, high = (max(0, number - stays) for number in (count.value, count.low, count.high))
        return replace(count, value=value, low=low, high=high)

    def _in_zone(self, outcomes: Factor) -> NDArray[np.bool_]:
        """The outcomes that move something and are rational for all whose consent they need."""
        inside = np.asarray(outcomes.index != self.stands)
        for place, party in enumerate(self.parties):
            asked = has(outcomes.consent, self.offering.bit[party])
            inside &= ~asked | (outcomes.sums[place] >= self.reservation[place])
        return inside & self._voted(outcomes) if self._by_votes else inside

    @property
    def _by_votes(self) -> bool:
        """Whether votes are counted on what is agreeable."""
        return votes_are_asked(self.realization)

    def _voted(self, outcomes: Factor) -> NDArray[np.bool_]:
        """The outcomes that all bodies pass which they need, if every seat and every bloc votes by what it gains."""
        votes = SampledVotes(self.realization, self.offering, outcomes.index, outcomes.consent)
        least = self.reservation[:, None]
        short = [self.realization.preferences[party].abstains for party in self.parties]
        return votes.passed(outcomes.sums >= least, outcomes.sums >= least - np.array(short, dtype=np.int64)[:, None])

    def improving(self, now: Grid) -> Improvements:
        """The outcomes that can be agreed and are better for all who decide than some worth.

        The sum of worth serves as a bound: where nobody has fewer steps the sum of all exceeds theirs exactly if
        somebody has more, whatever the scales.
        """
        possible, least = self._worth_to(self.deciders, self._possible), now[self.places()]
        parts = [one.factor(np.vstack([one.points, one.points.sum(axis=0)])) for one in possible]
        count = count_reaching(parts, np.append(least, least.sum() + 1), self._lots())
        efficient = _or_none(lambda: _merged(possible, least))
        if efficient is None:
            return Improvements(count, None)
        better = (efficient.points > least[:, None]).any(axis=0)
        known = Frontier(efficient.points[:, better], efficient.indices[better])
        return Improvements(_knowing(len(known), count), known)

    @cached_property
    def attainable(self) -> Frontier | None:
        """The frontier of what is agreeable and gives all who decide at least their reservation value."""
        possible = self._worth_to(self.deciders, self._possible)
        return _or_none(lambda: _merged(possible, self.reservation[self.places()]))

    def worse_than(self, party: str, worth: int) -> Count:
        """How many outcomes give a party less than some worth."""
        return count_worse(_factors(self.cliques), self.parties.index(party), worth, self._lots())

    def _lots(self) -> np.random.Generator:
        """The same draws for every estimate, so that estimates of one space are consistent."""
        return self.chance.generator("landscape")

    def _solve(self, entry: Entry, group: Sequence[str] | None) -> Solution:
        """A bargaining solution over the frontier; one outcome stands for all of the same worth."""
        cliques = self._worth_to(self.deciders, self.cliques) if group is None else self._closed_by(group)
        efficient = self.frontier if group is None else _or_none(lambda: _merged(cliques))
        if efficient is None:
            return Solution(entry.name, reason="the frontier has too many points to find")
        places = self.places(group)
        reservation, scales = self.reservation[places], self.scales.only(places)
        stands = self._alone(cliques, efficient, reservation)
        solved: Solution = entry.make(efficient.points, reservation, scales=scales, stands=stands)
        return solved.reindexed(efficient.indices)

    def _alone(self, cliques: Cliques, efficient: Frontier, reservation: Grid) -> int | None:
        """The column of what stands where nothing else is rational, else None."""
        rational = np.flatnonzero((efficient.points >= reservation[:, None]).all(axis=0))
        if len(rational) != 1 or efficient.indices[rational[0]] != self.stands:
            return None
        moving = _or_none(lambda: _moving(cliques, self.stands, reservation))
        return None if moving is None or len(moving) else int(rational[0])


def _or_none(search: Callable[[], Frontier]) -> Frontier | None:
    """The result of a search for a frontier; None where it is too large to find."""
    try:
        return search()
    except FrontierSizeError:
        return None


def _factors(cliques: Sequence[CliqueRows]) -> list[Factor]:
    """The rows with everybody's worth."""
    return [clique.factor(clique.points) for clique in cliques]


def _merged(cliques: Sequence[CliqueRows], bound: Grid | None = None) -> Frontier:
    """The frontier of all combinations of rows that reach a bound."""
    merged = merged_frontier(_factors(cliques), bound)
    return Frontier(merged.sums, merged.index)


def _moving(cliques: Sequence[CliqueRows], stands: int, bound: Grid) -> Frontier:
    """The frontier of the combinations that move something and reach a bound.

    Only where what stands is efficient may it hide others that it dominates: then the combinations are split by the
    first clique that moves.
    """
    whole = _merged(cliques, bound)
    if stands not in whole.indices:
        return whole
    parts = []
    for place, clique in enumerate(cliques):
        if clique.moved.any():
            still = [earlier.only(~earlier.moved) for earlier in cliques[:place]]
            parts.append(_merged([*still, clique.only(clique.moved), *cliques[place + 1 :]], bound))
    return _united(parts, len(bound))


def _united(parts: Sequence[Frontier], parties: int) -> Frontier:
    """The frontier of several frontiers together; of equals the outcome of the lowest index."""
    none = Frontier(np.zeros((parties, 0), dtype=np.int64), np.zeros(0, dtype=np.int64))
    points = np.concatenate([part.points for part in (none, *parts)], axis=1)
    indices = np.concatenate([part.indices for part in (none, *parts)])
    order = np.argsort(indices, kind="stable")
    kept = order[frontier(points[:, order])]
    return Frontier(points[:, kept], indices[kept])


def _knowing(known: int, count: Count) -> Count:
    """A count that is at least what is known; where none is known there is none, since the best would be known."""
    if count.exact or not known:
        return count if count.exact else exactly(0)
    return replace(count, value=max(count.value, known), low=max(count.low, known), high=max(count.high, known))


def feasible_set(
    realization: Realization,
    standing: Standing,
    axes: Sequence[int],
    seats: Sequence[str],
    rounds_left: int,
    *,
    chance: RandomSource | None = None,
) -> FeasibleSet:
    """The feasible set of a meeting: as a table where it holds the outcomes, else by cliques."""
    if math.prod(realization.space.shape[axis] for axis in axes) <= TABLE_LIMIT:
        return enumerate_feasible(realization, standing, axes, seats, rounds_left)
    return FactoredFeasibleSet(realization, standing, rounds_left, axes=axes, seats=seats, chance=chance)
