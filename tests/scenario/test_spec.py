"""The typed scenario: what is read from a file is what the file says, and can be listed, repeated and shown."""

from __future__ import annotations

import copy
import json
import pickle
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from example_scenario import EXAMPLE, edited
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.errors import InputError, UsageError
from negosim.scenario.checks.all import warnings
from negosim.scenario.format import scenario_model
from negosim.scenario.json_schema import json_schema, keys_at, schema_text
from negosim.scenario.load import from_plain, load
from negosim.scenario.spec.digest import digest
from negosim.scenario.spec.issues import Amount
from negosim.scenario.spec.parties import DEFAULT_TACTIC
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import OptionCondition, UncertainNumber
from negosim.scenario.starter import STARTER
from negosim.scenario.yaml.reader import read_text


def written(folder: Path, text: str, name: str = "mine.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return load(written(tmp_path_factory.mktemp("example"), EXAMPLE))


# Uncertain numbers


@pytest.mark.parametrize(
    ("given_", "low", "centre", "high"),
    [(5, 5, 5, 5), (0.5, 0.5, 0.5, 0.5), ([1, 4], 1, 2.5, 4), ([1, 2, 9], 1, 2, 9), ([3, 3], 3, 3, 3)],
)
def test_centre_is_the_number_the_midpoint_or_the_likeliest(
    given_: object, low: float, centre: float, high: float
) -> None:
    number = UncertainNumber.read(given_)
    assert (number.low, number.centre, number.high) == (low, centre, high)
    assert number.certain == (low == high)


# The example


def test_keeps_the_order_of_the_file(example: Scenario) -> None:
    assert list(example.issues) == ["minerals", "guarantees", "first_meeting", "ceasefire", "aid_repaid"]
    assert list(example.meetings) == ["who_first", "kyiv_first"]
    assert example.issues["minerals"].option_keys == ("none", "joint_fund", "repay_500")


def test_an_iso_date_is_text(example: Scenario) -> None:
    assert example.date == "2025-02-23"


def test_horizon_is_the_rounds_of_all_meetings_unless_given(example: Scenario, tmp_path: Path) -> None:
    assert example.rounds == 26
    assert load(written(tmp_path, "horizon: 9\n" + EXAMPLE)).rounds == 9


def test_tactic_left_out_is_linear_and_assumed(example: Scenario) -> None:
    assert example.parties["russia"].tactic == DEFAULT_TACTIC
    assert (DEFAULT_TACTIC.name, DEFAULT_TACTIC.basis.kind) == ("linear", "assumed")


def test_parameters_are_the_further_keys(example: Scenario) -> None:
    assert example.parties["ukraine"].tactic.parameters == {"exponent": UncertainNumber(0.2, 0.4)}
    assert example.meetings["who_first"].protocol.parameters == {}


def test_reserve_alone_is_assumed(example: Scenario) -> None:
    alone, with_basis = example.parties["ukraine"].reserve, example.parties["usa"].reserve
    assert alone is not None
    assert with_basis is not None
    assert (alone.basis.kind, with_basis.basis.kind) == ("assumed", "inferred")


def test_scale_of_an_issue(example: Scenario, tmp_path: Path) -> None:
    assert example.issues["guarantees"].scale() == (0.0, 1.0, 4.0)
    assert example.issues["aid_repaid"].scale() == tuple(range(0, 501, 50))
    assert example.issues["minerals"].scale() is None
    without = edited(("    positions: {none: 0, assurances: 1, force: 4}\n", ""))
    assert load(written(tmp_path, without)).issues["guarantees"].scale() == (0.0, 1.0, 2.0)


def test_consent_option_by_option(example: Scenario) -> None:
    """Moving back to the status quo needs all that the issue's consent names."""
    issue = example.issues["first_meeting"]
    assert issue.consent_to("putin_first") == ("usa", "russia")
    assert issue.consent_to("open") == ("usa", "russia", "ukraine")
    assert example.issues["minerals"].consent_to("none") == ("ukraine", "usa")


def test_options_selected_by_a_condition(example: Scenario) -> None:
    aid = example.issues["aid_repaid"]
    assert aid.selected(OptionCondition(above=400)) == (9, 10)
    assert aid.selected(OptionCondition(above=100, below=200)) == (3,)
    assert aid.selected(OptionCondition(below=50)) == (0,)
    assert aid.selected(OptionCondition(("500", "0"))) == (0, 10)
    assert example.issues["minerals"].selected(OptionCondition(above=1)) == ()


def test_a_grid_of_tenths_is_exact() -> None:
    amount = Amount.model_validate({"from": -0.3, "to": 0.3, "step": 0.1})
    assert amount.grid == (-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3)


# Lists over the scenario


def test_numbers_are_named_by_their_path_in_the_file(example: Scenario) -> None:
    numbers = {at.path: (at.number.low, at.number.high, at.kind) for at in example.numbers()}
    assert numbers["parties.ukraine.stances.minerals.weight"] == (12, 20, "assumed")
    assert numbers["parties.ukraine.stances.minerals.values.none"] == (60, 60, "assumed")
    assert numbers["parties.ukraine.stances.aid_repaid.values.100"] == (70, 70, "inferred")
    assert numbers["parties.ukraine.linkages.hand_in_hand.points"] == (-35, -20, "assumed")
    assert numbers["parties.ukraine.cost_of_delay.points"] == (0.2, 0.6, "assumed")
    assert numbers["parties.ukraine.reserve"] == (1, 2, "assumed")
    assert numbers["parties.usa.reserve"] == (3, 3, "inferred")
    assert numbers["parties.ukraine.tactic.exponent"] == (0.2, 0.4, "inferred")


def test_every_number_can_be_set_by_its_path(tmp_path: Path, example: Scenario) -> None:
    path = written(tmp_path, EXAMPLE)
    changes = [f"{number.path}={number.number.centre}" for number in example.numbers()]
    changed = load(path, changes)
    assert [number.path for number in changed.numbers()] == [number.path for number in example.numbers()]
    assert all(number.number.certain for number in changed.numbers())


def test_protocol_numbers_are_never_reported(example: Scenario) -> None:
    plain = example.plain()
    plain["meetings"]["who_first"]["basis"] = {"kind": "reported", "source": "article"}
    plain["meetings"]["who_first"]["protocol"]["chance"] = [0, 1]
    shaped = Scenario.model_validate(plain)
    assert [n.kind for n in shaped.numbers() if n.path == "meetings.who_first.protocol.chance"] == ["assumed"]


def test_every_basis_is_listed_with_its_path(example: Scenario) -> None:
    based = {(at.path, at.what): at.basis.kind for at in example.based()}
    assert based["issues.minerals", "consent"] == "reported"
    assert based["issues.ceasefire.unilateral.0", "unilateral move"] == "assumed"
    assert based["parties.ukraine.stances.minerals", "stance"] == "reported"
    assert based["parties.ukraine.stances.minerals", "numbers of stance"] == "assumed"
    assert based["parties.ukraine.cost_of_delay", "cost of delay"] == "inferred"
    assert based["parties.russia.tactic", "tactic"] == "assumed"
    assert based["meetings.kyiv_first", "meeting"] == "assumed"


def test_changed_grid_has_numbers_of_its_own(tmp_path: Path) -> None:
    text = edited(("paragraphs: [6, 7]}\n", "paragraphs: [6, 7]}\n    numbers: {kind: imported}\n"))
    based = load(written(tmp_path, text)).based()
    assert next(entry.basis.kind for entry in based if entry.what == "numbers of issue") == "imported"


def test_what_was_left_out_is_warned_of(example: Scenario, tmp_path: Path) -> None:
    assert warnings(example) == [
        "ukraine has no stance on guarantees, first_meeting, ceasefire: share 0",
        "usa has no stance on guarantees, first_meeting, ceasefire, aid_repaid: share 0",
        "russia has no stance on minerals, guarantees, first_meeting, ceasefire, aid_repaid: share 0",
        "consent without a basis, read as assumed: guarantees, first_meeting, ceasefire, aid_repaid",
        "no tactic for usa, russia: linear, assumed",
    ]
    assert warnings(load(written(tmp_path, STARTER))) == ["consent without a basis, read as assumed: dam, water"]


def test_a_group_is_warned_of_once_and_so_is_a_meeting_too_short_for_its_seats(
    example: Scenario,
) -> None:
    plain = example.plain() | {"negosim": 2, "groups": {"west": ["ukraine", "usa"]}}
    for party in ("ukraine", "usa"):
        plain["parties"][party]["stances"] = {}
    plain["meetings"]["kyiv_first"]["protocol"] = {"name": "alternating_offers", "rounds": 1}
    silent, *_, short = warnings(from_plain(plain, "t"))
    everything = "minerals, guarantees, first_meeting, ceasefire, aid_repaid"
    assert silent == f"each of west has no stance on {everything}: share 0"
    assert short == "meetings with fewer rounds than seats, so that not every seat comes to offer: " + (
        "kyiv_first (1 for 2 seats)"
    )
    plain["meetings"]["kyiv_first"]["protocol"]["order"] = "random"
    assert not any("fewer rounds" in one for one in warnings(from_plain(plain, "t")))


# Where it comes from


def test_knows_its_file(tmp_path: Path) -> None:
    path = written(tmp_path, EXAMPLE)
    scenario = load(path, ["parties.usa.reserve=5"])
    assert (scenario.name, scenario.folder, scenario.origin.path) == ("mine", tmp_path, path)
    assert scenario.changes == ("parties.usa.reserve=5",)
    assert not scenario.origin.shipped


def test_shipped_scenario_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("negosim.files.folder", lambda kind: tmp_path)
    written(tmp_path, EXAMPLE, "example.yaml")
    scenario = load("example")
    assert scenario.origin.shipped
    assert scenario.name == "example"
    with pytest.raises(UsageError, match="did you mean 'example'"):
        load("exampel")


@pytest.mark.parametrize("name", ["nofile.yaml", "no/such", "x\0.yaml", "x" * 5000 + ".yaml"])
def test_missing_file(name: str) -> None:
    with pytest.raises(UsageError, match=r"no file|cannot read"):
        load(name)


def test_plain_data_make_the_same_scenario(example: Scenario) -> None:
    again = from_plain(example.plain(), "mine")
    assert again.digest == example.digest
    assert list(again.numbers()) == list(example.numbers())
    assert again.folder is None


def test_plain_data_are_a_copy(example: Scenario) -> None:
    before = example.digest
    example.plain()["parties"].clear()
    assert example.digest == before


def test_digest_is_of_the_content_not_of_the_writing(tmp_path: Path, example: Scenario) -> None:
    same = edited(("weight: 30", "weight: 30.0   # a comment"), ("paragraphs: [14, 15]", "paragraphs: [ 14,15 ]"))
    other = edited(("weight: 30", "weight: 31"))
    assert load(written(tmp_path, same)).digest == example.digest
    assert load(written(tmp_path, other)).digest != example.digest


def test_digest_minds_the_order_of_meetings() -> None:
    assert digest({"a": 1, "b": 2}) != digest({"b": 2, "a": 1})


def test_goes_through_pickle(example: Scenario) -> None:
    again = pickle.loads(pickle.dumps(example))  # noqa: S301  (our own bytes)
    assert again == example
    assert again.digest == example.digest


def test_a_changed_number_becomes_assumed(tmp_path: Path) -> None:
    scenario = load(written(tmp_path, EXAMPLE), ["parties.ukraine.stances.aid_repaid.weight=6"])
    numbers = scenario.parties["ukraine"].stances["aid_repaid"].numbers
    assert numbers.kind == "assumed"
    assert "parties.ukraine.stances.aid_repaid.weight=6" in (numbers.note or "")


def test_a_tactic_of_ones_own_is_accepted_with_any_parameters_and_not_imported(tmp_path: Path) -> None:
    text = edited(
        ("name: boulware, exponent: [0.2, 0.4]", "name: 'my_file.py:MyTactic', any: [1, 2], a: text, b: true")
    )
    written(tmp_path, "raise RuntimeError\n", "my_file.py")
    tactic = load(written(tmp_path, text)).parties["ukraine"].tactic
    assert tactic.parameters == {"any": UncertainNumber(1, 2), "a": "text", "b": True}


# The schema, the starter, the codes


def test_exported_schema_is_current() -> None:
    assert files("negosim").joinpath("scenario.schema.json").read_text(encoding="utf-8") == schema_text()


def test_schema_requires_nothing_of_a_variant() -> None:
    definitions = json_schema()["$defs"]
    assert "required" in definitions["Scenario"]
    assert "required" not in json.dumps(definitions["ScenarioVariant"])
    assert "extends" in definitions["ScenarioVariant"]["properties"]
    assert "before" in definitions["MeetingSpecVariant"]["properties"]
    assert "before" not in definitions["MeetingSpec"]["properties"]


def test_every_key_of_the_schema_is_described() -> None:
    definitions = json_schema()["$defs"].values()
    keys = [(name, key) for part in definitions for name, key in part.get("properties", {}).items()]
    lacking = [name for name, key in keys if "description" not in json.dumps(key)]
    assert not lacking


def test_keys_at_a_path() -> None:
    model = scenario_model()
    assert keys_at(["parties", "x", "stances", "y", "basis"], model) == [
        "source",
        "paragraphs",
        "note",
        "kind",
    ]
    assert keys_at(["issues", "x", "unilateral", 0], model)[:2] == ["by", "from"]
    assert keys_at(["issues", "x", "options"], model) == []


def test_starter_is_a_short_valid_scenario(tmp_path: Path) -> None:
    scenario = load(written(tmp_path, STARTER))
    assert len(scenario.parties) == 2
    assert STARTER.count("\n") < 65
    assert all(entry.basis.kind == "assumed" and entry.basis.note for entry in scenario.based())


# Whatever is in the data, it is a scenario or an `InputError`

JUNK: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from(
        [10**400, float("nan"), float("inf"), "none", "ukraine", "minerals", "\ud800", "{x}", "1" * 400, b""]
    ),
    st.floats(),
    st.text(max_size=5),
    st.lists(st.integers() | st.text(max_size=3), max_size=4),
    st.dictionaries(st.text(max_size=4) | st.integers(), st.integers(), max_size=2),
)


PLAIN: dict[str, Any] = read_text(EXAMPLE, "example").plain()


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of plain data."""
    items = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    return [(value, key) for key, _ in items] + [place for _, item in items for place in places(item)]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_mutated_data_give_a_scenario_or_an_input_error(data: st.DataObject) -> None:
    plain = copy.deepcopy(PLAIN)
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = data.draw(st.sampled_from(places(plain)))
        kind = data.draw(st.sampled_from(["replace", "remove", "add"]))
        if kind == "replace":
            container[key] = data.draw(JUNK)
        elif kind == "remove":
            del container[key]
        elif isinstance(container, dict):
            container[data.draw(st.text(max_size=6))] = data.draw(JUNK)
    try:
        scenario = from_plain(plain, "mutated")
    except InputError as error:
        assert str(error)
    else:
        assert from_plain(scenario.plain(), "again").digest == scenario.digest


def test_deep_data_are_refused() -> None:
    deep: Any = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(InputError, match="nested deeper than 32 levels"):
        from_plain({"negosim": deep}, "deep")
