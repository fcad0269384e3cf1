"""Fearon's range beside the outcome: what both sides of a war prefer to fighting on, by belief and as it is."""

from __future__ import annotations

from typing import Any

import pytest
from building import WHERE_FROM, Plain, issue, meeting, party, scenario, stance

from negosim.analysis.bargaining_range import WarRange, war_range, war_ranges
from negosim.analysis.run_data import summary
from negosim.analysis.run_narrative import account
from negosim.negotiation.record import Record, run
from negosim.scenario.spec.scenario import Scenario


def belief(chance: float) -> Plain:
    """Sure of one chance to win the only battle that decides."""
    return {"strong": chance, "weak": chance, "prior": 0.5, **WHERE_FROM}


def fighting(ann: float = 0.6, bob: float = 0.6, **more: Any) -> Scenario:
    """A pie of 100 points for either; ten rounds of war cost ann 10 of them and bob 20; one battle decides it."""
    parties = {
        "ann": party({"pie": stance(1, {"war": 0, "half": 50, "mine": 100, "yours": 0})}, "hardliner"),
        "bob": party({"pie": stance(1, {"war": 0, "half": 50, "mine": 0, "yours": 100})}, "hardliner"),
    }
    war = {
        "issue": "pie",
        "option": "war",
        "belligerents": ["ann", "bob"],
        "imposed": {"ann": {"pie": "mine"}, "bob": {"pie": "yours"}},
        "battle": 0.6,
        "volatility": 0,
        "cost_per_round": {"ann": 1, "bob": 2},
        "front": {"places": 2, "start": 1},
        "beliefs": {"ann": belief(ann), "bob": belief(bob)},
        **WHERE_FROM,
        **more,
    }
    issues = {"pie": issue("war half mine yours", "ann bob")}
    return scenario(issues, parties, {"talks": meeting("ann bob", "pie", 4)}, war=war, horizon=10)


def at_first(record: Record) -> WarRange:
    found = war_ranges(record)["begin"]
    assert found is not None
    return found


def test_the_range_runs_from_the_chance_less_one_cost_to_the_chance_and_the_other() -> None:
    """Fearon 1995, p. 387, with p = .6, c_A = .1, c_B = .2."""
    found = at_first(run(fighting()))
    assert found.chance == pytest.approx(0.6)
    assert found.costs == pytest.approx((0.1, 0.2))
    assert found.true == pytest.approx((0.5, 0.8))
    assert found.seen == pytest.approx((0.5, 0.8))
    assert not found.empty


def test_two_optimists_leave_nothing_that_both_prefer_to_war() -> None:
    found = at_first(run(fighting(ann=0.9, bob=0.4)))
    assert found.true == pytest.approx((0.5, 0.8))
    assert found.seen == pytest.approx((0.8, 0.6))
    assert found.empty


def test_costs_are_those_of_the_rounds_to_come() -> None:
    record = run(fighting(ann=0.9, bob=0.4))
    last = war_ranges(record)["end"]
    assert last is not None
    assert last.costs == pytest.approx((0.06, 0.12))  # six of ten rounds are left


def test_no_war_no_range() -> None:
    realization = run(fighting()).realization
    assert war_range(realization, (1,), 10) is None
    assert war_range(run(fighting(volatility=0), draw=True).realization, (0,), 0) is not None
    plain = scenario(
        {"it": issue("none all", "ann bob")},
        {key: party({"it": stance(1, {"none": 0, "all": 100})}) for key in ("ann", "bob")},
        {"talks": meeting("ann bob", "it", 2)},
    )
    assert war_ranges(run(plain)) == {"begin": None, "end": None}


def test_a_side_with_nothing_to_win_has_no_share() -> None:
    same = {"ann": {"pie": "mine"}, "bob": {"pie": "mine"}}
    assert war_ranges(run(fighting(imposed=same)))["begin"] is None


def test_the_account_and_the_plain_data_of_a_run_have_it() -> None:
    record = run(fighting(ann=0.9, bob=0.4))
    (told,) = [one for one in account(record) if one.title == "What fighting on was worth"]
    words = " ".join(told.sentences)
    assert "Party ann believed that it would win the war with a chance of 90%" in words
    assert "Both were optimists" in words
    assert summary(record)["war_range"]["begin"]["range_believed"] == pytest.approx([0.8, 0.6])
    alike = next(one for one in account(run(fighting())) if one.title == "What fighting on was worth")
    assert "Party ann gets 50% to 80%" in alike.sentences[1]
