"""What waiting takes off: discounted worth is one rule for outcomes, tables, cliques and what a run came to."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np
import pytest
from building import (
    LEAVE,
    NO,
    WHERE_FROM,
    YES,
    central,
    ends,
    happened,
    in_points,
    issue,
    meeting,
    one_issue,
    opened,
    packaged,
    party,
    recorded,
    scenario,
    scenarios,
    stance,
    versus,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.analysis.feasible_by_cliques import FactoredFeasibleSet
from negosim.analysis.feasible_table import enumerate_feasible
from negosim.analysis.measures import Measures
from negosim.analysis.run_narrative import account
from negosim.domain.discounting import UNDISCOUNTED, Discount
from negosim.domain.scale import Scale
from negosim.errors import InputError
from negosim.negotiation.course import Course
from negosim.negotiation.driving import play, replay
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.packages import Standing
from negosim.negotiation.protocols.offer_space import offering
from negosim.negotiation.record import run
from negosim.negotiation.seat_options import options_by_cliques, options_by_table
from negosim.report.pages.origins import terms
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario

POINTS = st.integers(-(10**9), 10**9)
SCALE = Scale(1 << 20)
FACTORS = st.floats(0.5, 0.999)


def half(points: float, base: float = 0, past: int = 1) -> float:
    """What points count for with a factor of one half, after some rounds."""
    return SCALE.points(Discount(0.5, SCALE.steps(base), past).of(SCALE.steps(points)))


def waiting(factor: Any = 0.5, *, rounds: int = 4, **more: Any) -> Any:
    """Two options beside the status quo; ann discounts, bob does not."""
    values = {"ann": [20, 100, 60], "bob": [0, 30, 100]}
    return one_issue(values, rounds=rounds, ann={"discount": factor} | more, bob={})


# The factor


def test_worth_is_the_base_and_the_power_of_what_lies_above_it() -> None:
    assert [half(100, past=past) for past in range(4)] == [100, 50, 25, 12.5]
    assert half(100, base=20) == 60
    assert half(0, base=20) == 10


@given(st.lists(POINTS, min_size=1, max_size=9), FACTORS, POINTS, st.integers(0, 40))
def test_one_outcome_and_a_table_give_the_same(points: list[int], factor: float, base: int, past: int) -> None:
    discount = Discount(factor, base, past)
    assert discount.of(np.array(points)).tolist() == [discount.of(one) for one in points]


@given(st.lists(POINTS, min_size=2, max_size=9), FACTORS, POINTS, st.integers(0, 40))
def test_what_is_tied_stays_tied_and_no_order_is_turned(points: list[int], factor: float, base: int, past: int) -> None:
    discount = Discount(factor, base, past)
    for one in points:
        for other in points:
            assert (one <= other) <= (discount.of(one) <= discount.of(other))


@given(st.lists(POINTS, min_size=1, max_size=5), FACTORS, POINTS, st.integers(0, 40), st.integers(0, 10**8))
def test_scores_of_parts_add_to_the_worth_of_the_whole(
    parts: list[int], factor: float, base: int, past: int, charge: int
) -> None:
    discount = Discount(factor, base, past)
    none = np.zeros(len(parts), dtype=np.int64)
    charges = np.array([charge, *none[1:]])
    score = int(discount.score(np.array(parts), charges).sum())
    assert discount.worth(score) == discount.of(sum(parts)) - charge


@given(POINTS, FACTORS, POINTS, st.integers(0, 40), st.integers(-5, 5))
def test_the_least_score_of_a_worth_parts_what_is_worth_less(
    points: int, factor: float, base: int, past: int, off: int
) -> None:
    discount = Discount(factor, base, past)
    level = discount.of(points) + off
    score = int(discount.score(np.array([points]), np.array([0]))[0])
    assert (score >= discount.least(level)) == (discount.of(points) >= level)


def test_a_factor_of_one_changes_nothing() -> None:
    assert UNDISCOUNTED.at(9) is UNDISCOUNTED
    assert Discount(1.0, 7).at(9).of(12) == 12


# In a scenario


def test_the_base_is_the_status_quo_unless_points_are_given() -> None:
    ann = central(waiting()).preferences["ann"]
    assert ann.discount == Discount(0.5, ann.scale.steps(20))
    given_ = central(waiting({"factor": 0.5, "disagreement": 5, **WHERE_FROM}))
    ann = given_.preferences["ann"]
    assert ann.discount == Discount(0.5, ann.scale.steps(5))


def test_a_seat_counts_an_offer_as_of_its_round() -> None:
    course = opened(waiting())
    for seat in ("ann", "bob"):
        course.submit(seat, make_tactics(course.realization)[seat].act(course.view(seat)))
    view = course.view("bob")
    assert view.round == 2
    assert (
        in_points(course, "ann", course.session.seats.menu("ann").worth(packaged(course.realization, it="o1")))
        == 20 + 0.5 * 80
    )
    assert view.scale.points(view.menu.worth(packaged(course.realization, it="o2"))) == 100


def test_what_a_run_came_to_counts_the_rounds_before_the_agreement() -> None:
    course = versus(waiting(), ann=[{"it": "o1"}, YES], bob=[NO, {"it": "o2"}])
    measures = Measures(recorded(course))
    assert measures.points == {"ann": 20 + 0.5 * 40, "bob": 100}
    assert measures.utility(course.standing.outcome)["ann"] == 60


def test_without_an_agreement_the_last_round_counts() -> None:
    base = {"factor": 0.5, "disagreement": 0, **WHERE_FROM}
    course = versus(waiting(base, rounds=3), ann=[], bob=[])
    assert Measures(recorded(course)).points == {"ann": 0.25 * 20, "bob": 0}


@given(st.integers(0, 6), st.sampled_from(["boulware", "linear", "conceder", "random_walker"]))
def test_a_discount_of_one_gives_the_same_log_byte_for_byte(seed: int, tactic: str) -> None:
    values = {"ann": [0, 40, 70, 100], "bob": [0, 90, 60, 10]}
    plain = _two(values, tactic, {})
    waits = _two(values, tactic, {"discount": 1})
    logs = [run(of, seed=seed).log for of in (plain, waits)]
    assert logs[0] == logs[1]


def _two(values: Any, tactic: str, more: Any) -> Any:
    stances = {who: {"it": stance(1, {f"o{k}": v for k, v in enumerate(row)})} for who, row in values.items()}
    parties = {who: party(stances[who], tactic, **more) for who in values}
    return scenario({"it": issue("o0 o1 o2 o3", "ann bob")}, parties, {"talks": meeting("ann bob", "it", 6)})


def test_the_numbers_of_a_discount_are_drawn_by_their_path() -> None:
    of = waiting({"factor": [0.5, 0.9], "disagreement": [0, 10], **WHERE_FROM})
    assert [at.path for at in of.numbers() if "discount" in at.path] == [
        "parties.ann.discount.factor",
        "parties.ann.discount.disagreement",
    ]
    realizations = RealizationFactory(of)
    realization = realizations.drawn(realizations.draws.at([[0.25, 1.0]])[0])
    ann = realization.preferences["ann"]
    assert ann.discount == Discount(0.6, ann.scale.steps(10))


@pytest.mark.parametrize("factor", [0, 1.5, -1])
def test_a_factor_out_of_its_range_is_an_error(factor: float) -> None:
    with pytest.raises(InputError, match=r"expected numbers from 0\.001 to 1"):
        waiting(factor)


# Outside options


def outside(points: float = 50, **more: Any) -> Any:
    """Ann may walk out to some points; the deal is worth 80 or 40 to it."""
    return one_issue({"ann": [10, 80, 40], "bob": [10, 40, 80]}, rounds=4, ann={"outside_option": points} | more)


def test_who_walks_out_ends_with_its_outside_option_and_the_log_says_so() -> None:
    course = versus(outside(), ann=[LEAVE], bob=[])
    assert happened(course) == ["ann left", "ann outside_option"]
    assert ends(course) == ["nothing on offer"]
    assert Measures(recorded(course)).points == {"ann": 50, "bob": 10}


def test_the_outside_option_is_discounted_as_of_the_round_of_leaving() -> None:
    base = {"factor": 0.5, "disagreement": 0, **WHERE_FROM}
    course = versus(outside(discount=base), ann=[{"it": "o1"}, LEAVE], bob=[NO, {"it": "o2"}])
    assert Measures(recorded(course)).points["ann"] == 25


def test_delay_costs_nothing_more_after_walking_out() -> None:
    cost = {"points": 2, **WHERE_FROM}
    course = versus(outside(cost_of_delay=cost), ann=[{"it": "o1"}, LEAVE], bob=[NO, {"it": "o2"}])
    assert Measures(recorded(course)).points["ann"] == 50 - 2


def test_nobody_agrees_to_less_than_its_outside_option() -> None:
    view = opened(outside()).view("ann")
    assert view.scale.points(view.reservation) == 50
    assert not view.acceptable(packaged(central(outside()), it="o2"))


@given(st.integers(20, 100), st.sampled_from(["boulware", "linear", "conceder", "hardliner", "tit_for_tat"]))
def test_a_responder_walks_out_in_the_last_round_rather_than_end_with_less(points: int, tactic: str) -> None:
    of = _two_of(tactic, points)
    course = play(opened(of), make_tactics(central(of)))
    assert course.realization.preferences["bob"].scale.points(
        course.value("bob")
    ) >= points or "bob left" not in happened(course)
    assert ("bob left" in happened(course)) == (
        in_points(course, "bob", course.value("bob")) == points and not course.accounts.settled
    )


def _two_of(tactic: str, points: int) -> Any:
    values = {"ann": [10, 100, 90], "bob": [10, 11, 19]}
    stances = {who: {"it": stance(1, {f"o{k}": v for k, v in enumerate(row)})} for who, row in values.items()}
    parties = {who: party(stances[who], tactic) for who in values}
    parties["bob"]["outside_option"] = points
    return scenario({"it": issue("o0 o1 o2", "ann bob")}, parties, {"talks": meeting("ann bob", "it", 5)})


def test_an_outside_option_is_for_one_meeting() -> None:
    parties = {"ann": party({}, outside_option=4), "bob": party({})}
    meetings = {key: meeting("ann bob", "it") for key in ("first", "second")}
    with pytest.raises(InputError, match="'outside_option' is for a single meeting, and there are 2"):
        scenario({"it": issue("o0 o1", "ann bob")}, parties, meetings)


def test_a_walk_out_replays() -> None:
    course = versus(outside(), ann=[{"it": "o1"}, LEAVE], bob=[NO, {"it": "o2"}])
    again = replay(Course(course.realization, course.chance), course.log)
    assert again.accounts.walked_out == {"ann": 2}


# Beyond a table


@settings(max_examples=40)
@given(scenarios(most_meetings=1), st.integers(0, 12), st.integers(0, 12), st.sampled_from([0.5, 0.9]))
def test_components_give_the_worth_of_the_table_up_to_their_rounding(
    of: Scenario, round_: int, left: int, factor: float
) -> None:
    realization = discounted(of, factor).at(round_)
    one, first = realization.meetings[0], Standing.at_first(realization.space)
    table = enumerate_feasible(realization, first, one.axes, one.parties, left)
    whole = FactoredFeasibleSet(realization, first, left, axes=one.axes, seats=one.parties)
    for place in range(len(realization.parties)):
        total = reduce(np.add.outer, [clique.points[place] for clique in whole.cliques]).reshape(-1)
        index = reduce(np.add.outer, [clique.index for clique in whole.cliques]).reshape(-1)
        assert np.abs(total - table.worth[place, index]).max() <= len(whole.cliques)
        assert total[list(index).index(table.stands)] == table.worth[place, table.stands]


@settings(max_examples=40)
@given(scenarios(most_meetings=1), st.integers(1, 12), st.sampled_from([0.5, 0.9]), st.data())
def test_both_menus_say_the_same_of_discounted_packages(
    of: Scenario, round_: int, factor: float, data: st.DataObject
) -> None:
    realization = discounted(of, factor).at(round_)
    one, first = realization.meetings[0], Standing.at_first(realization.space)
    offered = offering(realization.space, realization.requirements, first, one.axes, one.parties)
    for seat in one.parties:
        makers = [make(realization, offered, one.parties) for make in (options_by_table, options_by_cliques)]
        discount = realization.preferences[seat].discount
        table, merged = (made[seat].menu(3, discount) for made in makers)
        level = table.worth(offered.package(data.draw(st.integers(0, offered.size - 1))))
        assert merged.highest == table.highest
        near = [menu.nearest(level, {}) for menu in (table, merged)]
        assert near[0] == near[1]
        assert all(package is None or table.worth(package) >= level for package in near)


def discounted(of: Scenario, factor: float) -> Any:
    """The central case in which all parties discount."""
    plain = of.plain()
    for one in plain["parties"].values():
        one["discount"] = factor
    return central(from_plain(plain, "waits"))


def test_the_report_lists_discounts_and_outside_options_with_where_they_come_from() -> None:
    rows = terms(recorded(versus(outside(discount=0.95), ann=[], bob=[]))).rows
    said = {row.cells[0]: row.cells[2] for row in rows if row.name == "Party ann"}
    assert said["Discount, a round"].startswith("0.95")
    assert said["Outside option"] == "50"


def test_the_words_say_who_walked_out_to_what() -> None:
    course = versus(outside(), ann=[{"it": "o1"}, LEAVE], bob=[NO, {"it": "o2"}])
    told = " ".join(account(recorded(course))[0].sentences)
    assert "Party ann walked out in round 2, to an outside option worth 50 points" in told
