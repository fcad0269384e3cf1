"""The menu by blocks gives the packages that the table gives, and runs a meeting of ten to the fourteenth outcomes."""

from __future__ import annotations

import numpy as np
import pytest
from building import central, scenarios, versus
from hypothesis import given, settings
from hypothesis import strategies as st
from large_scenario import large

from negosim import session
from negosim.chance import Chance
from negosim.protocols.base import Package, Standing
from negosim.protocols.offering import Offering
from negosim.scenario.model import Scenario
from negosim.session import Session
from negosim.tactics.merged_menu import MergedMenu
from negosim.tactics.table_menu import TableMenu
from negosim.tactics.time_dependent import Conceder


def both_menus(of: Scenario, meeting_number: int, rounds_left: int) -> dict[str, tuple[TableMenu, MergedMenu]]:
    """By seat, the two menus of a meeting that opens at the status quo."""
    reading = central(of)
    one = reading.meetings[meeting_number % len(reading.meetings)]
    opened = Session(reading, one, Standing.at_first(reading.space), chance=Chance())
    offered = session.offering(reading.space, reading.parties, opened.state.standing, one.axes, one.parties)
    table = session._table_choices(reading, offered, one.parties)
    merged = session._merged_choices(reading, offered, one.parties)
    return {seat: (table[seat].menu(rounds_left), merged[seat].menu(rounds_left)) for seat in one.parties}


def some_offers(draw: st.DrawFn, menu: TableMenu, seats: list[str]) -> dict[str, Package]:
    offering: Offering = menu.offering
    return {seat: offering.package(draw(st.integers(0, offering.size - 1))) for seat in seats if draw(st.booleans())}


@settings(max_examples=80)
@given(scenarios(), st.integers(0, 2), st.integers(0, 5), st.data())
def test_both_menus_give_the_same_packages(of, number, left, data):
    menus = both_menus(of, number, left)
    for table, merged in menus.values():
        assert merged.best() == table.best()
        assert (merged.highest, merged.stands) == (table.highest, table.stands)
        offers = some_offers(data.draw, table, list(menus))
        level = table.worth(table.offering.package(data.draw(st.integers(0, table.offering.size - 1))))
        for asked in (level, level + 1, merged.highest, merged.stands - 10**9):
            assert merged.nearest(asked, offers) == table.nearest(asked, offers)


@settings(max_examples=40)
@given(scenarios(), st.data())
def test_both_menus_refuse_and_value_the_same(of, data):
    for table, merged in both_menus(of, 0, 3).values():
        package = table.offering.package(data.draw(st.integers(0, table.offering.size - 1)))
        assert merged.refuses(package) == table.refuses(package)
        assert merged.worth(package) == table.worth(package)


@settings(max_examples=40)
@given(scenarios(), st.integers(0, 3), st.sampled_from([0, 8]))
def test_a_random_package_is_on_offer_and_worth_enough_whenever_there_is_one(of, tries, walks):
    for table, merged in both_menus(of, 0, 3).values():
        on_offer = {table.offering.package(int(k)) for k in table.choices.indices}
        for level in (table.stands, table.highest, table.highest + 1):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("negosim.tactics.merged_menu.TRIES", tries)
                patch.setattr("negosim.tactics.merged_menu.WALKS", walks)
                package = merged.random(level, np.random.default_rng(tries))
            if table.random(level, np.random.default_rng(0)) is None:
                assert package is None
            else:
                assert package in on_offer
                assert merged.worth(package) >= level


@settings(max_examples=40)
@given(scenarios())
def test_the_log_of_a_run_is_the_same_with_either_menu(of):
    certain = {who: Conceder() for who, one in central(of).tactics.items() if one.name == "random_walker"}
    by_table = versus(of, **certain).log
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "TABLE_LIMIT", 0)
        assert versus(of, **certain).log == by_table


# Ten to the fourteenth outcomes


@pytest.mark.parametrize("parties", ["ann bob", "ann bob cy"])
def test_a_meeting_on_ten_to_the_fourteenth_outcomes_is_played(parties):
    of = large(parties)
    course = versus(of)
    assert course.reading.space.size == 5**20
    assert {event.seat for event in course.log if event.kind == "offered"} == set(parties.split())


def test_a_run_on_a_large_space_can_be_repeated():
    assert versus(large("ann bob cy")).log == versus(large("ann bob cy")).log
