"""Every quantity that a question can ask for: known values of small scenarios, and what it says where there is none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from building import amount, delay, issue, linkage, meeting, party, scenario, stance
from large_scenario import large

from negosim.errors import UsageError
from negosim.registry import names
from negosim.scenario.spec.scenario import Scenario
from negosim.teaching.exercises.evaluate import evaluate
from negosim.teaching.exercises.questions.base import QuantityCall
from negosim.teaching.exercises.subject import Subject

YES_NO = {"none": 0, "some": 100}


def trade() -> Scenario:
    """Two parties, three issues: each cares for another one, and one linkage ties two."""
    return scenario(
        {
            "bread": issue("none some", "ann bob"),
            "wine": issue("none some", "ann bob"),
            "coin": amount(0, 10, 5, "ann bob"),
        },
        {
            "ann": party(
                {
                    "bread": stance(30, YES_NO),
                    "wine": stance([5, 15], {"none": 100, "some": 0}),
                    "coin": stance(10, {0: 100, 10: 0}, refuses=10),
                },
                linkages={"both": linkage({"bread": "some", "wine": "some"}, -4)},
            ),
            "bob": party(
                {
                    "bread": stance(10, {"none": 100, "some": 0}),
                    "wine": stance(30, YES_NO),
                    "coin": stance(10, {0: 0, 10: 100}),
                }
            ),
        },
        {"talks": meeting("ann bob", "bread wine coin", 6)},
    )


def trio() -> Scenario:
    """Three parties: two can settle `deal` alone, and who meets first decides which meetings are held."""
    everyone = "ann bob cleo"
    deal = issue("none some", "ann bob", unilateral=[back("ann"), back("bob")])
    first = issue("open ann_first cleo_first", {"ann_first": "ann bob", "cleo_first": "bob cleo"})
    return scenario(
        {"first": first, "deal": deal, "peace": issue("none some", everyone)},
        {
            "ann": party(
                {"first": stance(10, {"open": 0, "ann_first": 100, "cleo_first": 0}), "deal": stance(40, YES_NO)}
            ),
            "bob": party(
                {"first": stance(10, {"open": 0, "ann_first": 50, "cleo_first": 100}), "deal": stance(40, YES_NO)},
                cost_of_delay=delay(0.5, {"deal": "none"}),
            ),
            "cleo": party({"deal": stance(75, {"none": 100, "some": 0}), "peace": stance(25, YES_NO)}),
        },
        {
            "begin": meeting(everyone, "first", 3, "bob"),
            "two": meeting("ann bob", "deal", 4, if_={"first": ["ann_first", "cleo_first"]}),
            "three": meeting(everyone, "peace", 4),
        },
    )


def back(by: str) -> dict[str, Any]:
    return {"by": by, "from": "some", "to": "none", "basis": {"kind": "assumed", "note": "made up for a test"}}


TRADE = Subject("trade", submitted=trade())
TRIO = Subject("trio", submitted=trio())


def ask(quantity: str, case: Subject = TRADE, **arguments: Any) -> Any:
    return evaluate(QuantityCall.model_validate({"quantity": quantity, **arguments}), "kyiv_first", case)


FUND = {"minerals": "joint_fund", "guarantees": "us_backed_force"}
DEBT = {"minerals": "repay_100", "guarantees": "us_backed_force"}


@pytest.mark.parametrize(
    ("name", "quantity", "arguments", "found"),
    [
        ("strong_guarantees", "truce_expected", {"guarantee": "none"}, sum(0.8**k for k in range(1, 13))),
        ("strong_guarantees", "truce_expected", {"guarantee": "us_backed_force"}, sum(0.98**k for k in range(1, 13))),
        ("parliament_ratifies", "blocs_for", {"party": "ukraine", "outcome": DEBT}, ("government",)),
        ("parliament_ratifies", "share_for", {"party": "ukraine", "outcome": FUND}, 100 * 0.8 / 0.95),
        ("parliament_ratifies", "passes", {"party": "ukraine", "outcome": DEBT}, False),
        ("parliament_ratifies", "passes", {"party": "ukraine", "outcome": FUND}, True),
        ("parliament_ratifies", "block_number", {"measure": "ratified.parliament"}, 1.0),
        ("parliament_ratifies", "block_name", {"measure": "against.parliament"}, "none"),
    ],
)
def test_a_quantity_of_what_happens_besides_the_talks(
    name: str, quantity: str, arguments: dict[str, Any], found: Any
) -> None:
    given = ask(quantity, Subject(name), **arguments)
    assert given == (pytest.approx(found) if isinstance(found, float) else found)


@pytest.mark.parametrize(
    ("quantity", "arguments", "told"),
    [
        ("block_number", {"measure": "ratified.ukrain"}, "has no measure 'ratified.ukrain': did you mean"),
        ("block_number", {"measure": "against.parliament"}, "which is no number"),
        ("truce_expected", {"guarantee": "none"}, "has no truce with a guarantee 'none'"),
        ("passes", {"party": "russia", "outcome": {}}, "nobody ratifies for russia"),
    ],
)
def test_what_no_block_has_is_told(quantity: str, arguments: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError, match=re.escape(told)):
        ask(quantity, Subject("parliament_ratifies"), **arguments)


@pytest.mark.parametrize(
    ("quantity", "arguments", "found"),
    [
        ("share", {"party": "ann", "issue": "bread"}, 60.0),
        ("weight", {"party": "ann", "issue": "bread"}, 30.0),
        ("heaviest_issue", {"party": "bob"}, "wine"),
        ("best_payment", {"payer": "ann", "paid": "bob"}, "wine"),
        ("best_option", {"party": "bob", "issue": "coin"}, "10"),
        ("points", {"party": "ann", "outcome": {}}, 40.0),
        ("points", {"party": "ann", "outcome": {"bread": "some", "wine": "some"}}, 76.0),
        ("change", {"party": "ann", "outcome": {"bread": "some", "wine": "some"}}, 36.0),
        ("change_without_linkages", {"party": "ann", "outcome": {"bread": "some", "wine": "some"}}, 40.0),
        ("change", {"party": "bob", "outcome": {"coin": 5}}, 10.0),
        ("linkage_points", {"party": "ann", "linkage": "both"}, -4.0),
        ("linkages_met", {"party": "ann", "outcome": {"bread": "some"}}, ()),
        ("linkages_met", {"party": "ann", "outcome": {"bread": "some", "wine": "some"}}, ("both",)),
        ("refusers", {"issue": "coin", "option": 10}, ("ann",)),
        ("refusers", {"issue": "coin", "option": 5}, ()),
        ("reservation_value", {"party": "bob"}, 20.0),
        ("worth", {"party": "bob", "outcome": {"wine": "some"}}, 80.0),
        ("gain", {"party": "bob", "outcome": {"wine": "some"}}, 60.0),
        ("better_off", {"party": "ann", "outcome": {"wine": "some"}}, False),
        ("better_off", {"party": "ann", "outcome": {"bread": "some", "wine": "some"}}, True),
        ("consenting", {"outcome": {"coin": 5}}, ("ann", "bob")),
        ("blockers", {"outcome": {"wine": "some"}}, ("ann",)),
        ("blockers", {"outcome": {"bread": "some"}}, ("bob",)),
        ("blockers", {"outcome": {"bread": "some", "wine": "some"}}, ()),
        ("blockers", {"outcome": {"bread": "some", "wine": "some", "coin": 10}}, ("ann",)),
        ("agreeable", {"outcome": {"bread": "some", "wine": "some"}}, True),
        ("agreeable", {"outcome": {"wine": "some"}}, False),
        ("zone_size", {}, 2.0),
        ("zone_empty", {}, False),
        ("zone_options", {"issue": "wine"}, ("some",)),
        ("zone_options", {"issue": "coin"}, ("0", "5")),
        ("best_in_zone", {"party": "ann"}, 76.0),
        ("meeting_zone_size", {"meeting": "talks"}, 2.0),
        ("efficient", {"outcome": {}}, False),
        ("efficient", {"outcome": {"bread": "some", "wine": "some"}}, True),
        ("solution_option", {"solution": "nash", "issue": "bread"}, "some"),
        ("size", {"what": "parties"}, 2.0),
        ("size", {"what": "outcomes"}, 12.0),
        ("size", {"what": "linkages"}, 1.0),
        ("with_basis", {"kind": "assumed"}, 6.0),
        ("with_basis", {"kind": "assumed", "what": "linkage"}, 1.0),
        ("with_basis", {"kind": "reported"}, 0.0),
        ("issues_with_basis", {"party": "bob", "kind": "assumed"}, ("bread", "wine", "coin")),
        ("basis", {"path": "parties.ann.stances.wine"}, "assumed"),
        ("numbers_with_basis", {"kind": "inferred"}, 0.0),
        ("uncertain_numbers", {}, 1.0),
        ("agreed", {}, True),
        ("hurt", {}, ()),
        ("bound", {"issue": "bread"}, ("ann", "bob")),
        ("meetings_held", {}, ("talks",)),
        ("chance_of_deal", {"runs": 3}, 100.0),
        ("below_reservation", {"party": "ann", "runs": 3}, 0.0),
        ("repeatable", {}, True),
        ("rules_broken", {"party": "ann"}, 0.0),
        ("bid", {"party": "ann", "issue": "wine"}, 20.0),
    ],
)
def test_a_quantity_of_two_who_trade(quantity: str, arguments: dict[str, Any], found: Any) -> None:
    given = ask(quantity, **arguments)
    assert type(given) is type(found)
    assert given == (pytest.approx(found, abs=1e-5) if isinstance(found, float) else found)


@pytest.mark.parametrize(
    ("quantity", "arguments", "found"),
    [
        ("movable_by", {"group": ["ann", "bob"]}, ("first", "deal")),
        ("movable_by", {"group": ["bob", "cleo"]}, ("first",)),
        ("movable_by", {"group": ["ann"]}, ()),
        ("consenting", {"outcome": {"deal": "some"}}, ("ann", "bob")),
        ("reservation_value", {"party": "bob"}, -5.5),
        ("worth", {"party": "bob", "outcome": {"deal": "some"}}, 80.0),
        ("ended", {"issue": "deal"}, "some"),
        ("hurt", {}, ("cleo",)),
        ("surplus", {"party": "cleo"}, -50.0),
        ("bound", {"issue": "deal"}, ("ann", "bob")),
        ("best_order", {"party": "ann", "issue": "first"}, "ann_first"),
        ("best_order", {"party": "ann", "issue": "first", "by": "solved"}, "ann_first"),
        (
            "price_of_order",
            {"party": "ann", "issue": "first", "option": "ann_first", "than": "cleo_first"},
            20.0,
        ),
        (
            "price_of_order",
            {"party": "ann", "issue": "first", "option": "ann_first", "than": "cleo_first", "own": False},
            0.0,
        ),
        (
            "price_of_order",
            {"party": "ann", "issue": "first", "option": "cleo_first", "than": "open", "own": False},
            80.0,
        ),
        ("orders_consented", {"issue": "first", "by": "solved"}, ("open", "ann_first")),
        ("holds", {}, True),
        ("holds", {"concept": "SEQ"}, True),
        ("leavers", {"concept": "R"}, ()),
    ],
)
def test_a_quantity_of_three_of_whom_two_can_settle_alone(quantity: str, arguments: dict[str, Any], found: Any) -> None:
    given = ask(quantity, TRIO, **arguments)
    assert given == (pytest.approx(found, abs=1e-5) if isinstance(found, float) else found)


@pytest.mark.parametrize(
    ("quantity", "arguments"),
    [
        ("frontier_size", {}),
        ("better_for_all", {"outcome": {}}),
        ("run_points", {"party": "ann"}),
        ("solution_points", {"solution": "nash", "party": "bob"}),
        ("rounds_played", {}),
        ("distance", {}),
        ("mean_points", {"party": "ann", "runs": 3}),
        ("spread", {"party": "ann", "runs": 3}),
        ("division_points", {"party": "bob"}),
        ("division_points", {"party": "bob", "split": False}),
        ("split_share", {}),
    ],
)
def test_a_quantity_that_is_a_number_is_one_of_what_the_library_says(quantity: str, arguments: dict[str, Any]) -> None:
    analysis, runs = TRADE.analysis, TRADE.runs(3)
    division = analysis.division
    assert division is not None
    table = TRADE.table
    expected = {
        "frontier_size": len(table.efficient),
        "better_for_all": 4,
        "run_points": analysis.measures.points["ann"],
        "solution_points": 60.0,
        "rounds_played": analysis.record.course.round,
        "distance": analysis.measures.distance,
        "mean_points": runs.points("ann").mean(),
        "spread": np.diff(np.quantile(runs.points("ann"), [0.05, 0.95])).item(),
        "division_points": float((division.unsplit if "split" in arguments else division.split).points[1]),
        "split_share": 100 * float(dict(zip(division.split.items, division.split.shares, strict=True))["coin"]),
    }
    found = ask(quantity, **arguments)
    assert isinstance(found, float)
    assert found == pytest.approx(expected[quantity], abs=1e-5)


def test_chances_are_shares_of_the_draws_that_an_ensemble_plays() -> None:
    runs = TRADE.runs(5)
    for option in (0, 5, 10):
        share = 100 * (runs.data["option.coin"] == option).mean()
        assert ask("chance", issue="coin", option=option, runs=5) == share


def test_the_top_number_has_the_longest_bar() -> None:
    runs = 20
    top = ask("top_number", measure="points.ann", runs=runs)
    assert top == "parties.ann.stances.wine.weight"
    assert ask("swing", measure="points.ann", path=top, runs=runs) != 0


def test_better_than_another_scenario_is_counted_draw_by_draw() -> None:
    first = QuantityCall.model_validate(
        {"quantity": "better_than", "of": "kyiv_first", "party": "ukraine", "than": "moscow_first", "runs": 3}
    )
    assert evaluate(first, "kyiv_first") == 100
    same = first.model_copy(update={"of": "moscow_first"})
    assert evaluate(same, "kyiv_first") == 0


def test_two_shipped_scenarios_differ_where_their_files_do() -> None:
    case = Subject("kyiv_first")
    assert ask("differing", case, than="kyiv_first") == 0
    whole = ask("differing", case, than="moscow_first")
    assert whole > 0
    assert ask("differing", case, than="moscow_first", outside="parties.usa.stances.first_meeting") == 0


@pytest.mark.parametrize(
    ("quantity", "arguments", "found"),
    [
        ("conflict_states", {}, 9.0),
        ("conflict_equilibria", {"concept": "R"}, ("5", "6", "9")),
        ("conflict_leavers", {"state": 1, "concept": "R"}, ("Local Government",)),
        ("gain_together", {"state": 6}, ("Ministry", "Uniroyal")),
        ("gain_together", {"state": 5}, ()),
        ("within_reach", {"state": 9}, False),
        ("within_reach", {"state": 9, "improving": False}, True),
    ],
)
def test_a_quantity_of_the_conflict_at_elmira(quantity: str, arguments: dict[str, Any], found: Any) -> None:
    assert ask(quantity, Subject("elmira_groundwater"), **arguments) == found


def test_the_canal_is_divided_as_brams_and_taylor_publish_it() -> None:
    canal = Subject("panama_canal_1974")
    assert ask("split_issue", canal) == "land_and_water"
    assert ask("division_points", canal, party="panama") == 66
    assert ask("split_share", canal) == pytest.approx(100 * 2 / 15)
    assert len(ask("won", canal, party="panama")) == 5
    assert "us_defence_rights" in ask("won", canal, party="usa")


def test_the_best_of_some_tactics() -> None:
    case = Subject("kyiv_first")
    assert ask("best_tactic", case, party="russia", among=["linear"], runs=1) == "linear"


@pytest.mark.parametrize(
    ("quantity", "case", "arguments", "told"),
    [
        ("points", TRADE, {"party": "ann", "outcome": {"bread": "sme"}}, "no option 'sme' of issue 'bread'"),
        ("basis", TRADE, {"path": "parties.ann.stances.win"}, "did you mean 'parties.ann.stances.wine'?"),
        ("solution_option", TRADE, {"solution": "nesh", "issue": "wine"}, "no solution 'nesh'"),
        ("best_order", TRADE, {"party": "ann", "issue": "wine"}, "wine decides no meeting"),
        ("holds", TRADE, {}, "describes no move that a party could make by itself"),
        ("split_issue", TRIO, {}, "Adjusted Winner divides between two parties"),
        (
            "price_of_order",
            TRIO,
            {"party": "ann", "issue": "first", "option": "nobody", "than": "open"},
            "there is no order 'nobody'",
        ),
        ("top_number", TRADE, {"measure": "point.ann", "runs": 3}, "did you mean 'points.ann'?"),
        ("top_number", TRADE, {"measure": "agreed", "runs": 3}, "no number of test moves 'agreed' in 3 draws"),
        ("top_number", TRIO, {"measure": "agreed", "runs": 3}, "no number of test moves 'agreed' in 3 draws"),
        ("swing", TRADE, {"measure": "agreed", "path": "wine", "runs": 3}, "'wine' is no uncertain number"),
        ("conflict_leavers", Subject("elmira_groundwater"), {"state": 10, "concept": "R"}, "states 1 to 9, not 10"),
        ("conflict_states", Subject("kyiv_first"), {}, "no conflict 'kyiv_first'"),
        ("zone_size", Subject("elmira_groundwater"), {}, "no scenario 'elmira_groundwater'"),
        ("meeting_zone_size", Subject("kyiv_first"), {"meeting": "moscow_first"}, "does not take place in the run"),
    ],
)
def test_what_there_is_not_is_told(quantity: str, case: Subject, arguments: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError) as caught:
        ask(quantity, case, **arguments)
    assert told in str(caught.value)


def test_a_concession_is_what_opens_an_empty_zone() -> None:
    closed = scenario(
        {"it": issue("none some", "ann bob")},
        {"ann": party({"it": stance(1, YES_NO)}), "bob": party({"it": stance(1, {"none": 7, "some": 0})})},
        {"talks": meeting("ann bob", "it")},
    )
    case = Subject("closed", submitted=closed)
    assert ask("zone_empty", case) is True
    assert ask("concession", case, party="bob") == pytest.approx(7)
    with pytest.raises(UsageError, match="ann cannot open a deal of test alone"):
        ask("concession", case, party="ann")
    with pytest.raises(UsageError, match="has an empty zone of agreement"):
        ask("best_in_zone", case, party="ann")


def test_a_space_beyond_a_table_says_so() -> None:
    case = Subject("large", submitted=large("ann bob"))
    with pytest.raises(UsageError, match="too many outcomes to look at each"):
        ask("frontier_size", case)


def test_every_quantity_is_tried_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in names("quantity") if f'"{name}"' not in text] == []
