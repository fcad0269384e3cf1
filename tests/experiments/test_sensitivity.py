"""What the outcome hangs on: shares with known answers, planted boxes, luck, refusals dropped, regret."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from building import ASSUMED, issue, meeting, one_issue, party, scenario, stance
from click.testing import CliRunner

from negosim.cli import cli
from negosim.errors import UsageError
from negosim.experiments.ensemble import Plan, run_ensemble
from negosim.experiments.paired import Runs, play_runs
from negosim.experiments.sensitivity import StudyOptions, narrative, study
from negosim.experiments.sensitivity.basis import (
    LUCK,
    by_basis,
    numbers_by_basis,
    numbers_by_direction,
    pick_freeze_share,
)
from negosim.experiments.sensitivity.box import OutcomeBox, find_box, target_case
from negosim.experiments.sensitivity.indices import sobol
from negosim.experiments.sensitivity.leave_out import RemovablePart, leave_out, removable_parts
from negosim.experiments.sensitivity.narrative import narrate_basis, narrate_study
from negosim.experiments.sensitivity.replays import draws_and_luck, redrawn, replay_draws
from negosim.experiments.sensitivity.robust import robust_facts, tactic_regrets, with_tactic
from negosim.experiments.sensitivity.run_measures import indicator_columns
from negosim.report.figures import draw
from negosim.report.figures.discovery_box import sides
from negosim.report.figures.tornado import swings
from negosim.scenario.load import load
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.starter import STARTER

INFERRED = {"kind": "inferred", "note": "read out of a test"}
REPORTED = {"kind": "reported", "source": "paper", "paragraphs": [3]}
QUICK = StudyOptions(again=8, dropped=8, tactics=6)


def plan(runs: int, seed: int = 1) -> Plan:
    return Plan(runs=runs, seed=seed)


def deal(none: Any = (40, 80), tactic: str = "linear") -> Scenario:
    """Bob would rather have nothing where `none`, an assumed number, is above what the deal gives him, 60."""
    values: dict[str, list[Any]] = {"ann": [10, 90], "bob": [list(none) if isinstance(none, tuple) else none, 60]}
    return one_issue(values, bob={"tactic": tactic})


def by_kind() -> Scenario:
    """The deal fails by an assumed number of bob; ann's, which is inferred, only moves her points."""
    bob = party({"it": stance(1, {"no": [40, 80], "yes": 60})})
    ann = party({"it": stance(1, {"no": 10, "yes": [80, 100]}) | {"numbers": INFERRED, "basis": REPORTED}})
    sources = {"paper": {"title": "An invented paper"}}
    return scenario(
        {"it": issue("no yes", "ann bob")},
        {"ann": ann, "bob": bob},
        {"talks": meeting("ann bob", "it")},
        sources=sources,
    )


def refusing(basis: Any = ASSUMED) -> Scenario:
    """Both would gain by the deal, but bob refuses it."""
    bob = party({"it": stance(1, {"no": [10, 20], "yes": 90}, refuses="yes") | {"basis": basis}})
    ann = party({"it": stance(1, {"no": 10, "yes": 90})})
    more = {"sources": {"paper": {"title": "An invented paper"}}}
    return scenario(
        {"it": issue("no yes", "ann bob")}, {"ann": ann, "bob": bob}, {"talks": meeting("ann bob", "it")}, **more
    )


@pytest.fixture(scope="module")
def runs() -> Runs:
    return play_runs(by_kind(), plan(60))


def negosim(*words: object) -> Any:
    return CliRunner().invoke(cli, list(map(str, words)))


# By basis


def test_the_share_of_a_group_is_the_known_one() -> None:
    """Y = 2 X1 + X2 with equal variances: X1 explains 4/5 of the spread (Sobol' 1993)."""
    draws = np.random.default_rng(1).normal(size=(4, 20_000))
    first, again = 2 * draws[0] + draws[1], 2 * draws[0] + draws[2]
    assert pick_freeze_share(first[:, None], again[:, None]) == pytest.approx(0.8, abs=0.02)
    assert pick_freeze_share(np.ones((5, 1)), np.ones((5, 1))) == 0.0


def test_the_share_of_a_category_does_not_change_when_options_are_renumbered() -> None:
    draws = np.random.default_rng(2).integers(0, 4, size=(2, 400))
    kept = np.where(draws[1] > 1, draws[0], draws[1])
    renumbered = np.array([2, 0, 3, 1])
    assert pick_freeze_share(*indicator_columns(draws[0], kept)) == pytest.approx(
        pick_freeze_share(*indicator_columns(renumbered[draws[0]], renumbered[kept]))
    )


def test_numbers_that_are_kept_are_kept_and_the_others_are_new(runs: Runs) -> None:
    path = "parties.bob.stances.it.values.no"
    again = replay_draws(runs, redrawn(runs, [path]), runs.numbers.tolist())
    assert (again.inputs[path] == runs.inputs[path]).all()
    other = "parties.ann.stances.it.values.yes"
    assert (again.inputs[other] != runs.inputs[other]).all()


def test_the_spread_comes_from_the_group_that_makes_it(runs: Runs) -> None:
    assert numbers_by_basis(runs) == {
        "assumed": ("parties.bob.stances.it.values.no",),
        "inferred": ("parties.ann.stances.it.values.yes",),
    }
    assert set(numbers_by_direction(runs)) == {"assumed", "reported"}
    found = {(one.group, one.outcome): one for one in by_basis(runs, 60)}
    assert found["assumed", "deal"].share == pytest.approx(1.0)
    assert (found["inferred", "deal"].share or 0) < 0.3
    assert found[LUCK, "deal"].share == pytest.approx(0.0)
    assert found["direction reported", "points.ann"].share == found["inferred", "points.ann"].share
    assert "1 uncertain numbers are inferred." in narrate_basis(tuple(found.values())).sentences


# Luck


def test_what_random_tactics_do_is_luck() -> None:
    certain = play_runs(deal(none=50, tactic="random_walker"), plan(30))
    values = {one.outcome: one.draws for one in draws_and_luck(certain, 30, 3)}
    assert all(value is None or value < 0.5 for value in values.values())


def test_without_chance_there_is_no_luck(runs: Runs) -> None:
    values = {one.outcome: one.draws for one in draws_and_luck(runs, 20, 2)}
    assert values["points.bob"] == pytest.approx(1.0)


# Boxes


def test_the_box_is_where_it_happens(runs: Runs) -> None:
    case = target_case(runs, "deal")
    assert case is not None
    box = find_box(runs, case)
    assert isinstance(box, OutcomeBox)
    (limit,) = box.limits
    assert limit.name == "parties.bob.stances.it.values.no"
    assert limit.high == pytest.approx(60, abs=3)
    assert "at most" in box.sentence
    assert box.density > 0.95
    assert draw("discovery_box", sides(box)).table[0]["least"] == pytest.approx(40, abs=3)


def test_the_case_is_the_one_that_is_nearest_to_even_unless_said(runs: Runs) -> None:
    assert target_case(runs, None) is not None
    named, happened = target_case(runs, "it=yes") or ("", np.array([]))
    assert named == "Issue: yes"
    assert (happened == runs.agreed).all()
    assert (target_case(runs, "no_deal") or ("", happened))[0] == "Nothing is agreed"
    values: dict[str, list[Any]] = {"ann": [10, 90], "bob": [[10, 20], 60]}
    always = play_runs(one_issue(values), plan(4))
    assert target_case(always, None) is None
    assert find_box(always, ("Something is agreed", always.agreed)) is None


def test_an_outcome_that_always_agrees_is_asked_for_its_options() -> None:
    values: dict[str, list[Any]] = {"ann": [0, [40, 100], 70], "bob": [0, 60, 70]}
    made = one_issue(values, rounds=4)
    played = play_runs(made, plan(40))
    title, happened = target_case(played, None) or ("", np.array([]))
    assert played.agreed.all()
    assert title == "Issue: o1"
    assert 0.02 < happened.mean() < 0.98


def test_a_box_that_tells_nothing_says_so() -> None:
    noise = play_runs(deal(none=(50, 51), tactic="random_walker"), plan(40))
    box = find_box(noise, ("Heads", np.arange(40) % 2 == 0))
    assert box is not None
    drawn = draw("discovery_box", sides(box))
    assert drawn.alt


@pytest.mark.parametrize(
    ("case", "message"), [("its=yes", "no issue 'its'"), ("it=maybe", "no option 'maybe'"), ("x", "deal, no_deal or")]
)
def test_a_case_that_there_is_not_is_told(runs: Runs, case: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        target_case(runs, case)


# What if it were dropped


def test_without_its_refusal_the_deal_comes_about() -> None:
    runs = play_runs(refusing(), plan(12))
    (drop,) = removable_parts(runs.scenario)
    assert (drop.what, drop.basis) == ("refusal", "assumed")
    found = leave_out(runs, drop, 12)
    assert found.ends == {"Issue": ("no", "yes")}
    assert min(found.points.values()) > 0
    assert {one.key for one in found.findings} >= {"agreed", "ann", "bob"}


def test_reported_directions_are_dropped_too() -> None:
    runs = play_runs(refusing(REPORTED), plan(4))
    refusal, direction = removable_parts(runs.scenario)
    assert (direction.what, direction.basis) == ("stance", "reported, ¶ 3")
    assert leave_out(runs, refusal, 0).findings == ()
    gone = leave_out(runs, direction, 4)
    assert (gone.fault, gone.findings) == ("", ())
    assert gone.ends == {"Issue": ("no", "yes")}


def test_every_report_of_an_ensemble_says_what_it_hangs_on_by_basis(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = [part.title for part in narrative.narrate_briefly(runs, 8)]
    assert titles == [
        "By basis: where the spread comes from",
        "What would change if a refusal or a reported direction were dropped",
    ]

    def fails(*_: object) -> None:
        raise UsageError("a run failed")

    monkeypatch.setattr(narrative, "by_basis", fails)
    (said,) = narrative.narrate_briefly(runs, 8)
    assert said.sentences == ("It can't be said: a run failed",)


def test_a_reported_linkage_is_dropped_too() -> None:
    found = [one for one in removable_parts(load("article_2025_02_23")) if one.what == "linkage"]
    assert found
    assert all(one.basis.startswith("reported") for one in found)


def test_what_cannot_be_left_out_is_said_with_the_reason() -> None:
    runs = play_runs(refusing(), plan(4))
    found = leave_out(runs, RemovablePart("issues.it", "Issue", "stance", "assumed"), 4)
    assert found.fault
    assert found.findings == ()


def test_a_sobol_ensemble_has_no_pairs_and_so_no_findings() -> None:
    runs = play_runs(refusing(), Plan(runs=32, design="sobol"))
    (drop,) = removable_parts(runs.scenario)
    assert leave_out(runs, drop, 8).findings == ()
    assert tactic_regrets(runs, 8) == ()


# What holds, and regret


def test_what_holds_in_nearly_all_draws_is_listed() -> None:
    assert "Nothing is agreed" in {one.words for one in robust_facts(play_runs(refusing(), plan(20)))}


def test_a_tactic_that_is_never_better_is_regretted() -> None:
    runs = play_runs(deal(), plan(10))
    (ann, bob) = tactic_regrets(runs, 6)
    assert ann.tactics[0] == "linear (its own)"
    assert min(ann.worst) >= 0
    assert set(ann.least) <= set(ann.tactics)
    assert bob.runs == 6
    assert with_tactic(runs.scenario, "ann", "conceder").parties["ann"].tactic.name == "conceder"


def test_a_tactic_that_cannot_be_played_is_no_choice() -> None:
    runs = play_runs(deal(), plan(4))
    (ann, _) = tactic_regrets(runs, 4, ["nobody_plays_this", "conceder"])
    assert ann.tactics == ("linear (its own)", "conceder")


# Indices, and all together


def test_sobols_indices_find_the_number_that_decides(runs: Runs) -> None:
    found = {one.outcome: one for one in sobol(runs, 16)}
    best = found["points.bob"].indices[0]
    assert best.name == "parties.bob.stances.it.values.no"
    assert best.total_interval is not None
    assert found["points.bob"].runs == 4 * 16 * 4
    assert sobol(play_runs(deal(none=50), plan(2)), 4) == ()


def test_a_study_answers_every_question_in_words_and_as_data(runs: Runs) -> None:
    found = study(runs, replace(QUICK, sobol=4))
    assert json.dumps(found.to_dict(), allow_nan=False)
    document = narrate_study(found)
    titles = [section.title for section in document.sections]
    assert "By basis: where the spread comes from" in titles
    assert sum("Sobol" in title for title in titles) == 3
    assert all(section.content for section in document.sections)
    drawn = draw("tornado", *swings(found))
    assert any(row["basis"] == "assumed" for row in drawn.table)
    assert "moved most by" in drawn.alt
    assert document.notes


def test_a_scenario_without_uncertain_numbers_has_nothing_to_hang_on() -> None:
    found = study(play_runs(deal(none=50), plan(4)), StudyOptions(again=4, dropped=4, tactics=4))
    said = " ".join(sentence for one in narrate_study(found).sections for sentence in one.sentences)
    assert "No number of this scenario is uncertain" in said
    assert "No outcome varies enough" in said
    assert draw("tornado", *swings(found)).table[0]["outcome"] == "nothing is uncertain"


def test_the_command_takes_a_scenario_or_the_folder_of_an_ensemble(tmp_path: Path) -> None:
    river = tmp_path / "river.yaml"
    river.write_text(STARTER, encoding="utf-8")
    few = ["--again", 4, "--dropped", 4, "--tactics", 4, "--workers", 1, "--out", tmp_path / "out"]
    told = negosim("sensitivity", river, "--runs", 10, *few)
    assert told.exit_code == 0, told.output
    assert "By basis" in told.output
    (folder,) = (tmp_path / "out" / "river").glob("sensitivity-*")
    assert {"report.html", "sensitivity.json", "basis.csv", "tornado.svg"} <= {path.name for path in folder.iterdir()}
    store = run_ensemble(load(river), plan(6, seed=4), out=tmp_path / "other")
    data = json.loads(negosim("sensitivity", store.folder, "--json", "--no-figures", *few).stdout)
    assert (data["runs"], data["seed"]) == (6, 4)
    assert "no issue" in negosim("sensitivity", store.folder, "--case", "nothing", *few).output
