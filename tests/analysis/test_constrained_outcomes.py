"""What constraints leave possible: zone, counts, frontier and solutions, against plain enumeration, and in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from building import (
    amount,
    at_first,
    central,
    constrained,
    meeting,
    party,
    plain_charge,
    plain_points,
    scenario,
    stance,
)
from command_line import call
from hypothesis import given, settings

from negosim.analysis.analysis import analyze
from negosim.analysis.analysis_data import findings
from negosim.analysis.feasible import EnumeratedFeasibleSet
from negosim.analysis.feasible_by_cliques import FactoredFeasibleSet
from negosim.domain.outcomes import Outcome
from negosim.errors import UsageError
from negosim.registry import entries
from negosim.scenario.exchange.expressible import refuse_inexpressible
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.scenario import Scenario


def outcomes(realization: Realization) -> Iterator[tuple[Outcome, set[int], bool]]:
    """Every outcome, the issues that it moves from the status quo, and whether no constraint rules it out."""
    first = realization.space.status_quo
    for outcome in product(*map(range, realization.space.shape)):
        moved = {axis for axis, option in enumerate(outcome) if option != first[axis]}
        some = realization.space.constraints
        yield outcome, moved, all(one.met_by(outcome) for one in some if one.axes & moved)


def worths(realization: Realization, outcome: Outcome) -> list[int]:
    """Every party's worth of an outcome that comes at once."""
    everyone, left = realization.preferences.values(), realization.horizon
    return [plain_points(one, outcome) - left * plain_charge(one, outcome) for one in everyone]


def in_zone(realization: Realization, outcome: Outcome, moved: set[int], least: list[int]) -> bool:
    """Whether nobody whose consent a package needs refuses it or has less than without."""
    needed = {(who, axis) for axis in moved for who in realization.space.issues[axis].consent[outcome[axis]]}
    refused = any(realization.preferences[who].refused[axis][outcome[axis]] for who, axis in needed)
    seats = {who for who, _ in needed}
    rows = zip(realization.parties, worths(realization, outcome), least, strict=True)
    return bool(moved) and not refused and all(worth >= low for who, worth, low in rows if who in seats)


@settings(max_examples=40)
@given(constrained())
def test_zone_counts_and_frontier_are_those_of_plain_enumeration(of: Scenario) -> None:
    realization = central(of)
    table = at_first(realization)
    least = [int(one) for one in table.reservation]
    possible = [(outcome, moved) for outcome, moved, allowed in outcomes(realization) if allowed]
    points = {outcome: worths(realization, outcome) for outcome, _ in possible}
    seats = table.places()
    rational = [one for one in points.values() if all(one[k] >= least[k] for k in seats)]
    deciding = {tuple(one[k] for k in seats) for one in points.values()}
    efficient = {one for one in deciding if not any(all(np.array(other) >= one) and other != one for other in deciding)}
    zone = [outcome for outcome, moved in possible if in_zone(realization, outcome, moved, least)]
    for found in (table, FactoredFeasibleSet(realization)):
        assert found.size == len(possible)
        assert found.rational_size.value == len(rational)
        assert {tuple(column) for column in found.frontier.points.T.tolist()} == efficient
        assert found.zone_size.value == len(zone)
        for place, who in enumerate(realization.parties):
            below = sum(one[place] < least[place] for one in points.values())
            assert found.worse_than(who, least[place]).value == below
    assert {table.outcome(int(index)) for index in np.flatnonzero(table.zone)} == set(zone)


@settings(max_examples=30)
@given(constrained())
def test_solutions_and_improvements_break_no_constraint(of: Scenario) -> None:
    realization = central(of)
    allowed = {outcome for outcome, _, permitted in outcomes(realization) if permitted}
    for found in (at_first(realization), FactoredFeasibleSet(realization)):
        solved = [found.solve(entry) for entry in entries("solution")]
        chosen = [index for one in solved for index in one.outcomes + (one.lottery.outcomes if one.lottery else ())]
        better = found.improvements.frontier
        assert better is not None
        assert {found.outcome(index) for index in (*chosen, *better.indices.tolist())} <= allowed


def cake(parts: int = 2, total: int = 10) -> Scenario:
    """Shares of 0 to 10 that come to a total of which nothing stands at first; each wants its own."""
    seats = [f"p{k}" for k in range(parts)]
    issues = {f"s{k}": amount(0, 10, 1, " ".join(seats)) for k in range(parts)}
    parties = {who: party({f"s{k}": stance(1, {0: 0, 10: 100})}) for k, who in enumerate(seats)}
    more = {"negosim": 2, "constraints": {"whole": {"title": "One cake", "sum": list(issues), "is": total}}}
    return scenario(issues, parties, {"talks": meeting(" ".join(seats), " ".join(issues))}, **more)


def test_the_nash_solution_of_a_cake_halves_it() -> None:
    table = at_first(central(cake()))
    assert isinstance(table, EnumeratedFeasibleSet)
    (nash,) = (table.solve(entry) for entry in entries("solution") if entry.name == "nash")
    assert [table.outcome(index) for index in nash.outcomes] == [(5, 5)]
    assert (table.size, len(table.frontier)) == (12, 11)


def test_the_analysis_says_how_many_outcomes_are_possible() -> None:
    found = analyze(cake())
    data = findings(found)
    assert (data["outcomes"], data["possible"]) == (121, 11)
    assert found.division is None


def written(folder: Path) -> str:
    """The cake as a file."""
    path = folder / "cake.yaml"
    path.write_text(json.dumps(cake().plain()), encoding="utf-8")
    return str(path)


def test_validate_and_analyze_tell_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = " ".join(call("validate", written(tmp_path)).stdout.split())
    assert "2 parties, 2 issues, 121 outcomes (11 of them possible), 1 meeting." in said
    said = " ".join(call("analyze", "cake.yaml", "--no-figures").stdout.split())
    assert "There are 121 outcomes: one option for every issue. The constraints leave 11 of them possible" in said


def test_genius_cannot_say_it() -> None:
    with pytest.raises(UsageError, match=r"constraints \(whole\)"):
        refuse_inexpressible(cake())
