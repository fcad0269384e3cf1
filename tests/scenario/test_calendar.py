"""Days of rounds: spans and days in a file, and what is wrong with them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from building import WHERE_FROM, Plain, issue, meeting, party, scenario, stance
from hypothesis import given
from hypothesis import strategies as st

from negosim.errors import InputError
from negosim.scenario.checks.all import warnings
from negosim.scenario.load import from_plain
from negosim.scenario.spec.calendar import CalendarSpec
from negosim.scenario.spec.scenario import Scenario

DAILY = {"begins": "2021-06-25", "round": "1 day"}


def talks(opens: Any = None, **more: Any) -> Scenario:
    """Two meetings of two parties, the second of which may open on its day."""
    issues = {"deal": issue("none some", "ann bob"), "aid": issue("none some", "ann bob")}
    parties = {who: party({"deal": stance(1, {"none": 0, "some": 100})}) for who in ("ann", "bob")}
    second = meeting("ann bob", "aid", 10) | ({} if opens is None else {"opens": opens})
    meetings = {"first": meeting("ann bob", "deal", 10), "second": second}
    return scenario(issues, parties, meetings, **{"negosim": 2, "calendar": DAILY} | more)


def event(**more: Any) -> Plain:
    """Something that costs ann a point."""
    return {"title": "News", "costs": {"ann": 1}, **WHERE_FROM, **more}


@pytest.mark.parametrize(
    ("length", "written", "rounds"),
    [
        ("1 day", "42 days", 42),
        ("6 hours", "42 days", 168),
        ("1 week", "15 days", 3),  # rounded up
        ("1 month", "30 days", 1),
        ("2 weeks", "1 month", 3),
        ("1 day", "2021-07-02", 7),
        ("6 hours", "2021-06-26", 4),
        ("2 days", "2021-06-28", 2),
    ],
)
def test_a_span_or_a_day_is_so_many_rounds(length: str, written: str, rounds: int) -> None:
    assert talks(calendar=DAILY | {"round": length}, horizon=written).rounds == rounds


def test_days_may_stand_wherever_rounds_do() -> None:
    events = {
        "on": event(on="2021-07-02"),
        "at": event(round="2021-07-02"),
        "late": event(chance=0.5, first="2021-06-27", last="2021-07-04", deadlines={"second": "2 weeks"}),
    }
    plain = talks(events=events).plain()
    plain["meetings"]["first"]["protocol"]["rounds"] = "1 week"
    made = from_plain(plain, "test")
    read = made.blocks["events"]
    assert (read["on"].due, read["at"].due, read["late"].first, read["late"].last) == (7, 7, 2, 9)
    assert (read["late"].deadlines, made.meetings["first"].protocol.rounds) == ({"second": 14}, 7)
    assert made.plain() == plain  # what was written stays as it was written


@pytest.mark.parametrize(("day", "rounds"), [("2018-05-01", 0), ("2018-09-25", 21), ("2018-09-30", 22)])
def test_a_day_within_a_round_counts_that_round_and_the_first_day_of_one_does_not(day: str, rounds: int) -> None:
    assert CalendarSpec(begins="2018-05-01", round="1 week").rounds_before(day) == rounds


@given(hours=st.integers(1, 2000), round_=st.integers(1, 5000))
def test_by_the_day_of_a_round_no_other_has_begun_on_a_later_day(hours: int, round_: int) -> None:
    calendar = CalendarSpec(begins="2020-02-28", round=f"{hours} hours")
    day = calendar.day(round_)
    assert calendar.day(1) == date(2020, 2, 28)
    assert calendar.rounds_before(day.isoformat()) <= round_ <= calendar.rounds_before(day.isoformat()) + 24


@pytest.mark.parametrize(
    ("more", "code", "message"),
    [
        ({"horizon": "soon"}, "R250", "found 'soon'"),
        ({"horizon": "42 days", "calendar": None}, "R251", "a span of days without a 'calendar'"),
        ({"horizon": "2021-07-02", "calendar": None}, "R251", "a day without a 'calendar'"),
        ({"horizon": "2021-06-24"}, "R252", "the calendar has no 2021-06-24: it begins on 2021-06-25"),
        ({"horizon": "2021-06-31"}, "S008", "the calendar has no day '2021-06-31'"),
        ({"calendar": DAILY | {"round": "soon"}}, "S004", "expected a length of time"),
        ({"horizon": "42 days", "calendar": {"begins": "2021", "round": "1 day"}}, "S008", "expected a date"),
        ({"opens": "2 days after second"}, "R253", "'second' does not come before 'second'"),
        ({"opens": "2 days after frist"}, "R253", "no meeting 'frist'"),
        ({"negosim": 1}, "S015", "'calendar' is a word of version 2"),
        ({"negosim": 1, "calendar": None, "horizon": "2 days"}, "S015", "rounds are written in days in version 2"),
    ],
)
def test_faults_of_days_say_where_and_what_to_write(more: dict[str, Any], code: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        _without_nothing(more)
    faults = error.value.diagnostics
    assert [fault.code for fault in faults] == [code]
    assert message in faults[0].message


def _without_nothing(more: dict[str, Any]) -> Scenario:
    """The talks with some keys changed; None takes one away."""
    plain = talks().plain() | {key: value for key, value in more.items() if key != "opens"}
    if "opens" in more:
        plain["meetings"]["second"]["opens"] = more["opens"]
    return from_plain({key: value for key, value in plain.items() if value is not None}, "test")


def test_the_horizon_counts_the_rounds_before_a_meeting_opens() -> None:
    assert talks().rounds == 20
    assert talks("2021-07-25").rounds == 30 + 10
    assert talks("5 days after first").rounds == 10 + 5 + 10
    assert talks({"rounds": 5, "after": "first"}).rounds == 25


def test_a_meeting_that_may_open_late_is_warned_of() -> None:
    assert [text for text in warnings(talks("2021-06-30")) if "open late" in text]
    assert not [text for text in warnings(talks("2021-07-05")) if "open late" in text]


def test_a_meeting_that_opens_after_the_horizon_is_warned_of() -> None:
    for horizon, late in (("2021-07-10", True), ("2021-07-26", False)):
        said = warnings(talks("2021-07-25", horizon=horizon))
        assert any("after the horizon" in text and "second" in text for text in said) == late
