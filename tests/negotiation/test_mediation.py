"""A mediator: one text for all, and going to and fro; and what a mediator costs whom."""

from __future__ import annotations

from typing import Any

import pytest
from building import (
    LEAVE,
    NO,
    PASS,
    WHERE_FROM,
    YES,
    Step,
    amount,
    bound,
    do,
    ends,
    happened,
    issue,
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
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.analysis.run_narrative import account
from negosim.errors import InputError
from negosim.negotiation.course import Course
from negosim.negotiation.log import Proposal
from negosim.scenario.load import from_plain
from negosim.scenario.spec.scenario import Scenario
from negosim.teaching.play.screen_phrases import happening
from negosim.teaching.play.turn import seat_of

SIDES = "ann bob"
X, Y, BOTH = {"x": "yes"}, {"y": "yes"}, {"x": "yes", "y": "yes"}


def talks(protocol: str, rounds: int = 4, mediator: str = "linear", more: str = "", **sides: Any) -> Scenario:
    """ann gives on x and gains by y, bob the other way; med has no stances, and nobody cares about `more` issues."""
    issues = {key: issue("no yes", SIDES) for key in f"x y {more}".split()}
    wants = {
        "ann": {"x": stance(40, {"no": 100, "yes": 0}), "y": stance(60, {"no": 0, "yes": 100})},
        "bob": {"x": stance(60, {"no": 0, "yes": 100}), "y": stance(40, {"no": 100, "yes": 0})},
    }
    parties = {"med": party(tactic=mediator, **sides.pop("med", {}))}
    parties |= {key: party(stances) for key, stances in wants.items()}
    of = scenario(issues, parties, {"talks": meeting("med ann bob", " ".join(issues), rounds)})
    return ruled(of, protocol, mediator="med")


# One text


def text(*acts: tuple[str, Step], rounds: int = 4) -> Course:
    return do(opened(talks("single_text", rounds)), *acts)


def test_the_first_text_is_only_a_beginning_that_nobody_answers() -> None:
    course = text(("med", X))
    assert (happened(course), course.asked) == (["med offered x=yes", "med drafted"], ("med",))
    assert stands(course) == {"x": "no", "y": "no"}


def test_the_text_stays_the_same_package_when_something_moves_besides_the_talks() -> None:
    plain = talks("single_text", 3, more="z").plain()
    plain["issues"]["z"]["unilateral"] = [
        {"by": "ann", "from": "no", "to": "yes", "title": "Ann moves", "chance": 1, **WHERE_FROM}
    ]
    plain["parties"]["ann"]["stances"]["z"] = stance(10, {"no": 0, "yes": 100})
    course = do(opened(from_plain(plain, "test")), ("med", X))
    assert (stands(course)["z"], course.current.offer) == ("yes", None)
    do(course, ("med", PASS))
    assert (happened(course)[-1], course.asked) == ("med offered x=yes", ("ann",))


def test_a_text_is_put_to_the_sides_in_a_last_round_that_came_early() -> None:
    plain = talks("single_text", 4).plain()
    news = {"title": "A deadline", "round": 1, "deadlines": {"talks": 2}, **WHERE_FROM}
    course = do(opened(from_plain({**plain, "events": {"news": news}}, "test")), ("med", X))
    assert course.asked == ("ann",)
    assert ends(do(course, ("ann", YES), ("bob", YES))) == ["agreed"]


def test_a_text_that_all_sides_find_as_good_takes_the_place_of_the_present_one() -> None:
    course = text(("med", X), ("med", BOTH), ("ann", YES), ("bob", YES))
    assert happened(course)[-1] == "med drafted"
    assert bound(course, "x") == set()


def test_all_sides_are_heard_and_one_no_keeps_the_present_text() -> None:
    course = text(("med", X), ("med", BOTH), ("ann", NO), ("bob", YES))
    assert [event.kind for event in course.log[-2:]] == ["answered", "answered"]
    assert course.asked == ("med",)


def test_in_the_last_round_the_sides_take_the_present_text_or_leave_it() -> None:
    course = text(("med", X), ("med", PASS), rounds=3)
    assert (happened(course)[-2:], course.asked) == (["med passed", "med offered x=yes"], ("ann",))
    assert course.log[-1].facts == Proposal(follows=True)
    do(course, ("ann", YES), ("bob", YES))
    assert (stands(course), ends(course)) == ({"x": "yes", "y": "no"}, ["agreed"])


def test_the_mediator_is_not_bound_by_what_it_put_forward() -> None:
    course = text(("med", BOTH), ("ann", YES), ("bob", YES), rounds=2)
    assert bound(course, "x") == {"ann", "bob"}


def test_a_text_that_one_side_refuses_at_the_end_comes_to_nothing() -> None:
    course = text(("med", BOTH), ("ann", NO), rounds=2)
    assert (stands(course), ends(course)) == ({"x": "no", "y": "no"}, ["deadline"])


def test_with_one_round_the_first_text_is_the_last() -> None:
    course = text(("med", BOTH), ("ann", YES), ("bob", YES), rounds=1)
    assert ends(course) == ["agreed"]


def test_a_side_measures_a_new_text_by_the_present_one() -> None:
    course = text(("med", X), ("med", BOTH))
    view = course.view("ann")
    assert view.scale.points(view.reservation) == 0  # x alone leaves ann nothing, and what stands 40
    assert view.scale.points(view.menu.stands) == 40


def test_with_the_mediator_goes_the_meeting() -> None:
    assert ends(text(("med", X), ("med", LEAVE))) == ["nobody left to propose"]


def test_a_side_that_walks_out_during_criticism_takes_its_consent_along() -> None:
    course = text(("med", X), ("med", BOTH), ("ann", LEAVE), ("bob", YES))
    assert ends(course) == ["nothing on offer"]


def test_the_texts_of_a_climbing_mediator_never_get_worse_for_a_side() -> None:
    for run in range(5):
        course = versus(talks("single_text", 12, "hill_climbing"), run=run)
        drafts = [event.package for event in course.log if event.kind == "drafted"]
        for side in SIDES.split():
            wants = course.realization.preferences[side]
            worths = [wants.points(one.on(course.realization.space.status_quo)) for one in drafts if one]
            assert worths == sorted(worths)


def test_a_climbing_mediator_tries_nothing_twice_on_the_same_text_and_then_passes() -> None:
    course = versus(talks("single_text", 9, "hill_climbing"), ann=[NO] * 9, bob=[NO] * 9)
    own = [event.package for event in course.log if event.kind == "offered" and event.facts != Proposal(follows=True)]
    assert len(own) == len(set(own))
    assert "med passed" in happened(course)


def reached(mediator: str, **parameters: Any) -> int:
    """In how many of thirty runs the sides end with x and y, where each by itself suits only one of them."""
    found = 0
    for run in range(30):
        of = talks("single_text", 16, mediator, more="z", med={"parameters": parameters})
        found += stands(versus(of, run=run)).items() >= BOTH.items()
    return found


def test_annealing_gets_past_texts_where_climbing_is_stuck() -> None:
    """Klein et al. 2003: hill climbers end on the first text on which no single change suits all."""
    climbing, annealing = reached("hill_climbing"), reached("annealing")
    assert climbing < annealing
    assert reached("annealing", heat=0.0) == climbing


# Going to and fro


def visits(*acts: tuple[str, Step], rounds: int = 6) -> Course:
    return do(opened(talks("shuttle", rounds)), *acts)


def test_the_mediator_visits_the_sides_in_turn() -> None:
    course = visits(("med", PASS), ("ann", PASS), ("med", PASS), ("bob", PASS), ("med", PASS))
    assert course.asked == ("ann",)


def test_what_a_side_offers_only_the_mediator_hears() -> None:
    course = visits(("med", PASS), ("ann", X))
    assert course.view("bob").offers == {}
    assert [event.kind for event in course.view("bob").events] == []
    assert set(course.view("med").offers) == {"ann"}


def test_a_side_sees_what_is_brought_as_an_offer_of_the_others() -> None:
    course = visits(("med", PASS), ("ann", X), ("med", X))
    view = course.view("bob")
    assert (view.by, set(view.offers), course.view("ann").offer) == ("med", {"med", "ann"}, None)


def test_an_offer_that_is_carried_as_it_is_and_accepted_takes_effect() -> None:
    course = visits(("med", PASS), ("ann", BOTH), ("med", BOTH), ("bob", YES))
    assert (stands(course), ends(course), bound(course, "x")) == (BOTH, ["agreed"], {"ann", "bob"})


def test_an_offer_that_was_improved_needs_the_first_side_again() -> None:
    course = visits(("med", PASS), ("ann", X), ("med", BOTH), ("bob", YES))
    assert (stands(course)["x"], course.asked) == ("no", ("med",))
    do(course, ("med", BOTH), ("ann", YES))
    assert stands(course) == BOTH


def test_a_side_that_says_no_may_say_what_it_wants() -> None:
    course = visits(("med", X), ("ann", NO))
    assert course.asked == ("ann",)
    do(course, ("ann", Y), ("med", Y), ("bob", YES))
    assert stands(course) == {"x": "no", "y": "yes"}


def test_a_later_yes_takes_the_place_of_an_earlier_one() -> None:
    course = visits(("med", PASS), ("ann", X), ("med", PASS), ("bob", PASS), ("med", PASS), ("ann", Y))
    do(course, ("med", X), ("bob", YES))
    assert stands(course)["x"] == "no"


def test_a_no_takes_back_a_yes_to_the_same() -> None:
    course = visits(("med", PASS), ("ann", X), ("med", PASS), ("bob", PASS), ("med", X), ("ann", NO), ("ann", PASS))
    do(course, ("med", X), ("bob", YES))
    assert stands(course)["x"] == "no"


def test_two_sides_that_offer_the_same_have_agreed_without_knowing() -> None:
    course = visits(("med", PASS), ("ann", BOTH), ("med", PASS), ("bob", BOTH))
    assert ends(course) == ["agreed"]


def test_what_was_said_to_the_mediator_stays_unheard_in_later_meetings() -> None:
    plain = talks("shuttle", 2).plain()
    plain["meetings"]["after"] = plain["meetings"]["talks"]
    of = from_plain(plain, "test")
    course = do(opened(of), ("med", PASS), ("ann", X), ("med", PASS), ("bob", PASS))
    assert course.current.meeting.key == "after"
    assert "offered" not in {event.kind for event in course.view("bob").events}
    assert "offered" in {event.kind for event in course.view("ann").events}


def test_who_walks_out_takes_its_yes_along_and_without_the_mediator_nobody_carries() -> None:
    course = visits(("med", PASS), ("ann", X), ("med", PASS), ("bob", LEAVE))
    assert ends(course) == ["nothing on offer"]
    assert ends(visits(("med", LEAVE))) == ["nobody left to propose"]


def test_a_courier_brings_the_last_offer_of_the_other_side_as_it_is() -> None:
    course = versus(talks("shuttle", 4, "courier"), ann=[X, NO, Y], bob=[NO, Y])
    assert happened(course)[:6] == [
        "med passed",
        "ann offered x=yes",
        "med offered x=yes",
        "bob no",
        "bob offered y=yes",
        "med offered y=yes",
    ]


@pytest.mark.parametrize(("improves", "brought"), [(False, "med offered x=1"), (True, "med offered x=5")])
def test_a_courier_that_improves_brings_what_lies_between_two_offers(improves: bool, brought: str) -> None:
    parties = {
        "med": party(tactic="courier", parameters={"improves": improves}),
        "ann": party({"x": stance(1, {0: 0, 10: 100})}),
        "bob": party({"x": stance(1, {0: 100, 10: 0})}),
    }
    of = scenario({"x": amount(0, 10, 1, SIDES)}, parties, {"talks": meeting("med ann bob", "x", 4)})
    course = versus(ruled(of, "shuttle", mediator="med"), ann=[{"x": 9}], bob=[NO, {"x": 1}])
    assert happened(course)[4:6] == ["bob offered x=1", brought]


def test_a_mediator_with_preferences_puts_nothing_forward_that_is_a_loss_to_it() -> None:
    for protocol, tactic in (("single_text", "hill_climbing"), ("single_text", "annealing"), ("shuttle", "courier")):
        mine = {"stances": {"x": stance(1, {"no": 100, "yes": 0})}}
        course = versus(talks(protocol, 8, tactic, med=mine))
        own = [event.package for event in course.log if event.kind == "offered" and event.seat == "med"]
        assert {package.terms for package in own if package} == {((1, 1),)}


@settings(max_examples=20)
@given(
    st.sampled_from(["single_text", "shuttle"]), st.sampled_from(["hill_climbing", "annealing", "courier", "linear"])
)
def test_no_side_ends_below_what_it_had(protocol: str, mediator: str) -> None:
    course = versus(talks(protocol, 10, mediator))
    for side in SIDES.split():
        wants = course.realization.preferences[side]
        assert wants.points(course.standing.outcome) >= wants.points(course.realization.space.status_quo)


def test_who_mediates_sits_at_the_table() -> None:
    plain = talks("shuttle").plain()
    plain["meetings"]["talks"]["protocol"]["mediator"] = "mad"
    with pytest.raises(InputError, match="it can be: med, ann, bob"):
        from_plain(plain, "test")


def test_mediated_talks_are_told() -> None:
    course = text(("med", BOTH), ("ann", YES), ("bob", YES), rounds=2)
    told = " ".join(account(recorded(course))[0].sentences)
    assert "Party ann and Party bob agreed" in told
    assert "Party med proposed it" in told
    seat, space = seat_of(course, "ann"), course.realization.space
    drafted = next(event for event in course.log if event.kind == "drafted")
    assert happening(seat, space, drafted).startswith("The text on the table is now")


def test_mediator_or_ally_is_a_variant_whose_price_is_counted() -> None:
    """med wants x and may offer it to bob as an ally; as a courier it carries only what a side offers."""
    plain = talks("shuttle", 6, "courier").plain()
    plain["issues"]["x"]["consent"] = ["med", "bob"]
    plain["parties"]["med"]["stances"] = {"x": stance(1, {"no": 0, "yes": 100})}
    mediator = from_plain(plain, "test")
    ally = ruled(mediator, "alternating_offers", begins="med")
    worth = {
        name: course.realization.preferences["med"].scale.points(course.value("med"))
        for name, course in (("ally", versus(ally, med=[X], bob=[YES])), ("mediator", versus(mediator, ann=[], bob=[])))
    }
    assert worth == {"ally": 100, "mediator": 0}
