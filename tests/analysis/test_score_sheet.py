"""A score sheet says what everything is worth to one party, and holds nothing of the others; rubrics are checked."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import amount, central, delay, issue, linkage, meeting, party, scenario, scenarios, stance
from hypothesis import given
from hypothesis import strategies as st

from negosim.analysis.phrases import outcome_words
from negosim.analysis.score_sheet import score_sheet
from negosim.errors import InputError
from negosim.scenario.load import from_plain, read_rubric
from negosim.scenario.spec.scenario import Scenario


@given(scenarios(), st.data())
def test_a_sheet_adds_up_to_the_points_of_every_outcome(of: Scenario, data: st.DataObject) -> None:
    realization = central(of)
    outcome = data.draw(st.tuples(*(st.integers(0, size - 1) for size in realization.space.shape)))
    for preferences in realization.preferences.values():
        sheet = score_sheet(preferences)
        plain = sum(matter.entries[k].points for matter, k in zip(sheet.matters, outcome, strict=True))
        linked = sum(preferences.scale.points(term.of(outcome)) for term in preferences.linkages)
        assert plain + linked == pytest.approx(preferences.scale.points(preferences.points(outcome)))


def shown() -> Scenario:
    issues = {"land": issue("as_is divided", "a b"), "aid": amount(0, 100, 1, "a b")}
    a = party(
        {"land": stance(1, {"as_is": 0, "divided": 80}, refuses="divided"), "aid": stance(1, {0: 0, 100: 100})},
        linkages={"both": linkage({"land": "divided", "aid": {"above": 49}}, -5, "Land without aid")},
        cost_of_delay=delay(2, {"land": "as_is"}),
        reserve=3,
    )
    b = party({"land": stance(1, {"as_is": 7, "divided": 13})})
    return scenario(issues, {"a": a, "b": b}, {"m": meeting("a b", "land aid")})


def test_a_sheet_says_what_is_refused_linked_and_what_delay_costs() -> None:
    sheet = score_sheet(central(shown()).preferences["a"])
    land, aid = sheet.matters
    assert [(one.points, one.refused, one.status_quo) for one in land.entries] == [(0, False, True), (40, True, False)]
    assert (land.best, land.worst, sheet.reserve) == (40, 0, 3)
    assert sheet.linkages[0].title == "Land without aid"
    assert sheet.linkages[0].points == -5
    assert [(cost.points, cost.when) for cost in sheet.costs] == [(2, "Issue: as_is")]
    assert [one.option for one in land.shown] == [0, 1]
    assert [one.option for one in aid.shown] == [0, 12, 25, 38, 50, 62, 75, 88, 100]
    assert score_sheet(central(shown()).preferences["b"]).costs == ()


def test_an_outcome_is_told_by_what_it_moves() -> None:
    space = central(shown()).space
    assert outcome_words(space, (1, 0)) == "Issue: divided"
    assert outcome_words(space, space.status_quo) == "the status quo"


RUBRIC = "rubric:\n  own: {measure: gain, marks: 60, none: 0.2}\n  all: {measure: fairness, marks: 40}\n"


def test_a_rubric_is_read_from_a_file_and_from_a_scenario(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(RUBRIC)
    rubric = read_rubric(tmp_path / "r.yaml")
    assert (rubric["own"].none, rubric["own"].full, rubric["all"].marks) == (0.2, 1.0, 40.0)
    plain = shown().plain() | {"rubric": {"own": {"measure": "gain", "marks": 60, "none": 0.2}}}
    inside = from_plain(plain, "marked").rubric
    assert inside is not None
    assert inside["own"] == rubric["own"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rubric: {own: {measure: gains, marks: 5}}", "expected gain, efficiency or fairness"),
        ("rubric: {own: {measure: gain, marks: 0}}", "more than 0"),
        ("rubric: {own: {measure: gain, marks: 5, none: 2}}", "'none' must lie below 'full'"),
        ("rubric: {}", "rubric"),
        ("rubrics: {}", "unknown key"),
    ],
)
def test_faults_of_a_rubric_are_told_with_their_place(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(text)
    with pytest.raises(InputError, match=told) as error:
        read_rubric(tmp_path / "r.yaml")
    assert "r.yaml:1:" in str(error.value)
