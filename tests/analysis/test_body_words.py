"""What it takes a body to pass something, in words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from building import ASSUMED, central, issue, meeting, party, scenario, stance

from negosim.analysis.body_words import body_words, rule_words
from negosim.domain.decision_rule import Base, DecisionRule, VoteTest

NAMES = {"a": "A", "b": "B", "c": "C"}


def ruled(*tests: VoteTest, stops: bool = False, vetoes: int = 0) -> str:
    """The words for a rule of three voters."""
    return rule_words(DecisionRule(("a", "b", "c"), tests, stops, vetoes), NAMES)


EVERYONE = (1, 1, 1)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (ruled(VoteTest.weighing(EVERYONE, 2, Base.VOTE)), "It passes what has at least 2 votes."),
        (ruled(VoteTest.weighing(EVERYONE, Fraction(2, 3), Base.ALL)), "It passes what has at least 2/3 of all votes."),
        (
            ruled(VoteTest.weighing(EVERYONE, Fraction(13, 20), Base.CAST), vetoes=0b110),
            "It passes what has at least 0.65 of the votes for and against. A vote against it by B or C stops it.",
        ),
        (
            ruled(VoteTest.called("majority", EVERYONE), VoteTest.called("all", (1, 1, 0))),
            "It passes what has more votes for it than against it and all votes of A and B.",
        ),
        (
            ruled(VoteTest.called("absolute_majority", EVERYONE), VoteTest.weighing((5, 2, 1), 6, Base.VOTE)),
            "It passes what has more than half of all votes and at least 6 votes by a count with weights of its own.",
        ),
        (
            ruled(VoteTest.weighing(EVERYONE, Fraction(2, 3), Base.ALL), stops=True),
            "It passes what does not have at least 2/3 of all votes against it.",
        ),
    ],
)
def test_a_rule_is_told_in_a_sentence(words: str, expected: str) -> None:
    assert words == expected


def test_votes_are_told_where_they_differ() -> None:
    holders = {"title": "The holders", "weights": {"a": 60, "b": 40}, "passes": {"share": 0.75}, "basis": ASSUMED}
    parties = {key: party({"x": stance(1, {"no": 0, "yes": 1})}) for key in ("a", "b")}
    talks = {"m": meeting("a b", "x")}
    of = scenario({"x": issue("no yes", "holders")}, parties, talks, negosim=2, bodies={"holders": holders})
    told = "The holders: Party a (60) and Party b (40). It passes what has at least 3/4 of all votes."
    assert [*body_words(central(of))] == [told]
