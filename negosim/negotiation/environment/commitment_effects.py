"""When a truce breaks at given numbers, and how parties with beliefs of their own value it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from negosim.domain.costly_lottery import CostlyLottery
from negosim.domain.fixed_point import in_20_bits
from negosim.negotiation.environment.commitment_spec import CommitmentSpec, ShiftSpec
from negosim.scenario.blocks import Builder, Effects
from negosim.theory.bargaining.truce import attacks, share_held

__all__ = ["Doubts", "hazard", "tempted"]


def hazard(numbers: Mapping[str, float], credibility: float) -> float:
    """The chance that a truce breaks within a period."""
    return numbers["commitment.fragility"] * (1.0 - credibility)


def tempted(shift: ShiftSpec | None, numbers: Mapping[str, float], credibility: float) -> bool:
    """Whether the side that declines attacks before power shifts."""
    if shift is None:
        return False
    at = "commitment.shift"
    now, later = numbers[f"{at}.now"], numbers[f"{at}.later"]
    own = numbers[f"{at}.costs.{shift.favours}"]
    other = next(numbers[f"{at}.costs.{side}"] for side in shift.costs if side != shift.favours)
    moved = now + (1.0 - credibility) * (later - now)
    return attacks(shift.test, (now, moved), numbers["commitment.discount"], (own, other))


class Doubts(Effects):
    """How parties with their own beliefs value a truce under each guarantee: it holds for a share of the periods."""

    def __init__(self, spec: CommitmentSpec, builder: Builder, numbers: Mapping[str, float]) -> None:
        self.spec, self.space, self.numbers = spec, builder.space, numbers

    def lotteries(self, party: str) -> tuple[CostlyLottery, ...]:
        """A lottery for every truce and guarantee, on the truce and what it breaks to."""
        return self._lotteries.get(party, ())

    @cached_property
    def _lotteries(self) -> dict[str, tuple[CostlyLottery, ...]]:
        return {party: tuple(self._of(party)) for party in self.spec.beliefs}

    def _of(self, party: str) -> Iterator[CostlyLottery]:
        spec, space = self.spec, self.space
        guarantee, broken = space.axis(spec.guarantees.issue), space.term(spec.issue, spec.breaks_to)
        for option in spec.options:
            for number, key in enumerate(space.issues[guarantee].options):
                credibility = self.numbers[f"commitment.beliefs.{party}.credibility.{key}"]
                when = tuple(sorted((space.term(spec.issue, option), (guarantee, number))))
                yield CostlyLottery(when, (), (broken,), in_20_bits(self._expected(credibility)))

    def _expected(self, credibility: float) -> float:
        """The share of the periods for which a truce is expected to hold."""
        if tempted(self.spec.shift, self.numbers, credibility):
            return 0.0
        return share_held(hazard(self.numbers, credibility), self.spec.periods)
