"""What each tactic does, to the digit; the contracts that all keep stand in test_contracts."""

from __future__ import annotations

import pytest
from building import (
    NO,
    PARTIES,
    PASS,
    YES,
    Scripted,
    amount,
    aspiration_of,
    do,
    ends,
    happened,
    issue,
    meeting,
    one_issue,
    opened,
    packaged,
    party,
    scenario,
    stance,
    stands,
    versus,
)
from building import scenarios as random_scenarios
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.negotiation.acts import Act, Offer
from negosim.negotiation.contracts.checks import RecordingTactic, play_contract, rule_breaches
from negosim.negotiation.contracts.scenarios import seats_and_linkages
from negosim.negotiation.driving import play
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.tactics.base import AspirationTactic, Tactic, View
from negosim.negotiation.tactics.time_dependent import conceded
from negosim.registry import entries, lookup
from negosim.scenario.spec.scenario import Scenario

TACTICS = [entry.name for entry in entries("tactic")]
BUILT_IN = ["tit_for_tat", "boulware", "linear", "conceder", "hardliner", "random_walker"]


# The contract of every tactic


def test_the_tactics_of_the_first_release_are_there() -> None:
    assert set(BUILT_IN) <= set(TACTICS)


@pytest.mark.parametrize("name", TACTICS)
def test_every_tactic_has_a_sentence_a_source_and_defaults_that_make_it(name: str) -> None:
    entry = lookup("tactic", name)
    assert entry.summary.endswith(".")
    assert entry.source
    assert isinstance(entry.make(), Tactic)
    assert all(one.help for one in entry.parameters)
    assert isinstance(entry.make(**{one.name: one.default for one in entry.parameters}), Tactic)


@settings(max_examples=60)
@given(random_scenarios(), st.sampled_from(TACTICS), st.integers(0, 3))
def test_every_tactic_plays_by_the_rules_in_any_scenario(drawn: Scenario, name: str, run: int) -> None:
    assert rule_breaches(play_contract(drawn, lookup("tactic", name).make, run=run)) == []


@pytest.mark.parametrize("name", TACTICS)
def test_an_aspiration_is_a_whole_number_on_the_grid_within_reservation_and_best(name: str) -> None:
    tactic = lookup("tactic", name).make()
    if isinstance(tactic, AspirationTactic):
        view = opened(seats_and_linkages(2, True)).view("ann")
        for time in (0.0, 0.3, 1.0):
            level = tactic.aspiration(view, time)
            assert isinstance(level, int)
            assert view.reservation <= level <= view.menu.highest


# The default way to offer and accept


class Asks(AspirationTactic):
    """Asks for the same points all the time."""

    def __init__(self, points: float, at_end: float | None = None) -> None:
        self.points, self.at_end = points, points if at_end is None else at_end

    def aspiration(self, view: View, time: float) -> int:
        return view.scale.steps(self.at_end if time == 1 else self.points)


def line(**more: object) -> Scenario:
    """Options o0 to o4 in an order, o0 stands: ann likes the low ones, bob the high ones."""
    made = one_issue({"ann": [0, 100, 80, 60, 40], "bob": [0, 40, 60, 80, 100]}, rounds=6).plain()
    made["issues"]["it"]["ordered"] = True
    return scenario(made["issues"], made["parties"], made["meetings"], **more)


def test_before_any_offer_of_the_others_a_seat_offers_its_best() -> None:
    assert happened(versus(line(), ann=Asks(10), bob=[]))[0] == "ann offered it=o1"


def test_its_best_also_when_it_begins_later_after_a_turn_gone_by() -> None:
    assert happened(versus(line(), ann=[], bob=Asks(10)))[1] == "bob offered it=o4"


def test_later_it_offers_what_is_nearest_to_the_others_at_its_aspiration() -> None:
    course = versus(line(), ann=Asks(60), bob=[NO, {"it": "o4"}])
    assert happened(course)[:5] == ["ann offered it=o1", "bob no", "bob offered it=o4", "ann no", "ann offered it=o3"]


def test_of_equally_near_packages_it_takes_the_one_that_is_worth_more_to_it_then_the_first() -> None:
    made = one_issue({"ann": [0, 50, 70, 70, 20], "bob": [0, 1, 2, 3, 100]}, rounds=4)  # no order: all equally far
    course = versus(made, ann=Asks(50), bob=[NO, {"it": "o4"}])
    assert happened(course)[4] == "ann offered it=o2"


def test_it_is_near_to_the_seats_that_the_package_needs_not_to_the_others() -> None:
    issues = {
        "x": issue("o0 o1 o2 o3 o4", "ann bob", ordered=True),
        "y": issue("no yes", "ann bob cy"),
    }
    likes = {"o0": 0, "o1": 50, "o2": 50, "o3": 50, "o4": 50}
    parties = {"ann": party({"x": stance(1, likes)}), "bob": party(), "cy": party()}
    of = scenario(issues, parties, {"talks": meeting("bob cy ann", "x y", 6)})
    course = opened(of)
    do(course, ("bob", {"x": "o2"}), ("cy", NO), ("ann", NO), ("cy", {"x": "o4"}), ("ann", NO))
    assert Asks(50).act(course.view("ann")) == Offer(packaged(course.realization, x="o2"))


def test_it_accepts_what_is_worth_its_aspiration_at_its_next_turn() -> None:
    course = opened(line())
    do(course, ("ann", PASS), ("bob", {"it": "o3"}))

    class AtNextTurn(AspirationTactic):
        times: list[float] = []  # noqa: RUF012  (one list for all turns)

        def aspiration(self, view: View, time: float) -> int:
            self.times.append(time)
            return view.scale.steps(60)

    assert AtNextTurn().act(course.view("ann")) == YES
    assert AtNextTurn.times == [2 / 5]


def test_it_accepts_at_the_aspiration_of_the_deadline_where_there_is_no_next_turn() -> None:
    course = versus(line(), ann=Asks(90, at_end=60), bob=[NO, PASS, NO, {"it": "o3"}])
    assert stands(course) == {"it": "o0"}
    course = versus(line(), ann=Asks(90, at_end=60), bob=[NO, PASS, NO, PASS, NO, {"it": "o3"}])
    assert happened(course)[-1] == "ann bob agreed it=o3"


def test_it_never_asks_for_less_than_its_reservation_value() -> None:
    made = one_issue({"ann": [50, 60, 40], "bob": [0, 0, 100]}, rounds=4)
    course = versus(made, ann=Asks(-1000), bob=[NO, {"it": "o2"}])
    assert stands(course) == {"it": "o0"}
    assert [one for one in happened(course) if one.startswith("ann")] == [
        "ann offered it=o1",
        "ann no",
        "ann offered it=o1",
    ]


def test_it_passes_where_nothing_is_worth_its_reservation_value() -> None:
    course = versus(one_issue({"ann": [50, 40], "bob": [0, 1]}, rounds=2), ann=Asks(0), bob=[])
    assert happened(course)[0] == "ann passed"


def test_it_passes_where_nothing_is_worth_its_aspiration() -> None:
    course = versus(line(), ann=Asks(101), bob=[NO, {"it": "o4"}])
    assert happened(course)[4] == "ann passed"


# Time-dependent tactics: F(t) = k + (1 - k) t^(1/e)


@pytest.mark.parametrize(
    ("name", "parameters", "expected"),
    [
        # a(t) = r + (best - r)(1 - t^(1/e)), best 100 and r 20, at t = 0, 1/4, 1/2, 3/4, 1
        ("linear", {}, [100, 80, 60, 40, 20]),
        ("boulware", {"exponent": 0.5}, [100, 95, 80, 55, 20]),
        ("boulware", {}, [100, 20 + 80 * (1 - 0.25**5), 20 + 80 * (1 - 0.5**5), 20 + 80 * (1 - 0.75**5), 20]),
        ("conceder", {"exponent": 2.0}, [100, 60, 20 + 80 * (1 - 0.5**0.5), 20 + 80 * (1 - 0.75**0.5), 20]),
        # with k = 0.1 a tenth of the way is given up at once
        ("linear", {"first": 0.1}, [92, 74, 56, 38, 20]),
        ("boulware", {"exponent": 0.5, "first": 0.2}, [84, 80, 68, 48, 20]),
    ],
)
def test_aspirations_over_time(name: str, parameters: dict[str, float], expected: list[float]) -> None:
    view = opened(one_issue({"ann": [20, 100, 50], "bob": [0, 1, 2]})).view("ann")
    tactic = lookup("tactic", name).make(**parameters)
    levels = [aspiration_of(tactic, view, time) for time in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert levels == pytest.approx(expected, abs=1 / view.scale.per_point)


def test_boulware_at_its_default_to_the_digit() -> None:
    view = opened(one_issue({"ann": [20, 100, 50], "bob": [0, 1, 2]})).view("ann")
    boulware = lookup("tactic", "boulware").make()
    assert aspiration_of(boulware, view, 0.5) == 97.5
    assert boulware.aspiration(view, 0.1) == view.scale.steps(20) + round(view.scale.steps(80) * (1 - 0.1**5.0))


def test_where_the_best_is_below_the_reservation_value_there_is_nothing_to_concede() -> None:
    view = opened(one_issue({"ann": [50, 40], "bob": [0, 1]})).view("ann")
    assert {aspiration_of(lookup("tactic", "linear").make(), view, time) for time in (0, 1)} == {50}


@given(st.floats(0, 1), st.floats(0.01, 10), st.floats(0, 1))
def test_what_is_conceded_lies_between_nothing_and_all(time: float, exponent: float, first: float) -> None:
    assert first - 1e-12 <= conceded(time, exponent, first) <= 1


@given(st.floats(0.01, 0.99))
def test_boulware_concedes_later_than_linear_and_conceder_sooner(time: float) -> None:
    assert conceded(time, 0.2) < conceded(time, 1.0) < conceded(time, 3.0)


def test_a_line_between_two_linear_seats_ends_where_their_aspirations_meet() -> None:
    course = versus(line())
    assert ends(course) == ["agreed"]
    assert stands(course)["it"] in ("o2", "o3")


# Tit for tat


def tit_for_tat(offers: list[str], **parameters: float) -> float:
    """Ann's aspiration in points after bob has made some offers, one a lap."""
    course = opened(one_issue({"ann": [0, 100, 80, 60, 40, 20], "bob": [0] * 6}, rounds=20))
    for one in offers:
        do(course, ("ann", PASS), ("bob", {"it": one}), ("ann", NO))
    tactic, view = lookup("tactic", "tit_for_tat").make(**parameters), course.view("ann")
    return aspiration_of(tactic, view, view.time)


def test_tit_for_tat_holds_while_the_other_has_not_moved() -> None:
    assert tit_for_tat([]) == 100
    assert tit_for_tat(["o5"]) == 100
    assert tit_for_tat(["o5", "o5"]) == 100


def test_tit_for_tat_gives_up_what_the_other_has_given_up_in_its_own_points() -> None:
    assert tit_for_tat(["o5", "o4"]) == 80
    assert tit_for_tat(["o5", "o4", "o3"]) == 60


def test_tit_for_tat_takes_back_what_the_other_takes_back() -> None:
    assert tit_for_tat(["o5", "o3", "o4"]) == 80
    assert tit_for_tat(["o3", "o5"]) == 100


def test_tit_for_tat_never_goes_below_its_reservation_value() -> None:
    assert tit_for_tat(["o5", "o1"]) == 20
    assert tit_for_tat(["o5"], generosity=100) == 0


def test_a_generous_one_gives_up_points_of_its_own_accord_every_round() -> None:
    assert tit_for_tat(["o5", "o4"], generosity=0.5) == 80 - 4 * 0.5


def test_a_generous_one_answers_by_what_it_will_ask_at_its_next_turn() -> None:
    course = opened(one_issue({"ann": [0, 100, 80, 60, 40, 20], "bob": [0] * 6}, rounds=20))
    tactic = lookup("tactic", "tit_for_tat").make(generosity=0.5)
    assert aspiration_of(tactic, course.view("ann"), 10 / 19) == 100 - 10 * 0.5


def test_with_several_others_the_one_who_moved_least_sets_the_pace() -> None:
    values = {"ann": [0, 100, 80, 60, 40, 20], "bob": [0] * 6, "cy": [0] * 6}
    course = opened(one_issue(values, rounds=20))
    do(course, ("ann", PASS), ("bob", {"it": "o5"}), ("cy", NO), ("cy", {"it": "o5"}), ("ann", NO), ("ann", PASS))
    do(course, ("bob", {"it": "o3"}), ("cy", NO), ("cy", {"it": "o4"}), ("ann", NO))
    tactic = lookup("tactic", "tit_for_tat").make()
    assert aspiration_of(tactic, course.view("ann"), 0) == 80


def test_tit_for_tat_mirrors_a_concession_in_its_next_offer() -> None:
    made = one_issue({"ann": [0, 100, 80, 60, 40, 20], "bob": [0, 20, 40, 60, 80, 100]}, rounds=10).plain()
    made["issues"]["it"]["ordered"] = True
    of = scenario(made["issues"], made["parties"], made["meetings"])
    course = versus(of, ann=lookup("tactic", "tit_for_tat").make(), bob=[NO, {"it": "o5"}, NO, {"it": "o4"}])
    offers = [one for one in happened(course) if one.startswith("ann offered")]
    assert offers[:3] == ["ann offered it=o1", "ann offered it=o1", "ann offered it=o2"]


# Yardsticks


def test_hardliner_asks_for_its_best_to_the_end() -> None:
    course = versus(line(), ann=lookup("tactic", "hardliner").make(), bob=[NO, {"it": "o4"}, NO, {"it": "o3"}])
    assert {one for one in happened(course) if one.startswith("ann offered")} == {"ann offered it=o1"}
    assert ends(course) == ["deadline"]


def test_hardliner_accepts_its_best() -> None:
    course = versus(line(), ann=[PASS], bob=[{"it": "o1"}])
    assert stands(course) == {"it": "o0"}  # linear waits
    course = versus(line(), ann=Scripted(), bob=lookup("tactic", "hardliner").make())
    assert ends(course) == ["deadline"]
    course = versus(line(), ann=lookup("tactic", "hardliner").make(), bob=[NO, {"it": "o1"}])
    assert happened(course)[-1] == "ann bob agreed it=o1"


def test_random_walker_offers_each_package_that_is_no_loss_with_the_same_chance() -> None:
    of = one_issue({"ann": [50, 40, 60, 70, 80, 10], "bob": [0] * 6})
    counts = dict.fromkeys(("o1", "o2", "o3", "o4", "o5"), 0)
    for run in range(600):
        course = opened(of, run=run)
        act: Act = lookup("tactic", "random_walker").make().act(course.view("ann"))
        assert isinstance(act, Offer)
        counts[f"o{act.package.terms[0][1]}"] += 1
    assert (counts["o1"], counts["o5"]) == (0, 0)
    assert all(150 < counts[key] < 250 for key in ("o2", "o3", "o4"))


def test_random_walker_passes_where_all_is_a_loss_and_takes_no_loss() -> None:
    of = one_issue({"ann": [50, 40], "bob": [0, 100]}, rounds=2)
    course = versus(of, ann=lookup("tactic", "random_walker").make(), bob=[{"it": "o1"}])
    assert happened(course) == ["ann passed", "bob offered it=o1", "ann no"]


def test_random_walker_accepts_what_is_as_good_as_what_it_would_offer() -> None:
    of = one_issue({"ann": [0, 50], "bob": [0, 100]}, rounds=2)
    course = versus(of, ann=Scripted(PASS), bob=lookup("tactic", "random_walker").make())
    assert happened(course)[1] == "bob offered it=o1"
    assert stands(versus(of, ann=[{"it": "o1"}], bob=lookup("tactic", "random_walker").make())) == {"it": "o1"}


def test_two_random_walkers_draw_from_streams_of_their_own() -> None:
    of = one_issue({"ann": list(range(30)), "bob": list(range(30))}, rounds=40)
    walkers = {key: RecordingTactic(lookup("tactic", "random_walker").make()) for key in PARTIES[:2]}
    course = opened(of)
    while course.asked:
        seat = course.asked[0]
        act = walkers[seat].act(course.view(seat))
        course.submit(seat, act if isinstance(act, Offer) else NO)
    offers = [[act for _, act in one.turns if isinstance(act, Offer)] for one in walkers.values()]
    assert offers[0] != offers[1]
    assert len(set(offers[0])) > 8


def test_tactics_of_a_scenario_play_it() -> None:
    of = seats_and_linkages(3, True)
    course = play(opened(of), make_tactics(opened(of).realization))
    assert course.asked == ()


def test_one_issue_of_as_many_numbers_as_an_amount_can_have_is_played() -> None:
    values = {"ann": {0: 0, 10_000: 100}, "bob": {0: 100, 10_000: 0}}
    parties = {seat: party({"x": stance(1, one)}) for seat, one in values.items()}
    of = scenario({"x": amount(0, 10_000, 1, "ann bob")}, parties, {"t": meeting("ann bob", "x", 4)})
    assert ends(versus(of)) == ["deadline"]
