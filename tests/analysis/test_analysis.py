"""The parts of an analysis, blocking and anatomy included, and what is refused with one sentence."""

from __future__ import annotations

import pytest
from building import at_first, central, delay, issue, meeting, one_issue, party, scenario, stance

from negosim.analysis.analysis import BY, analyze
from negosim.analysis.impasse.anatomy import Position, positions
from negosim.analysis.impasse.impasse import EnumeratedImpasse, Reason, hitting_sets
from negosim.errors import UsageError
from negosim.scenario.spec.scenario import Scenario


def blocked(of: Scenario) -> EnumeratedImpasse:
    """What blocks one meeting of all over everything."""
    realization = central(of)
    return EnumeratedImpasse(at_first(realization), realization.preferences)


def stands(of: Scenario) -> dict[tuple[str, str], Position]:
    return {(one.party, one.issue): one for one in positions(blocked(of))}


EMPTY = one_issue({"ann": [50, 80, 20], "bob": [50, 20, 80]})


def test_an_unknown_solution_is_told_before_anything_is_played() -> None:
    with pytest.raises(UsageError, match="did you mean"):
        analyze(EMPTY, by="kalai_smorodinski")
    assert analyze(EMPTY).by == BY


def test_the_smallest_sets_of_reasons_hit_every_way_out() -> None:
    a, b, c = (Reason("reservation", who) for who in "abc")
    assert set(hitting_sets([frozenset({a, b}), frozenset({b, c})])) == {frozenset({b}), frozenset({a, c})}
    assert hitting_sets([]) == (frozenset(),)


def test_an_empty_zone_needs_both_reasons() -> None:
    blocking = blocked(EMPTY)
    assert blocking.empty
    assert blocking.sets == (frozenset({Reason("reservation", "ann"), Reason("reservation", "bob")}),)
    concession = blocking.concession("ann")
    assert concession is not None
    assert (concession.points, concession.outcome) == ({"ann": 30.0}, (2,))


def test_a_shared_concession_is_as_even_as_can_be() -> None:
    closest = blocked(one_issue({"ann": [50, 80, 20, 40], "bob": [50, 20, 80, 42]})).closest
    assert closest is not None
    assert closest.outcome == (3,)
    assert closest.points == pytest.approx({"ann": 10.0, "bob": 8.0})


def test_meetings_that_left_issues_open_are_kept_apart_from_those_that_did_not() -> None:
    assert list(analyze(EMPTY).blocked) == ["talks"]
    assert analyze(one_issue({"ann": [0, 100], "bob": [0, 100]})).blocked == {}


def test_what_is_decided_about_meetings_that_are_over_is_no_gain_left_on_the_table() -> None:
    of = scenario(
        {"who": issue("open now", "ann bob"), "it": issue("no yes", "ann bob")},
        {
            name: party({"it": stance(1, {"no": 0, "yes": 100}), "who": stance(1, {"open": 0, "now": 100})})
            for name in ("ann", "bob")
        },
        {"talks": meeting("ann bob", "it", if_={"who": "open"})},
    )
    assert analyze(of).better is None


def test_an_analysis_of_nothing_but_orders_has_nothing_better() -> None:
    of = scenario(
        {"who": issue("open now", "ann bob")},
        {name: party({"who": stance(1, {"open": 0, "now": 100})}) for name in ("ann", "bob")},
        {"talks": meeting("ann bob", "who", if_={"who": "open"})},
    )
    analysis = analyze(of)
    assert analysis.measures.agreed
    assert analysis.better is None


def test_draws_are_analysed_with_their_own_numbers() -> None:
    plain = EMPTY.plain()
    plain["parties"]["ann"]["stances"]["it"]["values"]["o1"] = [60, 100]
    from negosim.scenario.load import from_plain

    of = from_plain(plain, "test")
    drawn = analyze(of, draw=True, seed=1, run_number=3)
    assert drawn.record.drawn
    assert drawn.record.realization.numbers != analyze(of).record.realization.numbers


# The anatomy: who stands in the way of what


def test_each_kind_of_stand() -> None:
    of = scenario(
        {
            "money": issue("none some", "ann bob"),
            "land": issue("none some", "bob"),
            "arms": issue("none some", "ann bob"),
        },
        {
            "ann": party(
                {"money": stance(1, {"none": 50, "some": 30}), "arms": stance(1, {"none": 0, "some": 9}, ["some"])}
            ),
            "bob": party({"money": stance(1, {"none": 0, "some": 50}), "land": stance(1, {"none": 0, "some": 1})}),
        },
        {"talks": meeting("ann bob", "money land arms")},
    )
    found = stands(of)
    assert found["ann", "money"].kind == "short"
    assert found["ann", "money"].short == pytest.approx(10.0, abs=1e-4)
    assert found["bob", "money"].kind == "others"
    assert found["ann", "land"].kind == "no say"
    assert found["bob", "land"].kind == "yes"
    assert found["ann", "arms"] == Position("ann", "arms", "refuses", refused=1, asked=1)
    assert found["bob", "arms"].kind == "others"


def test_a_party_that_is_needed_and_not_there_is_absent() -> None:
    of = scenario(
        {"it": issue("o0 o1 o2", {"o1": "ann bob cy", "o2": "ann bob"})},
        {who: party({"it": stance(1, {"o0": 50, "o1": 100, "o2": 0})}) for who in ("ann", "bob", "cy")},
        {"talks": meeting("ann bob", "it")},
    )
    (left,) = analyze(of).blocked.values()
    assert isinstance(left, EnumeratedImpasse)
    assert {one.party: one.kind for one in positions(left)} == {"ann": "others", "bob": "others", "cy": "absent"}
    assert left.ways_out == (frozenset({Reason("absent", "cy")}),) or Reason("absent", "cy") in left.reasons


def test_charges_that_still_come_count_for_how_far_one_is_from_yes() -> None:
    """While nothing is agreed ten rounds cost Ann ten points, so what is worth five less is fine."""
    of = one_issue({"ann": [50, 45], "bob": [0, 100]}, ann={"cost_of_delay": delay(1, {"it": "o0"})})
    assert stands(of)["ann", "it"].kind == "yes"
