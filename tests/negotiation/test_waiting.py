"""Meetings that open on a day: rounds go by without talks, and all that happens besides goes on."""

from __future__ import annotations

from typing import Any

from building import WHERE_FROM, Plain, bound, delay, do, issue, meeting, opened, party, scenario, stance, stands

from negosim.analysis.run_narrative import account
from negosim.negotiation.acts import Pass
from negosim.negotiation.driving import replay
from negosim.negotiation.log import Kind, MeetingEnd, NotHeld, Recess
from negosim.negotiation.record import run
from negosim.scenario.load import from_plain
from negosim.scenario.spec.scenario import Scenario


def talks(opens: Any, **more: Any) -> Scenario:
    """A quick deal, and a meeting on aid that opens later."""
    issues = {"deal": issue("none some", "ann bob"), "aid": issue("none some", "ann bob")}
    worth = {"deal": stance(1, {"none": 0, "some": 100}), "aid": stance(1, {"none": 0, "some": 100})}
    parties = {"ann": party(worth, cost_of_delay=delay(1)), "bob": party(worth)}
    meetings = {
        "first": meeting("ann bob", "deal", 4),
        "second": meeting("ann bob", "aid", 4) | {"opens": opens},
    }
    calendar = {"begins": "2021-06-25", "round": "1 day"}
    return scenario(issues, parties, meetings, **{"negosim": 2, "calendar": calendar, "horizon": 20} | more)


def event(**more: Any) -> Plain:
    """Something that happens."""
    return {"title": "A drone attack", **WHERE_FROM, **more}


def test_rounds_go_by_until_a_meeting_opens_and_delay_costs() -> None:
    course = run(talks("2021-07-05")).course
    second = course.meetings[1]
    assert (second.before, course.meetings[0].rounds) == (10, 1)
    wait = next(entry for entry in course.log if entry.kind == Kind.WAITED)
    assert (wait.round, wait.meeting, wait.facts) == (1, "second", Recess(10))
    assert course.paid["ann"] == 20 * course.realization.preferences["ann"].scale.per_point


def test_a_span_is_counted_from_the_end_of_the_meeting_that_it_names() -> None:
    assert run(talks("16 days after first")).course.meetings[1].before == 1 + 16


def test_a_meeting_whose_day_is_over_opens_at_once() -> None:
    course = opened(talks("2021-06-26"))
    do(course, *((seat, Pass()) for seat in ("ann", "bob", "ann", "bob")))
    assert (course.round, course.current.meeting.key) == (4, "second")
    assert Kind.WAITED not in [entry.kind for entry in course.log]


def test_events_happen_while_nobody_talks_and_may_end_the_waiting() -> None:
    course = run(talks("2021-07-05", events={"storm": event(on="2021-06-30", calls_off=["second"])})).course
    assert (course.meetings[1].reason, course.meetings[1].before) == (NotHeld.CALLED_OFF, 5)
    assert course.log[-1].facts == MeetingEnd(NotHeld.CALLED_OFF)
    assert [entry.meeting for entry in course.log if entry.kind == "event"] == ["second"]


def test_an_event_moves_what_was_agreed_and_frees_those_bound() -> None:
    attack = event(on="2021-06-30", moves={"deal": "none"})
    course = run(talks("2021-07-05", events={"attack": attack})).course
    assert course.meetings[0].package is not None
    assert (stands(course), bound(course, "deal")) == ({"deal": "none", "aid": "some"}, set())
    happened = [(entry.kind, entry.round) for entry in course.log if entry.kind in ("event", Kind.MOVED)]
    assert happened == [("event", 5), (Kind.MOVED, 5)]


def test_an_event_moves_issues_before_the_talks_too() -> None:
    course = opened(talks(0, events={"coup": event(round=0, moves={"deal": "some"})}))
    assert stands(course)["deal"] == "some"


def test_a_later_meeting_may_ask_for_what_an_event_brings_about() -> None:
    plain = talks(0, events={"coup": event(round=0, moves={"aid": "some"})}).plain()
    plain["meetings"]["first"]["if"] = {"aid": "some"}
    assert run(from_plain(plain, "test")).course.meetings[0].took_place


def test_a_course_with_waiting_replays() -> None:
    scenario_ = talks("2021-07-05", events={"attack": event(on="2021-06-30", moves={"deal": "none"})})
    record = run(scenario_)
    assert list(replay(opened(scenario_), record.log).log) == list(record.log)


def test_the_account_tells_days() -> None:
    text = str(account(run(talks("2021-07-05", events={"attack": event(on="2021-06-30", moves={"deal": "none"})}))))
    assert "In round 1 (25 June 2021)" in text
    assert "It opened after 9 rounds without talks, with round 11 (5 July 2021)." in text
    assert "After round 5, on 30 June 2021: A drone attack." in text
