"""The theories on a scenario: positions are best options on a scale of 0 to 100, weights are what is at stake."""

from __future__ import annotations

import pytest
from building import WHERE_FROM, amount, central, issue, meeting, party, scenario, stance

from negosim.analysis.phrases import Wording
from negosim.analysis.static_theories import issue_positions, theory_forecasts
from negosim.analysis.theories_narrative import narrate_theories
from negosim.document import Table
from negosim.registry import names
from negosim.scenario.load import from_plain
from negosim.scenario.spec.scenario import Scenario
from negosim.theory.forecasting import Positions, TheoryForecast, forecasts


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


# The field's table: positions, saliences and capabilities of three actors on two issues, both from 0 to 100.
STANDS = {"ann": (0, 40), "bob": (70, 100), "cy": (100, 0)}
SALIENCES = {"ann": (80, 20), "bob": (40, 40), "cy": (10, 100)}
CAPABILITIES = {"ann": 8, "bob": 5, "cy": 3}


def council(**capabilities: float) -> Scenario:
    issues = {key: amount(0, 100, 10, "ann bob cy") for key in ("money", "depth")}
    parties = {
        who: party(
            {
                key: {"weight": SALIENCES[who][k], "position": STANDS[who][k], **WHERE_FROM}
                for k, key in enumerate(issues)
            }
        )
        | {"capability": capability}
        for who, capability in capabilities.items()
    }
    return scenario(issues, parties, {"talks": meeting("ann bob cy", "money depth")}, negosim=2)


def test_a_file_of_positions_is_the_table_of_the_field() -> None:
    """The theories say what they say of the table itself: weights are saliences, capabilities strength."""
    agenda = {
        key: Positions.of(
            key,
            tuple(STANDS),
            [stands[k] for stands in STANDS.values()],
            [salience[k] / 100 for salience in SALIENCES.values()],
            list(CAPABILITIES.values()),
            status_quo=0,
        )
        for k, key in enumerate(("money", "depth"))
    }
    ours, theirs = theory_forecasts(central(council(**CAPABILITIES))), forecasts(agenda)
    for theory, found in theirs.items():
        assert [one.value for one in ours[theory].values()] == pytest.approx([one.value for one in found.values()])


def test_unequal_states_are_told_from_equal_ones() -> None:
    unequal, equal = (
        theory_forecasts(central(council(**powers)))["compromise"]["money"].value
        for powers in (CAPABILITIES, dict.fromkeys(CAPABILITIES, 1))
    )
    assert unequal == pytest.approx((5 * 40 * 70 + 3 * 10 * 100) / (8 * 80 + 5 * 40 + 3 * 10))
    assert equal == pytest.approx((40 * 70 + 10 * 100) / (80 + 40 + 10))


def test_beside_values_a_position_counts_by_its_share_of_weight() -> None:
    """Saliences compare between actors only where all of them state positions."""
    mixed = talks().plain()
    mixed["negosim"] = 2
    mixed["parties"]["ann"]["stances"]["money"] = {"weight": 3, "position": 50, **WHERE_FROM}
    table = issue_positions(central(from_plain(mixed, "mixed")))
    assert table["money"].x.tolist() == [25.0, 100.0]
    assert table["money"].salience.tolist() == pytest.approx([0.75, 0.5])


def test_brackets_are_a_range_and_a_sentence_says_why_solutions_of_one_name_differ() -> None:
    said = {
        "point": TheoryForecast("point", None, interval=(60.2, 59.9)),
        "range": TheoryForecast("range", None, interval=(20.0, 100.0)),
    }
    found = {theory: {"money": one} for theory, one in said.items()}
    (section,) = narrate_theories(found, Wording(central(talks())))
    (table,) = (one for one in section.content if isinstance(one, Table))
    assert [(row.name, row.cells) for row in table.rows] == [("point", ("60",)), ("range", ("(20-100)",))]
    assert any("bargaining solution of the same name" in str(one) for one in section.content)
