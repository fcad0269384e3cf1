"""PRIM finds planted boxes, by number and by category, and says when a limit may be chance."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from negosim.errors import UsageError
from negosim.experiments.statistics.boxes import Limit, drop_limit, in_box, pastes, peels
from negosim.experiments.statistics.discovery import discover


def planted(n: int = 2000, seed: int = 0) -> dict[str, np.ndarray]:
    draws = np.random.default_rng(seed)
    numbers = {name: draws.random(n) for name in ("floor", "weight", "inert")}
    return {**numbers, "tactic": draws.choice(["hard", "soft", "mirror"], n)}


def test_a_planted_box_of_numbers_is_found() -> None:
    inputs = planted()
    cases = (inputs["floor"] > 0.6) & (inputs["weight"] < 0.5)
    found = discover(inputs, cases).box
    limits = {limit.name: limit for limit in found.limits}
    assert set(limits) == {"floor", "weight"}
    assert limits["floor"].low == pytest.approx(0.6, abs=0.03)
    assert limits["weight"].high == pytest.approx(0.5, abs=0.03)
    assert (limits["floor"].high, limits["weight"].low, limits["floor"].kept) == (None, None, None)
    assert found.coverage > 0.93
    assert found.density > 0.93
    assert found.mass == pytest.approx(0.2, abs=0.03)
    assert max(found.quasi_p) < 1e-6


def test_a_planted_category_is_found_beside_a_number() -> None:
    inputs = planted(seed=1)
    cases = (inputs["floor"] > 0.5) & (inputs["tactic"] != "soft")
    limits = {limit.name: limit for limit in discover(inputs, cases).box.limits}
    assert limits["tactic"] == Limit("tactic", kept=("hard", "mirror"))
    assert limits["floor"].low == pytest.approx(0.5, abs=0.03)


def test_a_box_with_both_ends_is_found_through_noise() -> None:
    inputs = planted(4000, seed=2)
    inside = (inputs["floor"] > 0.3) & (inputs["floor"] < 0.7) & (inputs["weight"] > 0.4)
    cases = np.random.default_rng(3).random(4000) < np.where(inside, 0.9, 0.1)
    found = discover(inputs, cases).box
    limits = {limit.name: limit for limit in found.limits}
    assert (limits["floor"].low, limits["floor"].high) == pytest.approx((0.3, 0.7), abs=0.05)
    assert limits["weight"].low == pytest.approx(0.4, abs=0.05)
    assert found.density == pytest.approx(0.9, abs=0.04)


def test_the_numbers_of_the_box_are_those_of_its_limits() -> None:
    inputs = planted(seed=4)
    cases = inputs["floor"] + inputs["weight"] > 1.3
    found = discover(inputs, cases).box
    box = {limit.name: limit for limit in found.limits}
    inside = in_box(box, inputs, len(cases))
    assert found.density == cases[inside].mean()
    assert found.coverage == cases[inside].sum() / cases.sum()
    assert found.mass == inside.mean()
    for name, p in zip(box, found.quasi_p, strict=True):
        others = in_box(drop_limit(box, name), inputs, len(cases))
        assert p == pytest.approx(binom.sf(cases[inside].sum() - 1, inside.sum(), cases[others].mean()))


def test_the_trail_narrows_by_peeling_and_widens_by_pasting() -> None:
    inputs = planted(seed=5)
    steps = discover(inputs, (inputs["floor"] > 0.6) & (inputs["weight"] < 0.5)).steps
    assert (steps[0].act, steps[0].coverage, steps[0].mass) == ("start", 1.0, 1.0)
    peeled = [step for step in steps if step.act in ("start", "peel")]
    assert all(a.mass > b.mass and a.density < b.density for a, b in pairwise(peeled))
    pasted = [step for step in steps if step.act == "paste"]
    assert all(a.mass < b.mass and a.density <= b.density for a, b in pairwise(pasted))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 0.9))
def test_where_nothing_tells_the_cases_no_sure_limit_is_claimed(seed: int, share: float) -> None:
    inputs = planted(200, seed)
    cases = np.random.default_rng(seed + 1).random(200) < share
    found = discover(inputs, cases).box
    assert all(p <= 0.05 for p in found.quasi_p)


def test_a_limit_that_may_be_chance_is_dropped() -> None:
    draws = np.random.default_rng(1)
    inputs = {name: draws.random(300) for name in "abc"}
    found = discover(inputs, draws.random(300) < 0.5)
    assert {step.name for step in found.steps if step.act == "peel"} > {limit.name for limit in found.box.limits}
    assert found.steps[-1].act == "drop"
    assert found.steps[-1].mass == found.box.mass


def test_a_switch_is_a_category_and_renaming_it_changes_nothing() -> None:
    inputs = planted(500, 9)
    inputs["switch"] = inputs["weight"] > 0.5
    found = discover({"floor": inputs["floor"], "switch": inputs["switch"]}, inputs["switch"]).box
    assert found.limits == (Limit("switch", kept=(True,)),)
    named = np.where(inputs["switch"], "a", "b")
    again = discover({"floor": inputs["floor"], "switch": named}, inputs["switch"]).box
    assert again.limits == (Limit("switch", kept=("a",)),)
    assert (again.coverage, again.density) == (found.coverage, found.density) == (1.0, 1.0)


def test_where_it_always_happens_no_limit_is_needed() -> None:
    found = discover(planted(50), np.ones(50)).box
    assert (found.limits, found.coverage, found.density, found.mass) == ((), 1.0, 1.0, 1.0)


def test_without_a_case_there_is_no_box() -> None:
    with pytest.raises(UsageError, match="no draw in which it happens"):
        discover(planted(50), np.zeros(50))


def test_peels_take_a_share_or_the_outermost_value() -> None:
    assert peels(Limit("x"), np.arange(100.0), 0.05) == [Limit("x", low=5.0), Limit("x", high=94.0)]
    assert peels(Limit("x", 1, 3), np.array([1, 1, 1, 2, 3, 3, 3]), 0.05) == [Limit("x", 2.0, 3), Limit("x", 1, 2.0)]
    assert peels(Limit("x"), np.ones(4), 0.05) == []
    assert peels(Limit("x"), np.array(["a", "b", "a"]), 0.05) == [Limit("x", kept=("b",)), Limit("x", kept=("a",))]
    assert peels(Limit("x"), np.array(["a", "a"]), 0.05) == []


def test_pastes_give_back_the_nearest_values() -> None:
    outside = np.array([0.1, 0.2, 0.3, 0.8, 0.9])
    wider = pastes(Limit("x", 0.4, 0.7), outside, 2)
    assert wider == [Limit("x", 0.2, 0.7), Limit("x", 0.4, None)]
    assert pastes(Limit("x", high=0.7), outside, 1) == [Limit("x", high=0.8)]
    assert pastes(Limit("x", kept=("b",)), np.array(["c", "a", "a"]), 1) == [
        Limit("x", kept=("a", "b")),
        Limit("x", kept=("b", "c")),
    ]


def test_pasting_gives_back_what_a_peel_took_too_much() -> None:
    # the peel from 383 draws to 364 took three cases of 367 with it; one paste of a hundredth is three draws
    number = np.arange(1000.0)
    found = discover({"number": number}, number >= 633)
    assert [step.act for step in found.steps[-2:]] == ["peel", "paste"]
    assert found.box.limits == (Limit("number", low=633.0),)
    assert (found.box.coverage, found.box.density) == (1.0, 1.0)
