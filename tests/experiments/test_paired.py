"""Ensembles side by side: the same draws, tests with known answers, grids, and results that are not played again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from building import issue, meeting, one_issue, party, scenario, stance
from click.testing import CliRunner
from matplotlib.figure import Figure

from negosim.analysis.comparison import letters
from negosim.cli import cli
from negosim.errors import NegosimError, RunError, UsageError
from negosim.experiments.ensemble import Plan, run_ensemble
from negosim.experiments.paired import Runs, compare_ensembles, play_runs
from negosim.experiments.paired import runs as sources
from negosim.experiments.paired.differences import Finding, corrected, points_p, share_difference
from negosim.experiments.paired.ensemble_comparison import EnsembleComparison
from negosim.experiments.paired.narrative import finding_sentence, narrate_chances, share_words, span
from negosim.experiments.paired.regret_of_choices import ChoiceRegret
from negosim.experiments.paired.runs import distinct_titles
from negosim.report.figures import draw
from negosim.report.figures.grid_heat_map import Heat, heats
from negosim.report.figures.small_multiples import Dot, QuantileStrip, SmallMultiple, small_multiples
from negosim.report.figures.small_multiples import multiples as panels
from negosim.scenario.load import from_plain, load
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.starter import STARTER
from negosim.scenario.variants import axis, grid

RUNS = 40


def deal(worth: Any = (40, 70), tactic: str = "linear") -> Scenario:
    """Two parties, one issue; what the deal is worth to the second is uncertain."""
    values: dict[str, list[Any]] = {"ann": [50, 60, 90], "bob": [45, list(worth), 20]}
    return one_issue(values, bob={"tactic": tactic})


@pytest.fixture(scope="module")
def variants() -> tuple[Runs, Runs]:
    plan = Plan(runs=RUNS, seed=3)
    return play_runs(load("kyiv_first"), plan), play_runs(load("moscow_first"), plan)


@pytest.fixture
def river(tmp_path: Path) -> Path:
    path = tmp_path / "river.yaml"
    path.write_text(STARTER, encoding="utf-8")
    return path


def negosim(*words: object) -> Any:
    return CliRunner().invoke(cli, list(map(str, words)))


def finding(**changes: Any) -> Finding:
    plain = Finding(1, "points", "ukraine", None, "Ukraine", 7.5, 6.1, 8.9, 0.001, 2.0, 0.01)
    return replace(plain, **changes)


# The same draws and the same luck


def test_every_scenario_has_the_same_draws(variants: tuple[Runs, Runs]) -> None:
    first, second = variants
    shared = set(first.inputs) & set(second.inputs)
    assert shared
    assert all((first.inputs[path] == second.inputs[path]).all() for path in shared)


def test_sharing_draws_narrows_the_intervals_of_the_articles_variants(variants: tuple[Runs, Runs]) -> None:
    found = compare_ensembles(variants)
    gains = [one.gain for one in found.findings if one.kind == "points"]
    assert all(gain is not None and gain > 1 for gain in gains)
    assert any("worth" in text for text in narrate_chances(found).sections[1].sentences)


def test_a_scenario_does_not_differ_from_itself(variants: tuple[Runs, Runs]) -> None:
    found = compare_ensembles([variants[0], variants[0]])
    assert not any(one.holds for one in found.findings)
    assert all(one.difference == 0 and one.p == 1 for one in found.findings)
    assert any("are the same in every run" in text for text in narrate_chances(found).sections[1].sentences)


def test_what_moves_every_run_is_found_and_said(variants: tuple[Runs, Runs]) -> None:
    found = compare_ensembles(variants)
    said = " ".join(narrate_chances(found).sections[1].sentences)
    assert "Moscow first gives Russia" in said
    assert "points more than Kyiv first" in said
    assert {one.key for one in found.findings if one.holds} >= {"first_meeting", "russia", "ukraine"}
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["letters"] == ["A", "B"]


def test_runs_of_another_seed_are_no_pairs() -> None:
    cases = [play_runs(deal(), Plan(runs=4, seed=seed)) for seed in (1, 2)]
    with pytest.raises(UsageError, match="paired by seed and number"):
        compare_ensembles(cases)


def test_only_the_runs_that_all_have_are_compared() -> None:
    found = compare_ensembles([play_runs(deal(), Plan(runs=number, seed=1)) for number in (6, 4)])
    assert found.runs == 4
    assert "Only the 4 runs that all ensembles have" in found.notices[0]


def test_one_pair_and_one_ensemble_are_too_few() -> None:
    one = play_runs(deal(), Plan(runs=2, seed=1))
    with pytest.raises(UsageError, match="expected 2 to"):
        compare_ensembles([one])
    with pytest.raises(UsageError, match="fewer than two runs"):
        compare_ensembles([one, one.first(1)])


def test_sobol_points_are_no_independent_pairs() -> None:
    case = play_runs(deal(), Plan(runs=32, seed=1, design="sobol"))
    with pytest.raises(UsageError, match="only independent draws"):
        compare_ensembles([case, case])


def test_results_of_other_scenarios_under_one_name_are_told() -> None:
    found = compare_ensembles([play_runs(deal(worth=worth), Plan(runs=4, seed=1)) for worth in ((40, 70), (50, 80))])
    assert "2 results are named 'test' but are of different scenarios" in found.notices[0]
    assert len(set(found.titles)) == 2


def test_scenarios_that_share_no_issue_and_no_party_are_compared_all_the_same() -> None:
    other = scenario(
        {"that": issue("no yes", "cy dee")},
        {who: party({"that": stance(1, {"no": 0, "yes": 100})}) for who in ("cy", "dee")},
        {"talks": meeting("cy dee", "that")},
    )
    found = compare_ensembles([play_runs(one, Plan(runs=4, seed=1)) for one in (deal(), other)])
    assert [one.key for one in found.findings] == ["agreed"]
    assert any(None in row.shares for row in found.shares)
    assert all(None in row.spreads for row in found.points)
    draw("small_multiples", *panels(found)).svg()


# Findings


def test_a_difference_of_shares_equals_the_hand_computed_one() -> None:
    """b = 2, c = 8 of 20: d = 6/22, se^2 = (12/22 - d^2)/22 (Bonett & Price 2012); mid-p by the binomial."""
    first = np.array([True] * 2 + [False] * 18)
    second = np.array([False] * 2 + [True] * 8 + [False] * 10)
    found = share_difference(1, key="it", option="yes", label="it", first=first, other=second)
    d, se = 6 / 22, np.sqrt((12 / 22 - (6 / 22) ** 2) / 22)
    assert (found.low, found.high) == pytest.approx((d - 1.959964 * se, d + 1.959964 * se), abs=1e-6)
    assert found.difference == pytest.approx(0.3)
    assert found.p == pytest.approx(2 * 56 / 1024 - 45 / 1024)


def test_students_test_of_paired_differences_equals_a_table() -> None:
    """t = 2.262 at 9 degrees of freedom leaves 5 %."""
    raw = np.arange(10.0)
    wanted = 2.262157 * raw.std(ddof=1) / np.sqrt(10)
    assert points_p(raw - raw.mean() + wanted) == pytest.approx(0.05, abs=1e-4)
    assert points_p(np.zeros(3)) == 1.0
    assert points_p(np.ones(3)) == 0.0


def test_findings_are_corrected_for_their_number() -> None:
    found = corrected([finding(p=0.03), finding(p=0.01)])
    assert [one.p_holm for one in found] == pytest.approx([0.03, 0.02])
    assert corrected([]) == ()


def test_a_finding_is_said_without_sign_and_in_whole_points(variants: tuple[Runs, Runs]) -> None:
    found = compare_ensembles(variants)
    assert finding_sentence(found, finding()) == "Moscow first gives Ukraine 6 to 9 points more than Kyiv first."
    fewer = finding(difference=-7.5, low=-8.9, high=-6.1)
    assert finding_sentence(found, fewer) == "Moscow first gives Ukraine 6 to 9 points fewer than Kyiv first."
    assert span(finding(low=0.11, high=0.42)) == "0.1 to 0.4"
    assert span(finding(low=2.0, high=2.0)) == "2"
    rare = finding(kind="share", label="A truce", difference=-0.2, low=-0.3, high=-0.1)
    assert "comes 10 to 30 percentage points less often under Moscow first" in finding_sentence(found, rare)


def test_an_ensemble_whose_runs_fail_or_that_was_interrupted_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = run_ensemble(deal(), Plan(runs=4, seed=1), out=tmp_path)
    play = sources.EnsembleSettings(tmp_path)
    failed = replace(store.manifest, state="incomplete", failures=({"reason": "its tactic raised"},))
    for manifest, error in ((failed, RunError), (replace(store.manifest, state="interrupted"), KeyboardInterrupt)):
        store.save(manifest)
        monkeypatch.setattr(sources, "_store_of", lambda *_: store)
        with pytest.raises(error):
            sources.source_runs(deal(), Plan(runs=4, seed=1), play)


def test_a_scenario_without_an_option_has_no_share_of_it() -> None:
    assert share_words(None) == "-"


def test_labels_of_a_long_issue_still_show_the_option() -> None:
    question = "What the lower states and the lake state pay to the upper one each year"
    dots = tuple(Dot(f"{question}: {number} million", 0.5, 0.4, 0.6) for number in (150, 200))
    drawn = Figure()
    small_multiples(
        [SmallMultiple("A", dots, (QuantileStrip("ann", "Ann", None), QuantileStrip("bob", "Bob", (1, 2, 3, 4, 5))))],
        drawn,
    )
    words = [label.get_text() for label in drawn.axes[0].get_yticklabels()]
    assert [word.split()[-2] for word in words] == ["150", "200"]


def test_titles_are_told_apart_as_far_as_needed() -> None:
    assert distinct_titles([deal(), deal()])[1].endswith("(2)")
    longer = from_plain(deal().plain(), "river", changes=("horizon=9",))
    assert distinct_titles([longer, from_plain(deal().plain(), "river")]) == ("river, horizon=9", "river")
    assert letters(3) == ("A", "B", "C")


# Grids


def test_a_grid_has_every_combination_in_order(river: Path) -> None:
    found = grid(river, [axis("parties.upland.stances.dam.weight=10,[20, 30]"), axis("horizon=20,30")])
    assert found.titles[1] == "weight = 10, horizon = 30"
    assert found.scenarios[2].changes == ("parties.upland.stances.dam.weight=[20, 30]", "horizon=20")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("parties.uplnd.stances.dam.weight=1,2", "did you mean 'upland'"),
        ("parties.upland.stances.dam.wieght=1,2", "did you mean 'weight'"),
        ("title.more=1,2", "no key 'more' below 'title'"),
        ("horizon=20", "two values or more"),
        ("horizon=2,2", "given twice"),
        ("horizon", "write --vary PATH="),
        ("horizon=1,", "write --vary PATH="),
        (f"horizon={','.join(map(str, range(20, 41)))}", "21 variants.*--yes"),
        (f"horizon={','.join(map(str, range(20, 421)))}", "400 are the most"),
    ],
)
def test_a_grid_that_cannot_be_meant_is_refused(river: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        grid(river, [axis(text)])


def test_a_path_is_varied_once(river: Path) -> None:
    with pytest.raises(UsageError, match="one path twice"):
        grid(river, [axis("horizon=20,21"), axis("horizon=22,23")])


def test_a_key_that_the_file_lacks_but_may_have_can_be_varied(river: Path) -> None:
    assert len(grid(river, [axis("parties.upland.informed=true,false")]).scenarios) == 2
    assert len(grid(river, [axis("parties.upland.stances.dam.weight.0=40,45")]).scenarios) == 2
    with pytest.raises(NegosimError):
        grid(river, [axis("parties.upland.zzz=1,2")])


def test_values_may_hold_commas_in_brackets_and_quotes() -> None:
    assert axis("a={x: 1, y: 2},\"b, c\",'d'").values == ("{x: 1, y: 2}", '"b, c"', "'d'")


def test_a_heat_map_has_a_row_for_each_combination_of_the_first_axes(river: Path) -> None:
    found = grid(river, [axis("horizon=20,30"), axis("parties.upland.stances.dam.weight=10,50,90")])
    compared = compare_ensembles([play_runs(one, Plan(runs=4, seed=1)) for one in found.scenarios], found.titles)
    maps = heats(compared, found)
    assert maps[0].rows == ("20", "30")
    assert maps[0].columns == ("10", "50", "90")
    assert [len(row) for row in maps[0].values] == [3, 3]
    drawn = draw("grid_heat_map", *maps)
    assert len(drawn.table) == 6
    assert "horizon" in drawn.svg().decode()


# The command


def lines(out: Path, pattern: str) -> Sequence[Path]:
    return sorted(out.glob(pattern))


def test_the_command_compares_and_writes_and_plays_nothing_twice(river: Path, tmp_path: Path) -> None:
    words = ["compare", river, "--vary", "parties.lowland.stances.dam.values.none=0,80", "--runs", 12, "--seed", 1]
    words += ["--workers", 1, "--out", tmp_path / "out"]
    told = negosim(*words)
    assert told.exit_code == 0, told.output
    assert "What differs, run by run" in told.output
    (folder,) = lines(tmp_path / "out", "comparisons/*")
    names = {path.name for path in folder.iterdir()}
    assert {"report.html", "comparison.json", "grid_heat_map.svg", "small_multiples.svg", "findings.csv"} <= names
    ensembles = lines(tmp_path / "out", "river/ensemble-*")
    before = [path.stat().st_mtime_ns for one in ensembles for path in one.glob("runs/*")]
    again = negosim(*words, "--json", "--no-figures", "--overwrite")
    data = json.loads(again.stdout)
    assert data["runs"] == 12
    assert data["differences"][0]["path"] == "parties.lowland.stances.dam.values.none"
    assert before == [path.stat().st_mtime_ns for one in ensembles for path in one.glob("runs/*")]
    marked = negosim("compare", *ensembles, "--md", "--no-figures", "--out", tmp_path / "other")
    assert marked.exit_code == 0, marked.output
    assert "| Something is agreed |" in marked.output
    more = negosim(*words[:5], 20, *words[6:], "--no-figures")
    assert more.exit_code == 0, more.output


def test_the_command_says_what_it_cannot_do(river: Path, tmp_path: Path) -> None:
    assert "one scenario" in negosim("compare", river, river, "--vary", "horizon=1,2").output
    assert "--run and --draw" in negosim("compare", river, river, "--runs", 5, "--draw").output
    assert "exclude each other" in negosim("compare", river, river, "--md", "--json").output
    assert "expected 2 to 20" in negosim("compare", river, "--runs", 5).output
    store = run_ensemble(load(river), Plan(runs=4, seed=1), out=tmp_path)
    assert "can't be changed" in negosim("compare", store.folder, river, "--set", "horizon=9").output


def test_a_scenario_that_cannot_be_played_is_named(river: Path, tmp_path: Path) -> None:
    told = negosim(
        "compare", river, river, "--runs", 4, "--set", "parties.upland.tactic.name=./no.py:No", "--out", tmp_path
    )
    assert told.exit_code != 0


# What would be regretted


def test_regret_of_a_choice_is_what_the_best_choice_would_have_given_more(variants: tuple[Runs, Runs]) -> None:
    found = compare_ensembles(variants)
    assert [one.key for one in found.regrets] == ["ukraine", "russia"]  # the two differ in what Washington wants
    for one in found.regrets:
        points = np.stack([case.points(one.key) for case in variants], axis=1)
        loss = points.max(axis=1)[:, None] - points
        assert one.worst == tuple(loss.max(axis=0))
        assert one.mean == pytest.approx(tuple(loss.mean(axis=0)))
        assert one.best == tuple((loss == 0).mean(axis=0))
        assert one.least == tuple(np.flatnonzero(loss.max(axis=0) == loss.max(axis=0).min()))


def test_who_wants_something_else_in_a_scenario_regrets_nothing_of_it() -> None:
    plan = Plan(runs=10)
    cases = [play_runs(deal(), plan), play_runs(deal(worth=(60, 70)), plan)]
    found = compare_ensembles(cases, ("A", "B"))
    assert [one.key for one in found.regrets] == ["ann"]
    assert "what they want differs between the scenarios: Party bob." in _all_words(found)


def test_another_tactic_is_a_choice_of_all() -> None:
    plan = Plan(runs=10)
    found = compare_ensembles(
        [play_runs(deal(tactic=name), plan) for name in ("linear", "hardliner")], ("Soft", "Hard")
    )
    assert [one.key for one in found.regrets] == ["ann", "bob"]


@pytest.mark.parametrize(
    ("least", "said"),
    [
        (((0,), (0,)), "All would regret Soft least."),
        (((0,), (1,)), "No choice is the least regretted by all."),
        (((0, 1), (1,)), "All would regret Hard least."),
        (((0, 1), (0, 1)), "ann has no choice that it would regret less than the others, at worst."),
    ],
)
def test_what_is_said_of_regret(least: tuple[tuple[int, ...], ...], said: str) -> None:
    made = [
        ChoiceRegret(key, key, (1.0, 2.0), (0.5, 1.5), (0.6, 0.5), one) for key, one in zip("ab", least, strict=True)
    ]
    made[0] = replace(made[0], name="ann")
    found = replace(compare_ensembles([play_runs(deal(), Plan(runs=3))] * 2, ("Soft", "Hard")), regrets=tuple(made))
    assert said in _all_words(found)


def test_without_a_party_to_ask_nothing_is_said_of_regret() -> None:
    found = replace(compare_ensembles([play_runs(deal(), Plan(runs=3))] * 2, ("Soft", "Hard")), regrets=())
    assert "regret" not in _all_words(found)


def _all_words(found: EnsembleComparison) -> str:
    return " ".join(word for one in narrate_chances(found).sections for word in one.sentences)


def test_the_title_of_an_axis_is_broken_between_the_keys_of_its_path() -> None:
    path = "meetings.peace_talks.protocol.rounds"
    picture = draw("grid_heat_map", Heat("A deal", "%", path, ("6", "24"), "horizon", ("1",), ((0.0,), (1.0,))))
    assert path not in picture.svg().decode()
    assert "peace_talks" in picture.svg().decode()
    assert path in picture.table[0]
