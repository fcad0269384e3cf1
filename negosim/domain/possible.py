"""How many outcomes constraints leave possible, in spaces of any size."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from negosim.domain.constraints import Constraint, Implication, Sum, permitted
from negosim.domain.junction_tree import Clique, junction_tree
from negosim.domain.outcomes import TABLE_LIMIT, OutcomeSpace
from negosim.domain.partial_sums import CliqueSettings, Links, PartialSum, chained, count_ways

__all__ = ["chains", "count_possible", "links_of", "possible_outcomes", "tying"]

Mask = NDArray[np.bool_]


def possible_outcomes(space: OutcomeSpace) -> int:
    """How many outcomes of a space meet all its constraints."""
    axes = tuple(range(len(space.issues)))
    if space.size > TABLE_LIMIT:
        return count_possible(space.constraints, axes, space.shape)
    met = permitted(space.constraints, axes, space.shape)
    return space.size if met is None else int(met.sum())


def count_possible(
    constraints: Iterable[Constraint],
    axes: Sequence[int],
    shape: Sequence[int],
    stands: Sequence[int] | None = None,
    *,
    options: Mapping[int, Mask] | None = None,
) -> int:
    """How many outcomes over `axes` all constraints permit, given what stands; without it, how many meet them.

    `options` are, by axis, those that count; all where left out.
    """
    about = [one for one in constraints if not one.axes.isdisjoint(axes)]
    scopes = [[axes.index(axis) for axis in one.axes if axis in axes] for one in about if isinstance(one, Implication)]
    cliques = junction_tree(tuple(shape[axis] for axis in axes), scopes)
    return math.prod(map(count_ways, links_of(cliques, about, axes, shape, stands, options=options)))


def links_of(
    cliques: Iterable[Clique],
    constraints: Sequence[Constraint],
    axes: Sequence[int],
    shape: Sequence[int],
    stands: Sequence[int] | None = None,
    *,
    options: Mapping[int, Mask] | None = None,
) -> list[list[Links]]:
    """The ways through each chain of cliques, whose issues are given by their places among `axes`."""
    parts: list[CliqueSettings] = []
    for clique in cliques:
        here = [axes[place] for place in clique]
        mask = _listed(here, shape, options or {})
        tied = permitted(tying(constraints, here, axes), here, shape, stands)
        rows = np.indices([shape[axis] for axis in here], dtype=np.int16).reshape(len(here), -1)
        parts.append(CliqueSettings.after(parts, clique, rows[:, mask if tied is None else mask & tied]))
    stood = [0] * len(shape) if stands is None else stands
    sums = [PartialSum.of(one, axes, stood, spared=stands is not None) for one in constraints if isinstance(one, Sum)]
    return [chained([parts[k] for k in chain], among) for chain, among in chains(parts, sums)]


def _listed(axes: Sequence[int], shape: Sequence[int], options: Mapping[int, Mask]) -> Mask:
    """Which outcomes over some issues have options that count."""
    parts = [options.get(axis, np.ones(shape[axis], dtype=np.bool_)) for axis in axes]
    return reduce(lambda mask, part: np.logical_and.outer(mask, part).reshape(-1), parts)


def tying(constraints: Iterable[Constraint], clique: Collection[int], axes: Collection[int]) -> list[Implication]:
    """The constraints that tie issues among `axes`, all of which lie in a clique; a sum ties none."""
    ties = [one for one in constraints if isinstance(one, Implication)]
    return [one for one in ties if one.axes.intersection(axes).issubset(clique)]


def chains(parts: Sequence[CliqueSettings], sums: Sequence[PartialSum]) -> list[tuple[list[int], list[PartialSum]]]:
    """The cliques that share issues or are added up together, by number in their order, each with its sums."""
    chain_of = list(range(len(parts)))
    for scope in (*(set(part.places) for part in parts), *(set(one.codes) for one in sums)):
        tied = {chain_of[k] for k, part in enumerate(parts) if not scope.isdisjoint(part.places)}
        chain_of = [min(tied) if one in tied else one for one in chain_of]
    found = {chain: [k for k, one in enumerate(chain_of) if one == chain] for chain in dict.fromkeys(chain_of)}
    places = [{place for k in numbers for place in parts[k].places} for numbers in found.values()]
    among = [[one for one in sums if not here.isdisjoint(one.codes)] for here in places]
    return list(zip(found.values(), among, strict=True))
