"""Who was short of points where a meeting came to nothing: known answers, whoever speaks last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from building import (
    LEAVE,
    NO,
    WHERE_FROM,
    YES,
    Plain,
    issue,
    meeting,
    one_issue,
    party,
    recorded,
    scenario,
    stance,
    versus,
)
from hypothesis import given
from hypothesis import strategies as st

from negosim.analysis import feasible_by_cliques
from negosim.analysis.impasse.shortfall import FailedMeeting, failure
from negosim.analysis.measures import Measures
from negosim.scenario.load import from_plain
from negosim.scenario.spec.scenario import Scenario

ONE, TWO = {"it": "o1"}, {"it": "o2"}


def failed(of: Scenario, **tactics: Sequence[Any]) -> FailedMeeting | None:
    """What is found of a course of the central case."""
    return failure(Measures(recorded(versus(of, **tactics))))


def bargain(begins: str = "a") -> Scenario:
    """What stands is worth 20 to both, o1 30 and 60, o2 60 and 30."""
    plain = one_issue({"a": [20, 30, 60], "b": [20, 60, 30]}, rounds=2).plain()
    plain["meetings"]["talks"]["protocol"]["begins"] = begins
    return from_plain(plain, "bargain")


@pytest.mark.parametrize(("begins", "a", "b"), [("a", [TWO], [NO, ONE]), ("b", [NO, TWO], [ONE])])
def test_who_speaks_last_changes_nothing(begins: str, a: list[Any], b: list[Any]) -> None:
    assert failed(bargain(begins), a=a, b=b) == FailedMeeting("talks", missed=True, short={"a": 15.0, "b": 15.0})


def test_a_seat_that_asks_for_more_than_the_others_leave_is_short() -> None:
    of = one_issue({"a": [20, 30, 60], "b": [20, 60, 10]}, rounds=2)
    assert failed(of, a=[TWO], b=[]) == FailedMeeting("talks", missed=True, short={"b": 10.0})
    assert failed(of, a=[TWO], b=[NO, ONE]) == FailedMeeting("talks", missed=True, short={"a": 30.0})


def test_a_deal_that_nobody_offered_leaves_nobody_short() -> None:
    assert failed(bargain(), a=[], b=[]) == FailedMeeting("talks", missed=True, short={})


def test_where_no_deal_was_possible_reservation_values_count() -> None:
    of = one_issue({"a": [50, 40, 90], "b": [50, 80, 20]}, rounds=3)
    assert failed(of, a=[TWO], b=[]) == FailedMeeting("talks", missed=False, short={"a": 10.0})


def test_only_those_count_whose_consent_is_needed() -> None:
    issues = {"it": issue("none some", "a b")}
    stances = {"a": [50, 40], "b": [50, 60], "c": [90, 0]}
    parties = {
        who: party({"it": stance(1, dict(zip(("none", "some"), two, strict=True)))}) for who, two in stances.items()
    }
    of = scenario(issues, parties, {"m": meeting("a b c", "it", 2)})
    assert failed(of, a=[], b=[], c=[]) == FailedMeeting("m", missed=False, short={"a": 10.0})


def test_nobody_is_short_where_nothing_could_be_tabled() -> None:
    issues = {"it": issue("none some", "a b")}
    wants = {"a": party({"it": stance(1, {"none": 0, "some": 9})})}
    refuses = {"b": party({"it": stance(1, {"none": 5, "some": 9}, ["some"])})}
    refused = scenario(issues, wants | refuses, {"m": meeting("a b", "it", 2)})
    assert failed(refused, a=[], b=[]) == FailedMeeting("m", missed=False, short={})
    assert failed(bargain(), a=[LEAVE], b=[]) == FailedMeeting("talks", missed=False, short={})


HAWKS = {"title": "Hawks", "weight": 1, "stances": {"it": stance(1, {"o0": 9, "o1": 0, "o2": 0})}, **WHERE_FROM}
PARLIAMENT = {"title": "Parliament", "threshold": 0.5, "blocs": {"hawks": HAWKS}, **WHERE_FROM}
NEWS = {"title": "Something happens", "round": 1, "calls_off": ["talks"], **WHERE_FROM}


@pytest.mark.parametrize(
    ("besides", "answer", "reason"),
    [({"ratifiers": {"a": PARLIAMENT}}, YES, "not ratified"), ({"events": {"news": NEWS}}, NO, "called off")],
)
def test_nobody_is_short_where_others_than_the_seats_let_it_fail(besides: Plain, answer: Any, reason: str) -> None:
    course = versus(from_plain(bargain().plain() | besides, "bargain"), a=[TWO], b=[answer])
    assert course.meetings[0].reason == reason
    assert failure(Measures(recorded(course))) == FailedMeeting("talks", missed=False, short={})


def test_talks_that_came_to_something_did_not_fail() -> None:
    assert failed(bargain(), a=[TWO], b=[YES]) is None


@given(st.lists(st.tuples(*[st.integers(0, 20)] * 2), min_size=3, max_size=5), st.randoms(use_true_random=False))
def test_it_does_not_hang_on_how_options_are_numbered(rows: list[tuple[int, int]], lots: Any) -> None:
    order = [0, *lots.sample(range(1, len(rows)), len(rows) - 1)]
    straight = one_issue({who: [row[k] for row in rows] for k, who in enumerate("ab")}, rounds=2)
    renumbered = one_issue({who: [rows[at][k] for at in order] for k, who in enumerate("ab")}, rounds=2)
    first = failed(straight, a=[{"it": "o1"}], b=[])
    again = failed(renumbered, a=[{"it": f"o{order.index(1)}"}], b=[])
    assert first == again


def test_beyond_a_table_the_packages_that_were_tabled_stand_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    of = one_issue({"a": [50, 40, 90], "b": [50, 80, 20]}, rounds=3)
    monkeypatch.setattr(feasible_by_cliques, "TABLE_LIMIT", 1)
    assert failed(of, a=[TWO], b=[]) == FailedMeeting("talks", missed=False, short={"b": 30.0})
    assert failed(of, a=[], b=[]) == FailedMeeting("talks", missed=False, short={})
