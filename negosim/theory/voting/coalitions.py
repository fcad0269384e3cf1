"""Minimal winning coalitions: whose votes are just enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from negosim.domain.decision_rule import DecisionRule

__all__ = ["MOST_COALITIONS", "minimal_winning"]

MOST_COALITIONS = 4096
"""Minimal winning coalitions at the most."""
MOST_SETS = 1 << 15
"""Sets of voters that the search for them looks at, at the most."""


def minimal_winning(rule: DecisionRule) -> tuple[int, ...] | None:
    """The coalitions that pass something against all others, and do so without none of their members, as bits.

    None where there are more than `MOST_COALITIONS`, or the search would look at more than `MOST_SETS`.
    """
    vetoes = rule.veto_players
    heaviest = sorted(_bits(rule.members & ~vetoes), key=lambda one: -sum(test.votes(one) for test in rule.tests))
    search = _winning(rule, vetoes, heaviest)
    minimal = [*islice((one for one in islice(search, MOST_SETS) if one is not None), MOST_COALITIONS + 1)]
    ended = not any(True for _ in search)
    return tuple(sorted(minimal)) if ended and len(minimal) <= MOST_COALITIONS else None


def _winning(rule: DecisionRule, chosen: int, rest: Sequence[int]) -> Iterator[int | None]:
    """The minimal winning coalitions of the chosen with some of the rest; None for each other set looked at."""
    if _wins(rule, chosen):
        yield chosen if not any(_wins(rule, chosen & ~one) for one in _bits(chosen)) else None
    elif rest and _wins(rule, chosen | sum(rest)):
        yield None
        yield from _winning(rule, chosen | rest[0], rest[1:])
        yield from _winning(rule, chosen, rest[1:])


def _wins(rule: DecisionRule, coalition: int) -> bool:
    return rule.decides(coalition, rule.members & ~coalition)


def _bits(voters: int) -> Iterator[int]:
    return (1 << place for place in range(voters.bit_length()) if voters >> place & 1)
