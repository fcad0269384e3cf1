"""A truce that may be broken: where it stands, what stands behind it, and when it breaks at given numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from negosim.domain.outcomes import Outcome, OutcomeSpace
from negosim.negotiation.environment.commitment_spec import CommitmentSpec
from negosim.negotiation.packages import Package
from negosim.theory.bargaining.truce import attacks

__all__ = ["Truce"]


@dataclass(frozen=True)
class Truce:
    """A commitment of a scenario, whose numbers stand below the path `at`; `key` is empty where it is the only one.

    `options` are those that can be broken, by number; `guarantee` is the issue of what stands behind it, if anything.
    """

    at: str
    key: str
    terms: CommitmentSpec
    axis: int
    options: Mapping[int, str]
    broken: Package
    guarantee: int | None
    guarantees: tuple[str, ...]

    @classmethod
    def of(cls, at: str, key: str, spec: CommitmentSpec, space: OutcomeSpace) -> Self:
        """The truce of a commitment."""
        options = {space.term(spec.issue, option)[1]: option for option in spec.options}
        broken, behind = Package((space.term(spec.issue, spec.breaks_to),)), spec.guarantees
        guarantee = None if behind is None else space.axis(behind.issue)
        names = () if guarantee is None else tuple(map(str, space.issues[guarantee].options))
        return cls(at, key, spec, space.axis(spec.issue), options, broken, guarantee, names)

    def stands(self, in_force: Outcome) -> bool:
        """Whether there is a truce."""
        return in_force[self.axis] in self.options

    def credibility(self, numbers: Mapping[str, float], in_force: Outcome) -> float:
        """How credible what stands behind it is; 0 where nothing can."""
        if self.guarantee is None:
            return 0.0
        return numbers[f"{self.at}.guarantees.credibility.{self.guarantees[in_force[self.guarantee]]}"]

    def hazard(self, numbers: Mapping[str, float], option: int, credibility: float) -> float:
        """The chance that it breaks within a period."""
        by_option = isinstance(self.terms.fragility, dict)
        path = f"{self.at}.fragility.{self.options[option]}" if by_option else f"{self.at}.fragility"
        return numbers[path] * (1.0 - credibility)

    def tempted(self, numbers: Mapping[str, float], credibility: float) -> bool:
        """Whether the side that declines attacks before power shifts."""
        shift, at = self.terms.shift, f"{self.at}.shift"
        if shift is None:
            return False
        now, later = numbers[f"{at}.now"], numbers[f"{at}.later"]
        own = numbers[f"{at}.costs.{shift.favours}"]
        other = next(numbers[f"{at}.costs.{side}"] for side in shift.costs if side != shift.favours)
        moved = now + (1.0 - credibility) * (later - now)
        return attacks(shift.test, (now, moved), numbers[f"{self.at}.discount"], (own, other))

    @property
    def declining(self) -> str:
        """The side that loses by a shift of power; empty without one."""
        shift = self.terms.shift
        return "" if shift is None else next(side for side in shift.costs if side != shift.favours)
