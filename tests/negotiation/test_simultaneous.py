"""All hand in at once: nobody sees another's offer of the round, and a standstill ends in conflict."""

from __future__ import annotations

from typing import Any

import pytest
from building import (
    LEAVE,
    NO,
    PARTIES,
    PASS,
    YES,
    do,
    ends,
    happened,
    issue,
    meeting,
    one_issue,
    opened,
    party,
    recorded,
    ruled,
    scenario,
    stands,
    versus,
)

from negosim.analysis.offers import offer_records
from negosim.analysis.run_narrative import account
from negosim.negotiation.acts import Forfeit, Offer, Pass
from negosim.negotiation.session import IllegalActError
from negosim.scenario.spec.scenario import Scenario
from negosim.teaching.play.turn import seat_of, turn_of

ONE, TWO, THREE = ({"it": f"o{k}"} for k in (1, 2, 3))


def two(rounds: int = 6, **rules: Any) -> Scenario:
    """What is good for ann is bad for bob; three steps between."""
    return ruled(one_issue({"ann": [0, 90, 60, 30], "bob": [0, 30, 60, 90]}, rounds=rounds), "simultaneous", **rules)


def some(seats: int = 3, **issues: str) -> Scenario:
    keys = " ".join(PARTIES[:seats])
    made = {key: issue("no yes more", who) for key, who in issues.items()}
    of = scenario(made, {key: party() for key in keys.split()}, {"talks": meeting(keys, " ".join(made), 4)})
    return ruled(of, "simultaneous")


def test_all_hand_in_before_anything_is_opened() -> None:
    course = do(opened(two()), ("ann", ONE), ("bob", THREE))
    assert happened(course) == ["ann sealed", "bob sealed", "ann offered it=o1"]
    assert course.asked == ("bob",)
    do(course, ("bob", NO))
    assert happened(course)[3:] == ["bob no", "bob offered it=o3"]


def test_a_turn_is_lost_once_whatever_others_do_meanwhile() -> None:
    course = do(opened(two()), ("ann", Forfeit("slow")), ("bob", Forfeit("slow")))
    for act in (Forfeit("slow again"), Offer(course.view("ann").menu.best())):
        with pytest.raises(IllegalActError, match="ann has lost this turn"):
            course.submit("ann", act)
    do(course, ("bob", PASS), ("ann", PASS))
    assert do(course, ("ann", ONE)).asked == ("bob",)  # another round is another turn


def test_what_a_seat_has_handed_in_nobody_else_sees() -> None:
    course = do(opened(two()), ("ann", ONE))
    view = course.view("bob")
    assert (view.offer, view.by, dict(view.offers)) == (None, "", {})
    assert [event.kind for event in view.events] == []
    turn = turn_of(course, seat_of(course, "bob"))
    assert (turn.view.events, turn.allowed[:2]) == ((), (Offer, Pass))


def test_that_a_seat_has_passed_nobody_else_sees_either() -> None:
    assert do(opened(two()), ("ann", PASS)).view("bob").events == ()


def test_what_was_opened_all_see_and_it_is_an_offer_like_any() -> None:
    course = do(opened(two()), ("ann", ONE), ("bob", THREE), ("bob", NO), ("ann", NO))
    assert {seat: one.terms for seat, one in course.view("bob").others.items()} == {"ann": ((0, 1),)}
    ended = do(course, ("bob", LEAVE))
    rows = offer_records(recorded(ended))
    assert [(one.event.seat, one.answers) for one in rows] == [("ann", {"bob": False}), ("bob", {"ann": False})]


def test_the_first_offer_that_suits_those_whom_it_needs_takes_effect() -> None:
    course = do(opened(two()), ("ann", ONE), ("bob", TWO), ("bob", NO), ("ann", YES))
    assert (stands(course), ends(course)) == (TWO, ["agreed"])


def test_where_both_offers_suit_both_the_one_opened_first_is_taken_and_the_other_stays_sealed() -> None:
    course = do(opened(two(begins="bob")), ("bob", THREE), ("ann", ONE), ("ann", YES))
    assert (stands(course), [event.seat for event in course.log if event.kind == "offered"]) == (THREE, ["bob"])


def test_another_seat_is_opened_first_each_round() -> None:
    course = versus(two(3), ann=[ONE, NO, TWO, NO], bob=[THREE, NO, TWO, NO])
    assert [event.seat for event in course.log if event.kind == "offered"][:4] == ["ann", "bob", "bob", "ann"]


def test_two_rounds_in_which_nobody_moves_are_conflict() -> None:
    """Rosenschein & Zlotkin end talks at once when neither concedes; here `patience` says after how many rounds."""
    for patience, rounds in ((2, 3), (1, 2)):
        course = versus(two(9, patience=patience), ann=[ONE, NO] * 5, bob=[THREE, NO] * 5)
        assert (ends(course), course.round) == (["conflict"], rounds)


def test_one_seat_that_moves_keeps_the_talks_going() -> None:
    course = versus(two(4), ann=[ONE, NO, TWO, NO, ONE, NO, TWO, NO], bob=[THREE, NO] * 4)
    assert ends(course) == ["deadline"]


def test_an_agreement_of_some_drops_what_is_still_sealed_and_the_meeting_goes_on() -> None:
    of = some(x="ann bob", y="ann bob cy")
    course = do(
        opened(of), ("ann", {"x": "yes"}), ("bob", {"x": "more"}), ("cy", {"y": "yes"}), ("bob", YES), ("cy", NO)
    )
    rules = course.current.protocol
    assert (rules.table.axes, rules.round, course.asked) == ((1,), 2, ("bob", "cy", "ann"))


def test_what_needs_only_its_maker_takes_effect_when_it_is_opened() -> None:
    course = do(opened(some(2, x="ann", y="ann bob")), ("ann", {"x": "yes"}), ("bob", {"y": "yes"}))
    assert happened(course)[2:] == ["ann offered x=yes", "ann agreed x=yes"]


def test_who_walks_out_takes_its_offer_along_and_others_that_need_it_are_not_opened() -> None:
    of = some(x="ann bob", y="ann bob cy")
    course = do(opened(of), ("ann", {"y": "yes"}), ("bob", {"x": "yes"}), ("cy", LEAVE))
    assert happened(course)[2:] == ["cy left", "bob offered x=yes"]
    do(course, ("ann", LEAVE))
    assert ends(course) == ["nothing on offer"]


def test_conflict_is_told() -> None:
    of = one_issue({"ann": [0, 100], "bob": [100, 0]}, rounds=5)
    told = account(recorded(versus(ruled(of, "simultaneous"), ann=[], bob=[])))[0].sentences
    assert any("ended in conflict after 2 rounds" in sentence for sentence in told)


def test_zeuthens_rule_comes_to_the_nash_solution_as_the_source_says() -> None:
    """Harsanyi 1956: who has less to lose by conflict gives way; the end is where the product of gains is highest."""
    gains = [(100, 0), (95, 25), (85, 50), (70, 65), (40, 80), (0, 90)]
    values = {"ann": [0, *(a for a, _ in gains)], "bob": [0, *(b for _, b in gains)]}
    seat = {"tactic": "zeuthen", "informed": True}
    of = one_issue(values, rounds=40, ann=seat, bob=seat)
    best = max(range(len(gains)), key=lambda k: gains[k][0] * gains[k][1])
    assert stands(versus(ruled(of, "simultaneous"))) == {"it": f"o{best + 1}"}
