"""What if: a scenario with and without a change, side by side; what moved, who has more, and whose measure changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from building import amount, issue, meeting, party, scenario, stance
from click.testing import CliRunner, Result

import negosim
from negosim.analysis.comparison import Comparison
from negosim.cli import cli
from negosim.errors import InputError, UsageError
from negosim.experiments.whatif import WhatIf, whatif
from negosim.experiments.whatif.narrative import narrate_whatif
from negosim.negotiation.record import run
from negosim.report.figures import draw
from negosim.report.figures.before_after import change as panel
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.starter import STARTER

SHORT = "meetings.river_talks.protocol.rounds=1"
WEIGHT = "parties.upland.stances.dam.weight=90"


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("river.yaml").write_text(STARTER, encoding="utf-8")


def call(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, ["whatif", *words])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def sentences(found: WhatIf) -> str:
    return "\n".join(text for one in narrate_whatif(found).sections for text in one.sentences)


def test_both_runs_have_the_same_seed_and_only_the_second_the_change() -> None:
    found = whatif("river.yaml", [SHORT], seed=3, run=2, draw=True)
    assert [(one.seed, one.run, one.drawn) for one in (found.before, found.after)] == [(3, 2, True)] * 2
    assert found.before.scenario.changes == ()
    assert found.after.scenario.changes == (SHORT,)
    assert found.before.log == run(found.before.scenario, seed=3, run=2, draw=True).log


def test_what_moved_and_who_has_more_is_that_of_the_two_runs() -> None:
    found = whatif("river.yaml", [SHORT])
    first, second = (negosim.run("river.yaml", changes=changes).measures for changes in ([], [SHORT]))
    assert second.settled == {}
    assert {row.key for row in found.moved} == set(first.settled)
    assert found.gains == {key: second.points[key] - first.points[key] for key in first.points}
    assert all(gain < 0 for gain in found.gains.values())


def test_it_is_told_in_words_before_and_after() -> None:
    told = sentences(whatif("river.yaml", [SHORT]))
    assert "Meeting “Talks on the river”: protocol, rounds. Before: 20 (assumed). After: 1 (assumed)." in told
    assert "Height of the dam. Before: A low dam (settled in “Talks on the river”). After: No dam (as it was)." in told
    assert "Has less: Upland by " in told
    assert "two score sheets" not in told


def test_a_change_of_what_a_party_wants_says_that_its_measure_changed() -> None:
    found = whatif("river.yaml", [WEIGHT])
    assert found.rescored == ("upland",)
    assert "The change is to what Upland wants" in sentences(found)
    assert whatif("river.yaml", ["parties.upland.tactic.name=conceder"]).rescored == ()


def test_a_change_that_says_what_the_file_says_moves_nothing() -> None:
    told = sentences(whatif("river.yaml", ["meetings.river_talks.protocol.rounds=20"]))
    assert "Nothing: the scenario says so already." in told
    assert "The change moves no issue." in told
    assert "Has as much as before: Upland and Lowland." in told


def test_without_a_change_there_is_nothing_to_ask() -> None:
    with pytest.raises(UsageError, match="say what with --set"):
        whatif("river.yaml", [])


def test_an_impossible_change_is_told_as_everywhere() -> None:
    with pytest.raises(InputError, match="rounds"):
        whatif("river.yaml", ["meetings.river_talks.protocol.rounds=none"])


def test_the_library_has_it_as_a_verb() -> None:
    assert isinstance(negosim.whatif("river.yaml", [SHORT]), negosim.WhatIf)


def test_the_command_tells_it_and_writes_a_folder() -> None:
    told = call("river.yaml", "--set", SHORT).output
    assert "What was changed\n" in told
    assert "Points at the end, delay taken off; in brackets the reservation value:" in told
    assert max(map(len, told.splitlines())) <= 90
    (folder,) = Path("results/river").iterdir()
    names = {"whatif.json", "outcomes.csv", "points.csv", "before_after.svg", "report.html"}
    assert {path.name for path in folder.iterdir()} == names | {"journal.json"}
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert SHORT in report
    assert "it is no forecast" in report
    assert "before,after,change" in (folder / "points.csv").read_text(encoding="utf-8")


def test_the_same_command_again_writes_the_same_and_another_change_another_folder() -> None:
    for change in (SHORT, SHORT, WEIGHT):
        call("river.yaml", "--set", change, "--no-figures", "--seed", "0")
    assert len(list(Path("results/river").iterdir())) == 2
    assert not list(Path("results/river").glob("*/report.html"))


def test_json_holds_both_sides_and_what_changed() -> None:
    found = json.loads(call("river.yaml", "--set", SHORT, "--seed", "0", "--no-figures", "--json").stdout)
    assert found["changes"] == [SHORT]
    assert found["outcome"]["dam"] == ["low", "none"]
    assert set(found["gains"]) == {"upland", "lowland"}
    assert "runs" not in found


def test_markdown_has_a_table_of_points() -> None:
    told = call("river.yaml", "--set", SHORT, "--no-figures", "--md", "--seed", "0").stdout
    assert "## What was changed" in told
    assert "|  | before | after | change |" in told


def test_json_and_markdown_exclude_each_other() -> None:
    call("river.yaml", "--set", SHORT, "--json", "--md", code=2)


def test_the_command_without_a_change_says_what_is_missing() -> None:
    assert "--set" in call("river.yaml", code=2).output


def _two(options: str) -> Scenario:
    """A scenario of one issue and, where `options` name it, of an amount and a party of its own."""
    issues = {"land": issue("keep share", "ann bob")}
    parties = {who: party({"land": stance(1, {"keep": 0, "share": 90})}) for who in ("ann", "bob")}
    if options == "more":
        issues["money"] = amount(0, 2, 1, "ann cy")
        parties["cy"] = party({"money": stance(1, {0: 0, 2: 100})})
    return scenario(issues, parties, {"talks": meeting(" ".join(parties), " ".join(issues))})


def test_a_party_and_an_issue_that_only_the_change_brings_have_no_before() -> None:
    found = WhatIf(Comparison((run(_two("less")), run(_two("more")))))
    assert "cy" not in found.gains
    assert "cy" in found.rescored
    told = "\n".join(map(str, narrate_whatif(found).sections))
    assert "Before: no such issue." in told
    drawn = draw("before_after", panel(found))
    assert "Party cy: takes no part before" in drawn.alt


def test_the_figure_says_the_same_in_words_and_rows() -> None:
    drawn = draw("before_after", panel(whatif("river.yaml", [SHORT])))
    assert drawn.alt.startswith("Points before and after the change. Upland: ")
    assert "Height of the dam ended at “No dam” instead of “A low dam”." in drawn.alt
    assert {row["what"] for row in drawn.table} >= {"Points of Upland", "Points of Lowland", "Height of the dam"}


def test_a_figure_of_nothing_moved_says_so() -> None:
    drawn = draw("before_after", panel(whatif("river.yaml", ["meetings.river_talks.protocol.rounds=20"])))
    assert "Every issue ended as before." in drawn.alt
