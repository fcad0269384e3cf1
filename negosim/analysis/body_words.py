"""Who decides by votes, told: whose votes a body has at the table, and what it takes to pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from negosim.document import listed
from negosim.domain.decision_rule import Base, DecisionRule, VoteTest
from negosim.domain.requirements import Body
from negosim.scenario.realize.realization import Realization

__all__ = ["body_words", "rule_words"]

WORDS = {
    "all": "all votes",
    "consensus": "one vote for it and none against it",
    "majority": "more votes for it than against it",
    "absolute_majority": "more than half of all votes",
}
AGAINST = {
    "all": "all votes against it",
    "consensus": "one vote against it and none for it",
    "majority": "more votes against it than for it",
    "absolute_majority": "more than half of all votes against it",
}
"""The words for tests of what stops a package."""
MANY = 20
"""Shares with a smaller denominator are written as fractions."""


def body_words(realization: Realization) -> Iterator[str]:
    """Every body that decides at a table, in a sentence or two."""
    names = {key: party.name for key, party in realization.scenario.parties.items()}
    for body in realization.requirements.bodies:
        if body.rule is not None:
            yield f"{body.title}: {listed(_members(body, body.rule, names))}. {rule_words(body.rule, names)}"


def _members(body: Body, rule: DecisionRule, names: Mapping[str, str]) -> list[str]:
    """Its members, each with its votes where they have not all as many."""
    first, places = rule.tests[0], [k for k in range(len(rule.voters)) if body.members >> k & 1]
    equal = len({first.weights[k] for k in places}) == 1
    votes = ("" if equal else f" ({first.weights[k] / first.unit:g})" for k in places)
    return [f"{names[rule.voters[k]]}{many}" for k, many in zip(places, votes, strict=True)]


def rule_words(rule: DecisionRule, names: Mapping[str, str]) -> str:
    """What it takes: `It passes what has at least 9 votes. A vote against it by A or B stops it.`"""
    tests = " and ".join(_test(test, names, rule) for test in rule.tests)
    passes = f"It passes what does not have {tests}." if rule.stops else f"It passes what has {tests}."
    vetoes = [names[voter] for place, voter in enumerate(rule.voters) if rule.vetoes >> place & 1]
    return f"{passes} A vote against it by {listed(vetoes, 'or')} stops it." if vetoes else passes


def _test(test: VoteTest, names: Mapping[str, str], rule: DecisionRule) -> str:
    told, side = (AGAINST, " against it") if rule.stops else (WORDS, "")
    words = told.get(test.word or "") or f"at least {_least(test)}{side}"
    if rule.members & ~test.voters:
        return f"{words} of {listed(names[voter] for k, voter in enumerate(rule.voters) if test.voters >> k & 1)}"
    return words if _weighs_as(rule.tests[0], test) else f"{words} by a count with weights of its own"


def _weighs_as(first: VoteTest, test: VoteTest) -> bool:
    """Whether a test counts the votes that are told with the members."""
    return (test.weights, test.unit) == (first.weights, first.unit)


def _least(test: VoteTest) -> str:
    """What a test without a word asks for: `9 votes`, `2/3 of all votes`."""
    if test.of == Base.VOTE:
        return f"{float(test.share):g} votes"
    share = str(test.share) if test.share.denominator < MANY else f"{float(test.share):.4g}"
    return f"{share} of {'the votes for and against' if test.of == Base.CAST else 'all votes'}"
