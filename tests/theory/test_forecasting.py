"""The static theories of single issues, the table of all theories, and the table of positions that they read."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.errors import UsageError
from negosim.registry import names
from negosim.theory.forecasting import Positions, forecasts
from negosim.theory.forecasting.bargaining_1d import (
    kalai_smorodinsky_1d,
    nash_1d,
    nash_weighted,
    procedural,
    rational_interval,
)
from negosim.theory.forecasting.compromise import compromise, status_quo_gravity
from negosim.theory.forecasting.median import median

FEW = settings(max_examples=60, deadline=None)
POINT_THEORIES = [compromise, median, nash_1d, nash_weighted, kalai_smorodinsky_1d]

# Bueno de Mesquita 1994, European Community Decision Making, Table 1: years of delay of emission standards for cars
EMISSIONS = Positions.of(
    "delay",
    ("Netherlands", "Belgium", "Luxembourg", "Germany", "France", "Italy", "UK", "Ireland", "Denmark", "Greece"),
    [4, 7, 4, 4, 10, 10, 10, 7, 4, 7],
    [0.8, 0.4, 0.2, 0.8, 0.6, 0.6, 0.9, 0.1, 1.0, 0.7],
    [0.08, 0.08, 0.03, 0.16, 0.16, 0.16, 0.16, 0.05, 0.05, 0.08],
    scale=(4, 10),
)


def two(first, second, weights=(1, 1), **more):
    return Positions.of("issue", ("first", "second"), [first, second], [1, 1], weights, **more)


@st.composite
def tables(draw, actors=None, status_quo=False):
    n = actors or draw(st.integers(1, 6))
    column = lambda low, high: draw(st.lists(st.integers(low, high), min_size=n, max_size=n))  # noqa: E731  (used twice below)
    stands = draw(st.integers(0, 100)) if status_quo else None
    x, s, c = column(0, 100), np.array(column(1, 20)) / 20, column(1, 20)
    return Positions.of("issue", tuple(f"a{k}" for k in range(n)), x, s, c, status_quo=stands)


def permuted(table, order):
    columns = [np.asarray(column)[order] for column in (table.x, table.salience, table.capability)]
    actors = tuple(table.actors[k] for k in order)
    return Positions.of(table.issue, actors, *columns, scale=table.scale, status_quo=table.status_quo)


def test_emission_standards_have_the_published_mean_and_median():
    assert compromise(EMISSIONS).value == pytest.approx(7.389955686853767, abs=1e-14)
    assert median(EMISSIONS).value == 7.0


def test_the_status_quo_draws_the_compromise_towards_itself():
    table = two(20, 80, status_quo=0)
    assert status_quo_gravity(table, pull=0.25).value == pytest.approx(37.5)
    assert status_quo_gravity(two(20, 80)).value is None


def test_a_tied_median_names_its_whole_interval():
    assert median(two(20, 80)).interval == (20, 80)
    assert median(two(20, 80, weights=(1, 2))).value == 80


def test_weights_that_reach_one_half_only_up_to_rounding_still_reach_it():
    table = Positions.of("issue", tuple("abcdef"), [1, 2, 3, 4, 5, 6], [1] * 6, [0.1, 0.2, 0.3, 0.3, 0.2, 0.1])
    assert median(table).interval == (3, 4)


def test_nash_of_two_between_the_ends_with_linear_utility_is_found_by_hand():
    """max (1 - (x - 0)/100)^1 (1 - (80 - x)/100)^2 over x: 2 (100 - x) = 20 + x, x = 60."""
    assert nash_weighted(two(0, 80, weights=(1, 2))).value == pytest.approx(60)


def test_kalai_smorodinsky_gives_two_actors_equal_shares_of_what_each_could_gain():
    table = two(40, 80, status_quo=0)
    x = kalai_smorodinsky_1d(table).value
    # the first accepts up to 80: gains 40 at most by 40 - |x - 40|; the second gains 80 at most by x
    assert (40 - abs(x - 40)) / 40 == pytest.approx(x / 80)
    assert x == pytest.approx(160 / 3)


def test_nothing_moves_where_the_status_quo_lies_between_the_actors():
    table = two(20, 80, status_quo=60)
    for theory in (nash_1d, kalai_smorodinsky_1d):
        assert theory(table).value == 60
        assert "hurts somebody" in theory(table).note


def test_from_the_status_quo_an_actor_follows_to_its_mirror_image():
    assert rational_interval(two(20, 80, status_quo=0)) == (0, 40)
    assert rational_interval(two(20, 80, status_quo=100)) == (60, 100)
    assert rational_interval(two(20, 80)) == (0, 100)


def test_the_agenda_setter_goes_as_far_as_a_majority_follows():
    """Romer & Rosenthal 1978: with the status quo at 0 the median at 30 accepts up to 60."""
    table = Positions.of("issue", ("low", "middle", "setter"), [10, 30, 90], [1] * 3, [1] * 3, status_quo=0)
    forecast = procedural(table)
    assert forecast.value is None
    assert forecast.interval == (10, 60)
    assert forecast.note.endswith("low 10, middle 30, setter 60")


def test_a_setter_without_a_majority_leaves_the_status_quo():
    table = Positions.of("issue", ("low", "middle", "setter"), [10, 30, 90], [1] * 3, [1] * 3, status_quo=50)
    assert procedural(table).note.endswith("setter 50")


def test_without_a_status_quo_nobody_can_set_the_agenda():
    assert procedural(two(20, 80)).value is None


@FEW
@given(tables())
def test_mean_median_and_bargaining_stay_between_the_positions(table):
    for theory in POINT_THEORIES:
        assert table.x.min() - 1e-9 <= theory(table).value <= table.x.max() + 1e-9


@FEW
@given(tables(status_quo=True))
def test_bargaining_from_a_status_quo_hurts_nobody(table):
    for theory in (nash_1d, nash_weighted, kalai_smorodinsky_1d):
        reached = np.abs(theory(table).value - table.x)
        assert (reached <= np.abs(table.status_quo - table.x) + 1e-9).all()


@FEW
@given(tables(actors=4), st.permutations(range(4)))
def test_the_order_of_the_actors_changes_nothing(table, order):
    for theory in POINT_THEORIES:
        assert theory(permuted(table, order)).value == pytest.approx(theory(table).value, abs=1e-9)
    chances = forecasts({"issue": table})["condorcet"]["issue"].chances
    again = forecasts({"issue": permuted(table, order)})["condorcet"]["issue"].chances
    assert again == pytest.approx([chances[k] for k in order], abs=1e-9)


def test_the_table_has_every_theory_on_every_issue_and_each_says_a_point_or_why_not():
    told = forecasts({"delay": EMISSIONS, "other": EMISSIONS})
    assert list(told) == names("theory")
    assert list(told)[:2] == ["compromise", "status_quo_gravity"]
    for theory, by_issue in told.items():
        assert list(by_issue) == ["delay", "other"], theory
        assert all(forecast.value is not None or forecast.note for forecast in by_issue.values())


def test_no_theory_speaks_where_nobody_has_both_salience_and_capability():
    table = Positions.of("issue", ("a", "b"), [0, 100], [0, 1], [1, 0])
    for by_issue in forecasts({"issue": table}).values():
        assert by_issue["issue"].value is None
        assert "no actor has both" in by_issue["issue"].note
    with pytest.raises(UsageError, match="no actor has both"):
        table.engaged()


def test_who_has_no_effective_power_has_no_say():
    table = Positions.of("issue", ("a", "b", "idle"), [0, 50, 100], [1, 1, 0], [1, 1, 9])
    assert forecasts({"issue": table})["nash"]["issue"].interval == (0, 100)
    assert forecasts({"issue": table})["median"]["issue"].interval == (0, 50)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"actors": ()}, "at least one actor"),
        ({"actors": ("a", "a")}, "listed twice"),
        ({"x": [0, 101]}, "x of b is 101, it can be from 0 to 100"),
        ({"x": [0]}, "x needs 2 numbers"),
        ({"salience": [60, 0]}, "salience of a is 60, it can be from 0 to 1"),
        ({"capability": [1, -1]}, "capability of b is -1, it can be 0 or more"),
        ({"capability": [1, float("nan")]}, "capability of b is nan"),
        ({"scale": (1, 1)}, "the scale runs from low to high"),
        ({"status_quo": 200}, "status quo is 200"),
    ],
)
def test_positions_that_cannot_be_are_refused_by_name(change, complaint):
    good = {"actors": ("a", "b"), "x": [0, 100], "salience": [1, 1], "capability": [1, 1]}
    with pytest.raises(UsageError, match=complaint):
        Positions.of("issue", **(good | change))


def test_an_agenda_needs_issues_with_the_same_actors():
    other = Positions.of("other", ("x", "y"), [0, 100], [1, 1], [1, 1])
    with pytest.raises(UsageError, match="the actors differ"):
        forecasts({"issue": two(0, 100), "other": other})
    with pytest.raises(UsageError, match="at least one issue"):
        forecasts({})
