"""What constraints leave possible: zone, counts, frontier and solutions, against plain enumeration, and in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from building import (
    YES,
    amount,
    at_first,
    central,
    constrained,
    do,
    ends,
    meeting,
    opened,
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
from negosim.analysis.feasible_by_cliques import FactoredFeasibleSet
from negosim.analysis.feasible_table import EnumeratedFeasibleSet
from negosim.domain.outcomes import Outcome
from negosim.domain.possible import possible_outcomes
from negosim.errors import UsageError
from negosim.negotiation.driving import play
from negosim.negotiation.factories import make_tactics
from negosim.registry import entries
from negosim.scenario.exchange.expressible import refuse_inexpressible
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.scenario import Scenario
from negosim.theory.bargaining.counting import number_of_outcomes
from negosim.theory.bargaining.elimination import sample


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


def test_random_outcomes_are_drawn_evenly_from_what_fits() -> None:
    """Of the ways to share ten among three: chi-squared of 65 degrees of freedom, far from its tail."""
    found = FactoredFeasibleSet(central(cake(3)))
    factors = [clique.factor(clique.points) for clique in found.cliques]
    drawn = sample(factors, 66_000, np.random.default_rng(0)).index
    ways, counts = np.unique(drawn, return_counts=True)
    fitting = [index for index in ways if sum(found.outcome(int(index))) == 10]
    assert (len(ways), len(fitting), number_of_outcomes(factors)) == (67, 66, 67)
    expected = 66_000 / 67
    assert ((counts - expected) ** 2 / expected).sum() < 110


def catch() -> Scenario:
    """Seven shares in steps of one percent that come to a hundred, at first too; each wants its own."""
    seats = [f"p{k}" for k in range(7)]
    issues = {f"s{k}": amount(0, 40, 1, " ".join(seats)) | {"status_quo": 16 if k == 0 else 14} for k in range(7)}
    wants, spares = stance(50, {0: 0, 40: 100}), stance(5, {0: 100, 40: 0})
    own = [{f"s{k}": wants if k == place else spares for k in range(7)} for place in range(7)]
    parties = {who: party(own[place], "conceder") for place, who in enumerate(seats)}
    more = {"negosim": 2, "constraints": {"whole": {"title": "One catch", "sum": list(issues), "is": 100}}}
    return scenario(issues, parties, {"talks": meeting(" ".join(seats), " ".join(issues), 5)}, **more)


def test_beyond_a_table_all_that_is_offered_comes_to_the_sum() -> None:
    course = opened(catch())
    space = course.realization.space
    assert possible_outcomes(space) == FactoredFeasibleSet(course.realization).size == 1_130_539_102
    menu, lots = course.view("p0").menu, np.random.default_rng(0)
    packages = [menu.offering.package(number) for number in menu.ranking(0, 50)]
    packages += [one for level in range(5) if (one := menu.nearest(menu.stands + level * 10**6, {})) is not None]
    packages += [one for _ in range(20) if (one := menu.random(menu.stands, lots)) is not None]
    assert len(packages) > 70
    assert {sum(package.on(space.status_quo)) for package in packages} == {100}
    assert packages[0].on(space.status_quo)[0] == 40
    play(course, make_tactics(course.realization))
    offered = [entry.package for entry in course.log if entry.package is not None]
    assert len(offered) >= 5
    assert {sum(package.on(space.status_quo)) for package in offered} == {100}


def test_once_nothing_fits_any_more_a_large_meeting_ends() -> None:
    """Seven of eight large issues are settled, and the eighth alone cannot keep the sum."""
    of = catch()
    plain = of.plain()
    plain["meetings"]["rest"] = plain["meetings"]["talks"] | {"title": "The rest", "issues": ["s6"]}
    course = opened(from_plain(plain, "test"))
    agreed = {f"s{k}": option for k, option in enumerate((10, 15, 15, 15, 15, 15))} | {"s6": 15}
    do(course, ("p0", agreed), *((f"p{k}", YES) for k in range(1, 7)))
    assert ends(course) == ["agreed", "nothing on offer"]
