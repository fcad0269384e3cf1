"""What was possible, by cliques: equal to the table on small spaces, and of known size on a large one."""

from __future__ import annotations

import json

import numpy as np
import pytest
from building import central, constrained, issue, meeting, party, scenario, scenarios, stance, tangled
from hypothesis import given, settings
from hypothesis import strategies as st
from large_scenario import large

from negosim.analysis import feasible_by_cliques
from negosim.analysis.analysis import analyze
from negosim.analysis.analysis_data import findings
from negosim.analysis.analysis_narrative import narrate_analysis
from negosim.analysis.feasible import FeasibleSet
from negosim.analysis.feasible_by_cliques import FactoredFeasibleSet, feasible_set
from negosim.analysis.feasible_table import EnumeratedFeasibleSet, enumerate_feasible, table_of
from negosim.analysis.measures import Measures
from negosim.analysis.outcome_narrative import tabulate_points
from negosim.analysis.run_data import summary
from negosim.analysis.run_narrative import account
from negosim.domain.rng import RandomSource
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.record import run
from negosim.registry import Entry, entries, lookup
from negosim.report.results import write_analysis, write_run
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.scenario import Scenario
from negosim.theory.bargaining import counting
from negosim.theory.bargaining import frontier_by_cliques as merged
from negosim.theory.bargaining.counting import exactly
from negosim.theory.bargaining.frontier import frontier


def both(realization: Realization, data: st.DataObject) -> tuple[EnumeratedFeasibleSet, FactoredFeasibleSet]:
    """The table and the cliques of a meeting, after some agreement or none, with some rounds to come."""
    one = data.draw(st.sampled_from(realization.meetings))
    standing = Standing.at_first(realization.space)
    if data.draw(st.booleans()):
        axis = data.draw(st.sampled_from(range(len(realization.space.issues))))
        option = data.draw(st.integers(0, realization.space.shape[axis] - 1))
        standing = standing.after(Package(((axis, option),)), frozenset(realization.parties[:1]))
    left = data.draw(st.integers(0, 4))
    table = enumerate_feasible(realization, standing, one.axes, one.parties, left)
    return table, FactoredFeasibleSet(realization, standing, left, axes=one.axes, seats=one.parties)


@settings(max_examples=50)
@given(st.one_of(scenarios(), tangled(), constrained()), st.data())
def test_the_frontier_is_that_of_the_table(of, data):
    table, cliques = both(central(of), data)
    assert cliques.frontier.points.tolist() == table.frontier.points.tolist()
    assert table.worth[np.ix_(table.places(), cliques.frontier.indices)].tolist() == cliques.frontier.points.tolist()
    assert (cliques.size, cliques.stands) == (table.size, table.stands)
    assert cliques.reservation.tolist() == table.reservation.tolist()
    assert cliques.worth_of(table.stands).tolist() == table.worth_of(table.stands).tolist()


@settings(max_examples=50)
@given(st.one_of(scenarios(), tangled(), constrained()), st.data())
def test_numbers_of_outcomes_are_those_of_the_table(of, data):
    table, cliques = both(central(of), data)
    assert cliques.rational_size == table.rational_size
    assert cliques.zone_size == table.zone_size
    for party_ in table.parties:
        worth = int(table.worth_of(table.stands)[table.parties.index(party_)])
        assert cliques.worse_than(party_, worth) == table.worse_than(party_, worth)


@settings(max_examples=50)
@given(st.one_of(scenarios(), tangled(), constrained()), st.data())
def test_what_is_better_for_all_is_that_of_the_table(of, data):
    table, cliques = both(central(of), data)
    found, exact = cliques.improvements, table.improvements
    assert found.count == exact.count
    assert found.frontier.points.tolist() == exact.frontier.points.tolist()
    assert (cliques.anything, table_of(cliques)) == (bool(table.offering.on_offer.any()), None)
    assert table.anything == cliques.anything
    assert table_of(table) is table


@settings(max_examples=50)
@given(st.one_of(scenarios(), tangled(), constrained()), st.data())
def test_the_frontier_of_the_zone_is_that_of_the_packages_in_the_zone(of, data):
    table, cliques = both(central(of), data)
    zone = np.flatnonzero(table.zone)
    found = cliques.zone_frontier
    assert found.points.tolist() == table.worth[:, zone][:, frontier(table.worth[:, zone])].tolist()
    assert table.zone[found.indices].all()
    assert table.worth[:, found.indices].tolist() == found.points.tolist()


@settings(max_examples=25)
@given(st.one_of(scenarios(), tangled(), constrained()), st.data())
def test_every_solution_is_one_of_the_ties_of_the_table(of, data):
    table, cliques = both(central(of), data)
    for group in (None, *table.groups):
        for entry in outcomes_alone():
            exact, found = table.solve(entry, group), cliques.solve(entry, group)
            assert (found.reason, found.exists) == (exact.reason, exact.exists)
            assert set(found.outcomes) <= set(exact.outcomes)


def outcomes_alone() -> list[Entry]:
    """The solutions that name outcomes; Raiffa's exists over lotteries alone."""
    return [entry for entry in entries("solution") if entry.name != "raiffa"]


@settings(max_examples=10)
@given(scenarios(most_meetings=1), st.data())
def test_a_lottery_is_that_of_the_table(of, data):
    table, cliques = both(central(of), data)
    exact, found = (one.solve(lookup("solution", "raiffa")) for one in (table, cliques))
    assert found.reason == exact.reason
    if exact.lottery is not None:
        assert found.lottery.points == pytest.approx(exact.lottery.points, rel=1e-6, abs=1e-3)


@settings(max_examples=25)
@given(st.one_of(scenarios(), tangled(), constrained()), st.data())
def test_what_a_group_can_close_has_the_frontier_of_the_table(of, data):
    table, cliques = both(central(of), data)
    for group in table.groups:
        own = table.worth[np.ix_(table.places(group), np.flatnonzero(table.closed_by(group)))]
        closed = feasible_by_cliques._merged(cliques._closed_by(group))
        assert closed.points.tolist() == own[:, frontier(own)].tolist()


def test_what_stands_hides_no_package_that_it_dominates():
    realization = central(worse_but_acceptable())
    table = enumerate_feasible(realization, Standing.at_first(realization.space), (0, 1), realization.parties, 0)
    cliques = FactoredFeasibleSet(realization, rounds_left=0)
    assert table.zone.tolist() == [False, True, False, False]
    assert cliques.zone_frontier.indices.tolist() == [1]
    for entry in outcomes_alone():
        assert cliques.solve(entry).outcomes == table.solve(entry).outcomes


def worse_but_acceptable() -> Scenario:
    """Both would give up three points, as much as the second issue costs them, but not what the first does."""
    issues = {key: issue("o0 o1", "ann bob") for key in ("big", "small")}
    stances = {"big": stance(90, {"o0": 100, "o1": 0}), "small": stance(10, {"o0": 100, "o1": 70})}
    parties = {one: party(stances, reserve=-3) for one in ("ann", "bob")}
    return scenario(issues, parties, {"talks": meeting("ann bob", "big small", 1)})


# Ten to the fourteenth outcomes


def divided() -> Scenario:
    """Twenty pies in quarters, halved at first: every point that one gains the other loses."""
    quarters = {"o2": 50, "o0": 0, "o1": 25, "o3": 75, "o4": 100}
    issues = {f"i{k}": issue(" ".join(quarters), "ann bob") for k in range(20)}
    mine = {key: stance(1, quarters) for key in issues}
    theirs = {key: stance(1, {option: 100 - value for option, value in quarters.items()}) for key in issues}
    return scenario(issues, {"ann": party(mine), "bob": party(theirs)}, {"talks": meeting("ann bob", " ".join(issues))})


def test_pure_conflict_over_ten_to_the_fourteenth_outcomes_is_counted_exactly():
    cliques = FactoredFeasibleSet(central(divided()))
    ways = [1]
    for _ in range(20):
        ways = np.convolve(ways, [1] * 5)
    assert cliques.size == sum(ways) == 5**20
    assert len(cliques.frontier) == len(ways) == 81
    assert cliques.rational_size == exactly(int(ways[40]))
    assert cliques.zone_size == exactly(int(ways[40]) - 1)
    assert cliques.worse_than("ann", int(cliques.reservation[0])) == exactly(int(sum(ways[:40])))


@pytest.mark.parametrize("parties", ["ann bob", "ann bob cy"])
def test_a_large_space_has_frontier_solutions_and_an_estimate_of_its_zone(parties):
    cliques = FactoredFeasibleSet(central(large(parties)))
    assert cliques.size == 5**20
    assert cliques.frontier.points.max(axis=1).tolist() == bests(cliques)
    for entry in entries("solution"):
        found = cliques.solve(entry)
        assert set(found.outcomes) <= set(cliques.frontier.indices.tolist())
        assert found.exists
    assert not cliques.zone_size.exact
    assert 0 < cliques.zone_size.low <= cliques.zone_size.value <= cliques.zone_size.high < cliques.rational_size.high


def bests(cliques: FactoredFeasibleSet) -> list[int]:
    """The most that each party can have."""
    return np.sum([clique.points.max(axis=1) for clique in cliques.cliques], axis=0).tolist()


def test_estimates_depend_on_the_run_alone():
    realization = central(large("ann bob"))
    first, again, other = (FactoredFeasibleSet(realization, chance=RandomSource(0, run)) for run in (1, 1, 2))
    assert first.zone_size == again.zone_size != other.zone_size
    assert first.rational_size == again.rational_size != other.rational_size


@settings(max_examples=25)
@given(st.one_of(scenarios(), tangled(), constrained()), st.data())
def test_a_sampled_zone_is_near_the_true_one(of, data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feasible_by_cliques, "TABLE_LIMIT", 0)
        table, cliques = both(central(of), data)
        count, true = cliques.zone_size, int(table.zone.sum())
    assert count.exact or count.value == pytest.approx(true, abs=0.03 * table.size)
    assert (count.value == 0) == (true == 0)


def test_a_space_is_held_in_a_table_where_it_fits():
    few, many = central(worse_but_acceptable()), central(large("ann bob"))
    assert isinstance(_possible(few), EnumeratedFeasibleSet)
    assert isinstance(_possible(many), FactoredFeasibleSet)


def _possible(realization: Realization) -> FeasibleSet:
    return feasible_set(
        realization, Standing.at_first(realization.space), range(len(realization.space.issues)), realization.parties, 3
    )


@pytest.mark.parametrize("parties", ["ann bob", "ann bob cy"])
def test_a_large_scenario_is_run_and_analysed(parties):
    analysis = analyze(large(parties))
    found = findings(analysis)
    assert json.loads(json.dumps(found))["solutions"] == found["solutions"]
    assert found["outcomes"] == 5**20
    assert len(found["frontier"]["points"]) == min(1000, found["frontier"]["total"])
    low, high = found["rational_interval"]
    assert low < found["rational"] < high
    for party_ in parties.split():
        least, most = found["worse_than_result"][party_]["interval"]
        assert 0 <= least <= found["worse_than_result"][party_]["share"] <= most <= 1
    assert (found["core"], found["blocking"]["all"]["empty"]) == (None, False)
    assert any("About" in sentence for sentence in narrate_analysis(analysis).sections[0].sentences)
    assert account(analysis.record)


def test_a_large_scenario_without_any_deal_says_so():
    issues = {f"i{k}": issue("o0 o1 o2 o3 o4", "ann bob") for k in range(20)}
    content = {key: stance(1, {"o0": 100, "o1": 0, "o2": 0, "o3": 0, "o4": 0}) for key in issues}
    parties = {"ann": party(content), "bob": party({})}
    record = run(scenario(issues, parties, {"talks": meeting("ann bob", " ".join(issues), 2)}))
    assert Measures(record).possible.zone_size == exactly(0)
    assert any("a search found this" in line for one in account(record) for line in one.sentences)


def opposed(reserve: float = 5, tactic: str = "boulware") -> Scenario:
    """Twenty issues on which three parties share out the same points in other ways: every outcome is efficient."""
    everyone, lots = "ann bob cy", np.random.default_rng(0)
    options = [f"o{k}" for k in range(5)]
    values = {one: {} for one in everyone.split()}
    for key in (f"i{k}" for k in range(20)):
        first, second = lots.integers(0, 51, (2, 5)).tolist()
        shares = {"ann": first, "bob": second, "cy": [100 - a - b for a, b in zip(first, second, strict=True)]}
        for one, row in shares.items():
            values[one][key] = stance(1, dict(zip(options, row, strict=True)))
    issues = {f"i{k}": issue(" ".join(options), everyone) for k in range(20)}
    parties = {one: party(stances, tactic, reserve=reserve) for one, stances in values.items()}
    return scenario(issues, parties, {"talks": meeting(everyone, " ".join(issues), 3)})


@pytest.mark.long
def test_a_frontier_that_is_too_large_to_find_is_said_to_be_so_and_all_else_goes_on(monkeypatch, tmp_path):
    monkeypatch.setattr(merged, "MOST", 2000)
    analysis = analyze(opposed())
    record, found = analysis.record, findings(analysis)
    assert (found["frontier"], found["better_for_all"]) == ({"total": None, "points": [], "limit": 2000}, None)
    assert {one["reason"] for one in found["solutions"].values()} == {"the frontier has too many points to find"}
    assert analysis.measures.distance is None
    assert summary(record)["frontier_size"] is None
    said = [*narrate_analysis(analysis).sections[0].sentences, *tabulate_points(analysis.measures).notes]
    assert sum("at most 2,000 partial outcomes at once" in sentence for sentence in said) == 2
    written = write_analysis(analysis, found, tmp_path)
    assert written.paths
    assert write_run(record, tmp_path).paths


def test_improvements_that_are_too_many_to_find_are_counted_all_the_same(monkeypatch):
    """The deal of a single issue leaves much to gain on the nineteen others, which are all improvements."""
    of = large("ann bob")
    cliques = FactoredFeasibleSet(central(of))
    known = cliques.improvements
    monkeypatch.setattr(merged, "MOST", 10)
    unknown = FactoredFeasibleSet(central(of)).improvements
    assert known.frontier is not None
    assert unknown.frontier is None
    assert unknown.count == known.count


def test_a_zone_that_no_draw_hits_is_not_called_empty_where_a_search_finds_a_package(monkeypatch):
    """Of a frontier too large to find nothing is known but by draws; the search knows better than to say impossible."""
    monkeypatch.setattr(merged, "MOST", 2000)
    estimated = counting.estimated
    for module in (feasible_by_cliques, counting):
        monkeypatch.setattr(module, "estimated", lambda hits, outcomes: estimated(0, outcomes))
    record = run(opposed(-5, "hardliner"))
    assert Measures(record).possible.zone_size.value == 0
    said = " ".join(line for one in account(record) for line in one.sentences)
    assert "No further deal was possible" not in said
    assert "A deal was still possible: some packages that all" in said
