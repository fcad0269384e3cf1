"""Equal means equal: sets, frontier and solutions of random score sheets are those of plain fractions."""

from __future__ import annotations

import random
import re
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from building import Plain, at_first, central, issue, linkage, meeting, party, scenario, stance
from command_line import call

from negosim.analysis.feasible_table import EnumeratedFeasibleSet
from negosim.registry import lookup
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.writer import dump

Column = tuple[Fraction, ...]
"""What one outcome gives each party."""


class Sheets:
    """Random score sheets of two or three parties: integer weights, a fifth of the numbers with decimals."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  (tests are no secrets)
        self.parties = ["ann", "bob", "cy"][: self.random.randint(2, 3)]
        self.issues = {f"i{k}": self.random.randint(2, 3) for k in range(self.random.randint(2, 4))}
        self.wants: dict[str, Plain] = {key: self.party() for key in self.parties}

    def number(self, low: int, high: int) -> float:
        whole = self.random.randint(low, high)
        return round(whole + self.random.randint(-9, 9) / 10, 1) if 0 < whole < high and self.often(0.2) else whole

    def often(self, chance: float) -> bool:
        return self.random.random() < chance

    def party(self) -> Plain:
        values = (0, 25, 50, 75, 100)
        stances = {
            key: stance(
                self.random.randint(1, 5),
                {f"o{k}": self.random.choice((*values, self.number(0, 100))) for k in range(options)},
            )
            for key, options in self.issues.items()
        }
        more: Plain = {}
        if self.often(0.4):
            when = {
                key: f"o{self.random.randrange(self.issues[key])}" for key in self.random.sample(list(self.issues), 2)
            }
            more["linkages"] = {"l": linkage(when, self.number(-30, 30))}
        if self.often(0.5):
            more["reserve"] = self.number(-20, 20)
        return party(stances, **more)

    @property
    def scenario(self) -> Scenario:
        seats = " ".join(self.parties)
        issues = {key: issue(" ".join(f"o{k}" for k in range(options)), seats) for key, options in self.issues.items()}
        return scenario(issues, self.wants, {"m": meeting(seats, " ".join(issues))})

    # By fractions alone

    def points(self, key: str, outcome: tuple[int, ...]) -> Fraction:
        wants, chosen = self.wants[key], dict(zip(self.issues, (f"o{k}" for k in outcome), strict=True))
        total = sum(Fraction(str(one["weight"])) for one in wants["stances"].values())
        parts = [
            Fraction(str(one["weight"])) / total * Fraction(str(one["values"][chosen[key]]))
            for key, one in wants["stances"].items()
        ]
        for one in wants.get("linkages", {}).values():
            if all(chosen[key] == option for key, option in one["when"].items()):
                parts.append(Fraction(str(one["points"])))
        return sum(parts, Fraction())

    @property
    def columns(self) -> list[Column]:
        outcomes = product(*map(range, self.issues.values()))
        return [tuple(self.points(key, outcome) for key in self.parties) for outcome in outcomes]

    @property
    def least(self) -> Column:
        reserves = [Fraction(str(one.get("reserve", 0))) for one in self.wants.values()]
        return tuple(points + reserve for points, reserve in zip(self.columns[0], reserves, strict=True))


def dominates(one: Column, other: Column) -> bool:
    return one != other and all(mine >= theirs for mine, theirs in zip(one, other, strict=True))


def gain(column: Column, least: Column) -> Column:
    return tuple(points - low for points, low in zip(column, least, strict=True))


def solved(name: str, columns: list[Column], least: Column) -> set[int]:
    """A solution as its definition says, over all outcomes that give each party its least."""
    gains = {k: gain(one, least) for k, one in enumerate(columns) if min(gain(one, least)) >= 0}
    if set(gains) <= {0}:
        return set()
    ideals = [max(one[place] for one in gains.values()) for place in range(len(least))]
    able = [place for place, ideal in enumerate(ideals) if ideal > 0]
    measures: dict[str, Any] = {
        "egalitarian": sorted,
        "utilitarian": sum,
        "equal_loss": lambda one: sorted(mine - ideal for mine, ideal in zip(one, ideals, strict=True)),
        "kalai_smorodinsky": lambda one: sorted(one[place] / ideals[place] for place in able),
    }
    if name == "nash":
        return by_product(gains)
    values = {k: measures[name](one) for k, one in gains.items()}
    return {k for k, value in values.items() if value == max(values.values())}


def by_product(gains: dict[int, Column]) -> set[int]:
    """Nash over each largest set of parties that can gain together."""
    groups = {k: frozenset(place for place, one in enumerate(gains[k]) if one > 0) for k in gains}
    most = max(map(len, groups.values()))
    best: set[int] = set()
    for group in {one for one in groups.values() if len(one) == most}:
        products = {k: product_of(gains[k], group) for k in gains if groups[k] == group}
        best |= {k for k, value in products.items() if value == max(products.values())}
    return best


def product_of(one: Column, group: frozenset[int]) -> Fraction:
    total = Fraction(1)
    for place in group:
        total *= one[place]
    return total


@pytest.mark.parametrize("seed", range(500))
def test_sets_frontier_and_solutions_are_those_of_fractions(seed: int) -> None:
    sheets = Sheets(seed)
    columns, least = sheets.columns, sheets.least
    found = at_first(central(sheets.scenario))
    rational = [k for k, one in enumerate(columns) if min(gain(one, least)) >= 0]
    assert found.rational.nonzero()[0].tolist() == rational
    assert found.zone.nonzero()[0].tolist() == [k for k in rational if k]
    efficient = {one for one in columns if not any(dominates(other, one) for other in columns)}
    assert {columns[k] for k in found.frontier.indices.tolist()} == efficient
    assert len(found.frontier) == len(efficient)
    for name in ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian", "equal_loss"):
        answer = found.solve(lookup("solution", name))
        wanted = {columns[k] for k in solved(name, columns, least)}
        assert {columns[k] for k in answer.outcomes} == {one for one in wanted if one in efficient}, name


# A third and a third, or two thirds


def thirds(status_quo: str, left: tuple[int, int, int], right: dict[str, tuple[int, int, int]]) -> Scenario:
    """Three matters between Left, by whose weights shares may be thirds, and Right."""
    begins = dict(zip(("ex", "why", "zed"), status_quo.split(), strict=True))
    issues = {key: issue("low mid high", "left right") | {"status_quo": option} for key, option in begins.items()}
    wants = dict(zip(begins, ((0, 50, 100),) * 3, strict=True))
    parties = {
        "left": party({key: valued(weight, wants[key]) for key, weight in zip(begins, left, strict=True)}),
        "right": party({key: valued(3 if key == "zed" else 1, values) for key, values in right.items()}),
    }
    return scenario(issues, parties, {"talks": meeting("left right", "ex why zed", 12)})


def valued(weight: int, values: tuple[int, int, int]) -> Plain:
    return stance(weight, dict(zip(("low", "mid", "high"), values, strict=True)))


TWO_HALVES = {"ex": (100, 40, 0), "why": (100, 10, 0), "zed": (100, 0, 0)}
A_WHOLE = {"ex": (0, 40, 0), "why": (0, 100, 10), "zed": (100, 0, 0)}


def sizes(of: Scenario) -> tuple[int, int, int]:
    found: EnumeratedFeasibleSet = at_first(central(of))
    return int(found.rational.sum()), int(found.zone.sum()), len(found.frontier)


def test_two_halves_are_worth_a_whole() -> None:
    assert sizes(thirds("mid mid low", (1, 1, 1), TWO_HALVES)) == (3, 2, 7)
    assert sizes(thirds("mid mid low", (1, 1, 2), TWO_HALVES))[1] == 2


def test_a_whole_is_worth_two_halves() -> None:
    assert sizes(thirds("high low low", (1, 1, 1), A_WHOLE)) == (6, 5, 5)


@pytest.mark.parametrize(("status_quo", "right"), [("mid mid low", TWO_HALVES), ("high low low", A_WHOLE)])
def test_nobody_is_told_to_lack_nothing(status_quo: str, right: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "thirds.yaml"
    file.write_text(dump(thirds(status_quo, (1, 1, 1), right).plain()), encoding="utf-8")
    for command in ("run", "analyze"):
        told = call(command, str(file), "--no-figures", "--out", str(tmp_path / command)).output
        assert not re.search(r"\b0(\.0+)? points? (below|less|short)|by 0(\.0+)? points?", told)
