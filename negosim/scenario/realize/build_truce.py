"""What a guarantee does to a truce, and what a party that doubts it makes of one.

Walter 1997 (International Organization 51:335) and Fortna 2004 (Peace Time): truces hold where somebody enforces them.
Our modelling choice: credibility g, 0 to 1, takes its share off the chance that a truce breaks and off a shift of
power, p2 = p1 + (1 - g)(p2 - p1), so that the tests of Fearon 1995 and Powell 2006 decide in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from negosim.domain.costly_lottery import CostlyLottery
from negosim.domain.outcomes import OutcomeSpace
from negosim.domain.preferences import to_grid
from negosim.domain.truce import attacks, share_held
from negosim.scenario.spec.commitment import CommitmentSpec, ShiftSpec

__all__ = ["doubts", "hazard", "is_number_of_commitment", "tempted"]


def is_number_of_commitment(path: str) -> bool:
    """Whether a number decides how long a truce is expected to hold."""
    return path.startswith("commitment.")


def hazard(numbers: Mapping[str, float], credibility: float) -> float:
    """The chance that a truce breaks within a period."""
    return numbers["commitment.fragility"] * (1.0 - credibility)


def tempted(shift: ShiftSpec | None, numbers: Mapping[str, float], credibility: float) -> bool:
    """Whether the side that a shift of power disfavours attacks before it happens."""
    if shift is None:
        return False
    at = "commitment.shift"
    now, later = numbers[f"{at}.now"], numbers[f"{at}.later"]
    own = numbers[f"{at}.costs.{shift.favours}"]
    other = next(numbers[f"{at}.costs.{side}"] for side in shift.costs if side != shift.favours)
    moved = now + (1.0 - credibility) * (later - now)
    return attacks(shift.test, (now, moved), numbers["commitment.discount"], (own, other))


def doubts(
    spec: CommitmentSpec | None, space: OutcomeSpace, party: str, numbers: Mapping[str, float]
) -> Iterator[CostlyLottery]:
    """How a party with beliefs of its own sees a truce under each guarantee: it holds for a share of the periods."""
    if spec is None or party not in spec.beliefs:
        return
    guarantee, broken = space.axis(spec.guarantees.issue), space.term(spec.issue, spec.breaks_to)
    for option in spec.options:
        for number, key in enumerate(space.issues[guarantee].options):
            credibility = numbers[f"commitment.beliefs.{party}.credibility.{key}"]
            chance = _expected(spec, numbers, credibility)
            when = tuple(sorted((space.term(spec.issue, option), (guarantee, number))))
            yield CostlyLottery(when, (), (broken,), to_grid(chance))


def _expected(spec: CommitmentSpec, numbers: Mapping[str, float], credibility: float) -> float:
    """The share of the periods for which a truce is expected to hold."""
    if tempted(spec.shift, numbers, credibility):
        return 0.0
    return share_held(hazard(numbers, credibility), spec.periods)
