"""Position exchange: the city toll sample of the DECIDE software, a case by hand, and what equal gain promises."""

import numpy as np
import pytest
from decide_books import next_round, rounds, trade_as_decide
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.theory.forecasting import Positions
from negosim.theory.forecasting.position_exchange import exchange, market, trade, trading_pairs

FEW = settings(max_examples=40, deadline=None)

# The sample of Stokman & Van Oosten's DECIDE (decide-exchange-model 2022.1), a Dutch city toll: power, then position
# and salience on each issue
ISSUES = ("toll", "level", "when", "commuters", "investment", "ring")
TOLL = {
    "Willems": (1, [(100, 0.95), (3, 0.7), (100, 0.9), (100, 0.8), (25, 0.6), (75, 0.95)]),
    "PvdA": (1, [(50, 0.8), (3, 0.7), (75, 0.7), (100, 0.6), (25, 0.5), (25, 0.8)]),
    "GL": (0.6, [(100, 0.95), (5, 0.9), (100, 0.95), (100, 0.8), (50, 0.4), (100, 0.9)]),
    "VVDs": (0.5, [(0, 0.9), (0.5, 0.5), (0, 0.9), (0, 0.9), (50, 0.8), (0, 0.7)]),
    "SP": (0.4, [(75, 0.7), (2, 0.5), (75, 0.6), (50, 0.4), (0, 0.3), (0, 0.7)]),
    "CDA": (0.5, [(25, 0.8), (1, 0.6), (25, 0.7), (50, 0.4), (25, 0.5), (50, 0.6)]),
    "D66": (0.2, [(25, 0.5), (3, 0.3), (50, 0.5), (75, 0.6), (25, 0.5), (50, 0.7)]),
    "CU": (0.2, [(75, 0.7), (3, 0.5), (75, 0.6), (100, 0.6), (50, 0.5), (75, 0.8)]),
    "KvK": (0.6, [(25, 0.8), (1, 0.6), (0, 0.7), (0, 0.9), (50, 0.5), (25, 0.8)]),
    "Wcentr": (0.9, [(0, 0.95), (0.5, 0.8), (0, 1), (0, 0.95), (100, 0.9), (100, 0.9)]),
}


def toll_sample():
    power = [row[0] for row in TOLL.values()]
    columns = {issue: list(zip(*(row[1][k] for row in TOLL.values()), strict=True)) for k, issue in enumerate(ISSUES)}
    scales = {issue: (0.5, 7) if issue == "level" else (0, 100) for issue in ISSUES}
    return {
        issue: Positions.of(issue, tuple(TOLL), x, s, power, scale=scales[issue]) for issue, (x, s) in columns.items()
    }


def two_by_two():
    """The smallest exchange: A1 stands at 0 and cares for the second issue, A2 at 100 and for the first."""
    actors = ("A1", "A2")
    return {
        "first": Positions.of("first", actors, [0, 100], [0.1, 0.6], [1, 1]),
        "second": Positions.of("second", actors, [0, 100], [0.9, 0.5], [1, 1]),
    }


@st.composite
def agendas(draw):
    n, issues = draw(st.integers(2, 5)), draw(st.integers(2, 3))
    column = lambda low, high: draw(st.lists(st.integers(low, high), min_size=n, max_size=n))  # noqa: E731  (used twice below)
    power = column(1, 10)
    actors = tuple(f"a{k}" for k in range(n))
    return {
        f"q{k}": Positions.of(f"q{k}", actors, column(0, 100), np.array(column(0, 10)) / 10, power)
        for k in range(issues)
    }


def test_the_toll_sample_has_the_published_compromises_and_240_possible_exchanges():
    table = market(toll_sample())
    expected = [49.353234, 27.246036, 50.578947, 52.485549, 49.488304, 56.600832]
    assert table.outcome == pytest.approx(expected, abs=5e-7)
    assert len(trading_pairs(table)) == 240


@pytest.mark.parametrize("trading", [trade, trade_as_decide])
def test_the_first_exchanges_of_the_toll_sample_are_the_published_ones(trading):
    expected = [
        (1.973684210526, "Willems", "investment", 25, 100, "Wcentr", "toll", 0, 61.05117364047237),
        (1.792636308765, "Wcentr", "ring", 100, 25, "PvdA", "commuters", 100, 0.1488),
        (1.534365325, "GL", "commuters", 100, 22.6722, "KvK", "when", 0, 100),
        (1.157621005, "PvdA", "investment", 25, 76.64, "Wcentr", "level", 0, 38.4615),
        (0.947016021, "VVDs", "ring", 0, 75, "Willems", "commuters", 100, 71.3638),
    ]
    for deal, (gain, i, i_gives, i_from, i_to, j, j_gives, j_from, j_to) in zip(
        trading(market(toll_sample())).exchanges, expected, strict=False
    ):
        assert (deal.i, deal.i_gives, deal.j, deal.j_gives) == (i, i_gives, j, j_gives)
        assert deal.gain == pytest.approx(gain, abs=5e-10)
        assert (deal.i_from, deal.i_to, deal.j_from, deal.j_to) == pytest.approx((i_from, i_to, j_from, j_to), abs=5e-5)


def test_by_decides_books_39_exchanges_lead_to_the_published_votes():
    result = trade_as_decide(market(toll_sample()))
    assert len(result.exchanges) == 39
    assert result.outcome == pytest.approx([67.1779, 48.6005, 50.6828, 16.2347, 75.1462, 46.7727], abs=5e-5)


def test_two_actors_exchange_with_a_gain_of_five_each():
    """DECIDE's smallest test, on saliences of a hundredth: A1 gives all of the first issue for 20 of the second."""
    table = market(two_by_two())
    assert table.outcome == pytest.approx([85.71428571428571, 35.714285714285715])
    (deal,) = trade(table).exchanges
    assert deal.gain == pytest.approx(5)
    moves = {(deal.i, deal.i_gives): deal.i_to - deal.i_from, (deal.j, deal.j_gives): deal.j_to - deal.j_from}
    assert moves == pytest.approx({("A1", "first"): 100, ("A2", "second"): -20})


def test_those_outside_the_deal_are_told_what_it_does_to_them():
    agenda = {
        key: Positions.of(key, (*table.actors, "bystander"), [*table.x, x], [*table.salience, 1.0], [1, 1, 0])
        for (key, table), x in zip(two_by_two().items(), (0, 0), strict=True)
    }
    (deal,) = trade(market(agenda)).exchanges
    # O goes from 85.71 to 100 on the first issue, away from the bystander's 0, and from 35.71 to 28.57 on the second
    assert dict(deal.externalities) == pytest.approx({"bystander": -100 / 7 + 50 / 7})


def test_the_forecast_is_in_the_unit_of_the_positions():
    forecast = exchange(toll_sample())["level"]
    assert forecast.value == pytest.approx(0.5 + 6.5 * trade(market(toll_sample())).outcome[1] / 100)
    assert "exchanges" in forecast.note


def test_in_the_next_round_positions_are_drawn_to_the_votes_the_less_they_matter():
    table = market(two_by_two())
    moved = next_round(table, trade(table).votes)
    assert moved.x[0] == pytest.approx([0.46 * 100, 0])
    assert moved.x[1] == pytest.approx([100, 100 - 0.3 * 20])


def test_rounds_start_where_the_last_one_led():
    table = market(two_by_two())
    first, second = rounds(table, 2)
    assert second.outcome == pytest.approx(trade(next_round(table, first.votes)).outcome)


def test_nobody_trades_on_one_issue_or_with_somebody_on_the_same_side():
    assert trade(market({"first": two_by_two()["first"]})).exchanges == ()


@FEW
@given(agendas())
def test_each_exchange_makes_both_partners_equally_better_off_and_no_vote_leaves_the_scale(agenda):
    table = market(agenda)
    result, votes = trade(table), table.x.copy()
    row, column = {name: k for k, name in enumerate(table.actors)}, {name: k for k, name in enumerate(table.issues)}
    for deal in result.exchanges:
        before = table.at(votes)
        votes[row[deal.i], column[deal.i_gives]] = deal.i_to
        votes[row[deal.j], column[deal.j_gives]] = deal.j_to
        nearer = np.abs(before - table.x) - np.abs(table.at(votes) - table.x)
        gains = (nearer * table.salience).sum(axis=1)
        assert gains[row[deal.i]] == pytest.approx(deal.gain, abs=1e-7)
        assert gains[row[deal.j]] == pytest.approx(deal.gain, abs=1e-7)
        assert all(gains[row[name]] == pytest.approx(gain, abs=1e-7) for name, gain in deal.externalities)
    assert votes == pytest.approx(result.votes)
    assert votes.min() >= -1e-9
    assert votes.max() <= 100 + 1e-9


@FEW
@given(agendas())
def test_decides_books_never_trade_at_a_loss_on_paper(agenda):
    result = trade_as_decide(market(agenda))
    assert all(deal.gain > 0 for deal in result.exchanges)
