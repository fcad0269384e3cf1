"""Zeuthen's rule: who concedes, by how much, and where it leads."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from building import NO, Recites, do, ends, happened, issue, meeting, one_issue, opened, party, scenario, stance, versus
from building import stands as what_stands
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.negotiation.acts import Accept, Offer, Pass, Reject
from negosim.negotiation.course import Course
from negosim.negotiation.tactics.base import Tactic
from negosim.negotiation.tactics.risk import risk
from negosim.registry import lookup
from negosim.scenario.spec.scenario import Scenario


def zeuthen() -> Tactic:
    made: Tactic = lookup("tactic", "zeuthen").make()
    return made


def between(rounds: int = 12, *, informed: bool = True, **values: Sequence[float]) -> Scenario:
    """One issue, whose options stand in an order, and seats that know all."""
    made = one_issue(values, rounds=rounds, **{seat: {"informed": informed} for seat in values}).plain()
    made["issues"]["it"]["ordered"] = True
    return scenario(made["issues"], made["parties"], made["meetings"])


def nash() -> Scenario:
    """The largest product of gains, 60 x 80, is at o3."""
    return between(ann=[0, 100, 80, 60, 40], bob=[0, 10, 55, 80, 100])


def recites(*options: str) -> Recites:
    return Recites(*({"it": one} for one in options))


@pytest.mark.parametrize(
    ("own", "other", "least", "expected"),
    [(100, 40, 0, 0.6), (100, 40, 20, 0.75), (80, 40, 0, 0.5), (50, 60, 0, 0), (20, 10, 20, 1), (100, 10, 20, 1)],
)
def test_risk_is_the_loss_by_giving_in_over_the_loss_by_a_conflict(
    own: int, other: int, least: int, expected: float
) -> None:
    assert risk(own, other, least) == pytest.approx(expected)


def test_two_who_know_all_concede_in_turn_by_just_enough_and_meet_at_the_nash_solution() -> None:
    assert happened(versus(nash(), ann=zeuthen(), bob=zeuthen())) == [
        "ann offered it=o1",
        "bob no",
        "bob offered it=o4",  # ann 60/100, bob 90/100: ann concedes
        "ann no",
        "ann offered it=o2",  # ann 40/80, bob 45/100: bob concedes
        "bob no",
        "bob offered it=o3",  # ann 20/80, bob 25/80: ann concedes, and only what bob asks for is left
        "ann yes",
        "ann bob agreed it=o3",
    ]


def test_the_one_with_the_larger_risk_holds() -> None:
    course = opened(nash())
    do(course, ("ann", {"it": "o2"}), ("bob", NO), ("bob", {"it": "o4"}))
    assert zeuthen().act(course.view("ann")) == Reject()
    do(course, ("ann", NO))
    act = zeuthen().act(course.view("ann"))  # 40/80 against 45/100
    assert isinstance(act, Offer)
    assert act.package.terms == ((0, 2),)


def test_it_skips_concessions_that_do_not_turn_the_risk_round() -> None:
    # at o2 ann's risk is 50/90 and bob's 78/100, so that ann would have to concede again
    of = between(ann=[0, 100, 90, 70, 40], bob=[0, 10, 22, 60, 100])
    made = [one for one in happened(versus(of, ann=zeuthen(), bob=recites("o4"))) if one.startswith("ann offered")]
    assert made[:2] == ["ann offered it=o1", "ann offered it=o3"]


def test_it_repeats_its_best_while_the_other_has_not_offered() -> None:
    made = happened(versus(nash(), ann=zeuthen(), bob=recites()))
    assert {one for one in made if one.startswith("ann offered")} == {"ann offered it=o1"}


def test_equal_risks_are_settled_by_a_lot_that_falls_on_one_of_them() -> None:
    of = between(ann=[0, 100, 70, 40], bob=[0, 40, 70, 100])
    conceded = 0
    for run in range(40):
        course = opened(of, run=run)
        do(course, ("ann", {"it": "o1"}), ("bob", NO), ("bob", {"it": "o3"}), ("ann", NO))
        act = zeuthen().act(course.view("ann"))
        assert isinstance(act, Offer)
        conceded += act.package.terms == ((0, 2),)
    assert 10 < conceded < 30


def test_the_lot_is_the_same_for_all_at_the_table() -> None:
    of = between(ann=[0, 100, 70, 40], bob=[0, 40, 70, 100])
    for run in range(10):
        course = opened(of, run=run)
        do(course, ("ann", {"it": "o1"}), ("bob", NO), ("bob", {"it": "o3"}))
        view = course.view("ann")
        one, two = zeuthen(), zeuthen()
        assert one.act(view) == two.act(view)


def test_a_seat_that_does_not_know_guesses_by_nearness_to_the_first_offer() -> None:
    course = opened(between(informed=False, ann=[0, 100, 80, 60, 40], bob=[0, 0, 0, 0, 1]))
    do(course, ("ann", {"it": "o1"}), ("bob", NO), ("bob", {"it": "o4"}), ("ann", NO))
    # bob's offer is 4 steps from what stands and 3 from o1: its risk is 3/4; ann's is 60/100: ann concedes, to o2,
    # where its risk is 40/80; bob's would be 2/4, which is not less, so ann goes on to o3: 20/60 against 1/4
    act = zeuthen().act(course.view("ann"))
    assert isinstance(act, Offer)
    assert act.package.terms == ((0, 3),)


def test_what_it_knows_makes_a_difference() -> None:
    course = opened(between(ann=[0, 100, 80, 60, 40], bob=[0, 0, 70, 80, 100]))
    do(course, ("ann", {"it": "o1"}), ("bob", NO), ("bob", {"it": "o4"}), ("ann", NO))
    act = zeuthen().act(course.view("ann"))  # bob really has 30/100 at o2
    assert isinstance(act, Offer)
    assert act.package.terms == ((0, 2),)


def test_it_gives_in_where_no_concession_is_enough_and_the_offer_is_no_loss() -> None:
    of = between(ann=[0, 100, 90], bob=[0, 10, 100])
    assert happened(versus(of, ann=zeuthen(), bob=recites("o2")))[-1] == "ann bob agreed it=o2"


def test_it_holds_where_no_concession_is_enough_and_the_offer_is_a_loss() -> None:
    of = between(ann=[50, 100, 40], bob=[0, 1, 100])
    course = versus(of, ann=zeuthen(), bob=recites("o2"))
    assert ends(course) == ["deadline"]
    assert {one for one in happened(course) if one.startswith("ann offered")} == {"ann offered it=o1"}


def test_it_passes_where_all_is_a_loss() -> None:
    assert zeuthen().act(opened(between(ann=[50, 40], bob=[0, 1])).view("ann")) == Pass()


def test_with_three_the_smallest_risk_concedes_against_the_worst_offer_for_each() -> None:
    of = between(ann=[0, 100, 80, 60, 10], bob=[0, 30, 60, 100, 60], cy=[0, 20, 60, 60, 100], rounds=30)
    course = versus(of, ann=zeuthen(), bob=zeuthen(), cy=zeuthen())
    # o1, o3, o4: the risks are ann 90/100, bob 70/100, cy 80/100, so bob is the first to concede
    assert [one for one in happened(course) if "offered" in one][:5] == [
        "ann offered it=o1",
        "bob offered it=o3",
        "cy offered it=o4",
        "ann offered it=o1",
        "bob offered it=o2",
    ]
    assert ends(course) == ["agreed"]


def test_a_seat_whose_consent_its_offer_does_not_need_does_not_count() -> None:
    likes = {"ann": [0, 100, 50], "bob": [0, 45, 100], "cy": [0, 0, 0]}
    values = {seat: dict(zip(("o0", "o1", "o2"), row, strict=True)) for seat, row in likes.items()}
    parties = {key: party({"it": stance(1, one)}, informed=True) for key, one in values.items()}
    issues = {"it": issue("o0 o1 o2", "ann bob"), "other": issue("o0 o1", "cy")}
    course = opened(scenario(issues, parties, {"talks": meeting("ann bob cy", "it other", 12)}))
    do(course, ("ann", {"it": "o1"}), ("bob", NO), ("bob", {"it": "o2"}), ("cy", NO))
    assert zeuthen().act(course.view("ann")) == Accept()  # 50/100 against 55/100; o2 is all that is left to give


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 100), st.integers(1, 100)), min_size=2, max_size=6))
def test_two_who_know_all_agree_on_the_largest_product_of_gains(worths: list[tuple[int, int]]) -> None:
    ann, bob = ([0, *column] for column in zip(*worths, strict=True))
    course: Course = versus(between(ann=ann, bob=bob, rounds=80), ann=zeuthen(), bob=zeuthen())
    agreed = int(str(what_stands(course)["it"])[1:])
    assert ann[agreed] * bob[agreed] == max(a * b for a, b in worths)
