"""Forecasts and their scores: hand-computed cases, files that were changed, answers with errors. All are invented."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from building import amount, issue, meeting, party, scenario, stance
from click.testing import CliRunner

from negosim.cli import cli
from negosim.cli._codes import explain_code
from negosim.document import Table
from negosim.errors import InputError, RunError, UsageError
from negosim.experiments.ensemble import Plan, run_ensemble
from negosim.experiments.paired import play_runs
from negosim.experiments.scoring import Forecast, forecast_of, read_forecast, read_resolutions, score
from negosim.experiments.scoring.forecast import IssueForecast, write_forecast
from negosim.experiments.scoring.narrative import narrate_score
from negosim.experiments.scoring.scoring import MANY, OWN, Scored
from negosim.scenario.load import load
from negosim.scenario.starter import STARTER

ORDERED = IssueForecast(
    "Deal", ("no", "half", "full"), ("No", "Half", "Full"), (2, 3, 5), 0, (0.0, 1.0, 2.0), False, {"median": 1.2}
)
PLAIN = replace(ORDERED, line=None, theories={"median": None})
MONEY = IssueForecast("Aid", (0, 50, 100), ("0", "50", "100"), (5, 0, 5), 0, (0.0, 50.0, 100.0), True, {})


def forecast(**issues: IssueForecast) -> Forecast:
    """Ten runs of an invented scenario."""
    return Forecast(
        "made_up", "made_up", "Made up", "d" * 64, (), 0, 10, "independent", "2030-01-01T00:00:00+00:00", {}, issues
    )


def question(issue: str, **more: Any) -> dict[str, Any]:
    return {"issue": issue, "date": "2031-01-01", "source": "invented", "known_when_written": False} | more


def answers(tmp_path: Path, *questions: Mapping[str, Any]) -> Path:
    path = tmp_path / "outcomes.yaml"
    data = {"negosim_outcomes": 1, "questions": {f"q{k}": one for k, one in enumerate(questions)}}
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def scored(tmp_path: Path, given: Forecast, *questions: Mapping[str, Any]) -> Scored:
    return score(given, read_resolutions(answers(tmp_path, *questions)))


def negosim(*words: object) -> Any:
    return CliRunner().invoke(cli, list(map(str, words)))


def test_losses_equal_those_computed_by_hand(tmp_path: Path) -> None:
    """Chances .2 .3 .5, half came: Brier .04 + .49 + .25; log -ln .3; ranked (.2^2 + (.5 - 1)^2) / 2."""
    (one,) = scored(tmp_path, forecast(it=ORDERED), question("it", option="half")).questions
    assert one.chance == pytest.approx(0.3)
    assert one.losses[OWN] == pytest.approx({"Brier": 0.78, "log": -math.log(0.3), "ranked": 0.145})
    assert one.losses["uniform guess"]["Brier"] == pytest.approx(2 / 3)
    assert one.losses["status quo"] == pytest.approx({"Brier": 2.0, "log": -math.log(0.01), "ranked": 0.5})
    assert one.losses["median"]["Brier"] == 0


def test_options_without_an_order_have_no_ranked_score_and_no_theory(tmp_path: Path) -> None:
    (one,) = scored(tmp_path, forecast(it=PLAIN), question("it", option="no")).questions
    assert set(one.losses) == {OWN, "uniform guess", "status quo"}
    assert set(one.losses[OWN]) == {"Brier", "log"}


def test_an_amount_is_scored_by_its_distance_as_a_share_of_the_range(tmp_path: Path) -> None:
    """Half 0, half 100, and 25 came: E|X - y| = 50, E|X - X'| / 2 = 25, of a range of 100. 25 is no option of it."""
    (one,) = scored(tmp_path, forecast(aid=MONEY), question("aid", number=25)).questions
    assert one.chance is None
    assert one.losses[OWN] == pytest.approx({"CRPS": 0.25})
    assert one.losses["status quo"]["CRPS"] == pytest.approx(0.25)
    (on,) = scored(tmp_path, forecast(aid=MONEY), question("aid", number=100)).questions
    assert on.chance == pytest.approx(0.5)
    assert on.losses[OWN]["CRPS"] == pytest.approx(0.25)
    (text,) = scored(tmp_path, forecast(aid=MONEY), question("aid", option="100")).questions
    assert text.losses == on.losses


def test_skill_is_beside_a_baseline_on_the_same_questions(tmp_path: Path) -> None:
    found = scored(tmp_path, forecast(it=ORDERED), question("it", option="half"), question("it", option="full"))
    one = next(s for s in found.summaries if (s.score, s.reference) == ("Brier", "uniform guess"))
    assert one.questions == 2
    assert one.mean == pytest.approx((0.78 + 0.38) / 2)
    assert one.skill == pytest.approx(1 - 0.58 / (2 / 3))
    assert None not in (one.low, one.skill, one.high)
    assert (one.low or 0) <= (one.skill or 0) <= (one.high or 0)


def test_a_single_question_has_a_skill_without_an_interval(tmp_path: Path) -> None:
    found = scored(tmp_path, forecast(it=ORDERED), question("it", option="no"))
    one = next(s for s in found.summaries if (s.score, s.reference) == ("Brier", "status quo"))
    assert (one.skill, one.low) == (None, None)
    assert "here are 1" in narrate_score(found).sections[-1].sentences[0]


def test_what_was_known_shows_no_foresight(tmp_path: Path) -> None:
    known = question("it", option="half", known_when_written=True)
    before = question("it", option="half", date="2029-12-31")
    all_known = scored(tmp_path, forecast(it=ORDERED), known, before)
    assert all(one.hindsight for one in all_known.questions)
    assert "shows no foresight" in " ".join(narrate_score(all_known).sections[0].sentences)
    some = scored(tmp_path, forecast(it=ORDERED), known, question("it", option="full"))
    titles = [section.title for section in narrate_score(some, "It was not changed.").sections]
    assert "Only the questions without hindsight" in titles
    assert {one.questions for one in some.foresight} == {1}


def test_calibration_comes_with_many_questions(tmp_path: Path) -> None:
    found = scored(tmp_path, forecast(it=ORDERED), *[question("it", option="full")] * MANY)
    half = next(one for one in found.calibration if one.low == 0.5)
    assert (half.questions, half.forecast, half.came_true) == (MANY, 0.5, 1.0)
    assert any(isinstance(one, Table) for one in narrate_score(found).sections[-1].content)


@pytest.mark.parametrize(
    ("questions", "message"),
    [
        ([question("itt", option="half")], "no issue 'itt'"),
        ([question("deal", option="hlaf")], "no option 'hlaf'.*"),
        ([question("deal", number=3)], "has options, not numbers"),
        ([question("deal")], "either 'option' or 'number'"),
        ([question("deal", option="half", number=1)], "either 'option' or 'number'"),
        ([question("deal", option="half", date="soon")], "expected a date"),
        ([question("deal", option="half", known_when_written="yes")], "expected true or false"),
        ([question("deal", option="half", confidence="sure")], "high, medium or low"),
        ([question("deal", option="half", sauce="x")], "unknown key 'sauce'"),
        ([{"issue": "deal", "option": "half"}], "has no 'date'"),
        (["deal"], "expected a mapping"),
        ([], "expected 'questions'"),
    ],
)
def test_an_error_of_the_answers_has_a_place(tmp_path: Path, questions: list[Any], message: str) -> None:
    with pytest.raises(InputError, match=message) as error:
        scored(tmp_path, forecast(deal=ORDERED), *questions)
    first = error.value.diagnostics[0]
    assert first.place.line == 1
    assert explain_code(first.code)


@pytest.mark.parametrize(
    "text", ["- a\n", "negosim_outcomes: 2\nquestions: {a: {}}\n", "negosim_outcomes: 1\nqestions: {}\n"]
)
def test_a_file_that_holds_no_answers_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "outcomes.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="A001"):
        read_resolutions(path)


def test_a_forecast_has_the_chances_of_its_ensemble_and_comes_back_as_it_was(tmp_path: Path) -> None:
    made = scenario(
        {"it": issue("no half full", "ann bob", ordered=True), "aid": amount(0, 100, 50, "ann bob")},
        {
            "ann": party({"it": stance(1, {"no": 0, "half": [40, 70], "full": 100})}),
            "bob": party({"it": stance(1, {"no": 50, "half": 60, "full": 0}), "aid": stance(1, {"0": 0, "100": 100})}),
        },
        {"talks": meeting("ann bob", "it aid")},
    )
    runs = play_runs(made, Plan(runs=8, seed=1))
    found = forecast_of(runs, "made", frozen=True)
    assert sum(found.issues["it"].counts) == 8
    assert found.issues["aid"].amount
    assert any(value is not None for value in found.issues["it"].theories.values())
    path = tmp_path / "forecast.json"
    write_forecast(found, path)
    assert json.loads(json.dumps(read_forecast(path).to_dict())) == json.loads(path.read_text(encoding="utf-8"))
    with pytest.raises(UsageError, match="is there already"):
        write_forecast(found, path)
    with pytest.raises(RunError, match="cannot be written"):
        write_forecast(found, path / "below" / "it.json")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace('"seed": 0', '"seed": 1'), "was changed since"),
        (lambda text: text.replace('"negosim_forecast": 1', '"negosim_forecast": 9'), "this negosim reads 1"),
        (lambda _: "{}", "neither"),
        (lambda _: " " * (1 << 25), "too large"),
    ],
)
def test_a_forecast_that_was_changed_or_is_none_is_refused(tmp_path: Path, change: Any, message: str) -> None:
    path = tmp_path / "forecast.json"
    write_forecast(forecast(it=ORDERED), path)
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        read_forecast(path)
    with pytest.raises(UsageError, match="cannot be read"):
        read_forecast(tmp_path / "none.json")


def test_the_commands_freeze_score_and_say_whether_the_scenario_was_changed(tmp_path: Path) -> None:
    river, file = tmp_path / "river.yaml", tmp_path / "f.json"
    river.write_text(STARTER, encoding="utf-8")
    freeze = ["freeze", river, "-o", file, "--runs", 6, "--workers", 1, "--out", tmp_path / "out"]
    frozen = negosim(*freeze)
    assert frozen.exit_code == 0, frozen.output
    assert "is not replaced without --overwrite" in negosim(*freeze).output
    assert negosim(*freeze, "--overwrite", "--seed", 0).exit_code == 0
    given = answers(tmp_path, question("dam", option="low"), question("water", number=20))
    judge = ["score", file, "--against", given, "--out", tmp_path / "out"]
    told = negosim(*judge)
    assert told.exit_code == 0, told.output
    assert "was not changed since" in told.output
    assert "proves consistency, not foresight" in " ".join(told.output.split())
    (folder,) = (tmp_path / "out" / "river").glob("score-*")
    assert {"report.html", "score.json", "losses.csv"} <= {path.name for path in folder.iterdir()}
    river.write_text(STARTER.replace("[50, 60, 70]", "[50, 60, 71]"), encoding="utf-8")
    data = json.loads(negosim(*judge, "--json", "--no-figures").stdout)
    assert "WAS CHANGED" in data["scenario_since"]
    marked = negosim(*judge, "--md", "--no-figures", "--overwrite").stdout
    assert "| uniform guess |" in marked
    assert marked.rstrip().endswith("proves consistency, not foresight.")
    assert "exclude each other" in negosim(*judge, "--md", "--json").output
    river.unlink()
    assert "is not found here" in negosim(*judge).output
    assert negosim(*judge, "--scenario", river).exit_code == 2


def test_the_folder_of_an_ensemble_can_be_scored_and_frozen(tmp_path: Path) -> None:
    river = tmp_path / "river.yaml"
    river.write_text(STARTER, encoding="utf-8")
    store = run_ensemble(load(river), Plan(runs=5, seed=2), out=tmp_path / "out")
    given = answers(tmp_path, question("dam", option="low"))
    told = negosim("score", store.folder, "--against", given, "--out", tmp_path / "out", "--no-figures")
    assert "never frozen" in " ".join(told.output.split())
    file = tmp_path / "f.json"
    assert negosim("freeze", store.folder, "-o", file).exit_code == 0
    told = negosim("score", file, "--against", given, "--out", tmp_path / "out", "--no-figures")
    assert "--scenario says whether" in " ".join(told.output.split())
