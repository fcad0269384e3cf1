"""Readings: every uncertain number made concrete, at its centre or drawn by seed, run and path."""

from __future__ import annotations

import numpy as np
import pytest
from building import PARTIES, amount, central, delay, issue, linkage, meeting, party, scenario, stance
from building import scenarios as random_scenarios
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.domain.rng import RandomSource
from negosim.scenario.realize.number_draws import NumberDraws, quantiles
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import UncertainNumber

UNIFORM, TRIANGLE = UncertainNumber(2, 6), UncertainNumber(0, 10, likeliest=2)


def uncertain(**changes: object) -> Scenario:
    """Every kind of number that may be uncertain, as a range."""
    ann = {
        "stances": {
            "deal": stance([1, 3], {"no": [0, 5, 10], "yes": [80, 100]}),
            "aid": stance([2, 2, 8], {0: 100, 100: [0, 20]}),
        },
        "linkages": {"l": linkage({"deal": "yes", "aid": {"above": 50}}, [-20, -10])},
        "cost_of_delay": delay([0, 1], {"deal": "no"}),
        "reserve": [1, 2, 6],
        "parameters": {"exponent": [0.2, 0.4]},
        "tactic": "boulware",
    } | changes
    issues = {"deal": issue("no yes", "ann bob"), "aid": amount(0, 100, 25, "ann bob")}
    made = party(ann.pop("stances"), ann.pop("tactic"), **ann)
    return scenario(issues, {"ann": made, "bob": party()}, {"talks": meeting("ann bob", "deal aid")})


def test_the_central_case_takes_the_midpoint_of_two_and_the_likeliest_of_three() -> None:
    numbers = central(uncertain()).numbers
    assert numbers["parties.ann.stances.deal.weight"] == 2
    assert numbers["parties.ann.stances.aid.weight"] == 2
    assert numbers["parties.ann.stances.deal.values.no"] == 5
    assert numbers["parties.ann.linkages.l.points"] == -15
    assert numbers["parties.ann.cost_of_delay.points"] == 0.5
    assert numbers["parties.ann.reserve"] == 2
    assert numbers["parties.ann.tactic.exponent"] == pytest.approx(0.3)


def test_the_numbers_go_where_they_belong() -> None:
    realization = central(uncertain())
    ann = realization.preferences["ann"]
    assert ann.scale.points(ann.points((0, 0))) == 50 * 0.05 + 50
    assert ann.scale.points(ann.points((1, 4))) == 50 * 0.9 + 50 * 0.1 - 15
    assert ann.scale.points(ann.charge((0, 4))) == 0.5
    assert ann.charge((1, 4)) == 0
    assert ann.scale.points(ann.reserve) == 2
    assert realization.tactics["ann"].name == "boulware"
    assert realization.tactics["ann"].parameters["exponent"] == pytest.approx(0.3)


def quantile(number: UncertainNumber, level: float) -> float:
    return quantiles([number], np.array([level])).item()


def test_a_number_of_two_is_drawn_evenly_and_one_of_three_from_a_triangle() -> None:
    assert [quantile(UNIFORM, p) for p in (0.0, 0.25, 1.0)] == [2, 3, 6]
    # F(2) = (2 - 0)^2 / (10 x 2) = 1/5 at the likeliest; above it 1 - (10 - x)^2 / (10 x 8)
    assert quantile(TRIANGLE, 0.2) == pytest.approx(2)
    assert quantile(TRIANGLE, 0.05) == pytest.approx(1)
    assert quantile(TRIANGLE, 1 - 25 / 80) == pytest.approx(5)
    assert [quantile(TRIANGLE, p) for p in (0.0, 1.0)] == [0, 10]


@pytest.mark.parametrize("likeliest", [0.0, 10.0])
def test_the_likeliest_may_be_an_end(likeliest: float) -> None:
    number = UncertainNumber(0, 10, likeliest=likeliest)
    drawn = [quantile(number, p) for p in np.linspace(0, 1, 11)]
    assert drawn == sorted(drawn)
    assert (drawn[0], drawn[-1]) == (0, 10)


def test_a_triangle_of_one_point_is_that_point() -> None:
    assert quantile(UncertainNumber(3, 3, likeliest=3), 0.7) == 3


@settings(max_examples=60)
@given(st.lists(st.floats(-100, 100), min_size=2, max_size=3), st.floats(0, 1, exclude_max=True))
def test_what_is_drawn_lies_between_low_and_high(numbers: list[float], chance: float) -> None:
    low, *middle, high = sorted(numbers)
    number = UncertainNumber(low, high, *middle)
    assert low - 1e-9 <= quantile(number, chance) <= high + 1e-9


NUMBERS = st.lists(st.floats(-100, 100), min_size=2, max_size=3).map(
    lambda ends: UncertainNumber(min(ends), max(ends), *sorted(ends)[1:-1])
)


@given(st.dictionaries(st.text(), NUMBERS, max_size=5), st.integers(0, 8), st.data())
def test_the_numbers_of_many_runs_are_those_of_each_run_drawn_alone(
    numbers: dict[str, UncertainNumber], decimals: int, data: st.DataObject
) -> None:
    draws = NumberDraws(numbers, dict.fromkeys(numbers, decimals))
    runs = data.draw(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=4))
    together = draws.of_runs(3, runs)
    assert together.shape == (len(runs), len(numbers))
    for run, row in zip(runs, together.tolist(), strict=True):
        lots = [RandomSource(3, run).uniform(f"number.{path}") for path in numbers]
        alone = [round(quantile(*pair), decimals) for pair in zip(numbers.values(), lots, strict=True)]
        assert row == pytest.approx(alone, abs=1e-9)
        assert repr(row) == repr(draws.of_runs(3, [run])[0].tolist())


def test_no_number_is_drawn_as_minus_zero() -> None:
    draws = NumberDraws({"x": UncertainNumber(-1, 0)}, {"x": 0})
    assert repr(draws.at([[0.9]]).tolist()) == "[[0.0]]"


def test_a_draw_hangs_on_seed_run_and_path_and_on_nothing_else() -> None:
    drawn = RealizationFactory(uncertain()).draw(RandomSource(4, 7)).numbers
    again = RealizationFactory(uncertain(linkages={}, reserve=0)).draw(RandomSource(4, 7)).numbers
    shared = [path for path in again if path != "parties.ann.reserve"]
    assert "parties.ann.linkages.l.points" not in shared
    assert {path: again[path] for path in shared} == {path: drawn[path] for path in shared}
    path = "parties.ann.reserve"
    lot = RandomSource(4, 7).uniform(f"number.{path}")
    assert drawn[path] == round(quantile(UncertainNumber(1, 6, 2), lot), 4)


def test_other_runs_and_seeds_draw_other_numbers() -> None:
    realizations = RealizationFactory(uncertain())
    drawn = [
        realizations.draw(RandomSource(seed, run)).numbers["parties.ann.reserve"] for seed in (0, 1) for run in (0, 1)
    ]
    assert len(set(drawn)) == 4


def test_a_certain_number_is_never_drawn() -> None:
    realizations = RealizationFactory(uncertain())
    assert {
        realizations.draw(RandomSource(0, run)).numbers["parties.ann.stances.aid.values.0"] for run in range(5)
    } == {100}


@settings(max_examples=40)
@given(random_scenarios(certain=False), st.integers(0, 100))
def test_every_draw_is_within_the_ranges_and_shares_sum_to_hundred(drawn: Scenario, run: int) -> None:
    realizations = RealizationFactory(drawn)
    realization = realizations.draw(RandomSource(1, run))
    for path, number in realizations.uncertain:
        assert number.low - 1e-9 <= realization.numbers[path] <= number.high + 1e-9
    for key, spec in drawn.parties.items():
        weights = {issue_: realization.numbers[f"parties.{key}.stances.{issue_}.weight"] for issue_ in spec.stances}
        total = sum(weights.values())
        for issue_, weight in weights.items():
            named = realizations.space.issues[realizations.space.axis(issue_)]
            steps = realization.preferences[key].contributions[realizations.space.axis(issue_)]
            values = [realization.numbers[f"parties.{key}.stances.{issue_}.values.{one}"] for one in named.options]
            exact = [100 * weight / total * value / 100 if total else 0 for value in values]
            scale = realization.preferences[key].scale
            assert [scale.points(int(one)) for one in steps] == pytest.approx(exact, abs=2e-4)


def test_the_horizon_is_the_rounds_of_all_meetings_unless_given() -> None:
    issues = {"a": issue("no yes", "ann bob")}
    meetings = {"m": meeting("ann bob", "a", 3), "n": meeting("ann bob", "a", 4)}
    parties = {"ann": party(), "bob": party()}
    assert central(scenario(issues, parties, meetings)).horizon == 7
    assert central(scenario(issues, parties, meetings, horizon=30)).horizon == 30


def test_consent_is_read_option_by_option_and_moving_back_needs_all_that_are_named() -> None:
    consent = {"two": "ann bob", "three": "ann bob cy"}
    made = scenario(
        {"who": issue("open two three", consent), "all": issue("no yes", "ann cy")},
        {key: party() for key in PARTIES[:3]},
        {"m": meeting("ann bob cy", "who all", begins="cy")},
    )
    realization = central(made)
    assert [set(one) for one in realization.space.issues[0].consent] == [
        {"ann", "bob", "cy"},
        {"ann", "bob"},
        {"ann", "bob", "cy"},
    ]
    assert [set(one) for one in realization.space.issues[1].consent] == [{"ann", "cy"}] * 2
    assert (realization.meetings[0].begins, realization.meetings[0].rounds) == ("cy", 10)


def test_ordered_options_lie_on_a_line_and_amounts_at_their_numbers() -> None:
    positions = {"no": 0, "half": 1, "full": 4}
    made = scenario(
        {
            "line": issue("no half full", "ann bob", ordered=True, positions=positions),
            "ranks": issue("no half full", "ann bob", ordered=True),
            "kinds": issue("no half full", "ann bob"),
            "aid": amount(0, 1, 0.5, "ann bob"),
        },
        {"ann": party(), "bob": party()},
        {"m": meeting("ann bob", "line")},
    )
    issues = central(made).space.issues
    assert [one.positions for one in issues] == [(0, 1, 4), (0, 1, 2), None, (0, 0.5, 1)]
    assert issues[3].options == (0, 0.5, 1)
    assert issues[3].labels == ("0", "0.5", "1")


def test_a_reading_knows_whether_it_was_drawn() -> None:
    realizations = RealizationFactory(uncertain())
    assert not realizations.central.drawn
    assert realizations.draw(RandomSource()).drawn
    assert realizations.central is realizations.central


def test_an_absolute_reservation_is_read_as_points() -> None:
    made = uncertain()
    plain = made.plain()
    plain["parties"]["ann"]["reservation"] = plain["parties"]["ann"].pop("reserve")
    realization = central(scenario(plain["issues"], plain["parties"], plain["meetings"]))
    ann = realization.preferences["ann"]
    assert ann.reservation == ann.scale.steps(2)
