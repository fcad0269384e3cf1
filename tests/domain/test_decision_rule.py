"""Whether some votes for and against are enough."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negosim.domain.decision_rule import WORDS, Base, DecisionRule, VoteTest

ONE_EACH = (1,) * 4
NINE_OF_15 = VoteTest.weighing((1,) * 15, 9, Base.VOTE)


def rule(*tests: VoteTest, **options: Any) -> DecisionRule:
    return DecisionRule(tuple("abcdefghijklmnopqrstuvwxyz"[: len(tests[0].weights)]), tests, **options)


@pytest.mark.parametrize(
    ("word", "passing", "failing"),
    [
        ("all", [(0b1111, 0)], [(0b0111, 0), (0b0111, 0b1000)]),
        ("consensus", [(0b0001, 0), (0b1111, 0)], [(0, 0), (0b0111, 0b1000)]),
        ("majority", [(0b0001, 0), (0b0011, 0b0100)], [(0, 0), (0b0011, 0b1100), (0b0001, 0b0110)]),
        ("absolute_majority", [(0b0111, 0b1000)], [(0b0011, 0), (0b0001, 0)]),
    ],
)
def test_words_say_how_much_is_enough(
    word: str, passing: list[tuple[int, int]], failing: list[tuple[int, int]]
) -> None:
    decides = rule(VoteTest.called(word, ONE_EACH)).decides
    assert all(decides(yes, no) for yes, no in passing)
    assert not any(decides(yes, no) for yes, no in failing)


def test_nine_of_fifteen_pass_unless_one_of_five_is_against() -> None:
    council = rule(NINE_OF_15, vetoes=0b11111)
    assert council.decides(0b111111111 << 5, 0b1 << 14)  # no permanent member for it, none against
    assert council.decides(0b111111111 << 6)
    assert not council.decides(0b11111111 << 7)
    assert not council.decides((1 << 15) - 2, 0b1)
    assert council.decides((1 << 15) - 2)


def test_no_vote_is_lost_to_rounding() -> None:
    assert rule(VoteTest.weighing(ONE_EACH[:3], Fraction(2, 3), Base.ALL)).decides(0b011)
    tenths = [Fraction("0.1"), Fraction("0.2"), Fraction("0.7")]  # in floats 0.1 + 0.2 is more than 0.3
    assert not rule(VoteTest.weighing(tenths, Fraction("0.3"), Base.ALL, more=True)).decides(0b011)
    assert rule(VoteTest.weighing((1,) * 20, Fraction("0.55"), Base.ALL)).decides((1 << 11) - 1)


def test_a_share_is_of_all_votes_or_of_those_cast() -> None:
    of_all, of_cast = (rule(VoteTest.weighing(ONE_EACH, Fraction(2, 3), of)) for of in (Base.ALL, Base.CAST))
    assert not of_all.decides(0b0011, 0b0100)
    assert of_cast.decides(0b0011, 0b0100)
    assert not of_cast.decides(0b0001, 0b0110)


def test_all_tests_must_be_met_each_with_its_own_voters_and_weights() -> None:
    both = rule(VoteTest.weighing((1, 1, 0, 0), 1, Base.VOTE), VoteTest.weighing((0, 0, 5, 3), 5, Base.VOTE))
    assert [both.decides(yes) for yes in (0b0101, 0b1001, 0b0100, 0b0011)] == [True, False, False, False]


def test_stopping_takes_votes_against() -> None:
    houses = [VoteTest.weighing(weights, Fraction(2, 3), Base.ALL) for weights in ((2, 1, 0, 0), (0, 0, 2, 1))]
    congress = rule(*houses, stops=True)
    assert congress.decides(0, 0b0011)
    assert congress.decides(0)
    assert not congress.decides(0b1010, 0b0101)
    assert [count.got for count in congress.results(0b1010, 0b0101)] == [2, 2]


def test_each_test_tells_what_it_took_and_got_in_votes_as_written() -> None:
    weights = [Fraction(83, 2), Fraction(67), Fraction(60)]
    (share,) = rule(VoteTest.weighing(weights, Fraction("0.65"), Base.ALL)).results(0b011)
    assert (share.took, share.got, share.met) == (Fraction("0.65") * Fraction("168.5"), Fraction("108.5"), False)
    (majority,) = rule(VoteTest.called("majority", ONE_EACH)).results(0b0011, 0b0100)
    assert (majority.took, majority.got, majority.met) == (Fraction(3, 2), Fraction(2), True)
    assert majority.test.word == "majority"


def test_members_have_a_vote_or_a_veto() -> None:
    assert rule(VoteTest.weighing((1, 0, 2, 0), 2, Base.VOTE), vetoes=0b1000).members == 0b1101


weights = st.one_of(st.integers(0, 9), st.integers(10**15, 10**16), st.fractions(0, 5, max_denominator=1000))
shares = st.fractions(0, 1, max_denominator=60)


@st.composite
def rules(draw: st.DrawFn) -> DecisionRule:
    voters = draw(st.integers(1, 20))

    def test() -> VoteTest:
        votes = draw(st.lists(weights, min_size=voters, max_size=voters))
        if draw(st.booleans()):
            return VoteTest.called(draw(st.sampled_from([*WORDS])), votes)
        return VoteTest.weighing(votes, draw(shares), draw(st.sampled_from(Base)), draw(st.booleans()))

    tests = tuple(test() for _ in range(draw(st.integers(1, 3))))
    return rule(*tests, stops=draw(st.booleans()), vetoes=draw(st.integers(0, (1 << voters) - 1)))


sides = st.lists(st.tuples(st.integers(0, 2**20 - 1), st.integers(0, 2**20 - 1)), min_size=1, max_size=8)


@given(rules(), sides)
def test_many_votes_are_decided_as_each_is(one: DecisionRule, votes: list[tuple[int, int]]) -> None:
    votes = [(yes, no & ~yes) for yes, no in votes]
    yes, no = np.array(votes, dtype=np.uint64).T
    assert one.over(yes, no).tolist() == [one.decides(*vote) for vote in votes]


@given(rules(), sides, st.integers(0, 19))
def test_one_more_yes_or_one_less_no_never_loses(one: DecisionRule, votes: list[tuple[int, int]], bit: int) -> None:
    for yes, against in votes:
        no, more = against & ~yes, yes | 1 << bit
        assert one.decides(yes, no) <= one.decides(yes, no & ~(1 << bit)) <= one.decides(more, no & ~(1 << bit))
