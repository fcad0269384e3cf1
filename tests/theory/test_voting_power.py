"""The power of voters, who can't be passed over, and whose votes are just enough."""

import math
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negosim.domain.decision_rule import WORDS, Base, DecisionRule, VoteTest
from negosim.theory.voting import coalitions
from negosim.theory.voting.coalitions import minimal_winning
from negosim.theory.voting.power import power

COUNCIL = DecisionRule(tuple(f"m{k}" for k in range(15)), (VoteTest.weighing((1,) * 15, 9, Base.VOTE),), vetoes=0b11111)
"""The Security Council: nine of fifteen votes, five of them with a veto."""


def rule(*tests: VoteTest, **options: Any) -> DecisionRule:
    return DecisionRule(tuple("abcdefgh"[: len(tests[0].weights)]), tests, **options)


def test_a_permanent_member_has_a_hundred_times_the_power_of_another() -> None:
    # Shapley and Shubik 1954 had eleven members; of fifteen their index is 421/2145 and 4/2145
    found = power(COUNCIL)
    assert found is not None
    assert [found.shapley_shubik[member] for member in ("m0", "m14")] == [Fraction(421, 2145), Fraction(4, 2145)]
    assert [round(float(found.shapley_shubik[member]), 4) for member in ("m0", "m14")] == [0.1963, 0.0019]
    assert [round(float(found.banzhaf[member]), 4) for member in ("m0", "m14")] == [0.1669, 0.0165]


def test_the_first_council_of_1954() -> None:
    members = tuple(f"m{k}" for k in range(11))
    found = power(DecisionRule(members, (VoteTest.weighing((1,) * 11, 7, Base.VOTE),), vetoes=0b11111))
    assert found is not None
    assert float(sum(found.shapley_shubik[member] for member in members[:5])) == pytest.approx(0.987, abs=5e-4)


def test_a_double_majority_by_hand() -> None:
    # 2 of 3 states with 60 of 100 people; weights 50, 30, 20: ab 80 and ac 70 pass, bc 50 doesn't, abc does.
    # a is pivotal in 4 of 6 orders, b and c in one each; a swings in ab, ac and abc, b and c in one each.
    double = rule(VoteTest.weighing((1,) * 3, 2, Base.VOTE), VoteTest.weighing((50, 30, 20), Fraction(3, 5), Base.ALL))
    found = power(double)
    assert found is not None
    assert found.shapley_shubik == {"a": Fraction(2, 3), "b": Fraction(1, 6), "c": Fraction(1, 6)}
    assert found.banzhaf == {"a": Fraction(3, 5), "b": Fraction(1, 5), "c": Fraction(1, 5)}
    assert (double.veto_players, minimal_winning(double)) == (0b001, (0b011, 0b101))


def test_the_council_has_210_minimal_winning_coalitions() -> None:
    found = minimal_winning(COUNCIL)
    assert found is not None
    assert len(found) == math.comb(10, 4) == 210
    assert all(one & 0b11111 == 0b11111 and one.bit_count() == 9 for one in found)
    assert COUNCIL.veto_players == 0b11111


def test_too_many_coalitions_are_not_listed() -> None:
    half = DecisionRule(tuple(f"m{k}" for k in range(16)), (VoteTest.weighing((1,) * 16, 8, Base.VOTE),))
    assert math.comb(16, 8) > coalitions.MOST_COALITIONS
    assert minimal_winning(half) is None


def test_too_many_sums_of_votes_are_not_counted() -> None:
    assert (
        power(
            DecisionRule(tuple(f"m{k}" for k in range(30)), (VoteTest.called("majority", [2**k for k in range(30)]),))
        )
        is None
    )


@st.composite
def rules(draw: st.DrawFn) -> DecisionRule:
    voters = draw(st.integers(1, 5))

    def test() -> VoteTest:
        votes = draw(st.lists(st.fractions(0, 5, max_denominator=4), min_size=voters, max_size=voters))
        if draw(st.booleans()):
            return VoteTest.called(draw(st.sampled_from([*WORDS])), votes)
        share = draw(st.fractions(0, 1, max_denominator=6))
        return VoteTest.weighing(votes, share, draw(st.sampled_from(Base)), draw(st.booleans()))

    tests = tuple(test() for _ in range(draw(st.integers(1, 3))))
    return rule(*tests, stops=draw(st.booleans()), vetoes=draw(st.integers(0, (1 << voters) - 1)))


def wins(one: DecisionRule, coalition: int) -> bool:
    return one.decides(coalition, one.members & ~coalition)


@given(rules())
def test_indices_are_those_of_all_orders_and_all_coalitions(one: DecisionRule) -> None:
    members = [1 << k for k in range(len(one.voters)) if one.members >> k & 1]
    pivots, swings = dict.fromkeys(members, 0), dict.fromkeys(members, 0)
    for order in permutations(members):
        joined = 0
        for member in order:
            pivots[member] += wins(one, joined | member) and not wins(one, joined)
            joined |= member
    for subset in range(one.members + 1):
        for member in members:
            if subset & ~one.members == 0 and subset & member == 0:
                swings[member] += wins(one, subset | member) and not wins(one, subset)
    found, total = power(one), sum(swings.values()) or 1
    assert found is not None
    assert [*found.shapley_shubik.values()] == [Fraction(n, math.factorial(len(members))) for n in pivots.values()]
    assert [*found.banzhaf.values()] == [Fraction(n, total) for n in swings.values()]


@given(rules())
def test_minimal_winning_coalitions_are_those_that_lose_without_any_member(one: DecisionRule) -> None:
    minimal = [
        subset
        for subset in range(one.members + 1)
        if subset & ~one.members == 0
        and wins(one, subset)
        and not any(wins(one, subset & ~(1 << k)) for k in range(5) if subset >> k & 1)
    ]
    assert minimal_winning(one) == tuple(minimal)
