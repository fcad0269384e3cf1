"""How a body voted at a table, in words: the sides, what each test took and got, and who was against."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from negosim.document import listed
from negosim.domain.decision_rule import Base, DecisionRule, VoteTest
from negosim.domain.requirements import Body
from negosim.negotiation.environment.base import Names
from negosim.negotiation.log import Vote

__all__ = ["counts_in_words", "table_vote_words"]

FEW = 5
"""Up to so many who were against are named."""
MORE = {"majority": "more than ", "absolute_majority": "more than "}
"""Tests that take more than their number -> the words before it."""
COUNTS = ("", "second", "third", "fourth")
"""The counts by other votes than those of the first test, by their place."""


def table_vote_words(body: Body, vote: Vote, words: Names) -> str:
    """How a body voted, in a sentence or two.

    `The Security Council adopted it: 12 for, 1 against, 2 abstained (9 needed, no veto). China voted against it.`
    """
    assert body.rule is not None  # noqa: S101  (its members sit at the table)
    verb = "adopted it" if vote.ratified else "did not adopt it"
    silent = [(vote.abstained, "abstained"), (vote.away, "away")]
    sides = [f"{len(vote.supporters) or 'none'} for", f"{len(vote.against) or 'none'} against"]
    sides += [f"{len(seats)} {what}" for seats, what in silent if seats]
    by_heads, by_votes = _counts(body.rule, vote)
    took = ", ".join([*by_heads, *_vetoes(body.rule, vote, words)])
    how = f"{', '.join(sides)}{f' ({took})' if took else ''}{f', with {listed(by_votes)}' if by_votes else ''}"
    return f"{body.title} {verb}: {how}.{_against(vote, words)}"


def counts_in_words(rule: DecisionRule, vote: Vote) -> Iterator[str]:
    """What each test of a vote at home got and took, and which failed: `66 of 138 votes (more than 69 needed; failed)`.

    Nothing where the vote holds no counts, as that of ratifiers of version 1.
    """
    for test, counted, place in zip(rule.tests, vote.tests, _places(rule), strict=bool(vote.tests)):
        failed = "" if counted["met"] else "; failed"
        total, took = f"{test.total / test.unit:g}", _took_of_blocs(test, counted, stops=rule.stops)
        yield f"{round(counted['got'], 1):g} of {total} {_which(place)} ({took}{failed})"


def _took_of_blocs(test: VoteTest, counted: Mapping[str, Any], *, stops: bool) -> str:
    """`_took`, where votes may be shares of one: to a tenth, and said of a share of the votes cast."""
    if isinstance(counted["took"], str):
        return _took(test, counted, stops=stops)
    cast = " of those cast" if test.of == Base.CAST else ""
    least = f"{MORE.get(counted['test'], '')}{round(counted['took'], 1):g}{cast}"
    return f"{least} {'would stop it' if stops else 'needed'}"


def _counts(rule: DecisionRule, vote: Vote) -> tuple[list[str], list[str]]:
    """What tests took that count heads, and what the others took and got, of all votes."""
    heads, by_heads, by_votes = len(vote.against if rule.stops else vote.supporters), [], []
    places = _places(rule)
    for test, counted, place in zip(rule.tests, vote.tests, places, strict=True):
        took = _took(test, counted, stops=rule.stops)
        if counted["got"] == heads and not place:
            by_heads.append(took)
        else:
            by_votes.append(f"{counted['got']:g} of {test.total / test.unit:g} {_which(place)} ({took})")
    return by_heads, by_votes


def _places(rule: DecisionRule) -> Iterator[int]:
    """For each test, the place of its votes among those that differ."""
    different = list(dict.fromkeys((test.weights, test.unit) for test in rule.tests))
    return (different.index((test.weights, test.unit)) for test in rule.tests)


def _which(place: int) -> str:
    return f"by the {COUNTS[place] if place < len(COUNTS) else f'{place + 1}th'} count" if place else "votes"


def _took(test: VoteTest, counted: Mapping[str, Any], *, stops: bool) -> str:
    """What a test took: `9 needed`. Of a share, the least number of votes that there can be."""
    took = counted["took"]
    if isinstance(took, str):
        return f"{took} would stop it" if stops else f"it takes {took}"
    more = MORE.get(counted["test"], "")
    least = took if more else math.ceil(round(took * test.unit, 6)) / test.unit
    return f"{more}{least:g} {'would stop it' if stops else 'needed'}"


def _vetoes(rule: DecisionRule, vote: Vote, words: Names) -> Iterator[str]:
    """Who of those against it has a veto; nothing where nobody has one."""
    if rule.vetoes:
        against = [one for one in vote.against if rule.vetoes >> rule.voters.index(one) & 1]
        yield f"veto by {listed(words.named(against))}" if against else "no veto"


def _against(vote: Vote, words: Names) -> str:
    """Who voted against it, where they are few."""
    names = words.named(vote.against)
    sentence = f"{listed(names)} voted against it."
    return f" {sentence[:1].upper()}{sentence[1:]}" if 0 < len(names) <= FEW else ""
