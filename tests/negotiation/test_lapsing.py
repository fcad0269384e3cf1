"""Courses in which options run out: a mandate to be renewed, and a pause whose expiry brings the war back."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from building import (
    WHERE_FROM,
    Plain,
    bound,
    delay,
    do,
    issue,
    meeting,
    opened,
    party,
    recorded,
    scenario,
    scenarios,
    stance,
    stands,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.analysis.measures import Measures
from negosim.analysis.offers import moments, offer_records
from negosim.analysis.run_data import summary
from negosim.analysis.run_narrative import account
from negosim.errors import InputError
from negosim.experiments.ensemble import rows
from negosim.negotiation.acts import Accept, Offer, Pass
from negosim.negotiation.course import Course
from negosim.negotiation.driving import replay
from negosim.negotiation.log import Kind
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.record import run
from negosim.registry import entries
from negosim.scenario.checks.all import warnings
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario

MEDIATING = ("courier", "mediator")
DAILY = {"begins": "2021-06-25", "round": "1 day"}


def mandate(on: str = "2021-07-05", horizon: int = 60, rounds: int = 20, **more: Any) -> Scenario:
    """One crossing is open until a day; ann wants more of them and bob fewer, though not none at once."""
    lapses = {"one": {"on": on, "to": "none"}}
    crossings = issue("one none two", "ann bob", ordered=True, lapses=lapses)
    parties = {
        "ann": party({"crossings": stance(1, {"none": 0, "one": 60, "two": 100})}),
        "bob": party({"crossings": stance(1, {"none": 30, "one": 40, "two": 0})}),
    }
    meetings = {"council": meeting("ann bob", "crossings", rounds)}
    extra = {"negosim": 2, "calendar": DAILY, "horizon": horizon}
    return scenario({"crossings": crossings}, parties, meetings, **extra | more)


def pause(horizon: int = 120, after: Any = "42 days", costs: Plain | None = None) -> Scenario:
    """The war goes on, or pauses for 42 days, or ends, which both want for ever; only ann pays for the war."""
    fighting = issue("war pause over", "ann bob", lapses={"pause": {"after": after}})
    ann = party({"fighting": stance(1, {"war": 0, "pause": 100, "over": 20})}, cost_of_delay=costs)
    if costs is None:
        del ann["cost_of_delay"]
    parties = {"ann": ann, "bob": party({"fighting": stance(1, {"war": 0, "pause": 60, "over": 10})})}
    meetings = {"first": meeting("ann bob", "fighting", 4), "second": meeting("ann bob", "fighting", 4)}
    extra = {"negosim": 2, "calendar": DAILY, "horizon": horizon}
    return scenario({"fighting": fighting}, parties, meetings, **extra)


def agreed_at_once(of: Scenario, option: int) -> Course:
    """Ann offers an option in the first round and bob takes it; then both pass to the end."""
    course = opened(of)
    do(course, ("ann", Offer(Package(((0, option),)))), ("bob", Accept()))
    while course.asked:
        course.submit(course.asked[0], Pass())
    return course


def kinds(course: Course, *which: Kind) -> list[tuple[str, int]]:
    """Some kinds of entry with their rounds."""
    return [(entry.kind, entry.round) for entry in course.log if entry.kind in which]


def test_a_pause_is_worth_its_days_and_then_the_war_is_back() -> None:
    course = agreed_at_once(pause(), 1)
    assert (stands(course), bound(course, "fighting")) == ({"fighting": "war"}, set())
    assert kinds(course, Kind.LAPSED) == [(Kind.LAPSED, 42)]
    assert Measures(recorded(course)).points == {"ann": 35.0, "bob": 21.0}  # 42/120 of 100 and of 60


def test_the_utility_that_is_told_beside_delay_is_the_mean_that_counts() -> None:
    record = recorded(agreed_at_once(pause(costs=delay(0.5, {"fighting": "war"})), 1))
    names = [column.name for column in rows.columns(RealizationFactory(record.scenario))]
    told = dict(zip(names, rows.row(record, ()), strict=True))
    assert (told["utility.ann"], told["delay.ann"], told["points.ann"]) == (35.0, 39.0, -4.0)
    assert summary(record)["utility"] == {"ann": 35.0, "bob": 21.0}


def test_before_the_first_round_an_outcome_is_worth_what_a_run_comes_to_that_agrees_at_once() -> None:
    for option in (1, 2):
        measures = Measures(recorded(agreed_at_once(pause(costs=delay(0.1, {"fighting": "war"})), option)))
        possible = measures.possible
        for place, key in enumerate(possible.parties):
            worth = Fraction(int(possible.worth[place, option]), possible.scales.per_point[place])
            assert float(worth) == pytest.approx(measures.points[key])


def test_charges_fall_while_their_condition_stands() -> None:
    course = agreed_at_once(pause(costs=delay(0.5, {"fighting": "war"})), 1)
    assert Measures(recorded(course)).delay["ann"] == (120 - 42) * 0.5


def test_a_pause_of_all_the_horizon_is_worth_all_of_itself() -> None:
    assert Measures(recorded(agreed_at_once(pause(horizon=42), 1))).points == {"ann": 100.0, "bob": 60.0}


def test_no_deal_is_the_mean_of_what_stands_in_each_round() -> None:
    course = opened(mandate())
    while course.asked:
        course.submit(course.asked[0], Pass())
    measures = Measures(recorded(course))
    assert measures.reservation == {"ann": 10.0, "bob": pytest.approx((10 * 40 + 50 * 30) / 60)}
    assert measures.points == measures.reservation
    assert measures.surplus == {"ann": 0.0, "bob": 0.0}
    assert kinds(course, Kind.LAPSED) == [(Kind.LAPSED, 10)]


def test_a_mandate_is_renewed_by_an_agreement_that_names_it_where_it_stands() -> None:
    course = agreed_at_once(mandate(), 0)
    assert (stands(course), bound(course, "crossings")) == ({"crossings": "one"}, {"ann", "bob"})
    assert kinds(course, Kind.AGREED, Kind.RENEWED, Kind.LAPSED) == [(Kind.AGREED, 1), (Kind.RENEWED, 1)]
    assert Measures(recorded(course)).points == {"ann": 60.0, "bob": 40.0}


def test_agents_renew_what_both_would_miss() -> None:
    course = run(mandate()).course
    assert Kind.RENEWED in [entry.kind for entry in course.log]
    assert stands(course) == {"crossings": "one"}


def test_a_no_is_worth_less_the_closer_the_day_of_what_one_likes() -> None:
    offers = offer_records(run(mandate(rounds=9)))
    least = [offer.reservation["ann"] for offer in offers]
    assert least == sorted(least, reverse=True)
    assert least[0] > least[-1]


def test_once_the_day_is_over_an_agreement_on_the_option_stands() -> None:
    course = opened(mandate())
    while course.round < 10:
        course.submit(course.asked[0], Pass())
    assert stands(course) == {"crossings": "none"}
    turn = course.asked[0]
    other = {"ann": "bob", "bob": "ann"}[turn]
    do(course, (turn, Offer(Package(((0, 0),)))), (other, Accept()))
    assert stands(course) == {"crossings": "one"}
    assert kinds(course, Kind.RENEWED) == []


def test_a_pause_is_renewed_for_as_long_again() -> None:
    of = pause()
    plain = of.plain()
    plain["meetings"]["second"]["opens"] = "16 days after first"
    course = opened(from_plain(plain, "test"))
    do(course, ("ann", Offer(Package(((0, 1),)))), ("bob", Accept()))
    assert course.round == 17
    do(course, ("ann", Offer(Package(((0, 1),)))), ("bob", Accept()))
    assert kinds(course, Kind.RENEWED, Kind.LAPSED) == [(Kind.RENEWED, 18), (Kind.LAPSED, 18 + 42 - 1)]


def test_a_lapse_beyond_the_horizon_changes_no_act_and_no_points() -> None:
    with_lapse = mandate(on="2022-07-05")
    plain = with_lapse.plain()
    del plain["issues"]["crossings"]["lapses"]
    without = from_plain(plain, "test")
    with_, less = run(with_lapse), run(without)
    both = (Kind.OFFERED, Kind.ANSWERED)
    first = [(one.kind, one.round, one.package) for one in less.log if one.kind in both]
    seen = [(one.kind, one.round, one.package) for one in with_.log if one.kind in both]
    assert Measures(less).reservation == Measures(with_).reservation
    assert first[:2] == seen[:2]


def aid(rounds: int = 20) -> Scenario:
    """A mandate that runs out after round 10, and aid."""
    plain = mandate(rounds=rounds).plain()
    plain["issues"]["aid"] = issue("some more", "ann bob")
    for who in ("ann", "bob"):
        plain["parties"][who]["stances"]["aid"] = stance(1, {"some": 0, "more": 100})
    plain["meetings"]["council"]["issues"] = ["crossings", "aid"]
    return from_plain(plain, "test")


def test_a_package_that_leaves_a_mandate_out_lets_it_run_out_and_is_worth_less() -> None:
    course = opened(aid())
    view, more = course.view("ann"), 1
    without, renewing = Package(((1, more),)), Package(((0, 0), (1, more)))
    scale, left = view.scale, 59
    assert scale.points(view.menu.worth(renewing)) == 0.5 * 60 + 0.5 * 100
    assert scale.points(view.menu.worth(without)) == pytest.approx(0.5 * 60 * 9 / left + 0.5 * 100)
    table = course.current.protocol.table
    assert [table.package(table.number(one)) for one in (without, renewing)] == [without, renewing]
    do(course, ("ann", Offer(without)), ("bob", Accept()))
    assert kinds(course, Kind.RENEWED) == []


def test_what_a_renewal_must_come_with() -> None:
    plain = aid().plain()
    law = {"title": "No crossing without aid", "when": {"crossings": "one"}, "then": {"aid": "more"}, **WHERE_FROM}
    plain["constraints"] = {"law": law}
    table = opened(from_plain(plain, "test")).current.protocol.table
    on_offer = {table.package(int(one)).terms for one in table.on_offer.nonzero()[0]}
    assert ((0, 0), (1, 1)) in on_offer
    assert not table.offers(table.number(Package(((0, 0),))))  # a crossing is renewed, without aid
    assert not table.on_offer[table.stands]


def test_the_table_of_a_moment_is_what_each_outcome_comes_to() -> None:
    realization = opened(aid()).realization
    for now in (0, 5, 12):
        stands = Standing.at_first(realization.space)
        as_of = realization.as_of(now, stands, (0, 1))
        table, space = as_of.utilities.table(), realization.space
        for place in range(space.size):
            for row, one in enumerate(as_of.preferences.values()):
                assert table.points[row, place] == one.points(space.outcome(place))


def test_such_a_course_replays() -> None:
    for of in (mandate(), pause()):
        assert list(replay(opened(of), run(of).log).log) == list(run(of).log)


def test_the_account_tells_what_was_renewed_and_what_ran_out() -> None:
    assert "That renewed what would have run out" in str(account(run(mandate())))
    told = str(account(recorded(agreed_at_once(pause(), 1))))
    assert "After round 42, on 6 August 2021, what stood until then had run out: Issue: war." in told


@st.composite
def with_lapses(draw: st.DrawFn) -> Scenario:
    """A random scenario in which options of some issues run out."""
    plain = draw(scenarios()).plain() | {"negosim": 2, "horizon": draw(st.integers(1, 40))}
    for key, one in plain["issues"].items():
        options = list(one.get("options", ()))
        if len(options) > 1 and draw(st.booleans()):
            option, to = draw(st.permutations(options))[:2]
            when = draw(st.sampled_from([{"after": draw(st.integers(1, 9))}, {"on": draw(st.integers(1, 15))}]))
            plain["issues"][key] = one | {"lapses": {option: when | {"to": to}}}
    return from_plain(plain, "test")


@settings(max_examples=40)
@given(with_lapses())
def test_points_are_the_mean_over_the_rounds_of_what_the_log_says_stood(of: Scenario) -> None:
    record = run(of)
    course, horizon = record.course, record.realization.horizon
    first = {Kind.AGREED: 0, Kind.LAPSED: 1}  # the rounds after it from which on it stands
    changes = [one for one in moments(record) if one.event.kind in first]
    after = [(one.event.round + first[Kind(one.event.kind)], one.after[0].outcome) for one in changes]
    for key, one in record.realization.preferences.items():
        total, stands = 0, record.realization.space.status_quo
        for round_ in range(horizon + 1):
            stands = next((outcome for when, outcome in reversed(after) if when <= round_), stands)
            total += one.points(stands) if round_ else 0
        if any(issue.lapses for issue in of.issues.values()) and key not in course.accounts.walked_out:
            paid = one.scale.exact(course.paid[key])
            assert course.exact(key) == Fraction(total, horizon * one.scale.per_point) - paid
    assert list(replay(opened(of), record.log).log) == list(record.log)


@pytest.mark.parametrize("tactic", sorted(entry.name for entry in entries("tactic") if entry.name not in MEDIATING))
def test_every_tactic_talks_while_a_mandate_runs_out(tactic: str) -> None:
    plain = aid().plain()
    for who in ("ann", "bob"):
        plain["parties"][who] |= {"informed": True}
        plain["parties"][who]["tactic"]["name"] = tactic
    record = run(from_plain(plain, "test"))
    assert record.course.meetings[0].took_place
    assert list(replay(opened(record.scenario), record.log).log) == list(record.log)


@pytest.mark.parametrize(
    ("lapses", "code", "message"),
    [
        ({"one": {"on": "2021-07-05", "to": "one"}}, "R254", "'one' lapses to itself"),
        ({"one": {"on": "2021-07-05"}}, "R254", "'one' lapses to itself"),
        ({"one": {"on": "2021-06-25", "to": "none"}}, "R254", "'one' lapses before the talks begin"),
        ({"one": {"on": 0, "to": "none"}}, "R254", "'one' lapses before the talks begin"),
        ({"three": {"on": "2021-07-05"}}, "R101", "no option 'three'"),
        ({"two": {"after": "2 days", "to": "three"}}, "R101", "no option 'three'"),
        ({"two": {"after": "2 days", "on": "2021-07-05"}}, "S013", "either 'after' some time or 'on' a day"),
        ({"two": {}}, "S013", "either 'after' some time or 'on' a day"),
        ({"two": {"on": "2021-06-01"}}, "R252", "the calendar has no 2021-06-01"),
    ],
)
def test_faults_of_lapses(lapses: Plain, code: str, message: str) -> None:
    plain = mandate().plain()
    plain["issues"]["crossings"]["lapses"] = lapses
    with pytest.raises(InputError) as error:
        from_plain(plain, "test")
    assert [(fault.code, message in fault.message) for fault in error.value.diagnostics] == [(code, True)]


def test_a_horizon_that_cuts_a_lapse_off_is_warned_of() -> None:
    assert [text for text in warnings(mandate(on="2022-07-05")) if "cuts off: one of crossings" in text]
    assert not [text for text in warnings(mandate()) if "cuts off" in text]
