"""An analysis as one plain object: its keys, plain JSON, ties, empty cases, and what the words say of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from building import amount, delay, issue, linkage, meeting, one_issue, party, scenario, scenarios, size, stance
from hypothesis import HealthCheck, given, settings

from negosim.analysis.analysis import Analysis, analyze
from negosim.analysis.analysis_data import findings
from negosim.analysis.analysis_narrative import narrate_analysis
from negosim.document import Table
from negosim.scenario.load import load
from negosim.scenario.spec.scenario import Scenario

KEYS = [
    *("outcomes", "rational", "zone_of_agreement", "frontier", "solutions", "disagreement", "blocking", "nearest"),
    *("orders", "stability", "theories"),
]


def found(of: Scenario, **more: Any) -> dict[str, Any]:
    return findings(analyze(of), **more)


def told(of: Scenario | Analysis) -> str:
    """All words of an analysis in one text."""
    analysis = of if isinstance(of, Analysis) else analyze(of)
    lines = []
    for section in narrate_analysis(analysis).sections:
        captions = [one.caption for one in section.content if isinstance(one, Table)]
        lines += [section.title, *section.sentences, *captions]
    return "\n".join(lines)


def test_it_has_every_part_and_is_plain_json() -> None:
    one = found(load("article_2025_02_23"))
    assert [key for key in KEYS if key not in one] == []
    assert json.loads(json.dumps(one, allow_nan=False)) == one
    assert one["outcomes"] == 5184


def test_solutions_list_all_their_ties() -> None:
    one = found(one_issue({"ann": [0, 40, 60, 50], "bob": [0, 60, 40, 50]}))
    egalitarian, utilitarian = one["solutions"]["egalitarian"], one["solutions"]["utilitarian"]
    assert egalitarian["outcome"] == {"it": "o3"}
    assert egalitarian["ties"] == []
    tied = [utilitarian["outcome"], *utilitarian["ties"]]
    assert sorted(one["it"] for one in tied) == ["o1", "o2", "o3"]
    assert "others with the same claim" in told(one_issue({"ann": [0, 40, 60, 50], "bob": [0, 60, 40, 50]}))


def test_the_frontier_is_cut_unless_all_of_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("negosim.analysis.analysis_data.FRONTIER_SHOWN", 2)
    of = one_issue({"ann": [0, 40, 60, 50], "bob": [0, 60, 40, 50]})
    assert (found(of)["frontier"]["total"], len(found(of)["frontier"]["points"])) == (3, 2)
    assert len(found(of, all_points=True)["frontier"]["points"]) == 3


def test_disagreement_is_the_reservation_value_and_nothing_else() -> None:
    of = one_issue({"ann": [30, 50], "bob": [20, 80]}, ann={"reserve": 5}, bob={"cost_of_delay": delay(1)})
    assert found(of)["disagreement"] == {"ann": 35.0, "bob": 10.0}


EMPTY = one_issue({"ann": [50, 80, 20], "bob": [50, 20, 80]})


def test_an_empty_zone_has_reasons_ways_out_and_the_nearest_deal() -> None:
    one = found(EMPTY)
    blocking = one["blocking"]["all"]
    assert one["zone_of_agreement"]["empty"] and blocking["empty"]
    assert sorted(one["blocking"]) == ["all", "talks"]
    assert blocking["reasons"] == [
        [{"kind": "reservation", "party": "ann", "keys": []}, {"kind": "reservation", "party": "bob", "keys": []}]
    ]
    assert blocking["alone"]["ann"]["points"] == {"ann": 30.0}
    assert one["nearest"]["points"] in ({"ann": 30.0}, {"bob": 30.0})
    assert one["better_for_all"] is None


def test_an_empty_zone_is_told_in_words() -> None:
    words = told(EMPTY)
    assert "Why “Meeting” left issues open" in words
    assert "No package was possible. These reasons together are enough for that" in words
    assert "could have opened a deal by going 30 points below its reservation value" in words
    assert "No: nothing was agreed" in words


def test_refusals_leave_no_concession_that_helps() -> None:
    of = scenario(
        {"it": issue("o0 o1", "ann bob")},
        {who: party({"it": stance(1, {"o0": 0, "o1": 100}, refuses=["o1"])}) for who in ("ann", "bob")},
        {"talks": meeting("ann bob", "it")},
    )
    assert found(of)["blocking"]["all"]["shared"] is None
    assert "No concession of points opens a deal" in told(of)
    assert "No party could have opened a deal by itself" in told(of)


def test_one_party_alone_is_analysed_and_told() -> None:
    of = one_issue({"ann": [10, 60]})
    one = found(of)
    assert one["groups"] == []
    assert one["fair_division"] is None
    assert one["solutions"]["nash"]["outcome"] == {"it": "o1"}
    assert "is alone: there is nobody to agree or to disagree with" in told(of)


def test_a_scenario_with_nothing_better_than_the_status_quo_has_no_solution_but_it() -> None:
    of = one_issue({"ann": [50, 10], "bob": [50, 10]})
    one = found(of)
    assert one["solutions"]["nash"]["outcome"] == {"it": "o0"} or one["solutions"]["nash"]["outcome"] is None
    assert told(of)


def test_what_the_deal_left_on_the_table_is_told() -> None:
    of = scenario(
        {"a": issue("no yes", "ann bob"), "b": issue("no yes", "ann bob")},
        {who: party({key: stance(1, {"no": 0, "yes": 100}) for key in "ab"}) for who in ("ann", "bob")},
        {"talks": meeting("ann bob", "a")},
    )
    better = found(of)["better_for_all"]
    assert better["outcome"] == {"a": "yes", "b": "yes"}
    assert better["gains"] == better["most"] == {"ann": 50.0, "bob": 50.0}
    assert "One package would leave nobody worse off" in told(of)


def test_what_two_could_close_and_what_that_does_to_the_third() -> None:
    of = scenario(
        {"it": issue("o0 o1", "ann bob"), "all": issue("n y", "ann bob cy")},
        {
            "ann": party({"it": stance(1, {"o0": 0, "o1": 100})}),
            "bob": party({"it": stance(1, {"o0": 0, "o1": 100})}),
            "cy": party({"it": stance(1, {"o0": 60, "o1": 0})}),
        },
        {"talks": meeting("ann bob cy", "it all")},
    )
    (group,) = found(of)["groups"]
    assert group["parties"] == ["ann", "bob"]
    assert group["solutions"]["nash"]["points"] == {"ann": 100.0, "bob": 100.0, "cy": 0.0}
    assert "Party cy 60 points less" in told(of)


def test_an_empty_core_is_told() -> None:
    """Three who can each pair up and take the third's share: majority without a core (von Neumann & Morgenstern)."""
    pairs = {"ab": "ann bob", "bc": "bob cy", "ca": "cy ann"}
    shares = {"ann": (0, 60, 0, 40), "bob": (0, 40, 60, 0), "cy": (0, 0, 40, 60)}
    keys = ["none", *pairs]
    of = scenario(
        {"split": issue(" ".join(keys), pairs)},
        {who: party({"split": stance(1, dict(zip(keys, row, strict=True)))}) for who, row in shares.items()},
        {"talks": meeting("ann bob cy", "split")},
    )
    assert found(of)["core"]["size"] == 0
    assert "The core is empty" in told(of)


def test_the_theories_disagree_in_words_and_the_expected_utility_model_is_warned_of() -> None:
    of = scenario(
        {"money": amount(0, 100, 50, "ann bob")},
        {
            "ann": party({"money": stance(1, {0: 100, 100: 0})}),
            "bob": party({"money": stance(3, {0: 0, 100: 100})}),
        },
        {"talks": meeting("ann bob", "money")},
    )
    words = told(of)
    assert "They disagree on A, Amount" in words
    assert "expected-utility model does not settle" in words


def test_the_canal_treaty_is_divided_in_words() -> None:
    words = told(load("panama_canal_1974"))
    assert "Only Land and water" in words
    assert "Without splitting anything" in words


def test_orders_and_stability_are_told_for_the_report_of_february_2025() -> None:
    words = told(load("article_2025_02_23"))
    assert "Who goes first: Who meets first" in words
    assert "Ukraine would choose “Trump meets Zelenskyy first”" in words
    assert "It is stable for everybody by" in words


def test_an_order_that_cannot_be_solved_gives_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("negosim.analysis.sequencing.SOLVE_LIMIT", 1)
    analysis = analyze(load("kyiv_first"))
    (order,) = findings(analysis)["orders"]
    assert order["solved"]["options"] == {}
    assert "Nothing is said of it as solved: the meetings have more than 1 ways" in told(analysis)


def test_a_linkage_that_blocks_is_named() -> None:
    of = scenario(
        {"a": issue("no yes", "ann bob"), "b": issue("no yes", "ann")},
        {
            "ann": party(
                {"a": stance(1, {"no": 0, "yes": 100})}, linkages={"tied": linkage({"a": "yes"}, -150, "Tied hands")}
            ),
            "bob": party({"a": stance(1, {"no": 0, "yes": 100})}),
        },
        {"talks": meeting("ann bob", "a")},
    )
    assert found(of)["blocking"]["talks"]["reasons"] == [[{"kind": "linkage", "party": "ann", "keys": ["tied"]}]]
    assert "because of “Tied hands”" in told(of)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenarios(most_parties=3))
def test_any_scenario_has_findings_that_are_json_and_words_that_are_text(of: Scenario) -> None:
    analysis = analyze(of)
    one = findings(analysis, all_points=True)
    assert json.loads(json.dumps(one, allow_nan=False)) == one
    assert one["outcomes"] == size(of)
    assert 0 <= one["rational"] <= size(of)
    assert len(one["frontier"]["points"]) == one["frontier"]["total"]
    assert told(analysis)
