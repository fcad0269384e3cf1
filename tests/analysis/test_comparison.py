"""Comparisons: only what differs is shown, in words and with where it comes from, beside what came of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from negosim.analysis.comparison import Comparison, compare
from negosim.errors import UsageError
from negosim.scenario.diff import ABSENT, Difference, scenario_differences
from negosim.scenario.load import load
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.starter import STARTER

UPLAND = "parties.upland"


@pytest.fixture
def river(tmp_path: Path) -> Path:
    path = tmp_path / "river.yaml"
    path.write_text(STARTER, encoding="utf-8")
    return path


def only(scenarios: list[Scenario]) -> Difference:
    (one,) = scenario_differences(scenarios)
    return one


def changed(river: Path, *changes: str) -> Difference:
    return only([load(river), load(river, changes)])


def edited(river: Path, old: str, new: str) -> tuple[Difference, ...]:
    assert STARTER.count(old) == 1
    other = river.with_name("other.yaml")
    other.write_text(STARTER.replace(old, new), encoding="utf-8")
    return scenario_differences([load(river), load(other)])


def test_a_scenario_does_not_differ_from_itself(river: Path) -> None:
    assert scenario_differences([load(river), load(river)]) == ()


def test_title_and_summary_are_names_and_no_difference(river: Path) -> None:
    assert edited(river, "title: Sharing a river", "title: The same river") == ()


def test_a_number_is_shown_as_its_range_with_the_basis_of_numbers(river: Path) -> None:
    one = changed(river, f"{UPLAND}.stances.dam.weight=[1, 2]")
    assert one.path == "parties.upland.stances.dam.weight"
    assert one.words == "Upland: stance on “Height of the dam”, weight"
    assert one.values == ([50, 60, 70], [1, 2])
    assert one.texts == ("50 to 70, likeliest 60", "1 to 2")
    assert one.bases == ("assumed", "assumed")


def test_an_option_is_shown_by_its_words(river: Path) -> None:
    assert changed(river, f"{UPLAND}.stances.dam.values.low=7").words.endswith("value of “A low dam”")
    assert changed(river, "parties.lowland.stances.dam.refuses=[low, high]").texts == (
        "A high dam",
        "A low dam; A high dam",
    )


def test_what_a_scenario_does_not_say_is_not_given(river: Path) -> None:
    one = changed(river, f"{UPLAND}.reserve=3")
    assert one.words == "Upland: reserve"
    assert one.texts[0] == ABSENT
    assert one.bases[0] == ""


def test_rounds_and_tactics_are_named(river: Path) -> None:
    one = changed(river, "meetings.river_talks.protocol.rounds=5")
    assert (one.words, one.texts) == ("Meeting “Talks on the river”: protocol, rounds", ("20", "5"))
    assert changed(river, "parties.lowland.tactic.name=conceder").words == "Lowland: tactic"


def test_a_flag_and_a_horizon_read_as_words(river: Path) -> None:
    one = changed(river, f"{UPLAND}.informed=true")
    assert (one.words, one.texts) == ("Upland: informed", (ABSENT, "yes"))
    assert changed(river, "horizon=9").words == "Horizon"


def test_a_part_that_one_lacks_is_one_difference_by_its_title(river: Path) -> None:
    line = "    tactic: {name: linear,"
    linkage = (
        "    linkages:\n      both: {title: Both together, when: {dam: low, water: 20}, points: 5,\n"
        "        basis: {kind: assumed}, numbers: {kind: assumed, note: invented}}\n"
    )
    (one,) = edited(river, line, linkage + line)
    assert one.path == "parties.lowland.linkages"
    assert "both" in one.texts[1]


def test_a_basis_is_shown_only_where_nothing_else_differs(river: Path) -> None:
    (one,) = edited(river, "note: water that is kept drives turbines", "note: turbines")
    assert one.path == "parties.upland.stances.water.numbers"
    assert one.texts[0] == "kind assumed; note water that is kept drives turbines"
    assert one.bases == ("", "")


def test_the_order_of_options_is_a_difference_and_that_of_values_is_none(river: Path) -> None:
    (one,) = edited(river, "options: {none: No dam, low: A low dam,", "options: {low: A low dam, none: No dam,")
    assert one.words == "Issue “Height of the dam”: options, order"
    assert one.texts[1].startswith("A low dam; No dam")
    assert edited(river, "values: {none: 0, low: 60, high: 100}", "values: {high: 100, none: 0, low: 60}") == ()


def test_the_article_and_its_variant_differ_in_what_the_variant_says() -> None:
    found = scenario_differences([load("article_2025_02_23"), load("kyiv_first")])
    assert [one.path for one in found] == ["parties.usa.stances.first_meeting.refuses"]
    assert found[0].bases[1].startswith("assumed, ¶ 4")


def test_a_number_is_never_reported_and_so_counts_as_assumed(river: Path) -> None:
    old = "begins: upland}\n    basis: {kind: assumed, note: invented}"
    sources = "sources: {paper: {title: A paper}}\n"
    assert STARTER.count(old) == 1
    river.write_text(sources + STARTER.replace(old, "begins: upland}\n    basis: {kind: reported, source: paper}"))
    assert changed(river, "meetings.river_talks.protocol.rounds=5").bases == ("assumed", "assumed")


def test_scenarios_that_share_nothing_are_compared_all_the_same() -> None:
    found = compare(["river_basin", "panama_canal_1974"])
    assert all(None in row.labels for row in found.issues)
    assert all(None in row.points for row in found.parties)
    assert any(one.words == "Issue “U.S. rights to defend the canal”" for one in found.differences)


def test_a_comparison_has_outcomes_and_points_of_every_scenario(river: Path) -> None:
    refusing = load(river, ["parties.lowland.stances.dam.values.none=100"])
    found = compare([river, refusing], seed=1)
    assert isinstance(found, Comparison)
    dam = next(row for row in found.issues if row.key == "dam")
    assert dam.differs
    assert dam.options == ("low", "none")
    assert dam.settled[0] == "Talks on the river"
    upland = next(row for row in found.parties if row.key == "upland")
    assert upland.points[0] != upland.points[1]
    assert found.letters == ("A", "B")


def test_a_comparison_is_plain_data(river: Path) -> None:
    data = json.loads(json.dumps(compare([river, river], seed=5, draw=True).to_dict()))
    assert data["format"] == 1
    assert (data["seed"], data["drawn"], data["differences"]) == (5, True, [])
    assert data["points"]["upland"][0] == data["runs"][0]["points"]["upland"]


@pytest.mark.parametrize("number", [0, 1, 21])
def test_two_to_twenty_scenarios_are_compared(river: Path, number: int) -> None:
    with pytest.raises(UsageError, match=f"expected 2 to 20 scenarios to compare, found {number}"):
        compare([river] * number)
