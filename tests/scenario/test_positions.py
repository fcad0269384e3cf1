"""Positions in place of values, and capabilities: what they are worth, who needs them, and what is wrong with them."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest
from building import ASSUMED, WHERE_FROM, Plain, amount, central, issue, meeting, party
from hypothesis import given
from hypothesis import strategies as st

from negosim.domain.rng import RandomSource
from negosim.errors import InputError
from negosim.scenario.checks.all import warnings
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario

DEPTH = issue("flat low deep", "ann bob", ordered=True)
REPORTED: Plain = {"kind": "reported", "source": "book"}


def at(position: Any, weight: Any = 1) -> Plain:
    return {"weight": weight, "position": position, **WHERE_FROM}


def named(name: str, stances: Plain) -> Plain:
    return party(stances) | {"name": name}


def talks(ann: Plain, bob: Plain | None = None, **more: Any) -> Plain:
    """Ann and Bob over one issue, an amount from 10 to 500 unless it is another."""
    issues = more.pop("issues", {"money": amount(10, 500, 10, "ann bob")})
    [key] = issues
    high = issues[key].get("amount", {}).get("to", 2)
    parties = {"ann": named("Ann", {key: ann}), "bob": named("Bob", {key: bob or at(high)})}
    meetings = {"m": meeting("ann bob", key)}
    return {"negosim": 2, "title": "Test", "issues": issues, "parties": parties, "meetings": meetings, **more}


def read(plain: Plain) -> Scenario:
    return from_plain(plain, "t")


def worth(of: Scenario, option: int) -> Fraction:
    ann = central(of).preferences["ann"]
    return ann.scale.exact(ann.points((option,)))


def faults(plain: Plain) -> list[str]:
    with pytest.raises(InputError) as error:
        read(plain)
    return [f"{one.code} {one.path}: {one.message}" for one in error.value.diagnostics]


def test_worth_falls_evenly_from_the_position() -> None:
    of = read(talks(at(395)))
    assert worth(of, 0) == 100 - Fraction(385 * 100, 490)
    assert worth(of, 38) == worth(of, 39) == 100 - Fraction(5 * 100, 490)
    assert not [one for one in warnings(of) if "rounded" in one]


@given(st.integers(0, 40), st.integers(1, 40), st.sampled_from([1, 0.25, 0.1]))
def test_an_amount_by_position_is_that_with_the_corner_and_the_ends_valued(at_: int, more: int, step: float) -> None:
    """Where the position is a number of the grid, straight lines through three values are the same."""
    steps = at_ + more
    low, high, top = 3.0, round(3 + steps * step, 2), round(3 + at_ * step, 2)
    longest = max(at_, more)
    issues = {"money": amount(low, high, step, "ann bob")}
    by_position = read(talks(at(top), issues=issues))
    near = [100 - Fraction(100 * abs(at_ - k), steps) for k in range(steps + 1)]
    assert [worth(by_position, k) for k in range(steps + 1)] == near
    assert min(near) == 100 - Fraction(100 * longest, steps)


def test_ordered_options_have_a_line_too() -> None:
    line = {**DEPTH, "positions": {"flat": 0, "low": 30, "deep": 50}}
    assert [worth(read(talks(at(20), issues={"depth": line})), k) for k in range(3)] == [60, 80, 40]
    assert [worth(read(talks(at(0.5), issues={"depth": DEPTH})), k) for k in range(3)] == [75, 75, 25]


def test_an_uncertain_position_is_drawn_by_its_path() -> None:
    of = read(talks(at([300, 400])))
    assert next(one.path for one in of.numbers() if "position" in one.path) == "parties.ann.stances.money.position"
    drawn = {
        RealizationFactory(of).draw(RandomSource(1, run)).numbers["parties.ann.stances.money.position"]
        for run in range(5)
    }
    assert len(drawn) == 5
    assert all(300 <= one <= 400 for one in drawn)
    assert worth(of, 34) == 100


def test_a_position_of_a_group_is_one_number_for_its_members() -> None:
    plain = talks(at(100), groups={"both": {"members": ["ann", "bob"], "stances": {"money": at([200, 300])}}})
    for one in plain["parties"].values():
        del one["stances"]
    of = read(plain)
    assert [one.path for one in of.numbers()] == [f"groups.both.stances.money.{key}" for key in ("weight", "position")]
    drawn = RealizationFactory(of).draw(RandomSource(1, 0))
    assert drawn.preferences["ann"].points((20,)) == drawn.preferences["bob"].points((20,))


def test_an_event_moves_a_position_no_further_than_the_end() -> None:
    shift = {"title": "It snows", "round": 0, "shifts": {"parties.ann.stances.money.position": 900}, **WHERE_FROM}
    factory = RealizationFactory(read(talks(at(400), events={"snow": shift})))
    after = factory.central.after({"parties.ann.stances.money.position": 1300.0})
    ann = after.preferences["ann"]
    assert ann.scale.exact(ann.points((0,))) == 0
    assert ann.scale.exact(ann.points((49,))) == 100


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        (talks({**at(20), "values": {10: 0, 500: 1}}), "S013 parties.ann.stances.money: a stance has either 'values'"),
        (talks({"weight": 1, **WHERE_FROM}), "S013 parties.ann.stances.money: a stance has either 'values'"),
        (talks(at("far")), "S004 parties.ann.stances.money.position: expected a number, found text 'far'"),
        (talks(at(9)), "R261 parties.ann.stances.money.position: the position 9 lies outside 'money'"),
        (talks(at([400, 501])), "R261 parties.ann.stances.money.position: the position 501 lies outside 'money'"),
        (
            talks(at(1), issues={"where": issue("here there", "ann bob")}),
            "R260 parties.ann.stances.where.position: a position on 'where', which has no order",
        ),
        (
            talks(at(1), issues={"depth": {**DEPTH, "positions": {"flat": 1, "low": 1, "deep": 1}}}),
            "R260 parties.ann.stances.depth.position: a position on 'depth', which has all its options at one place",
        ),
        ({**talks(at(20)), "negosim": 1}, "S015 parties.ann.stances.money.position: 'position' is a word of version 2"),
    ],
)
def test_what_a_position_cannot_be(plain: Plain, expected: str) -> None:
    assert any(one.startswith(expected) for one in faults(plain)), faults(plain)


# Capability


def able(ann: Any = None, bob: Any = None, **more: Any) -> Plain:
    plain = talks(at(100), sources={"book": {"title": "A book"}}, **more)
    for key, capability in (("ann", ann), ("bob", bob)):
        if capability is not None:
            plain["parties"][key]["capability"] = capability
    return plain


def council(**more: Any) -> Plain:
    return {"council": {"members": ["ann", "bob"], "passes": {"share": "2/3"}, "basis": ASSUMED, **more}}


def test_a_capability_is_a_number_alone_or_reported() -> None:
    of = read(able(60, {"value": [20, 30], "numbers": REPORTED}))
    kinds = {one.path: one.kind for one in of.numbers() if one.path.endswith("capability")}
    assert kinds == {"parties.ann.capability": "assumed", "parties.bob.capability": "reported"}
    assert central(of).numbers["parties.bob.capability"] == 25


def test_capabilities_stand_with_all_who_want_something_or_none() -> None:
    assert faults(able(60)) == ["R262 parties.ann.capability: no capability for bob"]


def test_a_default_says_where_a_bare_capability_comes_from() -> None:
    of = read(able(60, 20, defaults={"numbers": "counted by hand"}))
    assert [one.basis for one in of.numbers() if one.path.endswith("ann.capability")] == ["defaults.numbers"]


@pytest.mark.parametrize("value", [[40, 50], {"value": [40, 50], "numbers": REPORTED}])
def test_members_vote_with_the_capability_that_is_drawn(value: Any) -> None:
    of = read(able(value, 20, bodies=council(weights="capability")))
    assert not [one.path for one in of.numbers() if one.path.startswith("bodies.council.weights")]
    drawn = RealizationFactory(of).draw(RandomSource(3, 0))
    assert drawn.numbers["bodies.council.weights.ann"] == drawn.numbers["parties.ann.capability"]
    [body] = drawn.requirements.bodies
    assert body.rule is not None
    assert body.rule.decides(0b01)
    assert not body.rule.decides(0b10)


def test_a_test_of_its_own_weighs_those_it_is_among() -> None:
    test = {"share": 0.5, "among": ["ann"], "weights": "capability"}
    of = read(able(40, 20, bodies=council(passes=[test, {"votes": 1}])))
    assert list(of.bodies["council"].passes[0].weights) == ["ann"]  # type: ignore[index, union-attr]  # a list of tests


def test_a_member_without_capability_has_no_weight() -> None:
    assert faults(able(bodies=council(weights="capability"))) == [
        "R263 bodies.council.weights: 'ann' has no capability",
        "R263 bodies.council.weights: 'bob' has no capability",
    ]
    assert faults(able(bodies={"council": {"passes": "all", "weights": "capability", "basis": ASSUMED}})) == [
        "R263 bodies.council.weights: there are no members with a capability"
    ]


# Whatever is written

JUNK = st.sampled_from(
    [None, 0, -1.5, 1e300, [1, 2], [400, 300], "", "capability", "ann", {}, {"value": [1, 2]}, {"a": 1}]
)
WHOLE = able([40, 50], {"value": 3, "numbers": REPORTED}, bodies=council(weights="capability"))


def places(part: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return [path, *(place for key, item in below for place in places(item, (*path, key)))]


ABOUT = [path for path in places(WHOLE)[1:] if {"position", "capability", "weights", "members"} & {*map(str, path)}]


@given(st.sampled_from([*ABOUT, ("issues", "money", "amount", "to"), ("parties", "bob", "stances")]), JUNK)
def test_whatever_stands_there_is_read_or_told(path: tuple[Any, ...], junk: Any) -> None:
    plain = deepcopy(WHOLE)
    *above, last = path
    part: Any = plain
    for key in above:
        part = part[key]
    part[last] = junk
    try:
        of = read(plain)
    except InputError as error:
        assert error.diagnostics
    else:
        assert RealizationFactory(of).draw(RandomSource(0, 0)).numbers
