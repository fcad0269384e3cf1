"""The menu by cliques gives the packages that the table gives, and runs a meeting of 10^14 outcomes."""

from __future__ import annotations

import numpy as np
import pytest
from building import (
    central,
    constrained,
    issue,
    meeting,
    one_issue,
    opened,
    party,
    scenario,
    scenarios,
    stance,
    tangled,
    versus,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from large_scenario import large

from negosim.domain.conditions import Condition
from negosim.negotiation import seat_options
from negosim.negotiation.contracts.checks import play_contract
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.offer_space import Additive, OfferSpace, offering
from negosim.negotiation.tactics.menu_by_cliques import CliqueMenu
from negosim.negotiation.tactics.menu_table import TableMenu
from negosim.negotiation.tactics.seeking import nash_product, smallest_share
from negosim.negotiation.tactics.time_dependent import Conceder
from negosim.registry import lookup, names
from negosim.scenario.spec.scenario import Scenario


def both_menus(of: Scenario, meeting_number: int, rounds_left: int) -> dict[str, tuple[TableMenu, CliqueMenu]]:
    """By seat, the two menus of a meeting that opens at the status quo."""
    realization = central(of)
    one = realization.meetings[meeting_number % len(realization.meetings)]
    standing = Standing.at_first(realization.space)
    offered = offering(realization.space, realization.requirements, standing, one.axes, one.parties)
    table = seat_options.options_by_table(realization, offered, one.parties)
    merged = seat_options.options_by_cliques(realization, offered, one.parties)
    return {seat: (table[seat].menu(rounds_left), merged[seat].menu(rounds_left)) for seat in one.parties}


def some_offers(draw: st.DrawFn, menu: TableMenu, seats: list[str]) -> dict[str, Package]:
    offering: OfferSpace = menu.offering
    return {seat: offering.package(draw(st.integers(0, offering.size - 1))) for seat in seats if draw(st.booleans())}


@settings(max_examples=80)
@given(st.one_of(scenarios(), tangled(), constrained()), st.integers(0, 2), st.integers(0, 5), st.data())
def test_both_menus_give_the_same_packages(of, number, left, data):
    menus = both_menus(of, number, left)
    for table, merged in menus.values():
        assert merged.best() == table.best()
        assert (merged.highest, merged.stands) == (table.highest, table.stands)
        offers = some_offers(data.draw, table, list(menus))
        level = table.worth(table.offering.package(data.draw(st.integers(0, table.offering.size - 1))))
        for asked in (level, level + 1, merged.highest, merged.stands - 10**9):
            assert merged.nearest(asked, offers) == table.nearest(asked, offers)


def some_numbers(draw: st.DrawFn, menu: TableMenu, most: int) -> dict[str, Additive]:
    """Numbers of each other seat for every option, so few different ones that there are ties."""
    shape = menu.offering.inner.shape
    rows = {seat: [draw(st.lists(st.integers(0, most), min_size=n, max_size=n)) for n in shape] for seat in menu.others}
    return {seat: Additive(tuple(np.array(part, dtype=np.int64) for part in parts)) for seat, parts in rows.items()}


def some_worths(draw: st.DrawFn, menu: TableMenu) -> list[int]:
    """Worths of two packages, the lower first."""
    number = st.integers(0, menu.offering.size - 1)
    return sorted(menu.worth(menu.offering.package(draw(number))) for _ in range(2))


@settings(max_examples=80)
@given(st.one_of(scenarios(), tangled(), constrained()), st.integers(0, 2), st.data())
def test_both_menus_find_the_same_cheapest_package_between_two_worths(of, number, data):
    for table, merged in both_menus(of, number, 2).values():
        costs, (low, high) = some_numbers(data.draw, table, 3), some_worths(data.draw, table)
        for least, most in ((low, None), (low, high), (low, low), (high + 1, high)):
            found = table.cheapest(costs, least, most)
            assert merged.cheapest(costs, least, most) == found
            assert found is None or least <= table.worth(found) <= (table.highest if most is None else most)


@settings(max_examples=80)
@given(
    st.one_of(scenarios(), tangled(), constrained()),
    st.integers(0, 2),
    st.sampled_from([nash_product, smallest_share]),
    st.data(),
)
def test_both_menus_find_the_same_fairest_package(of, number, rule, data):
    for table, merged in both_menus(of, number, 2).values():
        gains, (low, high) = some_numbers(data.draw, table, 4), some_worths(data.draw, table)
        assert merged.fairest(gains, rule, low) == table.fairest(gains, rule, low)
        found = table.fairest(gains, rule, high, base=low)
        assert merged.fairest(gains, rule, high, base=low) == found
        assert found is None or table.worth(found) >= high


def test_the_cheapest_package_costs_the_mean_of_those_whose_consent_it_needs():
    issues = {"x": issue("o0 o1", "ann bob"), "y": issue("o0 o1", "ann cy"), "z": issue("o0 o1", "ann bob cy")}
    made = {"ann": party(), "bob": party(), "cy": party()}
    of = scenario(issues, made, {"talks": meeting("ann bob cy", "x y z")})
    rows = {"bob": [0, 7, 0, 0, 0, 1], "cy": [0, 0, 0, 5, 0, 6]}  # moving x costs 7; y costs 5; z costs (1 + 6)/2
    costs = {seat: Additive(tuple(np.array(row).reshape(3, 2))) for seat, row in rows.items()}
    for menu in both_menus(of, 0, 0)["ann"]:
        assert menu.cheapest(costs, 0) == Package(((2, 1),))


@pytest.mark.parametrize(("rule", "option"), [(nash_product, 2), (smallest_share, 3)])
def test_the_fairest_package_by_the_rules_of_nash_and_kalai_smorodinsky(rule, option):
    """Products 100, 540, 440, 450 of o1 to o4; the smaller share of the ideals (60, 15) is 1/6, 3/5, 2/3, 1/2."""
    of = one_issue({"ann": [0, 10, 60, 40, 30, 70], "bob": [0] * 6})
    gains = {"bob": Additive((np.array([5, 15, 14, 16, 20, 4]),))}  # o0 stands at 5, and o5 gives bob less
    for menu in both_menus(of, 0, 0)["ann"]:
        assert menu.fairest(gains, rule, menu.stands) == Package(((0, option),))


def test_a_declaration_needs_nobodys_gain_and_the_best_for_oneself_of_several_groups_is_taken():
    issues = {"x": issue("o0 o1", "ann"), "y": issue("o0 o1", "ann bob")}
    made = {"ann": party({"x": stance(1, {"o0": 0, "o1": 30}), "y": stance(1, {"o0": 0, "o1": 90})}), "bob": party()}
    of = scenario(issues, made, {"talks": meeting("ann bob", "x y")})
    worse = {"bob": Additive((np.array([0, 0]), np.array([1, 0])))}
    better = {"bob": Additive((np.array([0, 0]), np.array([0, 1])))}
    for menu in both_menus(of, 0, 0)["ann"]:
        assert menu.fairest(worse, nash_product, menu.stands) == Package(((0, 1),))
        assert menu.fairest(better, nash_product, menu.stands) == Package(((0, 1), (1, 1)))
        assert menu.fairest(better, nash_product, menu.highest + 1) is None


def test_a_search_between_two_worths_is_bounded_and_keeps_to_them(monkeypatch):
    monkeypatch.setattr("negosim.negotiation.tactics.menu_by_cliques.WIDE", 100)
    view = opened(large("ann bob")).view("ann")
    menu = view.menu
    costs = {"bob": menu.offering.away(menu.best())}
    least, most = map(view.scale.steps, (70, 72))
    found = menu.cheapest(costs, least, most)
    assert least <= menu.worth(found) <= most


@settings(max_examples=40)
@given(st.one_of(scenarios(), tangled(), constrained()), st.data())
def test_both_menus_refuse_and_value_the_same(of, data):
    for table, merged in both_menus(of, 0, 3).values():
        package = table.offering.package(data.draw(st.integers(0, table.offering.size - 1)))
        assert merged.refuses(package) == table.refuses(package)
        assert merged.worth(package) == table.worth(package)


@settings(max_examples=60)
@given(st.one_of(scenarios(), tangled(), constrained()), st.integers(0, 5), st.data())
def test_both_menus_rank_all_packages_alike(of, left, data):
    for table, merged in both_menus(of, 0, left).values():
        everything = table.ranking(0, table.offering.size)
        assert merged.ranking(0, table.offering.size) == everything
        assert sorted(everything) == table.options.indices.tolist()
        worths = [(-table.worth(table.offering.package(index)), index) for index in everything]
        assert worths == sorted(worths)
        start = data.draw(st.integers(0, len(everything)))
        assert merged.ranking(start, start + 2) == everything[start : start + 2] == table.ranking(start, start + 2)
        assert merged.ranked(0) == table.ranked(0) == table.best()
        assert merged.ranked(len(everything)) is None is table.ranked(len(everything))


@settings(max_examples=40)
@given(st.one_of(scenarios(), tangled(), constrained()), st.integers(0, 5), st.data())
def test_both_menus_leave_out_the_same_packages(of, left, data):
    for table, merged in both_menus(of, 0, left).values():
        conditions = some_conditions(data.draw, table.options.party, table.offering, merged)
        standing = table.offering.standing.outcome
        outcomes = {index: table.offering.package(index).on(standing) for index in table.ranking(0, 10**6)}
        expected = [k for k, outcome in outcomes.items() if not any(one.met_by(outcome) for one in conditions)]
        fewer = table.avoiding(conditions), merged.avoiding(conditions)
        assert [one.ranking(0, 10**6) for one in fewer] == [expected, expected]
        one_by_one = table.avoiding(conditions[:1]).avoiding(conditions[1:])
        assert merged.avoiding(conditions[:1]).avoiding(conditions[1:]).ranking(0, 10**6) == expected
        assert one_by_one.ranking(0, 10**6) == expected
        assert fewer[0].best() == fewer[1].best() == fewer[0].ranked(0)
        assert fewer[0].highest == fewer[1].highest
        level = data.draw(st.sampled_from([table.stands, table.highest, table.stands - 10**9]))
        assert fewer[0].nearest(level, {}) == fewer[1].nearest(level, {})
        package = table.offering.package(data.draw(st.integers(0, table.offering.size - 1)))
        assert [one.refuses(package) for one in fewer] == [table.refuses(package)] * 2
        assert [one.worth(package) for one in fewer] == [table.worth(package)] * 2


def some_conditions(draw: st.DrawFn, party: str, offering: OfferSpace, merged: CliqueMenu) -> list[Condition]:
    """Some of the linkages of the party's own, and options of single issues, settled ones among them."""
    own = [one.when for one in merged.options.preferences.linkages if draw(st.booleans())]
    shape = offering.space.shape
    axes = draw(st.lists(st.integers(0, len(shape) - 1), max_size=2))
    lots = [np.array(draw(st.lists(st.booleans(), min_size=shape[axis], max_size=shape[axis]))) for axis in axes]
    return [*own, *(Condition({axis: mask}) for axis, mask in zip(axes, lots, strict=True))]


@settings(max_examples=40)
@given(st.one_of(scenarios(), tangled(), constrained()))
def test_both_menus_know_the_packages_of_one_move_and_whom_they_need(of):
    for table, merged in both_menus(of, 0, 0).values():
        on_offer = [table.offering.package(index) for index in table.ranking(0, 10**6)]
        assert set(table.moves) == {package for package in on_offer if len(package.terms) == 1}
        assert merged.moves == table.moves
        for package in table.moves:
            (axis, option) = package.terms[0]
            assert table.needs(package) == merged.needs(package) == table.offering.space.issues[axis].consent[option]


def test_a_condition_across_components_is_left_out_of_a_table_only():
    table, merged = both_menus(two_free_issues(), 0, 0)["ann"]
    across = Condition({0: np.array([False, True]), 1: np.array([False, True])})
    left = [table.avoiding([across]).offering.package(index).terms for index in table.avoiding([across]).ranking(0, 9)]
    assert left == [((0, 1),), ((1, 1),)]
    with pytest.raises(ValueError, match="no clique ties together"):
        merged.avoiding([across])


def two_free_issues() -> Scenario:
    """Two issues of two options that nothing ties together."""
    issues = {key: issue("no yes", "ann bob") for key in ("x", "y")}
    wants = {"x": stance(2, {"no": 0, "yes": 100}), "y": stance(1, {"no": 0, "yes": 100})}
    parties = {"ann": party(wants), "bob": party()}
    return scenario(issues, parties, {"talks": meeting("ann bob", "x y")})


@settings(max_examples=40)
@given(st.one_of(scenarios(), tangled(), constrained()), st.integers(0, 3), st.sampled_from([0, 8]))
def test_a_random_package_is_on_offer_and_worth_enough_whenever_there_is_one(of, tries, walks):
    for table, merged in both_menus(of, 0, 3).values():
        on_offer = {table.offering.package(int(k)) for k in table.options.indices}
        for level in (table.stands, table.highest, table.highest + 1):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("negosim.negotiation.tactics.menu_sums.TRIES", tries)
                patch.setattr("negosim.negotiation.tactics.menu_sums.WALKS", walks)
                package = merged.random(level, np.random.default_rng(tries))
            if table.random(level, np.random.default_rng(0)) is None:
                assert package is None
            else:
                assert package in on_offer
                assert merged.worth(package) >= level


@settings(max_examples=40)
@given(st.one_of(scenarios(), tangled(), constrained()))
def test_the_log_of_a_run_is_the_same_with_either_menu(of):
    certain = {who: Conceder() for who, one in central(of).tactics.items() if one.name == "random_walker"}
    by_table = versus(of, **certain).log
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seat_options, "TABLE_LIMIT", 0)
        assert versus(of, **certain).log == by_table


RANDOM = ("random_walker", "hill_climbing", "annealing")  # a random package of a large space is another one
RANKED = [name for name in names("tactic") if name not in RANDOM]


@settings(max_examples=30)
@given(scenarios(most_meetings=2), st.sampled_from(RANKED))
def test_every_tactic_plays_the_same_with_either_menu(of, name):
    by_table = play_contract(of, lookup("tactic", name).make)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seat_options, "TABLE_LIMIT", 0)
        assert play_contract(of, lookup("tactic", name).make).course.log == by_table.course.log


# Ten to the fourteenth outcomes


def test_the_best_of_ten_to_the_fourteenth_packages_come_in_their_order():
    course = opened(large("ann bob"))
    menu = course.view("bob").menu
    found = menu.ranking(0, 500)
    keys = [(-menu.worth(menu.offering.package(index)), index) for index in found]
    assert keys == sorted(keys)
    assert len(set(found)) == 500
    assert menu.offering.package(found[0]) == menu.best()


@pytest.mark.parametrize("parties", ["ann bob", "ann bob cy"])
def test_a_meeting_on_ten_to_the_fourteenth_outcomes_is_played(parties):
    of = large(parties)
    course = versus(of)
    assert course.realization.space.size == 5**20
    assert {event.seat for event in course.log if event.kind == "offered"} == set(parties.split())


def test_a_run_on_a_large_space_can_be_repeated():
    assert versus(large("ann bob cy")).log == versus(large("ann bob cy")).log
