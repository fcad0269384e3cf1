"""What decision makers can do together: coalitions of two and more, and the states that withstand them all.

Source: D. M. Kilgour, K. W. Hipel, L. Fang and X. Peng, Coalition analysis in group decision support, Group Decision
and Negotiation 10, 2001. The concepts are those of `verdicts`, with a coalition in place of one decision maker.
"""

from __future__ import annotations

from itertools import combinations

from negosim.errors import UsageError
from negosim.theory.stability.bitsets import bits
from negosim.theory.stability.graph import Conflict, Members
from negosim.theory.stability.journeys import Journey
from negosim.theory.stability.verdicts import Concept, stable_states, verdict

__all__ = ["DECISION_MAKER_LIMIT", "coalition_equilibria", "coalition_improvements", "coalitions"]

DECISION_MAKER_LIMIT = 10
"""The largest number of decision makers whose coalitions are listed: there are 2^n of them."""


def coalitions(conflict: Conflict) -> tuple[Members, ...]:
    """All coalitions of two and more, smaller ones first; `UsageError` beyond `DECISION_MAKER_LIMIT`."""
    everyone = conflict.everyone
    if len(everyone) > DECISION_MAKER_LIMIT:
        raise UsageError(
            f"coalitions of {len(everyone)} decision makers are too many; the limit is {DECISION_MAKER_LIMIT}"
        )
    return tuple(members for size in range(2, len(everyone) + 1) for members in combinations(everyone, size))


def coalition_improvements(conflict: Conflict, state: int) -> dict[Members, tuple[Journey, ...]]:
    """What each coalition of two and more could move to together, to the gain of all its members.

    A state that the coalition reaches has one shortest sequence; coalitions without an improvement are left out.
    """
    found = {members: verdict(conflict, state, members, Concept.R).improvements for members in coalitions(conflict)}
    return {members: improvements for members, improvements in found.items() if improvements}


def coalition_equilibria(conflict: Conflict, concept: Concept) -> tuple[int, ...]:
    """The states that are stable for every decision maker and every coalition, rising."""
    common = (1 << conflict.states) - 1
    for members in (*((i,) for i in conflict.everyone), *coalitions(conflict)):
        common &= stable_states(conflict, members, concept)
    return tuple(bits(common))
