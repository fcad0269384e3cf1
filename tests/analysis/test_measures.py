"""What a run came to: points, what was settled where, and how far it stayed from what was possible."""

from __future__ import annotations

import pytest
from building import (
    LEAVE,
    NO,
    PASS,
    YES,
    delay,
    do,
    issue,
    meeting,
    one_issue,
    opened,
    party,
    plain_charge,
    plain_points,
    recorded,
    scenario,
    stance,
    versus,
)
from building import scenarios as random_scenarios
from hypothesis import given, settings

from negosim.analysis.feasible_table import table_of
from negosim.analysis.measures import Measures
from negosim.analysis.run_data import solutions_by_name, summary, zone
from negosim.negotiation.course import Course
from negosim.negotiation.record import run
from negosim.registry import names
from negosim.scenario.spec.scenario import Scenario


def two_meetings() -> Scenario:
    """Ann and Bob settle x alone; then all three meet on x and y. War costs ann a point a round for ten rounds."""
    issues = {"x": issue("no yes", "ann bob"), "y": issue("war truce", "ann bob cy")}
    likes = {
        "ann": {"x": stance(1, {"no": 0, "yes": 100}), "y": stance(1, {"war": 0, "truce": 40})},
        "bob": {"x": stance(1, {"no": 0, "yes": 100})},
        "cy": {"x": stance(1, {"no": 100, "yes": 0}), "y": stance(1, {"war": 20, "truce": 60})},
    }
    parties = {key: party(stances) for key, stances in likes.items()}
    parties["ann"]["cost_of_delay"] = delay(1, {"y": "war"})
    meetings = {
        "two": meeting("ann bob", "x", 4),
        "never": meeting("ann cy bob", "y", 2, if_={"x": "no"}),
        "all": meeting("ann bob cy", "x y", 4),
    }
    return scenario(issues, parties, meetings)


def settled() -> Course:
    """x in round 1, y in round 3."""
    course = do(opened(two_meetings()), ("ann", {"x": "yes"}), ("bob", YES), ("ann", PASS))
    return do(course, ("bob", {"y": "truce"}), ("cy", YES), ("ann", YES))


def measured(course: Course) -> Measures:
    return Measures(recorded(course))


def test_points_are_utility_at_the_end_less_what_delay_has_cost() -> None:
    measures = measured(settled())
    assert measures.outcome == {"x": "yes", "y": "truce"}
    assert measures.utility((1, 1)) == {"ann": 70, "bob": 100, "cy": 30}
    assert measures.delay == {"ann": 2, "bob": 0, "cy": 0}  # rounds 1 and 2; round 3 ends with the truce
    assert measures.points == {"ann": 68, "bob": 100, "cy": 30}
    assert measures.begin == {"ann": 0, "bob": 0, "cy": 60}


def test_what_was_settled_is_told_with_the_meeting() -> None:
    measures = measured(settled())
    assert measures.settled == {"x": "two", "y": "all"}
    assert measures.agreed
    assert not measured(versus(two_meetings(), ann=[], bob=[], cy=[])).agreed


def test_reservation_is_what_no_agreement_at_all_would_leave() -> None:
    measures = measured(settled())
    assert measures.reservation == {"ann": -10, "bob": 0, "cy": 60}
    assert measures.surplus == {"ann": 78, "bob": 100, "cy": -30}


def test_the_frontier_is_nearer_the_sooner_a_deal_is_made() -> None:
    # (68, 100, 30) against (70, 100, 30), reached at once
    assert measured(settled()).distance == pytest.approx(2.0)


def test_outcomes_are_worse_than_the_run_for_a_party_by_its_own_points() -> None:
    measures = measured(settled())
    table = table_of(measures.possible)
    assert table is not None
    for place, (party_, points) in enumerate(measures.points.items()):
        assert measures.worse[party_].value == int((table.scales.points(table.worth)[place] < points).sum())


def test_a_meeting_is_measured_when_it_opens() -> None:
    measures = measured(settled())
    two, never, last = measures.record.course.meetings
    opened_ = measures.before(two)
    assert table_of(opened_) is not None
    assert table_of(opened_).zone.tolist() == [False, True]
    assert measures.meeting_reservation(two) == {"ann": -10, "bob": 0}
    assert measures.meeting_reservation(last) == {"ann": 50 - 9, "bob": 100, "cy": 10}
    assert not never.took_place


def test_what_a_meeting_left_open_is_measured_at_its_end() -> None:
    course = do(opened(two_meetings()), ("ann", {"x": "yes"}), ("bob", YES))
    for seat in ("ann", "bob", "cy"):
        do(course, (seat, PASS))
    do(course, ("ann", LEAVE))
    measures = measured(course)
    two, _, last = course.meetings
    assert last.reason == "nothing on offer"
    assert measures.after(two) is None
    left = measures.after(last)
    assert left is not None
    assert left.offering.axes == (0, 1)
    assert left.zone_size.value == 0  # ann has walked out


def test_the_summary_is_one_plain_object() -> None:
    data = summary(recorded(settled()))
    assert data["format"] == 1
    assert (data["scenario"], data["seed"], data["run"], data["agreed"]) == ("test", 0, 0, True)
    assert data["outcome"] == {"x": "yes", "y": "truce"}
    assert data["settled"] == {"x": "two", "y": "all"}
    assert data["begin"] == {"outcome": {"x": "no", "y": "war"}, "points": {"ann": 0, "bob": 0, "cy": 60}}
    assert data["points"] == {"ann": 68, "bob": 100, "cy": 30}
    assert set(data["solutions"]) == set(names("solution"))
    assert [(one["key"], one["held"], one["agreed"], one["rounds"]) for one in data["meetings"]] == [
        ("two", True, True, 1),
        ("never", False, False, 0),
        ("all", True, True, 2),
    ]
    assert [one["package"] for one in data["meetings"]] == [{"x": "yes"}, None, {"y": "truce"}]
    assert [one["zone"] and one["zone"]["size"] for one in data["meetings"]] == [1, None, 1]
    assert data["zone_of_agreement"] == {"size": 1, "share": 0.25, "empty": False} | data["zone_of_agreement"]
    assert [pair["parties"] for pair in data["pairs"]] == [["ann", "bob"]]


def test_a_solution_that_does_not_exist_is_none() -> None:
    data = summary(run(one_issue({"ann": [50, 100, 0], "bob": [50, 0, 100]})))
    assert data["solutions"]["nash"] is None
    assert data["zone_of_agreement"] == {"size": 0, "share": 0.0, "empty": True, "exact": True, "interval": [0, 0]}
    assert not data["agreed"]


def test_a_solution_is_told_with_the_points_of_everybody() -> None:
    pair = solutions_by_name(measured(settled()).possible, ("ann", "bob"))["nash"]
    assert pair["outcome"] == {"x": "yes", "y": "war"}
    assert pair["points"] == {"ann": 50 - 10, "bob": 100, "cy": 10}


def large() -> Scenario:
    """Ten million outcomes, of which the meeting is about ten."""
    keys = " ".join(f"o{k}" for k in range(10))
    issues = {f"i{k}": issue(keys, "ann bob") for k in range(7)}
    likes = {"i0": stance(1, {f"o{k}": 10 * k for k in range(10)})}
    parties = {"ann": party(likes), "bob": party(likes)}
    return scenario(issues, parties, {"m": meeting("ann bob", "i0", 2)})


def test_beyond_a_table_the_same_is_told() -> None:
    measures = Measures(run(large()))
    assert (table_of(measures.possible), measures.distance) == (None, 0)
    data = summary(measures.record)
    best = {"i0": "o9"} | {f"i{k}": "o0" for k in range(1, 7)}
    assert data["solutions"]["nash"] == {"outcome": best, "points": {"ann": 90, "bob": 90}, "refused_by": []}
    assert (data["pairs"], data["frontier_size"]) == ([], 1)
    assert data["zone_of_agreement"]["size"] == 10**7 - 1
    assert data["zone_of_agreement"]["exact"]
    assert data["meetings"][0]["zone"]["size"] == 9
    assert data["outcome"]["i0"] == "o9"


def test_a_meeting_beyond_a_table_is_measured_too() -> None:
    plain = large().plain()
    plain["meetings"]["m"]["issues"] = list(plain["issues"])
    measures = measured(opened(scenario(plain["issues"], plain["parties"], plain["meetings"])))
    do(measures.record.course, ("ann", LEAVE))
    assert zone(measures.before(measures.record.course.meetings[0]))["size"] == 10**7 - 1


@settings(max_examples=30)
@given(random_scenarios())
def test_points_are_what_stands_less_charges_of_the_whole_horizon(drawn: Scenario) -> None:
    record = run(drawn)
    measures, end = Measures(record), record.course.standing.outcome
    for key, preferences in record.realization.preferences.items():
        final = plain_points(preferences, end) - record.course.paid[key]
        assert measures.points[key] == preferences.scale.points(final)
        nothing = plain_points(preferences, record.realization.space.status_quo)
        charges = record.realization.horizon * plain_charge(preferences, record.realization.space.status_quo)
        assert measures.reservation[key] == preferences.scale.points(nothing - charges + preferences.reserve)


@settings(max_examples=30)
@given(random_scenarios())
def test_a_run_without_agreement_has_no_surplus_beyond_the_reserve(drawn: Scenario) -> None:
    course = opened(drawn)
    while course.asked:
        do(course, (course.asked[0], PASS if course.current.offer is None else NO))
    measures = measured(course)
    for key, preferences in course.realization.preferences.items():
        assert measures.surplus[key] == -preferences.scale.points(preferences.reserve)
    assert not measures.agreed
