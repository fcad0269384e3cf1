"""What the blocks do to talks, as theory says, on scenarios made small for it; and tables that are not built twice."""

from __future__ import annotations

import numpy as np
import pytest
from building import ASSUMED, WHERE_FROM, Plain, issue, meeting, party, scenario, stance

from negosim.analysis.bargaining_range import war_ranges
from negosim.domain.utilities import Utilities
from negosim.experiments.ensemble import Plan
from negosim.experiments.ensemble.player import Player
from negosim.experiments.ensemble.tables import encode
from negosim.negotiation.record import run
from negosim.scenario.load import load
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario

RUNS = 40
OPTIMISM = (0.0, 0.2, 0.45)


def fought_over(optimism: float) -> Scenario:
    """A pie that can be split in tenths while a war goes on; each side adds its optimism to a chance of a half."""
    splits = [f"s{k}" for k in range(11)]
    values = {key: 10 * k for k, key in enumerate(splits)}

    def side(turned: bool) -> Plain:
        points = {key: 100 - value if turned else value for key, value in values.items()}
        return party({"pie": stance(1, {"war": 0, **points})}, "conceder")

    def belief(chance: float) -> Plain:
        width = [max(0.0, chance - 0.05), min(1.0, chance + 0.05)]
        return {"strong": width, "weak": width, "prior": 0.5, **WHERE_FROM}

    war = {
        "issue": "pie",
        "option": "war",
        "belligerents": ["ann", "bob"],
        "imposed": {"ann": {"pie": "s10"}, "bob": {"pie": "s0"}},
        "battle": 0.5,
        "volatility": 0,
        "cost_per_round": {"ann": 1, "bob": 1},
        "front": {"places": 2, "start": 1},
        "beliefs": {"ann": belief(0.5 + optimism), "bob": belief(0.5 - optimism)},
        **WHERE_FROM,
    }
    line = {"ordered": True, "positions": {"war": 5.5} | {key: k for k, key in enumerate(splits)}, "numbers": ASSUMED}
    issues = {"pie": issue(" ".join(["war", *splits]), "ann bob", **line)}
    parties = {"ann": side(False), "bob": side(True)}
    return scenario(issues, parties, {"talks": meeting("ann bob", "pie", 12)}, war=war, horizon=30)


def agreed(of: Scenario) -> float:
    """The share of draws in which something is agreed."""
    return (
        sum(bool(one.course.meetings[0].agreements) for one in (run(of, run=k, draw=True) for k in range(RUNS))) / RUNS
    )


def test_the_agreement_rate_falls_with_what_each_side_believes_by_itself() -> None:
    """Fearon 1995: private information; the more the two chances of winning add up to above one, the fewer deals."""
    rates = [agreed(fought_over(optimism)) for optimism in OPTIMISM]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] == 1
    assert rates[-1] == 0


def test_where_the_range_is_empty_before_the_talks_nothing_is_agreed() -> None:
    records = [run(fought_over(0.3), run=number, draw=True) for number in range(RUNS)]
    ranges = [war_ranges(one)["begin"] for one in records]
    empty = [found is not None and found.empty for found in ranges]
    assert any(empty) and not all(empty)
    assert not any(bool(one.course.meetings[0].agreements) for one, none in zip(records, empty, strict=True) if none)


@pytest.mark.parametrize(
    "changes",
    [
        {"war.front": 7.0},
        {"war.beliefs.ukraine.prior": 0.1, "commitments.truce.fragility": 0.4},
        {"war.cost_per_round.russia": 3.0},
        {"parties.usa.stances.minerals.weight": 80.0},
        {"war.front": 2.0, "parties.ukraine.linkages.next_war.points": -3.0},
    ],
)
def test_a_reading_with_other_numbers_is_worth_what_one_made_anew_is(changes: dict[str, float]) -> None:
    realization = RealizationFactory(load("february_in_full")).central
    before = realization.utilities.table()
    then = realization.after(changes)
    anew = Utilities(
        then.space, {key: then.source.builder.preferences(key, then.numbers, then.effects) for key in then.parties}
    )
    for one, other in ((then.utilities.table(), anew.table()), (realization.utilities.table(), before)):
        assert np.array_equal(one.points, other.points)
        assert np.array_equal(one.charges, other.charges)
    assert not np.array_equal(then.utilities.table().worth(5), before.worth(5))


def test_what_no_change_touches_stays_the_same() -> None:
    before = RealizationFactory(load("war_goes_on")).central
    fighting = set(before.scenario.blocks["war"].belligerents)
    beliefs = {f"war.beliefs.{side}.prior": 0.9 for side in fighting}
    after = before.after(beliefs)
    same = {key for key, one in after.preferences.items() if one is before.preferences[key]}
    assert same == set(before.parties) - fighting
    assert all(one.costs is before.preferences[key].costs for key, one in after.preferences.items())
    again = before.after({path: before.numbers[path] for path in beliefs})
    assert all(one is before.preferences[key] for key, one in again.preferences.items())


def test_an_ensemble_has_a_column_for_each_measure_also_where_no_truce_stood() -> None:
    """A whole number cannot be missing in a table, so how long a truce held is a float."""
    player = Player(load("weak_guarantees", ["meetings.peace_talks.protocol.rounds=1"]), Plan(runs=4))
    table = encode(player.columns, list(player.rows(range(4))), "csv").decode()
    assert "commitment.truce.held" in table.splitlines()[0]
