"""Whose agreement a package needs: consent by option, and promises that bind."""

from __future__ import annotations

from functools import lru_cache

from negosim.domain.outcomes import OutcomeSpace
from negosim.negotiation.packages import Package, Standing

__all__ = ["movable", "needed", "needed_to_move"]


def needed_to_move(space: OutcomeSpace, standing: Standing, axis: int, option: int) -> frozenset[str]:
    """Who must agree to move one issue to an option: the consent to the option, and those bound on the issue."""
    return space.issues[axis].consent[option] | standing.bound[axis]


@lru_cache(maxsize=1 << 14)
def needed(space: OutcomeSpace, standing: Standing, package: Package) -> frozenset[str]:
    """Who must agree to a package: the union over the issues that it moves away from what stands, or renews."""
    renews = space.lapses.renewable(standing)
    moves = (term for term in package.terms if standing.outcome[term[0]] != term[1] or term[0] in renews)
    return frozenset[str]().union(*(needed_to_move(space, standing, axis, option) for axis, option in moves))


@lru_cache(maxsize=1 << 10)
def movable(
    space: OutcomeSpace,
    standing: Standing,
    axes: frozenset[int],
    agreed: frozenset[str],
    renewable: frozenset[int] = frozenset(),
) -> frozenset[int]:
    """The issues among `axes` that the parties and bodies which agree can move to some option, or renew."""
    return frozenset(
        axis
        for axis in axes
        for option in range(len(space.issues[axis]))
        if (option != standing.outcome[axis] or axis in renewable)
        and needed_to_move(space, standing, axis, option) <= agreed
    )
