"""How blocs at home vote on what has been signed."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negosim.domain.ballot import Ballot
from negosim.domain.conditions import Condition
from negosim.domain.decision_rule import Base, DecisionRule, VoteTest
from negosim.domain.electorate import Bloc, Electorate
from negosim.domain.outcomes import Issue, OutcomeSpace
from negosim.domain.preferences import Preferences
from negosim.domain.rng import RandomSource
from negosim.domain.scale import Scale

SPACE = OutcomeSpace([Issue("x", "X", ("no", "deal"), ("No", "Deal"), 0, (frozenset("a"),) * 2)])
NO, DEAL = (0,), (1,)


def bloc(place: int, weight: float, gain: int, *, refuses: bool = False, abstains: int = 0) -> Bloc:
    refused = (np.array([False, refuses]),)
    wants = Preferences(f"b{place}", SPACE, Scale(1), (np.array([0, gain]),), refused)
    return Bloc(f"b{place}", f"B{place}", place, weight, wants, abstains)


def ballot(*blocs: Bloc, at_home: Any = (), word: str = "majority", spread: float | None = None, **more: Any) -> Ballot:
    """Blocs that vote by a majority; `at_home` are the weights of those after them that don't vote."""
    weights = [Fraction(str(weight)) for weight in (*(one.weight for one in blocs), *at_home)]
    rule = DecisionRule(tuple(f"b{k}" for k in range(len(weights))), (VoteTest.called(word, weights),))
    return Ballot(
        "body",
        "Body",
        Electorate(SPACE, blocs, spread),
        **{"rule": rule, "condition": Condition({}), "titles": {}, **more},
    )


def test_a_referendum_of_24_percent_passes_by_a_swing_in_half_of_a_percent_of_draws() -> None:
    against = bloc(1, 76, -20, refuses=True)
    south = ballot(bloc(0, 24, 60), against, swing=0.1)
    assert south.vote(DEAL, NO).expected == 0.24
    assert south.vote(DEAL, NO).chance == pytest.approx(0.0047, abs=5e-5)  # 1 - F(2.6) of the normal distribution
    assert not south.favours(DEAL, NO)


def test_a_close_vote_passes_about_as_often_as_not() -> None:
    colombia = ballot(bloc(0, 49.8, 1), bloc(1, 50.2, -1), swing=0.02)
    assert colombia.vote(DEAL, NO).chance == pytest.approx(0.460, abs=5e-4)  # 1 - F(0.1)
    shifts = [colombia.shift(RandomSource(0, run).uniform("swing", 1)) for run in range(1000)]
    results = [colombia.vote(DEAL, NO, shift) for shift in shifts]
    assert sum(one.passed for one in results) / 1000 == pytest.approx(0.46, abs=0.05)
    assert all(one.passed == (one.share > 0.5) for one in results)
    assert [one.share for one in results] == pytest.approx([0.498 + shift for shift in shifts])


def test_what_is_told_is_what_is_counted() -> None:
    one = ballot(bloc(0, 40, 1), bloc(1, 60, -1), swing=0.1).vote(DEAL, NO, 0.15)
    (count,) = one.counts
    assert float(count.got) == pytest.approx(55)
    assert (one.passed, count.took, count.met) == (True, Fraction(50), True)
    assert (one.supporters, one.against) == (("b0",), ("b1",))


def test_without_a_swing_a_vote_is_certain() -> None:
    blocs = ballot(bloc(0, 60, 0), bloc(1, 40, -1))
    assert (blocs.shift(0.99), blocs.vote(DEAL, NO).chance) == (0, 1)


def test_a_bloc_abstains_where_it_loses_little_and_refuses_nothing() -> None:
    blocs = [bloc(0, 1, -8, abstains=8), bloc(1, 1, -9, abstains=8), bloc(2, 1, -1, refuses=True, abstains=8)]
    one = ballot(*blocs, bloc(3, 3, 0)).vote(DEAL, NO)
    assert (one.supporters, one.against, one.abstained) == (("b3",), ("b1", "b2"), ("b0",))
    assert (one.share, one.passed) == (0.6, True)


def test_a_bloc_without_wishes_stays_at_home_and_counts_in_all_votes() -> None:
    assert ballot(bloc(0, 2, 1), bloc(1, 1, -1), at_home=[9]).vote(DEAL, NO).share == pytest.approx(2 / 3)
    assert ballot(bloc(0, 2, 1), bloc(1, 1, -1), at_home=[9]).favours(DEAL, NO)
    assert not ballot(bloc(0, 2, 1), bloc(1, 1, -1), at_home=[9], word="absolute_majority").favours(DEAL, NO)


def test_a_bloc_with_a_veto_stops_it() -> None:
    weights = (Fraction(9), Fraction(1))
    rule = DecisionRule(("b0", "b1"), (VoteTest.called("majority", weights),), vetoes=0b10)
    assert not ballot(bloc(0, 9, 1), bloc(1, 1, -1), rule=rule).favours(DEAL, NO)
    assert ballot(bloc(0, 9, 1), bloc(1, 1, -1, abstains=1), rule=rule).favours(DEAL, NO)


def test_a_reverse_majority_of_two_houses() -> None:
    houses = [
        VoteTest.weighing([Fraction(one) for one in votes], Fraction(2, 3), Base.ALL)
        for votes in ((188, 246, 0, 0), (0, 0, 46, 54))
    ]
    rule = DecisionRule(("b0", "b1", "b2", "b3"), tuple(houses), stops=True)
    house, senate = ([1, -1], [-1, -1])
    blocs = [bloc(k, 1, gain) for k, gain in enumerate((*house, *senate))]
    assert ballot(*blocs, rule=rule).favours(DEAL, NO)  # 246 of 434 are less than two thirds


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.integers(-5, 5), st.booleans(), st.integers(0, 3)), min_size=1, max_size=5
    ),
    st.sampled_from([None, 0.0, 2.0]),
    st.sampled_from(["all", "consensus", "majority", "absolute_majority"]),
)
def test_all_outcomes_are_judged_as_each_is(
    blocs: list[tuple[int, int, bool, int]], spread: float | None, word: str
) -> None:
    made = [bloc(k, w, gain, refuses=no, abstains=few) for k, (w, gain, no, few) in enumerate(blocs)]
    one = ballot(*made, word=word, spread=spread)
    assert one.turned_down((0,), NO).tolist() == [not one.favours(outcome, NO) for outcome in (NO, DEAL)]


@given(st.integers(0, 100), st.floats(0.001, 0.999), st.floats(0.01, 0.3))
def test_a_higher_swing_never_loses(yes: int, level: float, swing: float) -> None:
    one = ballot(bloc(0, yes, 1), bloc(1, 101 - yes, -1), swing=swing)
    low, high = one.vote(DEAL, NO, one.shift(level / 2)), one.vote(DEAL, NO, one.shift(level))
    assert low.passed <= high.passed
    assert low.share <= high.share
