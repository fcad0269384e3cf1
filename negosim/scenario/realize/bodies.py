"""Bodies at given numbers: the decision rule of each, and what a scenario requires of parties and of bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from negosim.domain.decision_rule import Base, DecisionRule, VoteTest
from negosim.domain.requirements import Body, Requirements
from negosim.scenario.spec.bodies import BodySpec, QuotaSpec, Word
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import exact

__all__ = ["central_requirements", "decision_rule", "easiest_numbers", "requirements"]

FINEST = 10**6
"""The largest denominator of a share: that of a fraction as it is written, or of six decimals."""


def requirements(scenario: Scenario, numbers: Mapping[str, float]) -> Requirements:
    """The parties and bodies of a scenario at given numbers, by path."""
    parties = tuple(scenario.parties)
    bodies = (_body(key, spec, parties, numbers) for key, spec in scenario.bodies.items())
    return Requirements(parties, tuple(bodies))


def central_requirements(scenario: Scenario) -> Requirements:
    """Those of the central case."""
    return requirements(scenario, scenario.centres() if scenario.bodies else {})


def easiest_numbers(scenario: Scenario) -> dict[str, float]:
    """Every number at its highest, what tests ask for at its lowest: what all are for passes if it ever can."""
    return scenario.values_at(lambda number: number.high) | dict(_quotas(scenario))


def _quotas(scenario: Scenario) -> Iterator[tuple[str, float]]:
    """The least that each test with a number asks for, by its path."""
    for key, body in scenario.bodies.items():
        for below, test in body.tests:
            for word in ("votes", "share") if isinstance(test, QuotaSpec) else ():
                quota = getattr(test, word)
                if quota is not None:
                    yield f"bodies.{key}.{below}.{word}", quota.low


def _body(key: str, spec: BodySpec, parties: Sequence[str], numbers: Mapping[str, float]) -> Body:
    rule = None if spec.blocs else decision_rule(f"bodies.{key}", spec, parties, numbers)
    return Body(key, spec.title or key.replace("_", " "), rule)


def decision_rule(path: str, spec: BodySpec, voters: Sequence[str], numbers: Mapping[str, float]) -> DecisionRule:
    """The rule of a body at a path of the file; `voters` name its bits, others than its own have no vote."""
    reader = _RuleReader(path, spec, numbers)
    tests = tuple(reader.test(below, test, voters) for below, test in spec.tests)
    vetoes = sum(1 << place for place, voter in enumerate(voters) if voter in spec.vetoes)
    return DecisionRule(tuple(voters), tests, spec.stops is not None, vetoes)


@dataclass(frozen=True)
class _RuleReader:
    """The numbers of a rule, exactly as they are written or drawn."""

    path: str
    spec: BodySpec
    numbers: Mapping[str, float]

    def test(self, below: str, test: Word | QuotaSpec, voters: Sequence[str]) -> VoteTest:
        """A test of the body, at a path below it."""
        votes = dict(self.votes(below, test))
        weights = [votes.get(voter, Fraction(0)) for voter in voters]
        if isinstance(test, str):
            return VoteTest.called(test, weights)
        if test.share is None:
            return VoteTest.weighing(weights, self.number(f"{below}.votes"), Base.VOTE)
        share = Fraction(self.numbers[f"{self.path}.{below}.share"]).limit_denominator(FINEST)
        return VoteTest.weighing(weights, share, Base(test.of))

    def votes(self, below: str, test: Word | QuotaSpec) -> Iterator[tuple[str, Fraction]]:
        """The votes of whom a test concerns: by its own weights, else by those of the body, else one each."""
        own, among = (None, None) if isinstance(test, str) else (test.weights, test.among)
        for voter in among or self.spec.voters:
            if own is not None:
                yield voter, self.number(f"{below}.weights.{voter}")
            elif self.spec.weights is not None:
                yield voter, self.number(f"weights.{voter}")
            elif self.spec.blocs is not None:
                yield voter, self.number(f"blocs.{voter}.weight")
            else:
                yield voter, Fraction(1)

    def number(self, below: str) -> Fraction:
        """A number below the body."""
        return exact(self.numbers[f"{self.path}.{below}"])
