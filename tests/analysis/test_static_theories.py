"""The theories on a scenario: positions are best options on a scale of 0 to 100, weights are what is at stake."""

from __future__ import annotations

import pytest
from building import amount, central, issue, meeting, party, scenario, stance

from negosim.analysis.static_theories import issue_positions, theory_forecasts
from negosim.registry import names
from negosim.scenario.spec.scenario import Scenario


def talks(**more: object) -> Scenario:
    """An amount, an ordered issue and one without order; Ann wants little, Bob much."""
    issues = {
        "money": amount(0, 200, 50, "ann bob"),
        "depth": issue("flat low deep", "ann bob", ordered=True),
        "where": issue("here there", "ann bob"),
    }
    ann = {"money": stance(3, {0: 100, 200: 0}), "depth": stance(1, {"flat": 100, "low": 50, "deep": 0})}
    bob = {"money": stance(1, {0: 0, 200: 100}), "where": stance(1, {"here": 0, "there": 100})}
    return scenario(issues, {"ann": party(ann), "bob": party(bob)}, {"talks": meeting("ann bob", "money depth where")})


def test_positions_stand_on_ordered_issues_that_matter_to_somebody() -> None:
    table = issue_positions(central(talks()))
    assert list(table) == ["money", "depth"]
    assert table["money"].x.tolist() == [0.0, 100.0]
    assert table["money"].salience.tolist() == pytest.approx([0.75, 0.5])
    assert table["money"].status_quo == 0.0
    assert set(table["money"].capability) == {1.0}


def test_who_does_not_care_has_no_weight_and_the_mean_is_that_of_the_others() -> None:
    found = theory_forecasts(central(talks()))
    assert found["compromise"]["depth"].value == pytest.approx(0.0)
    assert found["compromise"]["money"].value == pytest.approx(100 * 0.5 / 1.25)


def test_every_registered_theory_stands_in_the_table() -> None:
    assert list(theory_forecasts(central(talks()))) == names("theory")


def test_without_an_ordered_issue_the_table_is_empty() -> None:
    of = scenario(
        {"where": issue("here there", "ann bob")},
        {who: party({"where": stance(1, {"here": 0, "there": 1})}) for who in ("ann", "bob")},
        {"talks": meeting("ann bob", "where")},
    )
    assert theory_forecasts(central(of)) == {}
