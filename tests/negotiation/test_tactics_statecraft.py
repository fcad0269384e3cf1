"""What states do: each tactic by a sequence of acts that shows it."""

from __future__ import annotations

import pytest
from building import (
    LEAVE,
    NO,
    PASS,
    YES,
    Plain,
    Recites,
    delay,
    do,
    ends,
    happened,
    issue,
    linkage,
    meeting,
    one_issue,
    opened,
    party,
    scenario,
    stance,
    stands,
    versus,
)

from negosim.negotiation.acts import Accept, Act, Offer, Pass, Reject
from negosim.negotiation.course import Course
from negosim.negotiation.tactics.base import Tactic, View
from negosim.negotiation.tactics.statecraft import stakes
from negosim.registry import lookup
from negosim.scenario.spec.scenario import Scenario

OPTIONS = "none mine half theirs"
MINE: Plain = {"none": 0, "mine": 100, "half": 50, "theirs": 0}
THEIRS: Plain = {"none": 0, "mine": 0, "half": 50, "theirs": 100}


def tactic(name: str, **parameters: float) -> Tactic:
    made: Tactic = lookup("tactic", name).make(**parameters)
    return made


def offers_of(course: Course, seat: str) -> list[str]:
    """What a seat offered, in order."""
    return [one.partition("offered ")[2] for one in happened(course) if one.startswith(f"{seat} offered")]


def three_weights(rounds: int = 21) -> Scenario:
    """Issues that weigh 60, 30 and 10 to ann; bob wants the other end of each."""
    weights = {"heavy": 6, "middle": 3, "light": 1}
    issues = {key: issue(OPTIONS, "ann bob", ordered=True) for key in weights}
    ann = party({key: stance(weight, MINE) for key, weight in weights.items()})
    bob = party({key: stance(1, THEIRS) for key in weights})
    return scenario(issues, {"ann": ann, "bob": bob}, {"talks": meeting("ann bob", " ".join(issues), rounds)})


ALL_THEIRS = {"heavy": "theirs", "middle": "theirs", "light": "theirs"}

# Red line, then trade


def test_red_line_then_trade_concedes_on_the_light_issue_then_on_the_middle_one_and_last_on_the_heavy_one() -> None:
    course = versus(three_weights(), ann=tactic("red_line_then_trade"), bob=Recites(*[ALL_THEIRS] * 10))
    assert offers_of(course, "ann")[:6] == [
        "heavy=mine middle=mine light=mine",  # asks for 100
        "heavy=mine middle=mine light=theirs",  # 90
        "heavy=mine middle=mine light=theirs",  # 80
        "heavy=mine middle=half light=theirs",  # 70
        "heavy=mine middle=theirs light=theirs",  # 60
        "heavy=mine middle=theirs light=theirs",  # 50: half of the heavy one would leave 30
    ]


def test_a_linear_seat_splits_several_issues_at_once() -> None:
    """Where half of an issue is more than half of the way to the other: it splits two rather than give one up."""
    plain = three_weights().plain()
    for one in plain["issues"].values():
        one["positions"] = {"none": 0, "mine": 1, "half": 2.2, "theirs": 3}
    of = scenario(plain["issues"], plain["parties"], plain["meetings"])
    made = offers_of(versus(of, ann=tactic("linear"), bob=Recites(*[ALL_THEIRS] * 10)), "ann")
    assert "heavy=mine middle=half light=half" in made[:6]


def test_what_an_issue_can_bring_is_its_best_less_its_worst_option_on_offer() -> None:
    plain = three_weights().plain()
    plain["issues"]["middle"]["consent"] = {"mine": ["ann", "bob"], "half": ["ann", "bob"], "theirs": ["bob", "cy"]}
    plain["parties"]["cy"] = party() | {"name": "Cy"}
    plain["parties"]["ann"]["stances"]["middle"]["values"]["theirs"] = -0.0
    plain["parties"]["ann"]["stances"]["middle"]["values"]["none"] = 40
    view = opened(scenario(plain["issues"], plain["parties"], plain["meetings"])).view("ann")
    found = {view.preferences.space.issues[axis].key: view.scale.points(one) for axis, one in stakes(view).items()}
    assert found == {"heavy": 60, "middle": 18, "light": 10}  # middle: 40 to 100 of 30, cy is not there


def beyond_its_consent() -> Scenario:
    """A matter that ann refuses, though bob can settle it alone."""
    issues = {"deal": issue("no yes", "ann bob"), "base": issue("none built", "bob")}
    ann = party({"deal": stance(1, {"no": 0, "yes": 100}), "base": stance(1, {"none": 0, "built": 20}, "built")})
    bob = party({"deal": stance(1, {"no": 0, "yes": 0}), "base": stance(1, {"none": 0, "built": 100})})
    return scenario(issues, {"ann": ann, "bob": bob}, {"talks": meeting("ann bob", "deal base", 6)})


def test_red_line_then_trade_never_crosses_a_refusal_even_where_nobody_asks_for_its_consent() -> None:
    bob = [NO, {"deal": "yes", "base": "built"}, NO, {"deal": "yes"}]
    course = versus(beyond_its_consent(), ann=tactic("red_line_then_trade"), bob=bob)
    assert happened(course) == [
        "ann offered deal=yes",
        "bob no",
        "bob offered deal=yes base=built",
        "ann no",
        "ann offered deal=yes",
        "bob no",
        "bob offered deal=yes",
        "ann yes",
        "ann bob agreed deal=yes",
    ]
    bob = [NO, {"deal": "yes", "base": "built"}]
    assert happened(versus(beyond_its_consent(), ann=tactic("linear"), bob=bob))[0] == "ann offered deal=yes base=built"


# Logroll


def opposite_weights(rounds: int = 21) -> Scenario:
    """Ann minds the one issue, bob the other."""
    issues = {key: issue(OPTIONS, "ann bob", ordered=True) for key in ("anns", "bobs")}
    ann = party({"anns": stance(7, MINE), "bobs": stance(3, MINE)})
    bob = party({"anns": stance(3, THEIRS), "bobs": stance(7, THEIRS)})
    return scenario(issues, {"ann": ann, "bob": bob}, {"talks": meeting("ann bob", "anns bobs", rounds)})


def test_logroll_gives_the_whole_of_what_weighs_little_for_the_whole_of_what_weighs_much() -> None:
    asks = [{"anns": "theirs", "bobs": "theirs"}] * 10
    made = offers_of(versus(opposite_weights(), ann=tactic("logroll"), bob=Recites(*asks)), "ann")
    assert made[:5] == ["anns=mine bobs=mine"] * 3 + ["anns=mine bobs=theirs"] * 2  # at 100, 90, 80 and 70, 60
    assert not any("half" in one for one in made)
    linear = offers_of(versus(opposite_weights(), ann=tactic("linear"), bob=Recites(*asks)), "ann")
    assert any("half" in one for one in linear)


def test_two_logrollers_swap() -> None:
    course = versus(opposite_weights(), ann=tactic("logroll"), bob=tactic("logroll"))
    assert stands(course) == {"anns": "mine", "bobs": "theirs"}


# Linkage keeper


def hand_in_hand(points: float = -30) -> Scenario:
    """Ann wants no minerals without guarantees; bob wants just that."""
    issues = {
        "minerals": issue("none deal", "ann bob"),
        "guarantees": issue("none given", "ann bob"),
        "visit": issue("none made", "ann bob"),
    }
    yes = {"minerals": ("none", "deal"), "guarantees": ("none", "given"), "visit": ("none", "made")}
    wants = {key: stance(1, {no: 0, ok: 100}) for key, (no, ok) in yes.items()}
    tie = {"tie": linkage({"minerals": "deal", "guarantees": "none"}, points)}
    bob = {"minerals": stance(1, {"none": 0, "deal": 100}), "guarantees": stance(1, {"none": 100, "given": 0})}
    parties = {"ann": party(wants, linkages=tie), "bob": party(bob)}
    return scenario(issues, parties, {"talks": meeting("ann bob", "minerals guarantees visit", 8)})


def test_linkage_keeper_takes_no_part_without_the_other_whatever_else_it_brings() -> None:
    parted = {"minerals": "deal", "visit": "made"}  # worth 67 - 30 to ann
    bob = [NO, parted, NO, parted, NO, parted, NO, parted]
    course = versus(hand_in_hand(), ann=tactic("linkage_keeper"), bob=list(bob))
    assert ends(course) == ["deadline"]
    assert all("guarantees=given" in one or "minerals" not in one for one in offers_of(course, "ann"))
    assert happened(versus(hand_in_hand(), ann=tactic("linear"), bob=list(bob)))[-1] == (
        "ann bob agreed minerals=deal visit=made"
    )


def test_linkage_keeper_accepts_both_together_and_neither() -> None:
    both = {"minerals": "deal", "guarantees": "given"}
    course = versus(hand_in_hand(), ann=tactic("linkage_keeper", exponent=10), bob=[NO, both, NO, both])
    assert happened(course)[-1] == "ann bob agreed minerals=deal guarantees=given"
    neither = {"visit": "made"}
    course = versus(hand_in_hand(), ann=tactic("linkage_keeper", exponent=10), bob=[NO, PASS, NO, PASS, NO, neither])
    assert stands(course)["visit"] == "made"


def test_linkage_keeper_minds_no_linkage_that_pays_and_none_that_already_stands() -> None:
    parted = {"minerals": "deal", "visit": "made"}
    for of in (hand_in_hand(5), already_parted()):
        course = versus(of, ann=tactic("linkage_keeper"), bob=[NO, parted, NO, parted, NO, parted, NO, parted])
        assert ends(course) == ["agreed"]


def already_parted() -> Scenario:
    plain = hand_in_hand().plain()
    plain["parties"]["ann"]["linkages"]["tie"]["when"] = {"guarantees": "none", "visit": ["none", "made"]}
    return scenario(plain["issues"], plain["parties"], plain["meetings"])


# Stall


def waiting(ann: float, bob: float, rounds: int = 12, *, informed: bool = True) -> Scenario:
    """A line of options, and what a round costs each."""
    costs = {"ann": {"cost_of_delay": delay(ann), "informed": informed}, "bob": {"cost_of_delay": delay(bob)}}
    return one_issue({"ann": [0, 100, 80, 60, 40], "bob": [0, 40, 60, 80, 100]}, rounds=rounds, **costs)


def test_stall_lets_its_turns_go_by_while_delay_costs_the_other_more_and_takes_what_comes_of_it() -> None:
    bob = [{"it": "o4"}, {"it": "o3"}, {"it": "o2"}, {"it": "o1"}]
    course = versus(waiting(1, 5), ann=tactic("stall"), bob=bob)
    assert happened(course) == [
        "ann passed",
        "bob offered it=o4",
        "ann no",
        "ann passed",
        "bob offered it=o3",
        "ann no",
        "ann passed",
        "bob offered it=o2",
        "ann no",
        "ann passed",
        "bob offered it=o1",
        "ann yes",
        "ann bob agreed it=o1",
    ]


@pytest.mark.parametrize(("ann", "bob"), [(5, 1), (2, 2)])
def test_stall_bargains_where_delay_costs_it_as_much_or_more(ann: float, bob: float) -> None:
    assert happened(versus(waiting(ann, bob), ann=tactic("stall"), bob=Recites()))[0] == "ann offered it=o1"


def test_stall_bargains_when_it_has_no_later_turn() -> None:
    course = versus(waiting(1, 5), ann=tactic("stall"), bob=Recites(*[{"it": "o4"}] * 6))
    assert [one for one in happened(course) if one.startswith("ann") and one != "ann no"][:5] == ["ann passed"] * 5
    assert happened(course)[-3:] == ["bob offered it=o4", "ann yes", "ann bob agreed it=o4"]


def test_stall_that_does_not_know_waits_while_the_others_offers_rise_by_more_than_delay_costs() -> None:
    of = waiting(2, 0, rounds=20, informed=False)
    course = opened(of)
    assert tactic("stall").act(course.view("ann")) != Pass()  # delay costs it, and it has heard nothing
    do(course, ("ann", PASS), ("bob", {"it": "o4"}), ("ann", NO), ("ann", PASS), ("bob", {"it": "o3"}))
    assert tactic("stall").act(course.view("ann")) == Reject()  # 20 points in two rounds, for 4
    do(course, ("ann", NO))
    assert tactic("stall").act(course.view("ann")) == Pass()
    do(course, ("ann", PASS), *[("bob", {"it": "o4"}), ("ann", NO), ("ann", PASS)])
    do(course, ("bob", {"it": "o4"}), ("ann", NO))
    assert isinstance(tactic("stall").act(course.view("ann")), Offer)  # the other takes it back


def test_stall_that_does_not_know_waits_for_news_where_delay_costs_it_nothing() -> None:
    course = opened(waiting(0, 0, rounds=20, informed=False))
    assert tactic("stall").act(course.view("ann")) == Pass()
    do(course, ("ann", PASS), ("bob", {"it": "o4"}), ("ann", NO), ("ann", PASS), ("bob", {"it": "o4"}), ("ann", NO))
    assert isinstance(tactic("stall").act(course.view("ann")), Offer)  # the other does not move either


def test_stall_does_not_wait_for_nobody() -> None:
    of = scenario(
        {"pact": issue("no yes", "ann bob"), "word": issue("no yes", "ann")},
        {"ann": party({"word": stance(1, {"no": 0, "yes": 100})}), "bob": party()},
        {"talks": meeting("ann bob", "pact word", 12)},
    )
    course = do(opened(of), ("ann", PASS), ("bob", LEAVE))
    assert isinstance(tactic("stall").act(course.view("ann")), Offer)


# Salami


def slices(parties: str = "ann bob cy") -> Scenario:
    """A scale of four steps and two matters of yes or no, which ann and bob settle without cy."""
    issues = {
        "line": issue("p0 p1 p2 p3 p4", "ann bob", ordered=True),
        "post": issue("no yes", "ann bob"),
        "port": issue("no yes", "ann bob"),
    }
    ann = {
        "line": stance(8, {"p0": 0, "p1": 25, "p2": 50, "p3": 75, "p4": 100}),
        "post": stance(1, {"no": 0, "yes": 100}),
        "port": stance(1, {"no": 100, "yes": 0}),
    }
    made = {"ann": party(ann)} | {key: party() for key in parties.split()[1:]}
    return scenario(issues, made, {"talks": meeting(parties, "line post port", 15)})


class Agrees(Tactic):
    """Says yes to all and offers nothing."""

    def act(self, view: View) -> Act:
        return PASS if view.offer is None else YES


def test_salami_takes_one_thin_slice_after_the_other_where_talks_go_on() -> None:
    course = versus(slices(), ann=tactic("salami"), bob=Agrees(), cy=Recites())
    agreed = [one for one in happened(course) if "agreed" in one]
    assert agreed == ["ann bob agreed line=p1", "ann bob agreed post=yes"]  # each closes its issue in this meeting


def test_salami_goes_on_in_the_next_meeting_where_it_stopped() -> None:
    plain = slices("ann bob").plain()
    talks = plain["meetings"]["talks"] | {"issues": ["line"]}
    meetings = {f"m{k}": talks for k in range(4)}
    course = versus(scenario(plain["issues"], plain["parties"], meetings), ann=tactic("salami"), bob=Agrees())
    assert [one for one in happened(course) if "agreed" in one] == [f"ann bob agreed line=p{k}" for k in (1, 2, 3, 4)]


def test_salami_asks_for_thicker_slices_when_the_thin_ones_are_turned_down_then_begins_again() -> None:
    course = versus(slices("ann bob"), ann=tactic("salami"), bob=Recites())
    assert offers_of(course, "ann")[:6] == ["line=p1", "line=p2", "line=p3", "line=p4", "post=yes", "line=p1"]


def test_salami_takes_every_gain_and_no_loss() -> None:
    course = opened(slices("ann bob"))
    do(course, ("ann", PASS), ("bob", {"port": "yes"}))
    assert tactic("salami").act(course.view("ann")) == Reject()
    do(course, ("ann", NO), ("ann", PASS), ("bob", {"line": "p1"}))
    assert tactic("salami").act(course.view("ann")) == Accept()


def test_salami_asks_for_the_smallest_package_that_gains_where_no_single_move_does() -> None:
    issues = {key: issue("no yes", "ann bob") for key in ("x", "y", "z")}
    wants = {key: stance(1, {"no": 30, "yes": 60}) for key in issues}
    ties = {f"t{k}": linkage({a: "yes", b: "no"}, -40) for k, (a, b) in enumerate([("x", "y"), ("y", "x"), ("z", "x")])}
    parties = {"ann": party(wants, linkages=ties), "bob": party()}
    of = scenario(issues, parties, {"talks": meeting("ann bob", "x y z", 4)})
    assert offers_of(versus(of, ann=tactic("salami"), bob=Recites()), "ann")[0] == "x=yes y=yes"
