"""The command line: what it prints where, how it ends, and that a user's mistake is told in a sentence."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from command_line import call

from negosim import registry
from negosim.analysis.outcome_narrative import distance_words
from negosim.cli import _output, cli
from negosim.cli._exit import exit_code
from negosim.errors import RunError
from negosim.report.terminal import WIDTH, table_lines
from negosim.scenario.json_schema import schema_text
from negosim.scenario.starter import STARTER

AGREEING = STARTER


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    Path("mine.yaml").write_text(AGREEING, encoding="utf-8")


def play(*words: str, code: int = 0) -> Result:
    return call("run", "mine.yaml", "--no-figures", *words, code=code)


def child(*words: str, **settings: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "negosim", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, **settings)


# --- run ---


def test_a_run_is_told_in_plain_words() -> None:
    told = play().stdout
    assert told.startswith("Sharing a river\n")
    assert "1. Talks on the river\n     At the table: Upland and Lowland." in told
    assert "Settled: Height of the dam: A low dam\n      in “Talks on the river”; before it was: No dam" in told
    assert "Reservation value at first" in told
    assert re.search(r"Of 15 outcomes, \d+ \(.* %\) lie in the zone", told)
    assert "In results/mine/run-s0-r0/\n    record.json, offers.csv, outcome.csv, journal.json" in told


def test_no_line_is_wider_than_a_terminal() -> None:
    assert max(map(len, play().stdout.splitlines())) <= WIDTH


def test_no_agreement_is_a_result_and_said_so() -> None:
    told = play("--set", "meetings.river_talks.protocol.rounds=1").stdout
    assert "Nothing was agreed: everything stays as it was." in told
    assert "with 1 change" in told


def test_the_seed_is_told_when_it_was_not_given_and_not_otherwise() -> None:
    assert play().stderr == "Seed 0, since none was given.\n"
    assert play("--seed", "0").stderr == ""
    assert play("--quiet").stderr == ""


def test_json_is_one_object_with_the_files() -> None:
    data = json.loads(play("--json", "--seed", "4", "--run", "2", "--draw").stdout)
    assert (data["format"], data["seed"], data["run"]) == (1, 4, 2)
    assert data["files"][0] == "results/mine/run-s4-r2-draw/record.json"
    assert data["outcome"].keys() == {"dam", "water"}
    assert all(Path(path).is_file() for path in data["files"])


def test_the_result_goes_where_out_says_and_the_journal_knows_the_command() -> None:
    play("--out", "elsewhere")
    journal = json.loads(Path("elsewhere/mine/run-s0-r0/journal.json").read_text())
    assert journal["command"][0] == "negosim"


def test_a_run_with_figures_says_where_the_report_is() -> None:
    told = call("run", "mine.yaml").stdout
    assert "To read and to pass on: results/mine/run-s0-r0/report.html" in told


def test_a_space_of_a_million_outcomes_is_told_like_any_other() -> None:
    options, values = ("".join(f"o{place}: {what}, " for place in range(130)) for what in ("A dam", 0))
    large = AGREEING.replace("step: 5,", "step: 0.0025,").replace("options: {none", f"options: {{{options}none")
    Path("mine.yaml").write_text(large.replace("values: {none", f"values: {{{values}none"))
    assert "Of 1,064,133 outcomes" in play("--set", "meetings.river_talks.issues=[water]").stdout


def test_a_folder_of_another_scenario_is_kept_unless_told() -> None:
    play()
    Path("mine.yaml").write_text(AGREEING.replace("rounds: 20", "rounds: 9"))
    assert "--overwrite replaces it" in play(code=2).stderr
    play("--overwrite")


# --- compare ---


def test_a_comparison_shows_what_differs_and_what_came_of_it() -> None:
    Path("other.yaml").write_text("extends: mine.yaml\ntitle: No low dam\n" + REFUSAL)
    told = call("compare", "mine.yaml", "other.yaml", "--no-figures").stdout
    assert "A  Sharing a river (mine)\n  B  No low dam (other)" in told
    assert "Lowland: stance on “Height of the dam”, options refused\n      A: A high dam (assumed)" in told
    assert "A: A low dam (settled in “Talks on the river”)" in told
    assert re.search(r"Upland +\d+\.\d \(40\.0\) +\d+\.\d \(40\.0\)", told)
    assert max(map(len, told.splitlines())) <= WIDTH


def test_an_issue_that_no_agreement_moved_is_as_it_was_though_others_were_settled() -> None:
    Path("other.yaml").write_text("extends: mine.yaml\ntitle: No low dam\n" + REFUSAL)
    told = call("compare", "mine.yaml", "other.yaml", "--no-figures").stdout
    assert "B: No dam (as it was)" in told
    assert "not settled" not in told


REFUSAL = "parties: {lowland: {stances: {dam: {refuses: [low, high]}}}}\n"


def test_scenarios_that_say_the_same_differ_in_nothing() -> None:
    told = call("compare", "mine.yaml", "mine.yaml", "--no-figures").stdout
    assert "Nothing: they say the same." in told
    assert "The same in all" in told


def test_issues_and_parties_that_only_one_has_are_marked() -> None:
    told = call("compare", "mine.yaml", "panama_canal_1974", "--no-figures").stdout
    assert "B: no such issue" in told
    assert re.search(r"Upland .* -\n", told)


def test_a_comparison_as_json_and_as_markdown() -> None:
    data = json.loads(call("compare", "mine.yaml", "mine.yaml", "--no-figures", "--json").stdout)
    assert data["format"] == 1
    assert data["files"]
    Path("mine.yaml").write_text(AGREEING.replace("name: Upland", 'name: "Up|<b>"'))
    told = call("compare", "mine.yaml", "mine.yaml", "--no-figures", "--md", "--overwrite").stdout
    assert "| Party | A | B |\n| --- | --- | --- |\n| Up\\|&lt;b> |" in told
    for pair in (("--md", "--json"), ("--no-figures", "--png")):
        assert "exclude each other" in call("compare", "mine.yaml", "mine.yaml", *pair, code=2).stderr


def test_one_scenario_is_no_comparison() -> None:
    assert "expected 2 to 20 scenarios" in call("compare", "mine.yaml", code=2).stderr


# --- validate ---


def test_a_valid_file_says_what_it_holds() -> None:
    told = call("validate", "mine.yaml").stdout
    assert "mine.yaml: no errors\n  2 parties, 2 issues, 15 outcomes, 1 meeting." in told
    assert "assumed. Stances: 0 of 4 reported by a source." in told
    assert "To know: consent without a basis" in told


def test_all_errors_of_all_files_are_shown() -> None:
    Path("a.yaml").write_text(AGREEING.replace("rounds: 20", "ronds: 20"))
    Path("b.yaml").write_text(AGREEING.replace("issues: [dam, water]", "issues: [dam, watr]"))
    told = call("validate", "mine.yaml", "a.yaml", "b.yaml", code=1).stdout
    assert "mine.yaml: no errors" in told
    assert "did you mean 'rounds'?" in told
    assert "b.yaml: 1 error; what a code means: negosim validate --explain R102" in told
    concise = call("validate", "--format", "concise", "a.yaml", "b.yaml", code=1).stdout
    assert [line.split(":")[0] for line in concise.splitlines()] == ["a.yaml", "b.yaml"]


def test_validate_as_json() -> None:
    Path("a.yaml").write_text(AGREEING.replace("issues: [dam, water]", "issues: [dam, watr]"))
    good, bad, none = json.loads(call("validate", "--format", "json", "mine.yaml", "a.yaml", "no.yaml", code=2).stdout)[
        "files"
    ]
    assert (good["valid"], good["holds"]["outcomes"]) == (True, 15)
    assert (bad["errors"][0]["code"], bad["errors"][0]["line"] > 1, bad["holds"]) == ("R102", True, None)
    assert "no file" in none["unread"]


def test_a_file_that_is_not_there_is_wrong_use_and_the_nearest_is_named() -> None:
    for form in ("text", "concise"):
        assert "did you mean 'mine.yaml'?" in call("validate", "--format", form, "min.yaml", code=2).stdout


def test_a_code_is_explained() -> None:
    assert call("validate", "--explain", "r101").stdout.startswith("R101: An option that is named belongs")
    assert "no rule 'R1'" in call("validate", "--explain", "R1", code=2).stderr
    assert "Missing argument" in call("validate", code=2).stderr


def test_an_error_in_the_file_ends_a_run_with_1_and_its_place() -> None:
    Path("mine.yaml").write_text(AGREEING.replace("rounds: 20", "ronds: 20"))
    said = play(code=1).stderr
    assert re.search(r"mine\.yaml:\d+:\d+: error\[S", said)
    assert "1 error; what a code means: negosim validate --explain S" in said


# --- init, schema, list ---


def test_init_writes_a_scenario_that_is_valid_and_runs() -> None:
    said = call("init", "new.yaml").stderr
    assert "Next: negosim validate new.yaml" in said
    call("validate", "new.yaml")
    call("run", "new.yaml", "--no-figures")


def test_init_begins_with_a_variant_of_a_shipped_scenario() -> None:
    call("init", "variant.yaml", "--from", "river_basin", "--quiet")
    assert "no errors" in call("validate", "variant.yaml").stdout
    text = Path("variant.yaml").read_text(encoding="utf-8")
    assert "extends: river_basin" in text
    assert "a variant" in text
    assert "did you mean 'river_basin'?" in call("init", "other.yaml", "--from", "river_basn", code=2).stderr
    assert "take one of them" in call("init", "a.py", "--from", "river_basin", "--tactic", code=2).stderr


def test_init_overwrites_only_when_told() -> None:
    assert "--overwrite replaces it" in call("init", "mine.yaml", code=2).stderr
    assert Path("mine.yaml").read_text() == AGREEING
    call("init", "mine.yaml", "--overwrite", "--quiet")
    assert Path("mine.yaml").read_text() == STARTER


@pytest.mark.parametrize(("file", "words"), [("no/new.yaml", "there is no folder 'no'"), (".", "is a folder")])
def test_init_says_why_it_cannot(file: str, words: str) -> None:
    assert words in call("init", file, code=2).stderr


def test_new_writes_the_scenario_of_a_table_beside_it() -> None:
    Path("fees.csv").write_text("actor,issue,position,salience\nAnn,Fee,1,2\nBob,Fee,3,4\n", encoding="utf-8")
    said = call("new", "fees.csv").stderr
    assert "Note: the status quo of 'Fee' is assumed to be the lowest number." in said
    assert "Wrote fees.yaml. Next: negosim validate fees.yaml" in said
    assert "no errors" in call("validate", "fees.yaml").stdout
    assert "--overwrite replaces it" in call("new", "fees.csv", code=2).stderr
    told = json.loads(call("new", "fees.csv", "-o", "other.yaml", "--json").stdout)
    assert (told["file"], told["parties"], told["issues"], len(told["notes"])) == ("other.yaml", 2, 1, 1)
    Path("fees.csv").write_text("actor,issue,position\nAnn,Fee,1\n", encoding="utf-8")
    assert "fees.csv:1:1: error[X004]: no column 'salience'" in call("new", "fees.csv", code=1).stderr
    assert "cannot read 'none.csv'" in call("new", "none.csv", code=2).stderr


def test_upgrade_writes_version_2_beside_the_old_file() -> None:
    Path("old.yaml").write_text(AGREEING.replace("negosim: 2", "negosim: 1"), encoding="utf-8")
    told = call("upgrade", "old.yaml")
    assert "Changed: negosim: 1 -> 2." in told.stdout
    assert "numbers with the path as before: a seed draws the same for each." in told.stdout
    assert "Wrote old_2.yaml. Next: negosim validate old_2.yaml" in told.stderr
    assert "no errors" in call("validate", "old_2.yaml").stdout
    assert "--overwrite replaces it" in call("upgrade", "old.yaml", code=2).stderr
    again = json.loads(call("upgrade", "old.yaml", "-o", "other.yaml", "--json").stdout)
    assert (again["file"], again["changes"], again["moved"], again["offers"]) == (
        "other.yaml",
        ["negosim: 1 -> 2"],
        {},
        [],
    )
    assert "nothing to change" in call("upgrade", "old_2.yaml").stderr
    assert json.loads(call("upgrade", "old_2.yaml", "--json").stdout)["file"] is None
    assert "did you mean 'old.yaml'?" in call("upgrade", "ol.yaml", code=2).stderr
    Path("faulty.yaml").write_text("negosim: 1\ntitle: Nothing\n", encoding="utf-8")
    assert "missing key 'issues'" in call("upgrade", "faulty.yaml", code=1).stderr


def test_schema_is_the_one_of_the_format() -> None:
    assert call("schema").stdout == schema_text()


@pytest.mark.parametrize("what", ["scenarios", "tactics", "protocols", "solutions", "theories", "figures"])
def test_everything_that_can_be_named_is_listed(what: str) -> None:
    rows = json.loads(call("list", what, "--json").stdout)
    told = call("list", what).stdout
    assert rows
    assert all(row["summary"] and f"{row['name']}:" in told for row in rows)


def test_a_tactic_is_listed_with_parameters_and_source() -> None:
    told = call("list", "tactics").stdout
    assert "exponent: the smaller, the longer it holds (default 0.2)" in told
    assert "Source: Faratin" in told
    assert {entry.name for entry in registry.entries("tactic")} <= set(re.findall(r"^(\w+):", told, re.MULTILINE))


# --- mistakes, and how a command ends ---


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["runn"], "Did you mean 'run'?"),
        (["run", "mine.yaml", "--sed", "3"], "'--seed'"),
        (["list", "tacics"], "Did you mean 'tactics'?"),
        (["validate", "--format", "jsom", "mine.yaml"], "Did you mean 'json'?"),
        (["run", "article_2025_02_32"], "did you mean 'article_2025_02_23'?"),
        (["run", "article"], "did you mean 'article_2025_02_23'?"),
        (["run", "mine.yml"], "did you mean 'mine.yaml'?"),
        (["run", "mine.yaml", "--seed", "-1"], "not in the range"),
        (["run", "mine.yaml", "--set", "rounds"], "--set"),
    ],
)
def test_wrong_use_ends_with_2_and_the_way_out(words: list[str], said: str) -> None:
    result = call(*words, code=2)
    assert said in result.stderr
    assert result.stdout == ""


def test_a_tactic_of_the_users_own_runs_only_when_allowed() -> None:
    Path("mine.yaml").write_text(AGREEING.replace("name: linear", "name: own.py:Mine"))
    Path("own.py").write_text("from negosim.negotiation.tactics.time_dependent import Linear as Mine\n")
    assert "--allow-code" in play(code=2).stderr


def test_a_failed_run_ends_with_3(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RunError("the tactic raised")

    monkeypatch.setattr("negosim.negotiation.mesa_model.run_model", fail)
    assert play("--seed", "0", code=3).stderr == "Error: the tactic raised\n"


def test_a_fault_of_negosim_is_one_sentence_and_verbose_shows_where(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise KeyError("ukraine")

    monkeypatch.setattr("negosim.negotiation.mesa_model.run_model", fail)
    said = play("--seed", "0", code=3).stderr
    assert said == "Error: negosim failed by a fault of its own (KeyError: 'ukraine'); --verbose shows where.\n"
    shown = CliRunner().invoke(cli, ["run", "mine.yaml", "--no-figures", "--verbose"])
    assert shown.exit_code == 3
    assert "Traceback" in shown.stderr


@pytest.mark.parametrize("error", [KeyboardInterrupt, click.Abort])
def test_an_interrupted_run_ends_with_130_and_one_line(
    error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr("negosim.negotiation.mesa_model.run_model", interrupt)
    assert play("--seed", "0", code=130).stderr.strip() == "Interrupted."


def test_what_the_system_refuses_is_one_sentence() -> None:
    Path("locked").mkdir()
    Path("locked").chmod(0o500)
    if os.access("locked", os.W_OK):
        pytest.skip("nothing is locked to this user")
    assert play("--out", "locked", "--seed", "0", code=3).stderr.count("\n") == 1


def test_a_name_from_a_file_cannot_steer_the_terminal() -> None:
    assert _output.safe("a\x1b[31m\nb\u202e") == "a\N{REPLACEMENT CHARACTER}[31m\nb\N{REPLACEMENT CHARACTER}"


def test_a_wide_table_goes_on_below() -> None:
    head = [f"Party {place}" for place in range(9)]
    lines = list(table_lines(head, [("A name that is long and so takes more than one line", ["1.0"] * 9)]))
    assert all(len(line) <= WIDTH for line in lines)
    assert sum(line.count("Party") for line in lines) == 9
    assert sum(line.count("1.0") for line in lines) == 9


@pytest.mark.parametrize("words", [["--no-color"], []])
def test_colour_is_only_for_terminals_that_want_it(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    if not words:
        monkeypatch.setenv("NO_COLOR", "1")
    result = CliRunner().invoke(cli, ["run", "mine.yaml", "--no-figures", *words], color=True)
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1m" in CliRunner().invoke(cli, ["run", "mine.yaml", "--no-figures"], color=True).stdout


def test_what_takes_long_is_told_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_output, "PATIENCE", 0.01)
    with click.Context(cli):
        with _output.progress("Playing"):
            time.sleep(0.1)
        assert capsys.readouterr().err == ""
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
        told, until = "", time.monotonic() + 30
        with _output.progress("Playing"):
            while "Playing" not in told and time.monotonic() < until:
                time.sleep(0.01)
                told += capsys.readouterr().err
        assert "\rPlaying ... " in told


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (BrokenPipeError(), 0, ""),
        (PermissionError(errno.EACCES, "Permission denied", "there"), 3, "Error: there: Permission denied\n"),
        (ValueError(), 3, "Error: negosim failed by a fault of its own (ValueError); --verbose shows where.\n"),
    ],
)
def test_what_a_command_runs_into_is_one_sentence_or_none(
    error: Exception, code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> str:
        raise error

    monkeypatch.setattr("negosim.scenario.json_schema.schema_text", fail)
    assert call("schema", code=code).stderr == said


def test_output_that_nobody_takes_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "taken").open("w") as file:

        class Gone(io.StringIO):
            def flush(self) -> None:
                raise BrokenPipeError

            def fileno(self) -> int:
                return file.fileno()

        monkeypatch.setattr(sys, "stdout", Gone())
        assert exit_code(lambda: 1, verbose=False) == 1
        file.write("into nothing")
    assert (tmp_path / "taken").read_text() == ""


def test_an_efficient_end_is_called_so() -> None:
    assert distance_words(0.01) == "These talks ended at an efficient outcome."


# --- child processes ---


def test_the_version_and_the_help_are_there() -> None:
    assert re.fullmatch(r"negosim, version \d+\.\d+\.\d+\n|negosim \d+\.\d+\.\d+\n", child("--version").stdout)
    told = child("-h").stdout
    assert all(name in told for name in ("run", "compare", "validate", "init", "schema", "list"))


def test_help_takes_little_time() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    child("--help")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.3  # twice the goal: a busy machine


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m negosim schema | head -c 10"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_result_is_written_though_its_reader_goes_away(tmp_path: Path) -> None:
    run = f"{sys.executable} -u -m negosim run -q kyiv_first --no-figures --out {tmp_path}"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", f"{run} | true"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert list(tmp_path.rglob("record.json"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_stdout_is_one_sentence() -> None:
    command = f"{sys.executable} -m negosim schema > /dev/full"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (3, "Error: the output: No space left on device\n")


SLOW = """
import sys, time
import negosim.negotiation.mesa_model
negosim.negotiation.mesa_model.run_model = lambda *a, **k: (print("playing", flush=True), time.sleep(60))
sys.argv = ["negosim", "run", "mine.yaml"]
from negosim.cli import main
main()
"""


def test_control_c_ends_with_one_line_and_130() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", SLOW], stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "playing\n"
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.splitlines()[-1] == "Interrupted."
    assert "Traceback" not in said


def test_a_reservation_value_that_moves_is_told_as_the_last_offer_met_with_it() -> None:
    still, moved = play().stdout, call("run", "river_basin").stdout
    assert "Reservation value, last offer" not in still
    assert "Reservation value, last offer" in moved
