"""Many draws played side by side: the courses that the plain driver comes to, entry by entry, cost by cost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from building import ASSUMED, Plain, amount, delay, issue, linkage, meeting, party, scenario, scenarios, stance
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.domain.rng import RandomSource
from negosim.experiments.ensemble import Plan
from negosim.experiments.ensemble.player import Player, batches
from negosim.negotiation.course import Course, play
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.vectorized import play as playing
from negosim.negotiation.vectorized import play_batch, supports
from negosim.negotiation.vectorized.supported import TACTICS
from negosim.scenario.load import from_plain, load
from negosim.scenario.realize.realization import Named, Realization, RealizationFactory
from negosim.scenario.spec.scenario import Scenario

DRAWS = 12


def drawn(of: Scenario, runs: int = DRAWS) -> tuple[list[Realization], list[RandomSource]]:
    """The readings of the first runs."""
    realizations, chances = RealizationFactory(of), [RandomSource(3, run) for run in range(runs)]
    return [realizations.draw(chance) for chance in chances], chances


def told(course: Course) -> Any:
    """All that a course has come to."""
    return course.log, course.meetings, course.paid, course.round, course.standing, course.asked, course.settled


def agree(of: Scenario, runs: int = DRAWS) -> None:
    """Both drivers come to the same in every run."""
    realizations, chances = drawn(of, runs)
    same(chances, realizations)


def same(chances: list[RandomSource], realizations: list[Realization]) -> None:
    """Both drivers come to the same with every reading."""
    together = play_batch(realizations, chances)
    alone = [play(Course(one, chance), make_tactics(one)) for one, chance in zip(realizations, chances, strict=True)]
    for mine, other in zip(together, alone, strict=True):
        assert told(mine) == told(other)


def known(of: Scenario, names: list[str], factors: list[Plain] | None = None) -> Scenario:
    """The same scenario with tactics that are known, whose parameters are uncertain, and with discounts."""
    plain = of.plain()
    parameters: dict[str, Plain] = {
        "boulware": {"exponent": [0.1, 0.9], "curve": "exponential"},
        "conceder": {"exponent": [1.5, 4], "first": [0, 0.3]},
        "tit_for_tat": {"generosity": [0, 9]},
    }
    for one, name in zip(plain["parties"].values(), names, strict=False):
        one["tactic"] |= {"name": name} | parameters.get(name, {}) | {"numbers": one["tactic"]["basis"]}
    for one, factor in zip(plain["parties"].values(), factors or [], strict=False):
        one.update({"discount": factor | {"basis": ASSUMED, "numbers": ASSUMED}} if factor else {})
    return from_plain(plain, "random")


FACTORS: list[Plain] = [{}, {}, {"factor": [0.6, 1]}, {"factor": 0.9, "disagreement": [-20, 30]}]


@given(
    scenarios(certain=False),
    st.lists(st.sampled_from(TACTICS), min_size=4, max_size=4),
    st.lists(st.sampled_from(FACTORS), min_size=4, max_size=4),
    st.sampled_from([1, 9, 1 << 17]),
)
@settings(max_examples=60, deadline=None)
def test_side_by_side_is_one_after_another(of: Scenario, names: list[str], factors: list[Plain], cells: int) -> None:
    some = known(of, names, factors)
    assert supports(some)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(playing, "CELLS", cells)
        agree(some)


@given(scenarios(certain=False), st.lists(st.sampled_from(TACTICS), min_size=12, max_size=48))
@settings(max_examples=20, deadline=None)
def test_each_draw_may_be_played_by_tactics_of_its_own(of: Scenario, names: list[str]) -> None:
    realizations, chances = drawn(of, 3)
    rows = [(realization, chance) for realization, chance in zip(realizations, chances, strict=True) for _ in range(4)]
    cast = [replace(one, tactics=_tactics(one, names[k % len(names) :] + names)) for k, (one, _) in enumerate(rows)]
    same([chance for _, chance in rows], cast)


def _tactics(realization: Realization, names: list[str]) -> dict[str, Named]:
    return {party: Named(name, {}) for party, name in zip(realization.parties, names, strict=False)}


@pytest.mark.parametrize("name", ["article_2025_02_23", "truce_without_guarantees", "river_basin"])
def test_shipped_scenarios_are_played_side_by_side(name: str) -> None:
    assert supports(load(name))
    agree(load(name), 40)


def table(**more: Any) -> Scenario:
    """Three parties who agree in parts, with money and a cost of delay."""
    issues = {
        "it": issue("none some all", "a b"),
        "more": issue("no yes", {"yes": "a c"}),
        "money": amount(0, 4, 1, "a b c"),
    }
    parties = {
        "a": party(
            {"it": stance(3, {"none": [0, 60], "some": 50, "all": 100}), "more": stance(2, {"no": 0, "yes": 9})}
        ),
        "b": party(
            {"money": stance([1, 5], {0: 0, 4: 100}), "it": stance(1, {"none": 90, "some": 80, "all": [0, 70]})}
        ),
        "c": party({"money": stance(1, {0: 100, 4: [0, 90]})}, cost_of_delay=delay([0.1, 2], {"it": ["none"]})),
    }
    return scenario(issues, parties, {"m": meeting("a b c", "it more money", 12)}, **more)


def test_few_draws_at_once_are_many_draws_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playing, "CELLS", 30)
    agree(table())


def changed(**parts: Plain) -> Scenario:
    """The table with some parts of it changed."""
    plain = table().plain()
    for path, change in parts.items():
        at = plain
        for key in path.split("__"):
            at = at[key]
        at.update(change)
    return from_plain(plain, "changed")


@pytest.mark.parametrize(
    "parts",
    [
        {"parties__a__tactic": {"name": "micro"}},
        {"parties__b__tactic": {"name": "random_walker"}},
        {"parties__c__tactic": {"name": "mine.py:Mine"}},
        {"parties__a": {"linkages": {f"l{k}": linkage({"it": "all"}, 900) for k in range(5)}}},
        {"issues": {f"i{k}": issue("p q r s t u", "a b") for k in range(6)}},
    ],
    ids=["a tactic that looks at offers", "chance", "code of one's own", "a worth beyond the key", "a large table"],
)
def test_what_it_does_not_know_is_left_to_the_plain_driver(parts: dict[str, Plain]) -> None:
    if "issues" in parts:
        parts["meetings__m"] = {"issues": list(parts["issues"])}
    assert supports(table())
    assert not supports(changed(**parts))


@pytest.mark.parametrize("path", ["", "issues.it", "parties.a", "parties.a.stances.it", "meetings.m.protocol"])
def test_a_key_that_it_has_not_heard_of_is_left_to_the_plain_driver(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = table().plain()
    at = plain
    for key in path.split(".") if path else ():
        at = at[key]
    at["breakdown"] = 0.1
    monkeypatch.setattr(Scenario, "plain", lambda _: plain)
    assert not supports(table())


def test_an_ensemble_plays_side_by_side_and_writes_the_rows_of_the_plain_driver() -> None:
    plan = Plan(runs=60, seed=5)
    player, alone = Player(table(), plan), Player(table(), plan)
    alone.vectorised = False
    assert player.vectorised
    assert list(player.rows(range(7, 60))) == list(alone.rows(range(7, 60)))


def test_a_long_span_is_played_in_parts() -> None:
    assert [len(part) for part in batches(range(3, 1203))] == [500, 500, 200]
    assert [run for part in batches(range(3, 1203)) for run in part] == list(range(3, 1203))


@pytest.mark.parametrize("names", [["tit_for_tat", "conceder"], ["linear", "tit_for_tat"], ["tit_for_tat"] * 2])
def test_a_mirror_gives_up_what_it_is_given(names: list[str]) -> None:
    values = {"a": {0: 0, 1: 0, 20: 100}, "b": {0: 0, 1: 100, 20: 0}}
    issues = {key: amount(0, 20, 1, "a b") for key in ("x", "y")}
    weights = {"a": (3, [1, 2]), "b": ([1, 2], 3)}
    parties = {
        who: party({key: stance(weight, values[who]) for key, weight in zip(issues, weights[who], strict=True)})
        for who in values
    }
    agree(known(scenario(issues, parties, {"m": meeting("a b", "x y", 20)}), names))
