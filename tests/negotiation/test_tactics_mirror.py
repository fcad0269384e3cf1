"""Tactics that do as the others do: tit-for-tat in its kinds, and MiCRO."""

from __future__ import annotations

import pytest
from building import (
    NO,
    PASS,
    Recites,
    aspiration_of,
    do,
    ends,
    happened,
    issue,
    meeting,
    one_issue,
    opened,
    party,
    scenario,
    scenarios,
    stance,
    versus,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.negotiation.acts import Accept, Offer, Pass, Reject
from negosim.negotiation.course import Course
from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.base import Tactic
from negosim.registry import lookup
from negosim.scenario.spec.scenario import Scenario

MIRRORS = ("relative_tit_for_tat", "random_tit_for_tat", "averaged_tit_for_tat", "tit_for_tat")


def hundred() -> Scenario:
    """Options o1 to o5 worth 100 to 20 to ann, who has 0; bob does not care."""
    return one_issue({"ann": [0, 100, 80, 60, 40, 20], "bob": [0] * 6}, rounds=30)


def after(of: Scenario, offers: list[str]) -> Course:
    """The course after bob has made some offers that ann turned down."""
    course = opened(of)
    for one in offers:
        do(course, ("ann", PASS), ("bob", {"it": one}), ("ann", NO))
    return course


def asked(name: str, offers: list[str], **parameters: float) -> float:
    """What ann asks for after bob's offers, in points."""
    view = after(hundred(), offers).view("ann")
    return aspiration_of(lookup("tactic", name).make(**parameters), view, view.time)


@pytest.mark.parametrize("name", MIRRORS)
@pytest.mark.parametrize("offers", [[], ["o5"], ["o5", "o5", "o5"], ["o1"]])
def test_all_hold_while_the_other_has_not_moved(name: str, offers: list[str]) -> None:
    assert asked(name, offers, **({"most": 0} if name == "random_tit_for_tat" else {})) == 100


@pytest.mark.parametrize("name", ["tit_for_tat", "random_tit_for_tat", "relative_tit_for_tat"])
def test_they_take_back_what_the_other_takes_back(name: str) -> None:
    more = {"most": 0.0} if name == "random_tit_for_tat" else {}
    assert asked(name, ["o5", "o3", "o5"], **more) == pytest.approx(100, abs=1e-5)


@pytest.mark.parametrize("name", MIRRORS)
def test_with_several_others_the_one_who_moved_least_sets_the_pace(name: str) -> None:
    values = {"ann": [0, 100, 80, 60, 40, 20], "bob": [0] * 6, "cy": [0] * 6}
    course = opened(one_issue(values, rounds=20))
    do(course, ("ann", PASS), ("bob", {"it": "o5"}), ("cy", NO), ("cy", {"it": "o5"}), ("ann", NO), ("ann", PASS))
    do(course, ("bob", {"it": "o3"}), ("cy", NO), ("cy", {"it": "o4"}), ("ann", NO))
    more = {"most": 0.0} if name == "random_tit_for_tat" else {}
    # cy gave up a quarter of its way from 20 to 100, which is 20 points
    expected = 80 if name in {"tit_for_tat", "random_tit_for_tat"} else 75
    assert aspiration_of(lookup("tactic", name).make(**more), course.view("ann"), 0) == expected


# Relative: the share of the way


def test_relative_gives_up_the_share_of_its_way_that_the_other_gave_up() -> None:
    assert asked("relative_tit_for_tat", ["o5", "o4"]) == 75  # the other: 80 points off, now 60: a quarter
    assert asked("relative_tit_for_tat", ["o5", "o4", "o2"]) == 25
    assert asked("relative_tit_for_tat", ["o3", "o2"]) == 50


def test_relative_repeats_with_a_lag_what_the_other_did_before() -> None:
    assert asked("relative_tit_for_tat", ["o5", "o4"], lag=2) == 100
    assert asked("relative_tit_for_tat", ["o5", "o4", "o2"], lag=2) == 75
    assert asked("relative_tit_for_tat", ["o5", "o4", "o2"], lag=5) == 100, "nothing that long ago"


def test_relative_counts_its_way_from_its_reservation_value() -> None:
    view = after(one_issue({"ann": [50, 100, 80, 60, 40, 20], "bob": [0] * 6}), ["o5", "o4"]).view("ann")
    assert aspiration_of(lookup("tactic", "relative_tit_for_tat").make(), view, 0) == 50 + 0.75 * 50


def test_relative_holds_where_the_other_began_with_what_is_best_for_it() -> None:
    assert asked("relative_tit_for_tat", ["o1", "o3"]) == 100


# Random absolute


def test_random_gives_up_what_the_other_did_and_up_to_its_most_besides() -> None:
    asks = asked("random_tit_for_tat", ["o5", "o4"], most=10.0)
    assert 70 < asks < 80
    assert asked("random_tit_for_tat", ["o5", "o4", "o3"], most=10.0) < 60
    assert asked("random_tit_for_tat", ["o5", "o4", "o3"], most=0.0, lag=2) == 80


def test_random_draws_anew_for_every_step_and_every_run() -> None:
    make, course = lookup("tactic", "random_tit_for_tat").make, [opened(hundred(), run=run) for run in (0, 0, 1)]
    for one in course:
        for offer in ("o5", "o5", "o5"):
            do(one, ("ann", PASS), ("bob", {"it": offer}), ("ann", NO))
    asks = [make(most=10.0).aspiration(one.view("ann"), 0) for one in course]
    assert asks[0] == asks[1] != asks[2]


# Averaged


def test_averaged_with_a_window_of_one_is_relative() -> None:
    for offers in (["o5", "o4"], ["o5", "o4", "o2"], ["o5", "o3", "o4", "o2"]):
        assert asked("averaged_tit_for_tat", offers, window=1) == pytest.approx(
            asked("relative_tit_for_tat", offers), abs=1e-5
        )


def test_averaged_spreads_a_sudden_concession_over_its_window() -> None:
    # the other: 80 points off, 80, 20; the steps left 1 and 1/4 of the way, their geometric mean is 1/2
    assert asked("averaged_tit_for_tat", ["o5", "o5", "o2"], window=2) == pytest.approx(50, abs=1e-5)
    assert asked("relative_tit_for_tat", ["o5", "o5", "o2"]) == 25


def test_averaged_goes_on_conceding_for_a_window_after_the_other_stopped() -> None:
    assert asked("averaged_tit_for_tat", ["o5", "o5", "o2", "o2"], window=2) == pytest.approx(25, abs=1e-5)
    assert asked("averaged_tit_for_tat", ["o5", "o5", "o2", "o2", "o2"], window=2) == pytest.approx(25, abs=1e-5)


def test_averaged_stays_at_nothing_left_when_the_other_offered_the_best() -> None:
    assert asked("averaged_tit_for_tat", ["o5", "o1", "o1"], window=1) == 0


@settings(max_examples=25)
@given(st.lists(st.sampled_from(["o1", "o2", "o3", "o4", "o5"]), max_size=6), st.integers(1, 3))
def test_no_mirror_asks_for_more_than_its_best_or_less_than_its_reservation_value(offers: list[str], n: int) -> None:
    for name, parameter in (("relative_tit_for_tat", "lag"), ("random_tit_for_tat", "lag")):
        assert 0 <= asked(name, offers, **{parameter: n}) <= 100
    assert 0 <= asked("averaged_tit_for_tat", offers, window=n) <= 100


@pytest.mark.parametrize("name", ["relative_tit_for_tat", "random_tit_for_tat"])
@pytest.mark.parametrize("lag", [3, 4, 5, 100])
def test_they_hold_until_the_other_has_made_more_offers_than_the_lag(name: str, lag: int) -> None:
    assert asked(name, ["o5", "o4", "o3"], lag=lag) == 100


# What is kept from act to act

KEEPING = (*MIRRORS, "micro", "zeuthen", "salami", "stall")


@pytest.mark.parametrize("name", KEEPING)
@settings(max_examples=40, deadline=None)
@given(of=scenarios(certain=False), run=st.integers(0, 3))
def test_what_is_kept_from_act_to_act_leads_to_what_a_newcomer_would_do(name: str, of: Scenario, run: int) -> None:
    course, make = opened(of, run=run), lookup("tactic", name).make
    tactics: dict[str, Tactic] = {seat: make() for seat in of.parties}
    while course.asked:
        seat = course.asked[0]
        act = tactics[seat].act(course.view_for(tactics[seat], seat))
        assert act == make().act(course.view(seat))
        course.submit(seat, act)


# MiCRO


def micro() -> Tactic:
    made: Tactic = lookup("tactic", "micro").make()
    return made


def recites(*options: str) -> Recites:
    """A seat that offers some options of the one issue and turns all down."""
    return Recites(*({"it": one} for one in options))


def line() -> Scenario:
    return one_issue({"ann": [0, 100, 80, 60, 40], "bob": [0, 40, 60, 80, 100]}, rounds=12)


def offers_of(course: Course, seat: str) -> list[str]:
    """A seat's offers on the one issue, in order."""
    return [one.rpartition("=")[2] for one in happened(course) if one.startswith(f"{seat} offered")]


def test_micro_begins_with_its_best_and_goes_down_one_package_for_each_new_offer() -> None:
    of = one_issue({"ann": [0, 100, 80, 60, 40, 20], "bob": [0] * 6}, rounds=12)
    course = versus(of, ann=micro(), bob=recites("o5", "o4"))
    assert offers_of(course, "ann")[:3] == ["o1", "o2", "o3"]


def test_micro_repeats_what_it_offered_while_the_other_offers_nothing_new() -> None:
    course = versus(line(), ann=micro(), bob=recites("o4", "o4", "o4", "o4"))
    made = offers_of(course, "ann")
    assert made[:2] == ["o1", "o2"]
    assert set(made[2:]) <= {"o1", "o2"}
    assert len(made) == 6


def test_micro_repeats_any_of_its_offers_with_the_same_chance() -> None:
    counts = dict.fromkeys(("o1", "o2"), 0)
    for run in range(100):
        made = offers_of(versus(line(), run=run, ann=micro(), bob=recites("o4")), "ann")
        for one in made[2:]:
            counts[one] += 1
    assert 150 < counts["o1"] < 250
    assert counts["o1"] + counts["o2"] == 400


def test_micro_accepts_what_is_worth_the_worst_that_it_is_ready_to_offer() -> None:
    course = opened(line())
    do(course, ("ann", {"it": "o1"}), ("bob", NO), ("bob", {"it": "o3"}))
    assert micro().act(course.view("ann")) == Reject()  # ready for o2
    do(course, ("ann", NO), ("ann", {"it": "o2"}), ("bob", NO), ("bob", {"it": "o4"}), ("ann", NO))
    do(course, ("ann", PASS), ("bob", {"it": "o3"}))
    assert micro().act(course.view("ann")) == Accept()  # two new offers, so that it is ready for o3


def test_micro_never_goes_below_its_reservation_value() -> None:
    of = one_issue({"ann": [50, 60, 40, 30], "bob": [0, 10, 60, 100]}, rounds=8)
    course = versus(of, ann=micro(), bob=recites("o3", "o2", "o3"))
    assert set(offers_of(course, "ann")) == {"o1"}
    assert ends(course) == ["deadline"]


def test_two_micros_meet_in_the_middle_of_a_line() -> None:
    course = versus(line(), ann=micro(), bob=micro())
    assert happened(course)[-1] in {"ann bob agreed it=o2", "ann bob agreed it=o3"}


def test_micro_waits_for_the_one_with_the_fewest_distinct_offers() -> None:
    of = one_issue({"ann": [0, 100, 80, 60], "bob": [0, 10, 50, 100], "cy": [0, 10, 50, 100]}, rounds=12)
    course = versus(of, ann=micro(), bob=recites("o3", "o2"), cy=recites())
    assert set(offers_of(course, "ann")) == {"o1"}  # cy has offered nothing
    course = versus(of, ann=micro(), bob=recites("o3"), cy=recites("o3"))
    assert offers_of(course, "ann")[:2] == ["o1", "o2"]


def test_micro_does_not_wait_for_a_seat_that_the_package_does_not_need() -> None:
    issues = {"x": issue("o0 o1 o2", "ann bob")}
    likes = {"ann": {"o0": 0, "o1": 100, "o2": 50}, "bob": {"o0": 0, "o1": 10, "o2": 100}}
    parties = {key: party({"x": stance(1, values)}) for key, values in likes.items()} | {"cy": party()}
    of = scenario(issues, parties, {"talks": meeting("ann bob cy", "x", 9)})
    course = versus(of, ann=micro(), bob=Recites({"x": "o2"}), cy=Recites())
    # cy offers nothing, and ann goes on: it accepts o2, which it is ready for after bob's one offer
    assert happened(course)[-1] == "ann bob agreed x=o2"


def test_micro_counts_anew_after_an_agreement_of_some() -> None:
    issues = {"x": issue("o0 o1", "ann bob"), "y": issue("o0 o1 o2", "ann bob cy")}
    parties = {
        "ann": party({"x": stance(1, {"o0": 0, "o1": 100}), "y": stance(2, {"o0": 0, "o1": 100, "o2": 50})}),
        "bob": party(),
        "cy": party(),
    }
    course = opened(scenario(issues, parties, {"talks": meeting("ann bob cy", "x y", 12)}))
    do(course, ("ann", {"x": "o1"}), ("bob", Accept()), ("cy", NO), ("bob", PASS), ("cy", PASS))
    assert micro().act(course.view("ann")) == Offer(Package(((1, 1),)))


def test_micro_passes_where_its_offers_are_no_longer_worth_their_while() -> None:
    made = one_issue({"ann": [50, 40], "bob": [0, 1]}, rounds=4)
    assert micro().act(opened(made).view("ann")) == Pass()
