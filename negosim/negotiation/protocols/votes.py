"""The votes of bodies at a table, as the log tells them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from negosim.domain.decision_rule import Base, DecisionRule, VoteCount
from negosim.domain.requirements import Body
from negosim.negotiation.log import Vote
from negosim.negotiation.protocols.offer_space import OfferSpace

__all__ = ["counts_told", "votes_on"]


def votes_on(table: OfferSpace, needed: int, yes: int, no: int) -> Iterator[Vote]:
    """How each body voted that a package needs, of those whose members sit at tables; sets of seats are bits."""
    for body in table.requirements.bodies:
        if body.rule is not None and table.bit[body.key] & needed:
            yield _vote(table, body, body.rule, yes, no)


def _vote(table: OfferSpace, body: Body, rule: DecisionRule, yes: int, no: int) -> Vote:
    silent = body.members & ~yes & ~no
    return Vote(
        ratified=rule.decides(yes, no),
        supporters=table.names(body.members & yes),
        against=table.names(body.members & no),
        body=body.key,
        abstained=table.names(silent & table.present),
        away=table.names(silent & ~table.present),
        tests=counts_told(rule, rule.results(yes, no)),
    )


def counts_told(rule: DecisionRule, counts: tuple[VoteCount, ...]) -> tuple[dict[str, Any], ...]:
    """What each test of a rule took and got, as plain data."""
    return tuple(
        {"test": _named(one), "took": _took(one, rule), "got": _plain(one.got), "met": one.met} for one in counts
    )


def _took(count: VoteCount, rule: DecisionRule) -> int | float | str:
    """The votes that a test took; in words for consensus, which any number of votes is if none is against it."""
    if count.test.word != "consensus":
        return _plain(count.took)
    return "one against it and none for it" if rule.stops else "one for it and none against"


def _named(count: VoteCount) -> str:
    """The word of a test, or `votes` or `share`."""
    return count.test.word or ("votes" if count.test.of == Base.VOTE else "share")


def _plain(number: Fraction) -> int | float:
    return int(number) if number.denominator == 1 else float(number)
