"""Take it or leave it: one proposes, the others answer (Güth, Schmittberger & Schwarze 1982)."""

from __future__ import annotations

from building import LEAVE, NO, PASS, YES, do, ends, happened, one_issue, opened, ruled, scenario, stands, versus

from negosim.scenario.spec.scenario import Scenario


def pie(rounds: int = 1, tactic: str = "backward_induction", **rules: object) -> Scenario:
    """A pie of ten: each seat has what it gets, in tens of points; at first nobody has anything."""
    values = {"ann": [0, *range(0, 101, 10)], "bob": [0, *range(100, -1, -10)]}
    of = one_issue(values, rounds=rounds, ann={"informed": True, "tactic": tactic}, bob={"informed": True})
    return ruled(of, "ultimatum", **rules)


def test_one_seat_makes_every_offer_and_nobody_else_makes_any() -> None:
    course = versus(pie(3), ann=[{"it": "o10"}, PASS, {"it": "o6"}], bob=[NO, YES])
    assert happened(course) == [
        "ann offered it=o10",
        "bob no",
        "ann passed",
        "ann offered it=o6",
        "bob yes",
        "ann bob agreed it=o6",
    ]


def test_who_begins_proposes() -> None:
    assert opened(pie(begins="bob")).asked == ("bob",)


def test_one_round_ends_with_the_answer() -> None:
    course = versus(pie(), ann=[{"it": "o10"}], bob=[NO])
    assert (ends(course), stands(course), course.round) == (["deadline"], {"it": "o0"}, 1)


def test_if_who_proposes_walks_out_nobody_is_left_to_propose() -> None:
    values = {who: [0, 1] for who in ("ann", "bob", "cy")}
    of = ruled(one_issue(values, rounds=4), "ultimatum")
    plain = of.plain()
    plain["issues"]["it"]["consent"] = ["bob", "cy"]
    of = scenario(plain["issues"], plain["parties"], plain["meetings"])
    assert ends(do(opened(of), ("ann", LEAVE))) == ["nobody left to propose"]


def test_in_equilibrium_who_proposes_takes_all_but_what_is_as_good_as_nothing() -> None:
    """The one answer of the theory: who is indifferent takes nothing (Güth et al. 1982, section 2)."""
    course = versus(pie(tactic="backward_induction"))
    assert stands(course) == {"it": "o11"}
    assert course.realization.preferences["bob"].points(course.standing.outcome) == 0


def test_a_tactic_that_solves_talks_by_turns_does_not_take_several_offers_of_one_seat_for_that() -> None:
    views = [opened(pie(rounds)).view("ann") for rounds in (1, 2)]
    assert [view.turns.order for view in views] == ["rotation", "fixed"]
    assert versus(pie(2)).log[1].package == versus(pie(2, tactic="linear")).log[1].package


def test_only_who_proposes_has_a_next_turn() -> None:
    rules = opened(pie(2)).current.protocol
    assert [rules.next_offer(seat) for seat in range(2)] == [2, None]
