"""Variable elimination: what adds across cliques of issues is searched clique by clique, never by whole outcomes.

A factor holds the ways to settle some issues and what each adds to an outcome. Factors share issues, as the cliques of
a junction tree do (`domain.junction_tree`). From the leaves to the root each is passed on to its parent as a message:
for every way to settle the issues that both hold, the rows that may still lead to an answer (Dechter 1999, Artificial
Intelligence 113:41; for sums that do not dominate one another Rollon & Larrosa 2006, J. Heuristics 12:307). Memory
grows with the answers and with the largest clique, not with the space.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from negosim.domain.row_matching import Rows, coded, match_codes, matched_pairs, numbered
from negosim.domain.scale import SAFE
from negosim.errors import UsageError
from negosim.theory.bargaining.frontier import nondominated

__all__ = [
    "UNBOUNDED",
    "Factor",
    "FrontierSizeError",
    "all_rows",
    "completions",
    "drawn",
    "eliminate",
    "matching",
    "messages",
    "outcome_of_nothing",
    "sample",
    "shared_with_parents",
    "trees",
    "undominated",
]

Integers = NDArray[np.int64]

UNBOUNDED = -SAFE
"""A bound that every sum reaches, and that can be reduced by any sum."""


class FrontierSizeError(UsageError):
    """The search would compare too many partial outcomes at once."""


@dataclass(frozen=True)
class Factor:
    """Ways to settle some issues, one a row, and what each adds.

    `places` are the issues and `options` their options, an array (issues, rows); places below 0 are links that only
    factors beside each other share (`domain.partial_sums`). `sums`, an array (criteria, rows), and `index` add across
    factors; `consent` are sets of parties in bits, which unite.
    """

    places: tuple[int, ...]
    options: NDArray[np.int16]
    sums: Integers
    index: Integers
    consent: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.index)

    def only(self, rows: Rows | NDArray[np.bool_]) -> Factor:
        """Some of the rows."""
        return Factor(self.places, self.options[:, rows], self.sums[:, rows], self.index[rows], self.consent[rows])

    def options_of(self, places: Sequence[int]) -> NDArray[np.int16]:
        """The options of some of its issues, an array (issues, rows)."""
        return self.options[[self.places.index(place) for place in places]]

    def over(self, places: Sequence[int]) -> Factor:
        """The same rows, of which no more is known than how they settle some issues."""
        held = [k for k, place in enumerate(self.places) if place in places]
        return replace(self, places=tuple(self.places[k] for k in held), options=self.options[held])

    @property
    def groups(self) -> Integers:
        """By row, the number of its group: those that settle the issues alike and need the same consent."""
        return numbered([self.consent, *self.options], len(self))

    def joined(self, other: Factor, least: Integers | None = None, most: int | None = None) -> Factor:
        """All pairs of rows that settle the issues of both alike, with sums of at least `least`.

        `FrontierSizeError` if there are more than `most` pairs.
        """
        mine, theirs = _pairs(self, other, most)
        sums = self.sums[:, mine] + other.sums[:, theirs]
        if least is not None:
            reach = np.flatnonzero((sums >= least[:, None]).all(axis=0))
            mine, theirs, sums = mine[reach], theirs[reach], sums[:, reach]
        new = [k for k, place in enumerate(other.places) if place not in self.places]
        return Factor(
            places=(*self.places, *(other.places[k] for k in new)),
            options=np.concatenate([self.options[:, mine], other.options[new][:, theirs]]),
            sums=sums,
            index=self.index[mine] + other.index[theirs],
            consent=self.consent[mine] | other.consent[theirs],
        )


Prune = Callable[[Factor], Factor]
"""Of the rows of a factor, those that may still lead to an answer; it never leaves nothing of something."""

Join = Callable[[Factor, Factor], Factor]
"""A factor joined with another."""


def matching(first: Factor, second: Factor, shared: Sequence[int]) -> tuple[Rows, Rows, Rows]:
    """The rows of the second that settle some issues as each of the first does.

    An order of the second's rows, and for each of the first where in it they start, and how many they are.
    """
    if not shared:  # most issues are tied to nothing
        start = np.zeros(len(first), dtype=np.intp)
        return np.arange(len(second)), start, start + len(second)
    mine, theirs = first.options_of(shared), second.options_of(shared)
    code = coded(np.concatenate([mine, theirs], axis=1), len(first) + len(second))
    return match_codes(code[: len(first)], code[len(first) :])


def _pairs(first: Factor, second: Factor, most: int | None) -> tuple[Rows, Rows]:
    """The pairs of rows that settle the issues of both alike, in the order of the first, then of the second."""
    order, start, count = matching(first, second, [place for place in first.places if place in second.places])
    needed = int(count.sum())
    if most is not None and needed > most:
        raise FrontierSizeError(
            f"the frontier has too many points to find all: the search compares at most {most:,} partial outcomes at "
            f"once, and this needs {needed:,}"
        )
    return matched_pairs(order, start, count)


def _number_of_pairs(first: Factor, second: Factor, most: int) -> int:
    """How many pairs of rows settle the issues of both alike, if it can be more than `most`."""
    if len(first) * len(second) <= most:
        return 0
    return int(matching(first, second, [place for place in first.places if place in second.places])[2].sum())


def all_rows(factor: Factor) -> Factor:
    """Every row: nothing is pruned."""
    return factor


def undominated(factor: Factor) -> Factor:
    """In each group the rows that no other equals or exceeds in every sum, of equals that of the lowest index."""
    ordered = factor.only(np.argsort(factor.index, kind="stable"))
    return ordered.only(nondominated(_kept_apart(ordered.sums, ordered.groups)))


def _kept_apart(sums: Integers, groups: Integers) -> Integers:
    """Sums among which no row dominates one of another group: two of them are shifted against each other."""
    if not groups.any():
        return sums
    shifted = np.vstack([sums, np.zeros_like(groups)]) if len(sums) == 1 else sums.copy()
    span = int(np.ptp(shifted[:2], axis=1).max()) + 1
    if span * int(groups.max()) > -UNBOUNDED:  # by rank, since the shift would not fit
        shifted[:2] = [np.unique(row, return_inverse=True)[1] for row in shifted[:2]]
        span = shifted.shape[1]
    shifted[0] -= groups * span
    shifted[1] += groups * span
    return shifted


def shared_with_parents(factors: Sequence[Factor]) -> list[tuple[int | None, tuple[int, ...]]]:
    """For each factor its parent, the first before it that holds all it shares with those before, and these issues.

    None for a root, which shares nothing.
    """
    before: set[int] = set()
    found: list[tuple[int | None, tuple[int, ...]]] = []
    for number, factor in enumerate(factors):
        shared = tuple(place for place in factor.places if place in before)
        holding = (k for k in range(number) if set(shared) <= set(factors[k].places))
        found.append((next(holding) if shared else None, shared))
        before.update(factor.places)
    return found


def messages(factors: Sequence[Factor], join: Join) -> list[Factor]:
    """Every factor joined with what its children say of the issues that both hold: a root then sums up its tree."""
    full = list(factors)
    for number, (parent, shared) in reversed(list(enumerate(shared_with_parents(factors)))):
        if parent is not None:
            full[parent] = join(full[parent], full[number].over(shared))
    return full


def eliminate(
    factors: Sequence[Factor],
    prune: Prune,
    least: Integers | None = None,
    most: int | None = None,
    *,
    thin: bool = False,
) -> Factor:
    """What `prune` leaves of all outcomes with sums of at least `least`, pruned and bounded at every step.

    Partial sums whose best completion stays below the bound are dropped at once. If more than `most` partial outcomes
    would have to be compared at once, `FrontierSizeError`; or, with `thin`, only some of them are (`_thinned`).
    """
    best = np.sum([_highest(factor) for factor in factors], axis=0)

    def join(first: Factor, second: Factor) -> Factor:
        nonlocal best
        rest = best - _highest(first) - _highest(second)
        message = prune(second)
        if thin and most is not None and _number_of_pairs(first, message, most) > most:
            message = _thinned(message, max(1, most // len(first)))
        joined = prune(first.joined(message, None if least is None else least - rest, None if thin else most))
        best = rest + _highest(joined)
        return joined

    roots = [tree.over(()) for tree in _roots(messages(factors, join), factors)]
    return reduce(join, roots, outcome_of_nothing(len(best)))


def _thinned(factor: Factor, most: int) -> Factor:
    """At most so many rows of each group, evenly spread by the first sum, the highest among them."""
    groups = factor.groups
    order = np.lexsort((factor.index, -factor.sums[0], groups))
    size = np.bincount(groups)
    place = np.arange(len(order)) - np.repeat(np.cumsum(size) - size, size)
    share = place * np.minimum(most / np.repeat(size, size), 1.0)
    return factor.only(order[(place == 0) | (np.floor(share) > np.floor(share - share / np.maximum(place, 1)))])


def _roots(full: Sequence[Factor], factors: Sequence[Factor]) -> list[Factor]:
    """Those of the factors that have no parent, once their children are joined with them."""
    parents = [parent for parent, _ in shared_with_parents(factors)]
    return [tree for tree, parent in zip(full, parents, strict=True) if parent is None]


def trees(factors: Sequence[Factor], most: int) -> list[Factor] | None:
    """The factors as independent ones, those that share issues joined; None if one would have more than `most` rows."""
    try:
        return _roots(messages(factors, lambda first, second: first.joined(second, None, most)), factors)
    except FrontierSizeError:
        return None


def completions(factors: Sequence[Factor]) -> list[Integers]:
    """For each row of each factor, how many ways there are to settle what its children and theirs hold besides."""
    ways = [np.ones(len(factor), dtype=np.int64) for factor in factors]
    for number, (parent, shared) in reversed(list(enumerate(shared_with_parents(factors)))):
        if parent is not None:
            order, start, count = matching(factors[parent], factors[number], shared)
            below = np.append(0, np.cumsum(ways[number][order]))
            ways[parent] *= below[start + count] - below[start]
    return ways


def drawn(factors: Sequence[Factor], size: int, generator: np.random.Generator) -> list[Rows]:
    """Random outcomes as rows of each factor, all equally likely.

    From root to leaf, each row is one of those that settle as its parent does what both hold, the likelier the more
    ways there are to go on from it.
    """
    rows: list[Rows] = []
    family = zip(factors, completions(factors), shared_with_parents(factors), strict=True)
    for factor, ways, (parent, shared) in family:
        order, given = np.arange(len(factor)), np.zeros(size, dtype=np.intp)
        start, count = given[:1], np.array([len(factor)])
        if parent is not None:
            given = rows[parent]
            order, start, count = matching(factors[parent], factor, shared)
        if (ways == ways[0]).all():
            rows.append(order[start[given] + generator.integers(count[given])])
            continue
        before = np.append(0, np.cumsum(ways[order]))
        lots = before[start[given]] + generator.integers((before[start + count] - before[start])[given])
        rows.append(order[np.searchsorted(before, lots, side="right") - 1])
    return rows


def sample(factors: Sequence[Factor], size: int, generator: np.random.Generator) -> Factor:
    """Random outcomes (`drawn`) with what all their rows add, no more known than that."""
    chosen = zip(factors, drawn(factors, size, generator), strict=True)
    return reduce(_side_by_side, (factor.over(()).only(rows) for factor, rows in chosen))


def _side_by_side(first: Factor, second: Factor) -> Factor:
    """The sums of the rows at the same place."""
    return replace(
        first,
        sums=first.sums + second.sums,
        index=first.index + second.index,
        consent=first.consent | second.consent,
    )


def _highest(factor: Factor) -> Integers:
    """The most that a row adds to each sum; nothing if there is no row, since then there is no outcome either."""
    return np.asarray(factor.sums.max(axis=1)) if len(factor) else np.zeros(len(factor.sums), dtype=np.int64)


def outcome_of_nothing(criteria: int) -> Factor:
    """One row that settles no issue and adds nothing."""
    return Factor(
        places=(),
        options=np.zeros((0, 1), dtype=np.int16),
        sums=np.zeros((criteria, 1), dtype=np.int64),
        index=np.zeros(1, dtype=np.int64),
        consent=np.zeros(1, dtype=np.uint64),
    )
