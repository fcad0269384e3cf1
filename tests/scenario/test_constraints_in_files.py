"""Constraints in a scenario file: how they are read, in whole numbers, and every fault with its way out."""

from __future__ import annotations

from typing import Any

import pytest
from building import amount, issue, meeting, party, scenario, stance
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.domain.constraints import UNBOUNDED, Implication, Sum
from negosim.errors import InputError
from negosim.scenario.checks.all import warnings
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario

TITLE = {"title": "Tied"}


def shared(constraint: dict[str, Any], *, second: dict[str, Any] | None = None, **more: Any) -> Scenario:
    """Two shares of a cake in steps of 0.1, and a plant that runs, is shut or is disabled."""
    issues = {
        "mine": amount(0, 1, 0.1, "ann bob"),
        "yours": amount(0, 1, 0.1, "ann bob"),
        "plant": issue("runs shut disabled", "ann bob"),
    }
    parties = {who: party({"mine": stance(1, {0: 0, 1: 100})}) for who in ("ann", "bob")}
    meetings = more.pop("meetings", {"talks": meeting("ann bob", "mine yours plant")})
    constraints = {"c": TITLE | constraint} | ({} if second is None else {"d": TITLE | second})
    return scenario(issues, parties, meetings, negosim=2, constraints=constraints, **more)


def built(constraint: dict[str, Any]) -> Any:
    (one,) = RealizationFactory(shared(constraint)).space.constraints
    return one


def faults(constraint: dict[str, Any], **more: Any) -> list[tuple[str, str, str, str]]:
    with pytest.raises(InputError) as caught:
        shared(constraint, **more)
    return [(one.code, one.path, one.message, one.help) for one in caught.value.diagnostics]


def test_a_list_counts_amounts_as_they_are_in_whole_numbers() -> None:
    one = built({"sum": ["mine", "yours"], "is": 1})
    assert isinstance(one, Sum)
    assert (one.low, one.high, one.units) == (10, 10, 10)
    assert one.amounts[0].tolist() == list(range(11))
    assert one.met_by((3, 7, 0))
    assert not one.met_by((3, 6, 0))


def test_factors_and_numbers_of_options_are_exact_and_the_status_quo_counts_nothing_by_itself() -> None:
    one = built({"sum": {"mine": 3, "plant": {"shut": -0.25, "disabled": -1}}, "at_most": 0})
    assert (one.low, one.high, one.units) == (-UNBOUNDED, 0, 20)
    assert one.amounts[2].tolist() == [0, -5, -20]
    assert one.met_by((3, 0, 2))
    assert not one.met_by((4, 0, 2))


def test_bounds_between_whole_numbers_are_those_that_can_be_met() -> None:
    one = built({"sum": ["mine"], "at_least": 0.25, "at_most": 0.55})
    assert [k for k in range(11) if one.met_by((k, 0, 0))] == [3, 4, 5]


def test_when_and_then_are_conditions_as_everywhere() -> None:
    one = built({"when": {"plant": "runs"}, "then": {"mine": {"above": 0.5}, "yours": [0, 1]}})
    assert isinstance(one, Implication)
    assert one.axes == {0, 1, 2}
    assert one.met_by((6, 10, 0))
    assert one.met_by((0, 5, 1))
    assert not one.met_by((5, 0, 0))


def test_what_a_file_says_of_constraints_is_read_again_and_their_sources_are_looked_for() -> None:
    basis = {"kind": "reported", "source": "treaty"}
    of = shared(
        {"sum": ["mine"], "at_most": 1, "basis": basis},
        sources={"treaty": {"title": "A treaty"}},
    )
    assert from_plain(of.plain(), "test") == of
    assert ("constraints.c", "constraint") in [(one.path, one.what) for one in of.based()]
    assert [one[0] for one in faults({"sum": ["mine"], "at_most": 1, "basis": basis})] == ["R104"]


@pytest.mark.parametrize(
    ("constraint", "message"),
    [
        ({"when": {"plant": "runs"}}, "'when' and 'then' go together"),
        ({}, "a constraint has either 'when' and 'then', or a 'sum'"),
        ({"sum": ["mine"]}, "a 'sum' has either 'is', or 'at_most', 'at_least' or both"),
        ({"sum": ["mine"], "is": 1, "at_most": 1}, "a 'sum' has either 'is', or 'at_most', 'at_least' or both"),
        ({"sum": ["mine"], "at_most": 0, "at_least": 1}, "'at_least' is more than 'at_most'"),
        ({"when": {"plant": "runs"}, "then": {"mine": 0}, "is": 1}, "'is', 'at_most' and 'at_least' are for a 'sum'"),
        ({"sum": ["mine", "mine"], "is": 1}, "issue 'mine' stands in the sum twice"),
    ],
)
def test_a_constraint_has_one_form(constraint: dict[str, Any], message: str) -> None:
    assert [one[:3:2] for one in faults(constraint)] == [("S013", message)]


def test_names_are_looked_for_with_the_nearest() -> None:
    found = faults({"sum": {"mien": 1, "plant": {"shut": 1, "disbaled": 2}}, "is": 1})
    option = "no option 'disbaled' of issue 'plant'"
    assert found == [
        ("R102", "constraints.c.sum.mien", "no issue 'mien'", "it can be: mine, yours"),
        ("R101", "constraints.c.sum.plant.disbaled", option, "did you mean 'disabled'?"),
    ]
    found = faults({"sum": ["mine", "oyurs"], "is": 1})
    assert [one[:3] for one in found] == [("R102", "constraints.c.sum.1", "no issue 'oyurs'")]
    assert [one[:2] for one in faults({"when": {"plant": "run"}, "then": {"mine": 0.15}})] == [
        ("R101", "constraints.c.when.plant"),
        ("R101", "constraints.c.then.mine"),
    ]


def test_every_option_but_the_status_quo_needs_a_number() -> None:
    help_ = "every option but the status quo needs one, 0 where it counts nothing"
    found = faults({"sum": {"plant": {"shut": 1}}, "at_most": 1})
    assert found == [("R232", "constraints.c.sum.plant", "no number for disabled", help_)]


def test_options_without_numbers_cannot_be_added() -> None:
    assert faults({"sum": {"mine": 1, "plant": 2}, "is": 1}) == [
        (
            "R232",
            "constraints.c.sum.plant",
            "the options of issue 'plant' have no numbers to add",
            "give one for each option, as in plant: {runs: , shut: , ...}",
        )
    ]


@pytest.mark.parametrize(
    ("constraint", "nearest"),
    [
        ({"sum": ["mine", "yours"], "is": 0.55}, "0.5 or 0.6"),
        ({"sum": ["mine", "yours"], "at_least": 3}, "2"),
        ({"sum": {"mine": -2}, "at_most": -2.5}, "-2"),
        ({"sum": {"plant": {"shut": 10, "disabled": 25}}, "at_least": 11, "at_most": 20}, "10 or 25"),
    ],
)
def test_a_sum_that_nothing_comes_to_is_told_with_the_nearest(constraint: dict[str, Any], nearest: str) -> None:
    assert faults(constraint) == [
        ("R230", "constraints.c", "no outcome meets this", f"the nearest that the sum comes to is {nearest}")
    ]


def test_constraints_that_nothing_meets_together_are_told_with_those_in_the_way() -> None:
    found = faults({"sum": ["mine", "yours"], "is": 2}, second={"sum": ["mine"], "at_most": 0.5})
    assert found == [
        ("R230", "constraints", "no outcome meets all constraints", "some would without 'c' or without 'd'")
    ]


def test_a_meeting_in_which_nothing_may_move_is_told() -> None:
    alone = {"talks": meeting("ann bob", "mine")}
    found = faults({"sum": ["mine", "yours"], "is": 0}, meetings=alone)
    assert found == [
        (
            "R231",
            "meetings.talks.issues",
            "nothing is left to move here: every package would break 'c'",
            "put the issues that must move together on one agenda",
        )
    ]
    assert shared({"sum": ["mine", "yours"], "is": 1}, meetings=alone)
    later = {"first": meeting("ann bob", "mine yours")} | alone
    assert shared({"sum": ["mine", "yours"], "at_most": 0.5}, meetings=later)


def test_numbers_too_fine_for_64_bits_are_refused() -> None:
    fine = {"sum": {"mine": 1e-15, "yours": 1e9}, "at_most": 1e9}
    assert [one[:2] for one in faults(fine)] == [("R233", "constraints.c")]


def test_a_sum_that_cannot_be_carried_beyond_a_table_is_refused() -> None:
    issues = {f"i{k}": amount(0, 999, 1, "ann bob") for k in range(4)}
    parties = {who: party({"i0": stance(1, {0: 0, 999: 100})}) for who in ("ann", "bob")}
    factors = {f"i{k}": 1000**k for k in range(4)}
    with pytest.raises(InputError) as caught:
        scenario(
            issues,
            parties,
            {"talks": meeting("ann bob", " ".join(issues))},
            negosim=2,
            constraints={"c": TITLE | {"sum": factors, "at_least": 5}},
        )
    assert [(one.code, one.path) for one in caught.value.diagnostics] == [("R233", "constraints")]


def test_what_stands_at_first_may_break_a_constraint_and_validate_says_so() -> None:
    of = shared({"sum": ["mine", "yours"], "is": 1})
    said = [one for one in warnings(of) if "what stands" in one]
    assert said == ["what stands at first breaks c (the sum is 0): an agreement on its issues has to mend that"]
    assert "constraints without a basis, read as assumed: c" in warnings(of)


NUMBERS = st.sampled_from([-1, 0, 0.1, 1e15, 1e-15, 1e300, float("nan"), True, None])
WORDS = st.sampled_from(["", "mine", "plant", "runs", "shut", "above", "x"])
JUNK = st.one_of(NUMBERS, WORDS, st.lists(WORDS, max_size=2), st.dictionaries(WORDS, NUMBERS | WORDS, max_size=2))
KEYS = st.sampled_from(["when", "then", "sum", "is", "at_most", "at_least", "title", "numbers", "x"])


@settings(max_examples=200)
@given(st.data())
def test_junk_in_a_constraint_is_read_or_told_and_never_fails(data: st.DataObject) -> None:
    tied = {"when": {"plant": "runs"}, "then": {"mine": {"above": 0.5}}}
    plain = shared(tied, second={"sum": ["mine", "yours"], "is": 1}).plain()
    for _ in range(data.draw(st.integers(1, 3))):
        plain["constraints"][data.draw(st.sampled_from("cd"))][data.draw(KEYS)] = data.draw(JUNK)
    try:
        of = from_plain(plain, "mutated")
    except InputError as error:
        assert str(error)
    else:
        assert from_plain(of.plain(), "again").digest == of.digest
