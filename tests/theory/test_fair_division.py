"""Adjusted Winner and the best unsplit deal: published cases, and what the theorems of Brams & Taylor promise."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.errors import UsageError
from negosim.theory.bargaining.fair_division import Bids, adjusted_winner, best_unsplit, out_of_hundred

PANAMA = {
    # Raiffa 1982, The Art and Science of Negotiation; worked in Brams & Taylor 1996: (United States, Panama)
    "US defence rights": (22, 9),
    "Use rights": (22, 15),
    "Land and water": (15, 15),
    "Expansion rights": (14, 3),
    "Duration": (11, 15),
    "Expansion routes": (6, 5),
    "Compensation": (4, 11),
    "Jurisdiction": (2, 7),
    "US military rights": (2, 7),
    "Defence role of Panama": (2, 13),
}
# COMAP, For All Practical Purposes, the applet's example: (John, Mary)
JOHN_AND_MARY = {"A": (30, 20), "B": (15, 25), "C": (20, 15), "D": (30, 15), "E": (5, 25)}
# Brams & Taylor, pages.nyu.edu/adjustedwinner, the procedure's example: (Carol, Bob)
CAROL_AND_BOB = {
    "retirement": (50, 40),
    "home": (20, 30),
    "cottage": (15, 10),
    "investments": (10, 10),
    "other": (5, 10),
}

FEW = settings(max_examples=60, deadline=None)


def bids(table):
    return Bids.of({item: own for item, (own, _) in table.items()}, {item: other for item, (_, other) in table.items()})


def shares(division):
    return dict(zip(division.items, division.shares, strict=True))


@st.composite
def any_bids(draw, most=7):
    n = draw(st.integers(1, most))
    points = st.lists(st.integers(0, 30), min_size=n, max_size=n).filter(any)
    sides = [out_of_hundred({f"item{k}": value for k, value in enumerate(draw(points))}) for _ in range(2)]
    return Bids.of(*sides)


def every_unsplit_deal(bids):
    for given_to_first in product((0, 1), repeat=len(bids.items)):
        first = sum(own for own, mine in zip(bids.first, given_to_first, strict=True) if mine)
        second = sum(other for other, mine in zip(bids.second, given_to_first, strict=True) if not mine)
        yield first, second


def test_panama_canal_gives_66_points_each_and_splits_land_and_water_at_two_fifteenths():
    division = adjusted_winner(bids(PANAMA))
    assert division.points == (66, 66)
    assert division.split == "Land and water"
    assert shares(division)["Land and water"] == Fraction(2, 15)
    whole = {item for item, share in shares(division).items() if share == 1}
    assert whole == {"US defence rights", "Use rights", "Expansion rights", "Expansion routes"}


def test_john_keeps_one_seventh_of_c():
    division = adjusted_winner(bids(JOHN_AND_MARY))
    assert shares(division) == {"A": 1, "B": 0, "C": Fraction(1, 7), "D": 1, "E": 0}
    assert division.points == (62 + Fraction(6, 7), 62 + Fraction(6, 7))


def test_carol_hands_over_the_tied_investments_first_and_a_sixth_of_the_retirement_account():
    division = adjusted_winner(bids(CAROL_AND_BOB))
    expected = {"retirement": Fraction(5, 6), "home": 0, "cottage": 1, "investments": 0, "other": 0}
    assert shares(division) == expected
    assert division.points == (Fraction(170, 3), Fraction(170, 3))


def test_changing_the_parties_about_changes_only_the_names():
    mirrored = adjusted_winner(bids({item: (b, a) for item, (a, b) in PANAMA.items()}))
    assert mirrored.points == (66, 66)
    assert shares(mirrored)["Land and water"] == Fraction(13, 15)


def test_nothing_is_split_where_the_winners_are_level():
    division = adjusted_winner(bids({"a": (60, 40), "b": (40, 60)}))
    assert division.split is None
    assert division.points == (60, 60)


def test_what_only_one_side_wants_is_never_handed_over():
    division = adjusted_winner(bids({"mine": (50, 0), "ours": (50, 100)}))
    assert shares(division)["mine"] == 1
    assert division.points[0] == division.points[1]


@FEW
@given(any_bids())
def test_adjusted_winner_is_equitable_and_envy_free_and_splits_one_item_at_most(table):
    division = adjusted_winner(table)
    assert division.points[0] == division.points[1]
    assert division.points[0] >= 50
    assert sum(0 < share < 1 for share in division.shares) <= 1


@FEW
@given(any_bids())
def test_adjusted_winner_is_efficient(table):
    """A division is efficient if the items go by one threshold of own to other points, at most one lying on it."""
    division = adjusted_winner(table)
    pairs = list(zip(table.first, table.second, division.shares, strict=True))
    for own, other, share in pairs:
        for own2, other2, share2 in pairs:
            assert not (share < 1 and share2 > 0 and own * other2 > own2 * other)


@FEW
@given(any_bids())
def test_the_best_unsplit_deal_is_the_leximin_of_all_unsplit_deals(table):
    division = best_unsplit(table)
    assert set(division.shares) <= {0, 1}
    assert sorted(division.points) == max(sorted(deal) for deal in every_unsplit_deal(table))


@FEW
@given(any_bids())
def test_no_unsplit_deal_gives_the_poorer_side_more_than_adjusted_winner(table):
    assert min(best_unsplit(table).points) <= adjusted_winner(table).points[0]


def test_twenty_items_of_pure_conflict_are_divided_exactly():
    points = out_of_hundred({f"item{k}": 2**k for k in range(20)})
    division = best_unsplit(Bids.of(points, points))
    assert shares(division)["item19"] != shares(division)["item18"]
    assert abs(division.points[0] - division.points[1]) == Fraction(100, 2**20 - 1)


def test_panama_canal_without_splitting_is_the_best_of_all_1024_deals():
    assert sorted(best_unsplit(bids(PANAMA)).points) == max(sorted(deal) for deal in every_unsplit_deal(bids(PANAMA)))


@pytest.mark.parametrize(
    ("first", "second", "complaint"),
    [
        ({"a": 100}, {"b": 100}, "same items"),
        ({"a": 100}, {"a": 90}, "out_of_hundred"),
        ({"a": 0}, {"a": 0}, "out_of_hundred"),
        ({"a": -1, "b": 2}, {"a": 0, "b": 1}, "0 or more"),
        ({}, {}, "there must be an item"),
    ],
)
def test_bids_that_cannot_be_compared_are_refused(first, second, complaint):
    with pytest.raises(UsageError, match=complaint):
        Bids.of(first, second)


def test_no_points_at_all_cannot_be_scaled():
    with pytest.raises(UsageError, match="sum to 0"):
        out_of_hundred({"a": 0})
