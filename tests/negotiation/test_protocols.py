"""Contracts that every registered protocol keeps, and what alternating offers do, in a line each."""

from __future__ import annotations

from typing import Any

import pytest
from building import (
    LEAVE,
    NO,
    PARTIES,
    PASS,
    YES,
    Step,
    bound,
    do,
    ends,
    happened,
    issue,
    meeting,
    opened,
    packaged,
    party,
    ruled,
    scenario,
    scenarios,
    stands,
    versus,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.negotiation.acts import Accept, Act, Leave, Offer, Pass, Reject
from negosim.negotiation.course import Course
from negosim.negotiation.driving import replay
from negosim.negotiation.log import Assent, Reply
from negosim.negotiation.mesa_model import run_model
from negosim.registry import entries
from negosim.scenario.spec.scenario import Scenario

PROTOCOLS = [entry.name for entry in entries("protocol")]


def table(seats: int = 3, rounds: int = 6, **issues: str) -> Scenario:
    """A meeting of some seats; issues are `x`, `y`, ... of no and yes with the parties that must agree."""
    keys = " ".join(PARTIES[:seats])
    made = {key: issue("no yes more", who) for key, who in (issues or {"x": keys}).items()}
    return scenario(made, {key: party() for key in keys.split()}, {"talks": meeting(keys, " ".join(made), rounds)})


# The contract of every protocol


def ruled_table(name: str, **more: Any) -> Course:
    """A course at a table under a protocol, before its first act."""
    return opened(ruled(table(**more), name))


def test_every_protocol_has_a_sentence_and_a_source() -> None:
    assert all(entry.summary and entry.source for entry in entries("protocol"))


@pytest.mark.parametrize("name", PROTOCOLS)
def test_time_runs_from_nothing_to_one(name: str) -> None:
    assert [ruled_table(name).current.protocol.time(r) for r in range(1, 7)] == [0, 0.2, 0.4, 0.6, 0.8, 1]


@pytest.mark.parametrize("name", PROTOCOLS)
def test_time_is_one_in_a_meeting_of_one_round(name: str) -> None:
    assert ruled_table(name, rounds=1).current.protocol.time(1) == 1


@pytest.mark.parametrize("name", PROTOCOLS)
def test_nobody_is_asked_once_the_meeting_has_ended(name: str) -> None:
    course = ruled_table(name)
    session = course.current
    while course.asked:
        assert not session.ended
        course.submit(course.asked[0], _act(course, 0))
    assert session.ended
    assert session.asked == ()


@settings(max_examples=60)
@given(st.sampled_from(PROTOCOLS), st.lists(st.integers(0, 9), min_size=60, max_size=60))
def test_every_protocol_ends_by_its_last_round_whatever_the_seats_do(name: str, choices: list[int]) -> None:
    course = ruled_table(name, x="ann bob cy", y="ann bob", z="cy")
    rules = course.current.protocol
    for choice in choices:
        if not course.asked:
            break
        seat, before = course.asked[choice % len(course.asked)], rules.table
        assert seat in before.seats
        assert 1 <= rules.round <= rules.rounds
        others = len(course.asked) > 1
        assert course.submit(seat, _act(course, choice, seat)) or others
        assert set(rules.table.axes) <= set(before.axes)
        assert set(rules.table.seats) <= set(before.seats)
    assert rules.ended
    assert course.asked == ()


def _act(course: Course, choice: int, seat: str = "") -> Act:
    """One of the acts that a seat may do, an offer being of one issue."""
    permitted, moves = course.current.protocol.permitted, course.view(seat or course.asked[0]).menu.moves
    kinds = [kind for kind in permitted if kind is not Offer or moves]
    kind = kinds[choice % len(kinds)]
    return Offer(moves[choice % len(moves)]) if kind is Offer else kind()


@pytest.mark.parametrize("name", PROTOCOLS)
def test_next_offer_says_when_a_seat_will_make_one(name: str) -> None:
    """The first round after this one in which it may offer, if all let their turns go by."""
    course, first = ruled_table(name), dict[str, int]()
    rules = course.current.protocol
    foretold = {rules.table.parties[seat]: rules.next_offer(seat) for seat in rules.seats}
    while course.asked:
        if Offer in rules.permitted and rules.round > 1:
            first.setdefault(course.asked[0], rules.round)
        course.submit(course.asked[0], PASS if Pass in rules.permitted else NO)
    assert foretold == {seat: first.get(seat) for seat in foretold}


@settings(max_examples=25)
@given(st.sampled_from(PROTOCOLS), scenarios(most_meetings=1), st.integers(0, 3))
def test_under_every_protocol_a_log_replays_and_mesa_comes_to_the_same(name: str, of: Scenario, run: int) -> None:
    of = ruled(of, name)
    course = versus(of, run=run)
    assert replay(opened(of, run=run), course.log).log == course.log
    assert list(run_model(of, run=run).log) == course.log


# Alternating offers


def asked_rounds(of: Scenario, *acts: Step) -> list[str]:
    """Who is asked when every seat plays the given acts one after the other."""
    course, asked = opened(of), []
    for step in acts:
        asked.append(course.asked[0])
        do(course, (course.asked[0], step))
    return asked


def test_turns_to_offer_are_known_in_advance() -> None:
    course = opened(table())
    assert [course.current.protocol.next_offer(seat) for seat in range(3)] == [4, 2, 3]


YES_X, MORE_X = {"x": "yes"}, {"x": "more"}


def test_proposers_rotate_from_who_begins() -> None:
    assert asked_rounds(table(), *[PASS] * 6) == ["ann", "bob", "cy"] * 2
    plain = table().plain()
    plain["meetings"]["talks"]["protocol"]["begins"] = "cy"
    begun = scenario(plain["issues"], plain["parties"], plain["meetings"])
    assert asked_rounds(begun, *[PASS] * 4) == ["cy", "ann", "bob", "cy"]


def test_an_offer_is_answered_in_seat_order_from_the_one_after_its_proposer() -> None:
    assert asked_rounds(table(4), PASS, YES_X, YES, YES, YES) == ["ann", "bob", "cy", "dee", "ann"]


def test_the_first_refusal_by_a_needed_seat_ends_the_round() -> None:
    assert asked_rounds(table(4), YES_X, YES, NO, PASS) == ["ann", "bob", "cy", "bob"]


def test_a_package_takes_effect_when_all_needed_seats_have_accepted() -> None:
    course = versus(table(), ann=[YES_X], bob=[YES], cy=[YES])
    assert happened(course) == ["ann offered x=yes", "bob yes", "cy yes", "ann bob cy agreed x=yes"]
    assert ends(course) == ["agreed"]


def test_who_is_not_needed_cannot_block_but_the_log_shows_its_view() -> None:
    course = versus(table(x="ann bob"), ann=[YES_X], bob=[YES], cy=[NO])
    assert happened(course)[:4] == ["ann offered x=yes", "bob yes", "cy no", "ann bob agreed x=yes"]


def test_an_agreement_of_all_seats_ends_the_meeting_though_issues_are_left() -> None:
    course = versus(table(x="ann bob cy", y="ann bob cy"), ann=[YES_X], bob=[YES], cy=[YES])
    assert (stands(course), ends(course), course.round) == ({"x": "yes", "y": "no"}, ["agreed"], 1)


def test_an_agreement_of_some_closes_what_it_names_and_the_meeting_goes_on() -> None:
    of = table(x="ann bob", y="ann bob cy")
    course = do(opened(of), ("ann", YES_X), ("bob", YES), ("cy", NO))
    assert course.asked == ("bob",)
    assert course.current.protocol.table.axes == (1,)
    do(course, ("bob", {"y": "yes"}), ("cy", YES), ("ann", YES))
    assert (stands(course), ends(course)) == ({"x": "yes", "y": "yes"}, ["agreed"])


def test_a_promise_closes_its_issue_too() -> None:
    of = table(x="ann bob", y="ann bob cy", z="ann bob cy")
    course = do(opened(of), ("ann", {"x": "yes", "y": "no"}), ("bob", YES), ("cy", YES))
    assert course.current.protocol.table.axes == (2,)
    assert (bound(course, "y"), bound(course, "z")) == ({"ann", "bob"}, set())


def test_a_package_that_needs_only_its_proposer_takes_effect_at_once_and_closes_nothing_else() -> None:
    course = do(opened(table(x="ann", y="ann bob cy")), ("ann", YES_X))
    assert happened(course) == ["ann offered x=yes", "ann agreed x=yes"]
    assert course.log[-1].facts == Assent(declaration=True, everyone=False)
    assert course.current.protocol.table.axes == (1,)
    assert (course.asked, bound(course, "x")) == (("bob",), {"ann"})


def test_who_proposes_what_it_is_not_asked_for_is_bound_too_for_to_propose_is_to_consent() -> None:
    course = do(opened(table(x="ann bob", y="ann bob cy")), ("ann", PASS), ("bob", PASS), ("cy", YES_X))
    do(course, ("ann", YES), ("bob", YES))
    assert bound(course, "x") == {"ann", "bob", "cy"}


def test_to_propose_is_to_consent_so_that_all_seats_can_agree_to_what_not_all_are_needed_for() -> None:
    of = table(x="ann bob", y="ann bob cy")
    course = versus(of, ann=[PASS, YES], bob=[PASS, YES], cy=[YES_X])
    assert ends(course) == ["agreed"]


def test_a_meeting_ends_at_its_deadline() -> None:
    course = versus(table(rounds=4), ann=[], bob=[], cy=[])
    assert (ends(course), course.meetings[0].rounds, len(happened(course))) == (["deadline"], 4, 4)


def test_an_agreement_in_the_last_round_counts() -> None:
    course = versus(table(2, rounds=2), ann=[PASS, YES], bob=[YES_X])
    assert (ends(course), stands(course)) == (["agreed"], {"x": "yes"})


def test_who_walks_out_refuses_the_offer_on_the_table() -> None:
    course = do(opened(table(x="ann bob cy", y="ann bob")), ("ann", YES_X), ("bob", YES), ("cy", LEAVE))
    assert (stands(course)["x"], course.asked) == ("no", ("bob",))


def test_the_offer_stands_where_the_seat_that_walks_out_is_not_needed() -> None:
    course = versus(table(x="ann bob", y="ann bob cy"), ann=[YES_X], bob=[LEAVE], cy=[])
    assert stands(course)["x"] == "no"
    course = do(opened(table(x="ann cy", y="ann cy")), ("ann", YES_X), ("bob", LEAVE), ("cy", YES))
    assert stands(course)["x"] == "yes"
    course = do(opened(table(x="ann bob", y="ann bob")), ("ann", YES_X), ("bob", YES), ("cy", LEAVE))
    assert stands(course)["x"] == "yes"


def test_a_meeting_ends_when_without_the_seats_that_left_nothing_is_on_offer() -> None:
    course = versus(table(x="ann bob", y="ann bob cy"), ann=[PASS], bob=[LEAVE], cy=[])
    assert (ends(course), course.round) == (["nothing on offer"], 2)


def test_a_meeting_goes_on_while_those_who_are_left_can_settle_something() -> None:
    course = versus(table(x="ann bob", y="cy bob"), ann=[LEAVE], bob=[{"y": "yes"}], cy=[YES])
    assert happened(course) == ["ann left", "bob offered y=yes", "cy yes", "bob cy agreed y=yes"]
    assert ends(course) == ["agreed"]


def test_a_seat_alone_may_still_declare() -> None:
    course = versus(table(2, x="ann", y="ann bob"), ann=[PASS, YES_X], bob=[LEAVE])
    assert (stands(course)["x"], ends(course)) == ("yes", ["nothing on offer"])


def test_turns_go_round_those_who_are_left() -> None:
    of = table(3, 6, x="ann cy")
    assert asked_rounds(of, PASS, LEAVE, *[PASS] * 4) == ["ann", "bob", "cy", "ann", "cy", "ann"]


def test_the_rounds_of_offers_known_in_advance_pass_over_those_who_left() -> None:
    course = do(opened(table(3, 6, x="ann cy")), ("ann", PASS), ("bob", LEAVE))
    assert course.current.protocol.next_offer(PARTIES.index("bob")) is None


def test_each_seat_may_do_what_its_turn_allows() -> None:
    course = opened(table())
    assert course.current.protocol.permitted == (Offer, Pass, Leave)
    do(course, ("ann", YES_X))
    assert course.current.protocol.permitted == (Accept, Reject, Leave)


def test_the_log_says_whose_consent_an_offer_needs_and_whose_answer_counts() -> None:
    course: Course = do(opened(table(x="ann bob", y="ann bob cy")), ("ann", YES_X), ("bob", YES), ("cy", NO))
    offered, bob, cy, agreed = course.log[1:]
    assert (offered.parties, agreed.parties) == (("ann", "bob"), ("ann", "bob"))
    assert [one.facts for one in (bob, cy)] == [Reply(accepts=True, needed=True), Reply(accepts=False, needed=False)]
    assert agreed.facts == Assent(declaration=False, everyone=False)
    assert offered.package == packaged(course.realization, x="yes")
