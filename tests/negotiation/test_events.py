"""Events: what breaks in on the talks, when, and what it changes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from building import WHERE_FROM, Plain, delay, ends, held, issue, meeting, party, ruled, scenario, stance, versus
from hypothesis import given
from hypothesis import strategies as st

from negosim.analysis.measures import Measures
from negosim.analysis.offers import offer_records
from negosim.analysis.run_narrative import account
from negosim.errors import InputError
from negosim.files import find, shipped_names
from negosim.negotiation.environment.events import FIXED, Occurrence
from negosim.negotiation.mesa_model import run_model
from negosim.negotiation.record import Record, run
from negosim.scenario.bounds import between, within_bounds
from negosim.scenario.load import load
from negosim.scenario.spec.scenario import Scenario


def event(**more: Any) -> Plain:
    """Something that happens, after round 2 where nothing else is said."""
    when = {} if {"round", "chance"} & more.keys() else {"round": 2}
    return {"title": "Something happens", **WHERE_FROM, **when, **more}


def talks(after: str | None = None, **events: Plain) -> Scenario:
    """Ann holds out for the high deal and bob for the low one; then they talk of a truce."""
    issues = {"deal": issue("none low high", "ann bob"), "truce": issue("war peace", "ann bob")}
    parties = {
        "ann": party({"deal": stance(1, {"none": 0, "low": 60, "high": 100})}, "hardliner"),
        "bob": party({"deal": stance(1, {"none": 0, "low": 100, "high": 60})}, "hardliner"),
    }
    meetings = {"first": meeting("ann bob", "deal", 6), "second": meeting("ann bob", "truce", 4)}
    if after is not None:
        meetings["second"]["after"] = after
    return scenario(issues, parties, meetings, events=events)


HIGH = "parties.ann.stances.deal.values.high"


def test_an_event_at_a_round_shifts_a_number_from_then_on() -> None:
    record = run(talks(news=event(shifts={HIGH: -50})))
    worth = [(offer.event.round, offer.worth["ann"]) for offer in offer_records(record) if offer.event.seat == "ann"]
    assert worth[:2] == [(1, 100), (3, 60)]  # after round 2 the low deal is its best
    entry = next(one for one in record.log if one.kind == "event")
    assert (entry.round, entry.meeting, entry.facts) == (2, "first", Occurrence("news"))
    assert dict(entry.effect.numbers) == {HIGH: 50}


def test_what_was_paid_is_carried_over_exactly_where_weights_change() -> None:
    plain = talks(news=event(shifts={"parties.ann.stances.deal.weight": 1}, costs={"ann": 0.7})).plain()
    ann = plain["parties"]["ann"]
    ann["stances"]["truce"] = stance(1, {"war": 0, "peace": 100})
    ann["cost_of_delay"] = delay(0.1)
    record = run(scenario(plain["issues"], plain["parties"], plain["meetings"], events=plain["events"]))
    before, after = (one.preferences["ann"].scale for one in (record.realization, record.course.realization))
    assert before != after  # shares of halves, then of thirds
    assert after.exact(record.course.paid["ann"]) == Fraction("1.7")  # ten rounds, and what the event cost
    assert Measures(record).points["ann"] == float(Fraction(100, 3) - Fraction("1.7"))  # there is peace


def test_round_0_is_before_the_talks() -> None:
    record = run(talks(news=event(round=0, shifts={HIGH: -50})))
    assert record.log[0].kind == "event"
    assert offer_records(record)[0].worth["ann"] == 60
    assert any("Before the talks: Something happens." in one.sentences for one in account(record))


def test_what_an_event_shifts_stays_within_the_bounds_of_the_format() -> None:
    record = run(talks(news=event(shifts={HIGH: 500})))
    assert record.course.realization.numbers[HIGH] == 100
    assert within_bounds("parties.a.stances.b.weight", -3) == 0
    assert within_bounds("parties.a.linkages.b.points", -3000) == -1000
    assert within_bounds("war.cost_per_round.ann", 12) == 12


def test_an_event_costs_moves_deadlines_and_calls_off() -> None:
    record = run(talks(news=event(costs={"ann": 2, "bob": -1}, deadlines={"first": 3}, calls_off=["second"])))
    first, second = record.course.meetings
    assert Measures(record).delay == {"ann": 2, "bob": -1}
    assert (first.rounds, second.reason) == (3, "it was called off")


def test_the_bounds_of_what_events_shift_are_those_of_the_format() -> None:
    assert within_bounds("parties.a.discount.factor", 1.2) == 1
    assert within_bounds("parties.a.discount.factor", -1) == 0.001
    assert within_bounds("issues.truce.unilateral.0.chance", 1.5) == 1
    assert within_bounds("parties.a.reserve", 2000) == 1000
    assert within_bounds("parties.a.linkages.values.points", -300) == -300  # a linkage of that name has points
    assert within_bounds("parties.a.stances.b.values.0.5", -300) == 0  # an option of an amount
    assert within_bounds("ratifiers.a.blocs.b.reserve.points", 2000) == 1000


@pytest.mark.parametrize("name", shipped_names("scenarios"))
def test_every_number_of_a_scenario_has_bounds_unless_it_is_a_parameter(name: str) -> None:
    paths = [at.path for at in load(find("scenarios", name)).numbers()]
    assert all(between(path) for path in paths if not FIXED.match(path))


def test_a_number_of_an_issue_that_is_called_like_a_part_of_the_file_can_be_shifted() -> None:
    issues = {"protocol": issue("none signed", "ann bob")}
    parties = {key: party({"protocol": stance(1, {"none": 0, "signed": 50})}) for key in ("ann", "bob")}
    path = "parties.ann.stances.protocol.values.signed"
    made = scenario(issues, parties, {"talks": meeting("ann bob", "protocol")}, events={"e": event(shifts={path: 1})})
    assert made.events["e"].shifts


def test_a_deadline_that_has_passed_ends_the_meeting_at_once() -> None:
    record = run(talks(news=event(round=4, deadlines={"first": 2})))
    first = record.course.meetings[0]
    assert (first.rounds, first.reason) == (4, "deadline")
    assert Record.from_dict(record.to_dict()).course.log == list(record.log)


PROTOCOLS = ("alternating_offers", "ultimatum", "voting", "simultaneous", "single_text", "shuttle")


@pytest.mark.parametrize("protocol", PROTOCOLS)
@given(at=st.integers(1, 8), deadline=st.integers(1, 8))
def test_a_deadline_that_moves_ends_the_meeting_then_or_at_once(protocol: str, at: int, deadline: int) -> None:
    """Six rounds were planned; news of the sixth still comes in time, for whether there is another is decided last."""
    patience = {"patience": 100} if protocol == "simultaneous" else {}
    of = ruled(talks(news=event(round=at, deadlines={"first": deadline})), protocol, **patience)
    first = held(versus(of, ann=[], bob=[]), "first")
    assert (first.rounds, first.reason) == (max(at, deadline) if at <= 6 else 6, "deadline")


def test_who_is_called_away_in_the_last_round_gets_no_further_one() -> None:
    course = versus(talks(news=event(round=6, deadlines={"first": 9}, calls_off=["first"])))
    assert (held(course, "first").rounds, ends(course)[0]) == (6, "called off")


def test_an_event_calls_a_meeting() -> None:
    assert run(talks("news", news=event())).course.meetings[1].took_place
    never = run(talks("news", news=event(chance=0)))
    assert not never.course.meetings[1].took_place
    assert any("what would have called it did not happen" in " ".join(one.sentences) for one in account(never))


def test_an_event_happens_only_while_its_condition_stands() -> None:
    for stands, times in (("war", 1), ("peace", 0)):
        case = talks(news=event(costs={"ann": 1}, **{"while": {"truce": stands}}))
        assert Measures(run(case)).besides["event.news"] == times


@pytest.mark.parametrize(("again", "times"), [(False, 1), (True, 3)])
def test_an_event_by_chance_happens_once_or_again(again: bool, times: int) -> None:
    record = run(talks(news=event(chance=1, first=2, last=4, again=again, costs={"ann": 1})))
    assert [one.round for one in record.log if one.kind == "event"] == [2, 3, 4][:times]
    assert Measures(record).besides["event.news"] == times


@given(st.integers(0, 2**32))
def test_the_lots_of_an_event_do_not_hang_on_other_events(seed: int) -> None:
    alone = run(talks(news=event(chance=0.3, costs={"ann": 1})), seed=seed)
    both = run(talks(other=event(costs={"bob": 1}), news=event(chance=0.3, costs={"ann": 1})), seed=seed)
    rounds = [[one.round for one in record.log if one.facts == Occurrence("news")] for record in (alone, both)]
    assert rounds[0] == rounds[1]


def test_a_log_with_events_replays_and_mesa_comes_to_the_same() -> None:
    case = talks(news=event(chance=[0.2, 0.6], shifts={HIGH: [-50, -10]}, deadlines={"second": 1}))
    record = run(case, seed=2, run=5, draw=True)
    again = Record.from_dict(record.to_dict())
    assert again.course.log == list(record.log)
    assert again.course.realization.numbers == record.course.realization.numbers
    assert run_model(case, seed=2, run=5, draw=True).log == record.log


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({}, "R136", "changes nothing"),
        ({"shifts": {"parties.ann.stances.deal.values.hihg": 1}}, "R135", "did you mean"),
        ({"shifts": {"events.news.shifts.x": 1}}, "R135", "no number"),
        ({"costs": {"anne": 1}}, "R103", "ann"),
        ({"deadlines": {"frist": 3}}, "R134", "first"),
        ({"calls_off": ["frist"]}, "R134", "first"),
        ({"costs": {"ann": 1}, "while": {"truc": "war"}}, "R102", "truce"),
        ({"costs": {"ann": 1}, "chance": 0.5, "round": 3}, "S013", "either"),
        ({"costs": {"ann": 1}, "chance": 1.5}, "S006", ""),
    ],
)
def test_an_event_that_does_not_fit_is_told_at_the_door(changes: Plain, code: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        talks(news=event(**changes))
    assert code in [one.code for one in caught.value.diagnostics]
    assert words in str(caught.value)


def test_an_event_with_numbers_says_where_they_come_from() -> None:
    plain = {key: value for key, value in event(costs={"ann": 1}).items() if key != "numbers"}
    with pytest.raises(InputError, match="where they come from"):
        talks(news=plain)


def test_a_meeting_waits_for_an_event_that_exists() -> None:
    with pytest.raises(InputError, match="news"):
        talks("nws", news=event(costs={"ann": 1}))
