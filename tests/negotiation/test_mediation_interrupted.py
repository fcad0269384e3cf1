"""Mediated talks while the world goes on: deadlines move, a party moves by itself, a side walks out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from building import (
    LEAVE,
    NO,
    PASS,
    WHERE_FROM,
    YES,
    Draw,
    Plain,
    bound,
    do,
    ends,
    happened,
    issue,
    linkage,
    meeting,
    opened,
    party,
    recorded,
    ruled,
    scenario,
    stance,
    stands,
    versus,
)
from hypothesis import event, given, settings
from hypothesis import strategies as st

from negosim.negotiation.course import Course
from negosim.negotiation.packages import Standing
from negosim.negotiation.record import Record
from negosim.scenario.spec.scenario import Scenario

SIDES = ("ann", "bob", "cy")
X, Y, BOTH = {"x": "yes"}, {"y": "yes"}, {"x": "yes", "y": "yes"}


def news(round_: int, **effect: Any) -> Plain:
    """An event after a round."""
    return {"title": "News", "round": round_, **effect, **WHERE_FROM}


def attack(by: str, chance: float) -> Plain:
    """A move from peace to war that a party can make by itself."""
    return {"by": by, "from": "peace", "to": "war", "title": "An attack", "chance": chance, **WHERE_FROM}


def talks(protocol: str, rounds: int, consent: Mapping[str, str] | None = None, **more: Any) -> Scenario:
    """ann, bob and perhaps cy talk about x and y, which med gains by; all want peace but bob."""
    needed = {"x": "ann bob", "y": "ann bob"} | dict(consent or {})
    seats = " ".join(one for one in SIDES if one in " ".join(needed.values()).split())
    issues = {key: issue("no yes", who) for key, who in needed.items()}
    issues["fight"] = issue("peace war", "ann bob", unilateral=[attack("bob", more.pop("chance", 0.0))])
    gain = {key: stance(1, {"no": 0, "yes": 100}) for key in needed}
    parties = {key: party(gain | {"fight": stance(1, {"peace": 100, "war": 0})}) for key in seats.split()}
    parties["bob"]["stances"]["fight"] = stance(1, {"peace": 0, "war": 100})
    parties["med"] = party()
    of = scenario(issues, parties, {"talks": meeting(f"med {seats}", " ".join(issues), rounds)}, **more)
    return ruled(of, protocol, mediator="med")


# One text


def test_a_side_takes_no_text_below_what_it_has_where_the_deadline_moves_as_the_text_is_put() -> None:
    """ann would take any text at the end, bob none: more time makes no text his."""
    plain = talks("single_text", 4, events={"more": news(3, deadlines={"talks": 8})}).plain()
    for key in ("x", "y"):
        plain["parties"]["bob"]["stances"][key] = stance(1, {"no": 100, "yes": 0})
    of = scenario(plain["issues"], plain["parties"], plain["meetings"], events=plain["events"])
    course = versus(of, med=[X, PASS, PASS, PASS, PASS, PASS, PASS])
    assert (stands(course)["x"], course.meetings[0].rounds) == ("no", 8)
    assert [line for line in happened(course) if line.startswith("med offered")] == ["med offered x=yes"] * 2


def test_a_text_is_dropped_once_a_side_that_it_needs_has_walked_out() -> None:
    course = do(opened(talks("single_text", 5, {"x": "ann bob cy"})), ("med", X), ("med", Y))
    do(course, ("ann", YES), ("bob", YES), ("cy", LEAVE))
    assert happened(course)[-1] == "med drafted"  # y, for those who are there
    do(course, ("med", PASS), ("med", PASS), ("ann", YES), ("bob", YES))
    assert (stands(course)["y"], ends(course)) == ("yes", ["agreed"])


def test_a_draft_that_needs_who_walks_out_over_it_is_no_text() -> None:
    course = do(opened(talks("single_text", 5, {"x": "ann bob cy"})), ("med", Y), ("med", X))
    do(course, ("ann", YES), ("bob", YES), ("cy", LEAVE))
    assert "med drafted" not in happened(course)[2:]


def test_a_text_that_has_come_about_by_itself_is_dropped() -> None:
    of = talks("single_text", 3, chance=1.0)
    course = do(opened(of), ("med", {"fight": "war"}))
    assert (stands(course)["fight"], course.asked) == ("war", ("med",))
    do(course, ("med", PASS))
    assert course.asked == ("med",)  # in the last round too: there is no text to put to anybody


def test_after_a_text_that_settles_some_issues_more_time_begins_with_a_first_text() -> None:
    of = talks("single_text", 2, {"x": "ann bob cy"}, events={"more": news(2, deadlines={"talks": 5})})
    course = do(opened(of), ("med", Y), ("ann", YES), ("bob", YES), ("cy", NO))
    assert (stands(course)["y"], course.asked) == ("yes", ("med",))
    do(course, ("med", X))
    assert (happened(course)[-1], course.asked) == ("med drafted", ("med",))


# Going to and fro


def test_no_yes_outlives_a_move_besides_the_talks() -> None:
    course = do(opened(talks("shuttle", 6, chance=1.0)), ("med", PASS), ("ann", X))
    assert stands(course)["fight"] == "war"
    do(course, ("med", X), ("bob", YES))
    assert stands(course)["x"] == "no"
    do(course, ("med", X), ("ann", YES))
    assert (stands(course)["x"], bound(course, "x")) == ("yes", {"ann", "bob"})


# Whatever happens


@st.composite
def troubled(draw: Draw) -> Scenario:
    """Mediated talks in which deadlines move and bob may attack, after which what was fair may be a loss."""
    protocol, rounds = draw(st.sampled_from(["single_text", "shuttle"])), draw(st.integers(2, 6))
    moves = {
        f"news{n}": news(draw(st.integers(1, 8)), deadlines={"talks": draw(st.integers(1, 9))})
        for n in range(draw(st.integers(0, 2)))
    }
    plain = talks(protocol, rounds, chance=draw(st.sampled_from([0.0, 0.3, 1.0]))).plain()
    parties, values = plain["parties"], st.sampled_from([100, 70, 50, 10])
    for side in ("ann", "bob"):
        parties[side] |= {"tactic": party(tactic="conceder")["tactic"]}
    parties["med"] |= {"tactic": party(tactic=draw(st.sampled_from(["hill_climbing", "courier", "linear"])))["tactic"]}
    for side in ("ann", "bob"):
        for key in ("x", "y"):
            parties[side]["stances"][key] = stance(draw(st.integers(1, 3)), {"no": 40, "yes": draw(values)})
        when = {draw(st.sampled_from(["x", "y"])): "yes", "fight": "war"}
        parties[side]["linkages"] = {"link": linkage(when, draw(st.sampled_from([-80, 0, 40])))}
    return scenario(plain["issues"], parties, plain["meetings"], events=moves)


@settings(max_examples=60, deadline=None)
@given(troubled(), st.integers(0, 5))
def test_what_is_agreed_is_agreed_by_somebody_and_a_loss_to_none_of_them(of: Scenario, seed: int) -> None:
    course = versus(of, seed=seed)
    before = Standing.at_first(course.realization.space)
    for entry in course.log:
        after = entry.applied_to(before)
        if entry.kind == "agreed":
            event("agreed" if before == Standing.at_first(course.realization.space) else "agreed after a move")
            assert entry.parties
            for points in (course.realization.preferences[side].points for side in entry.parties):
                assert points(after.outcome) >= points(before.outcome)
        before = after


@settings(max_examples=30, deadline=None)
@given(troubled(), st.integers(0, 5))
def test_a_course_in_which_things_move_replays(of: Scenario, seed: int) -> None:
    record = recorded(versus(of, seed=seed))
    assert Record.from_dict(record.to_dict()).course.log == list(record.log)


@pytest.mark.parametrize("protocol", ["single_text", "shuttle"])
def test_a_side_that_says_no_to_the_end_is_bound_by_nothing_however_often_the_deadline_moves(protocol: str) -> None:
    moves = {f"news{n}": news(n, deadlines={"talks": n + 1}) for n in range(1, 6)}
    course: Course = versus(talks(protocol, 1, events=moves), med=[BOTH] * 9, bob=[])
    assert (course.meetings[0].rounds, bound(course, "x")) == (6, set())
