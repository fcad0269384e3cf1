"""The course of the talks: what stands, promises that bind, conditions, what delay costs."""

from __future__ import annotations

import gc
import weakref

import pytest
from building import (
    LEAVE,
    NO,
    PASS,
    YES,
    bound,
    delay,
    do,
    ends,
    happened,
    held,
    in_points,
    issue,
    meeting,
    opened,
    packaged,
    party,
    plain_charge,
    recorded,
    scenario,
    stance,
    stands,
    versus,
)
from building import scenarios as random_scenarios
from hypothesis import given, settings

from negosim.domain.rng import RandomSource
from negosim.errors import NegosimError, RunError
from negosim.negotiation.course import Course, MeetingResult
from negosim.negotiation.driving import act_of, play, replay
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.log import LogEntry, Reply
from negosim.negotiation.packages import Standing
from negosim.scenario.load import load
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario

KYIV_FIRST, MOSCOW_FIRST = {"first": "zelenskyy"}, {"first": "putin"}
FUND, TRUCE = {"minerals": "fund"}, {"ceasefire": "truce"}


def talks(*, rounds: int = 3, **more: object) -> Scenario:
    """Three parties; who meets first decides which meeting follows, then all three meet."""
    issues = {
        "first": issue("open putin zelenskyy", {"putin": "usa russia", "zelenskyy": "ukraine usa"}),
        "minerals": issue("none fund debt", "ukraine usa"),
        "ceasefire": issue("war truce", "ukraine usa russia"),
        "arms": issue("none treaty", "usa russia"),
    }
    ukraine = party(
        {"minerals": stance(1, {"none": 50, "fund": 100, "debt": 0}), "ceasefire": stance(1, {"war": 0, "truce": 80})},
        cost_of_delay=delay(0.5, {"ceasefire": "war"}),
    )
    usa = party({"minerals": stance(1, {"none": 0, "fund": 50, "debt": 100})})
    russia = party({"ceasefire": stance(1, {"war": 100, "truce": 40})}, cost_of_delay=delay(0.25))
    meetings = {
        "who_first": meeting("usa ukraine russia", "first", rounds),
        "kyiv": meeting("ukraine usa", "minerals", rounds, if_=KYIV_FIRST),
        "moscow": meeting("usa russia", "arms", rounds, if_=MOSCOW_FIRST),
        "all": meeting("ukraine usa russia", "minerals ceasefire", rounds),
    }
    return scenario(issues, {"ukraine": ukraine, "usa": usa, "russia": russia}, meetings, **more)


def idle(course: Course) -> Course:
    """Everybody lets every turn go by to the end."""
    while course.asked:
        do(course, (course.asked[0], PASS if course.current.offer is None else NO))
    return course


# What stands


def test_at_the_start_every_issue_stands_at_its_status_quo_and_nobody_is_bound() -> None:
    course = opened(talks())
    assert stands(course) == {"first": "open", "minerals": "none", "ceasefire": "war", "arms": "none"}
    assert course.standing == Standing.at_first(course.realization.space)
    assert not any(course.standing.bound)


def test_an_agreement_changes_the_issues_of_its_package_and_leaves_the_rest() -> None:
    course = do(opened(talks()), ("usa", KYIV_FIRST), ("ukraine", YES), ("russia", NO))
    assert stands(course) == {"first": "zelenskyy", "minerals": "none", "ceasefire": "war", "arms": "none"}


def test_without_agreement_everything_stands_where_it_stood() -> None:
    course = idle(opened(talks()))
    assert stands(course) == {"first": "open", "minerals": "none", "ceasefire": "war", "arms": "none"}
    assert ends(course) == ["deadline", "its condition does not hold", "its condition does not hold", "deadline"]


# Meetings with conditions


def test_a_meeting_takes_place_only_where_what_stands_fits_its_condition() -> None:
    course = do(opened(talks()), ("usa", KYIV_FIRST), ("ukraine", YES), ("russia", NO))
    assert course.current.meeting.key == "kyiv"
    assert not held(idle(course), "moscow").took_place


def test_another_agreement_opens_another_meeting() -> None:
    course = do(opened(talks()), ("usa", MOSCOW_FIRST), ("ukraine", NO), ("russia", YES))
    assert course.current.meeting.key == "moscow"
    assert not held(course, "kyiv").took_place


def test_meetings_that_do_not_take_place_use_no_round() -> None:
    course = idle(opened(talks(rounds=3)))
    assert course.round == 6
    assert [(one.before, one.rounds) for one in course.meetings] == [(0, 3), (3, 0), (3, 0), (3, 3)]


def test_rounds_count_through_the_whole_course() -> None:
    course = do(opened(talks()), ("usa", PASS), ("ukraine", PASS), ("russia", PASS))
    assert (course.current.protocol.round, course.current.seats.course_round) == (1, 4)
    do(course, ("ukraine", PASS))
    assert course.log[-1].round == 4


def test_a_skipped_meeting_is_told_with_its_reason() -> None:
    course = idle(opened(talks()))
    skipped = [event for event in course.log if event.kind == "skipped"]
    assert [(event.meeting, event.plain_facts["reason"]) for event in skipped] == [
        ("kyiv", "its condition does not hold"),
        ("moscow", "its condition does not hold"),
    ]
    assert held(course, "kyiv").package is None


def test_where_no_meeting_takes_place_the_talks_are_over_at_once() -> None:
    issues = {"x": issue("no yes", "ann bob")}
    meetings = {"a": meeting("ann bob", "x", 2), "b": meeting("ann bob", "x", 2, if_={"x": "yes"})}
    course = idle(opened(scenario(issues, {"ann": party(), "bob": party()}, meetings)))
    assert (course.asked, course.session, course.round) == ((), None, 2)
    with pytest.raises(RunError, match="the talks are over"):
        do(course, ("ann", PASS))


# Consent of some, promises that bind


def to_the_meeting_of_all() -> Course:
    return do(opened(talks(rounds=6)), *[(seat, PASS) for seat in ("usa", "ukraine", "russia")] * 2)


def test_washington_and_kyiv_close_the_minerals_alone_in_a_meeting_of_three() -> None:
    course = do(to_the_meeting_of_all(), ("ukraine", FUND), ("usa", YES), ("russia", NO))
    assert stands(course)["minerals"] == "fund"
    assert bound(course, "minerals") == {"ukraine", "usa"}
    assert course.current.meeting.key == "all"
    assert course.asked == ("usa",)


def test_they_cannot_close_the_ceasefire_alone() -> None:
    course = do(to_the_meeting_of_all(), ("ukraine", TRUCE), ("usa", YES), ("russia", NO))
    assert stands(course)["ceasefire"] == "war"
    assert course.asked == ("usa",)


def test_nor_a_package_of_both() -> None:
    course = do(to_the_meeting_of_all(), ("ukraine", FUND | TRUCE), ("usa", YES), ("russia", NO))
    assert (stands(course)["minerals"], stands(course)["ceasefire"]) == ("none", "war")
    do(course, ("usa", FUND | TRUCE), ("russia", YES), ("ukraine", YES))
    assert (stands(course)["minerals"], stands(course)["ceasefire"]) == ("fund", "truce")
    assert held(course, "all").reason == "agreed"


def test_after_an_agreement_of_some_fallbacks_are_computed_anew() -> None:
    course = to_the_meeting_of_all()
    before = course.view("ukraine").reservation
    do(course, ("ukraine", FUND), ("usa", YES), ("russia", NO))
    after = course.view("ukraine").reservation
    # 25 points more from the minerals, and one charge of 0.5 less still to come
    assert in_points(course, "ukraine", after - before) == 25.5


def bought() -> Course:
    """Kyiv buys its invitation with minerals; then Washington and Moscow meet on who is first."""
    issues = {
        "first": issue("open putin zelenskyy", {"putin": "usa russia", "zelenskyy": "ukraine usa"}),
        "minerals": issue("none fund", "ukraine usa"),
    }
    meetings = {
        "deal": meeting("ukraine usa", "first minerals", 3),
        "behind": meeting("usa russia", "first", 3),
        "open": meeting("ukraine usa russia", "first", 3),
    }
    of = scenario(issues, {key: party() for key in ("ukraine", "usa", "russia")}, meetings)
    return do(opened(of), ("ukraine", FUND | KYIV_FIRST), ("usa", YES))


def test_a_later_meeting_cannot_undo_a_promise_without_the_bound_party() -> None:
    course = bought()
    assert held(course, "deal").reason == "agreed"
    assert bound(course, "first") == {"ukraine", "usa"}
    # in the meeting of Washington and Moscow nothing is on offer, since Kyiv is bound and not there
    assert (held(course, "behind").reason, held(course, "behind").rounds) == ("nothing on offer", 0)
    assert course.current.meeting.key == "open"


def test_with_the_bound_party_a_later_meeting_may_reopen_the_issue() -> None:
    course = do(bought(), ("ukraine", PASS), ("usa", MOSCOW_FIRST), ("russia", YES), ("ukraine", YES))
    assert stands(course) == {"first": "putin", "minerals": "fund"}
    assert bound(course, "first") == {"ukraine", "usa", "russia"}


def test_the_bound_party_can_turn_it_down() -> None:
    course = do(bought(), ("ukraine", PASS), ("usa", MOSCOW_FIRST), ("russia", YES), ("ukraine", NO))
    assert stands(course)["first"] == "zelenskyy"


def test_a_promise_to_keep_what_stands_binds_as_well() -> None:
    course = opened(talks())
    do(course, *[(seat, PASS) for seat in ("usa", "ukraine", "russia")])
    do(course, ("ukraine", FUND | {"ceasefire": "war"}), ("usa", YES), ("russia", NO))
    assert bound(course, "ceasefire") == {"ukraine", "usa"}
    assert ends(course)[-1] == "nothing on offer"


def test_the_package_of_a_meeting_is_all_that_was_agreed_in_it() -> None:
    course = do(to_the_meeting_of_all(), ("ukraine", FUND), ("usa", YES), ("russia", NO))
    do(course, ("usa", TRUCE), ("russia", YES), ("ukraine", YES))
    assert held(course, "all").package == packaged(course.realization, minerals="fund", ceasefire="truce")
    assert len(held(course, "all").agreements) == 2
    assert held(course, "all").opened.outcome == (0, 0, 0, 0)
    assert held(course, "all").closed == course.standing


# What delay costs


def test_a_cost_falls_at_the_end_of_every_round_also_on_who_is_not_at_the_table() -> None:
    course = do(opened(talks()), ("usa", MOSCOW_FIRST), ("ukraine", NO), ("russia", YES))
    do(course, ("usa", PASS), ("russia", PASS))  # Ukraine does not sit here
    assert {key: in_points(course, key, paid) for key, paid in course.paid.items()} == {
        "ukraine": 1.5,
        "usa": 0,
        "russia": 0.75,
    }


def test_no_cost_falls_within_a_round() -> None:
    course = do(opened(talks()), ("usa", MOSCOW_FIRST), ("ukraine", NO))
    assert set(course.paid.values()) == {0}


def test_a_cost_falls_only_while_its_condition_stands() -> None:
    course = opened(talks())
    do(course, *[(seat, PASS) for seat in ("usa", "ukraine", "russia")])
    do(course, ("ukraine", TRUCE), ("usa", YES), ("russia", YES))
    # three rounds of war; the fourth ends with the truce, which saves its charge and all later ones
    assert in_points(course, "ukraine", course.paid["ukraine"]) == 1.5
    assert in_points(course, "russia", course.paid["russia"]) == 12 * 0.25


def test_charges_fall_up_to_the_horizon_talks_or_no_talks() -> None:
    course = idle(opened(talks(rounds=3)))  # 6 rounds are played; the horizon is 12, the rounds of all meetings
    assert course.round == 6
    assert in_points(course, "ukraine", course.paid["ukraine"]) == 12 * 0.5
    longer = idle(opened(talks(horizon=40)))
    assert in_points(longer, "ukraine", longer.paid["ukraine"]) == 40 * 0.5


def test_beyond_the_horizon_delay_costs_nothing() -> None:
    course = idle(opened(talks(horizon=2)))
    assert in_points(course, "ukraine", course.paid["ukraine"]) == 1.0


def test_worth_at_a_round_is_points_less_the_charges_from_the_next_round_to_the_horizon() -> None:
    course = opened(talks())  # horizon 12
    view = course.view("ukraine")
    assert view.scale.points(view.reservation) == 25 - 11 * 0.5
    do(course, *[(seat, PASS) for seat in ("usa", "ukraine", "russia")])
    menu = course.view("ukraine").menu  # round 4: 8 charges of 0.5 to come
    assert in_points(course, "ukraine", menu.stands) == 25 - 4
    assert in_points(course, "ukraine", menu.worth(packaged(course.realization, **TRUCE))) == 25 + 40
    assert in_points(course, "ukraine", menu.worth(packaged(course.realization, **FUND))) == 50 - 4
    assert course.view("russia").scale.points(course.view("russia").reservation) == 100 - 8 * 0.25


def test_after_the_horizon_worth_is_points() -> None:
    course = opened(talks(horizon=2))
    do(course, *[(seat, PASS) for seat in ("usa", "ukraine", "russia")])
    assert course.view("ukraine").scale.points(course.view("ukraine").reservation) == 25


@settings(max_examples=35)
@given(random_scenarios())
def test_what_delay_costs_is_the_charge_of_what_stood_at_the_end_of_each_round_up_to_the_horizon(
    drawn: Scenario,
) -> None:
    course = opened(drawn)
    tactics = make_tactics(course.realization)
    after: list[tuple[int, ...]] = []
    while course.asked:
        seat = course.asked[0]
        course.submit(seat, tactics[seat].act(course.view(seat)))
        after.extend([course.standing.outcome] * (course.round - len(after)))
    after.extend([course.standing.outcome] * max(0, course.realization.horizon - len(after)))
    for key, preferences in course.realization.preferences.items():
        assert course.paid[key] == sum(plain_charge(preferences, one) for one in after[: course.realization.horizon])


# The log and its replay


def test_the_log_tells_beginnings_acts_and_ends() -> None:
    course = do(opened(talks()), ("usa", KYIV_FIRST), ("ukraine", YES), ("russia", LEAVE))
    assert [(event.kind, event.meeting, event.round) for event in course.log] == [
        ("began", "who_first", 0),
        ("offered", "who_first", 1),
        ("answered", "who_first", 1),
        ("left", "who_first", 1),
        ("agreed", "who_first", 1),
        ("ended", "who_first", 1),
        ("began", "kyiv", 1),
    ]
    assert course.log[0].parties == ("usa", "ukraine", "russia")
    assert happened(course)[-1] == "ukraine usa agreed first=zelenskyy"


@settings(max_examples=35)
@given(random_scenarios())
def test_the_log_alone_rebuilds_the_course(drawn: Scenario) -> None:
    course = versus(drawn)
    again = replay(opened(drawn), course.log)
    assert (again.log, again.standing, again.paid, again.round) == (
        course.log,
        course.standing,
        course.paid,
        course.round,
    )
    assert [_told(one) for one in again.meetings] == [_told(one) for one in course.meetings]


def _told(one: MeetingResult) -> tuple[object, ...]:
    return (one.meeting.key, one.took_place, one.reason, one.opened, one.closed, one.before, one.rounds, one.agreements)


@settings(max_examples=40)
@given(random_scenarios())
def test_the_same_seed_and_run_give_the_same_log(drawn: Scenario) -> None:
    assert versus(drawn, seed=3, run=4).log == versus(drawn, seed=3, run=4).log


@settings(max_examples=35)
@given(random_scenarios())
def test_an_agreement_is_of_those_whose_consent_it_needs_and_none_of_them_loses(drawn: Scenario) -> None:
    course = versus(drawn)
    standing = Standing.at_first(course.realization.space)
    for event in course.log:
        if event.kind != "agreed":
            continue
        assert event.package is not None
        moved = event.package.moves(standing.outcome)
        assert moved
        needed = frozenset[str]().union(
            *(course.realization.space.issues[axis].consent[option] | standing.bound[axis] for axis, option in moved)
        )
        assert needed <= set(event.parties)
        left = max(0, course.realization.horizon - event.round)
        for key in needed:
            one = course.realization.preferences[key]
            worth = one.worth(event.package.on(standing.outcome), left)
            assert worth >= one.reservation_value(standing.outcome, left)
            assert not any(
                one.refused[axis][option] for axis, option in moved if key in _asked(course, standing, axis, option)
            )
        standing = standing.after(event.package, frozenset(event.parties))
    assert standing == course.standing


def _asked(course: Course, standing: Standing, axis: int, option: int) -> frozenset[str]:
    return course.realization.space.issues[axis].consent[option] | standing.bound[axis]


def test_a_log_of_another_course_does_not_replay() -> None:
    course = idle(opened(talks()))
    with pytest.raises(RunError, match="the log does not replay"):
        replay(opened(talks()), course.log[:-1])
    changed = [*course.log[:-1], LogEntry("ended", "all", 7)]
    with pytest.raises(RunError, match="the log does not replay"):
        replay(opened(talks()), changed)


def test_a_log_with_an_act_that_the_rules_forbid_does_not_replay() -> None:
    course = do(opened(talks()), ("usa", KYIV_FIRST))
    with pytest.raises(NegosimError, match="it is not russia's turn"):
        replay(opened(talks()), [*course.log, LogEntry("answered", seat="russia", facts=Reply(True, needed=True))])


def test_entries_that_follow_from_others_are_no_acts() -> None:
    assert act_of(LogEntry("agreed", seat="usa")) is None
    assert act_of(LogEntry("offered", seat="usa")) is None
    assert act_of(LogEntry("left", seat="usa")) == LEAVE


def test_the_plain_driver_plays_to_the_end() -> None:
    course = Course(opened(talks()).realization, RandomSource())
    assert play(course, make_tactics(course.realization)).asked == ()
    assert recorded(course).course.standing == course.standing


@pytest.mark.parametrize("name", ["article_2025_02_23", "river_basin", "february_in_full", "panama_canal_1974"])
def test_a_meeting_that_is_over_is_freed_at_once(name: str) -> None:
    realization = RealizationFactory(load(name)).central
    course = Course(realization, RandomSource())
    gc.disable()
    try:
        first = weakref.ref(course.current)
        play(course, make_tactics(realization))
        assert first() is None
    finally:
        gc.enable()
