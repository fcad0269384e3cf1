"""`negosim analyze`: what is printed and written, wrong use and bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from building import one_issue

from negosim.analysis.analysis import analyze
from negosim.analysis.analysis_data import findings
from negosim.cli import main
from negosim.scenario.load import load
from negosim.scenario.yaml.writer import dump


class Shell:
    """Calls command lines in a folder of their own."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.capsys, self.monkeypatch, self.folder = capsys, monkeypatch, folder
        monkeypatch.chdir(folder)

    def __call__(self, *words: str) -> tuple[int, str, str]:
        """Exit code, output and errors of `negosim analyze` with some words."""
        self.monkeypatch.setattr("sys.argv", ["negosim", "analyze", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = self.capsys.readouterr()
        return int(ended.value.code or 0), out, err

    def write(self, name: str, values: dict[str, list[float]]) -> str:
        """A scenario of one issue as a file."""
        (self.folder / name).write_text(dump(one_issue(values).plain()), encoding="utf-8")
        return name


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shell:
    return Shell(capsys, monkeypatch, tmp_path)


def test_json_is_the_findings_exactly(shell: Shell) -> None:
    code, out, _ = shell("article_2025_02_23", "--json", "--no-figures")
    assert code == 0
    assert json.loads(out) == findings(analyze(load("article_2025_02_23")))


def test_the_words_fit_a_terminal_and_name_every_part(shell: Shell) -> None:
    code, out, err = shell("article_2025_02_23", "--no-figures")
    assert code == 0
    assert err == "Seed 0, since none was given.\n"
    assert max(map(len, out.splitlines())) <= 80
    for words in (
        *("What was possible", "What bargaining theory proposes", "could close without the rest"),
        *("lie in the core", "left issues open", "Who goes first", "would choose", "Would it hold?"),
        *("What theories say", "no forecast", "findings.json"),
    ):
        assert words in out


def test_two_parties_get_a_fair_division(shell: Shell) -> None:
    code, out, _ = shell("panama_canal_1974", "--no-figures", "-q")
    assert code == 0
    assert "A fair division" in out


def test_the_result_stands_whole_in_a_folder_of_its_own(shell: Shell) -> None:
    code, _, _ = shell(shell.write("small.yaml", {"ann": [0, 60, 30], "bob": [0, 30, 60]}), "--seed", "2", "--run", "1")
    folder = shell.folder / "results" / "small" / "analyze-s2-r1"
    names = {path.name for path in folder.iterdir()}
    assert code == 0
    assert {"findings.json", "record.json", "journal.json", "report.html", "anatomy.svg", "frontier_pairs.svg"} <= names
    assert [path.name for path in folder.parent.iterdir()] == ["analyze-s2-r1"]
    journal = json.loads((folder / "journal.json").read_text(encoding="utf-8"))
    assert journal["command"][:2] == ["negosim", "analyze"]
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "What was possible" in page
    assert "negosim analyze small --seed 2 --run 1" in page


def test_the_folder_names_draw_solution_and_changes(shell: Shell) -> None:
    file = shell.write("small.yaml", {"ann": [0, 60, 30], "bob": [0, 30, 60]})
    change = "parties.ann.tactic.name=conceder"
    code, _, _ = shell(file, "--draw", "--by", "egalitarian", "--set", change, "--no-figures", "--out", "there")
    assert code == 0
    (folder,) = (shell.folder / "there" / "small").iterdir()
    assert folder.name.startswith("analyze-s0-r0-draw-egalitarian-")


def test_all_points_of_the_frontier_on_request(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("negosim.analysis.analysis_data.FRONTIER_SHOWN", 1)
    file = shell.write("small.yaml", {"ann": [0, 60, 30], "bob": [0, 30, 60]})
    few, every = (json.loads(shell(file, "--json", "--no-figures", *more)[1])["frontier"] for more in ([], ["--all"]))
    assert (len(few["points"]), few["total"]) == (1, 2)
    assert len(every["points"]) == 2


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"ann": [50, 80, 20], "bob": [50, 20, 80]}, "No package was possible."),
        ({"ann": [10, 60]}, "is alone"),
    ],
    ids=["an empty zone", "one party"],
)
def test_odd_scenarios_end_well_with_a_clear_sentence(shell: Shell, values, said: str) -> None:
    code, out, _ = shell(shell.write("odd.yaml", values), "-q")
    assert code == 0
    assert said in " ".join(out.split())


def test_a_scenario_of_one_outcome_is_an_error_of_the_file(shell: Shell) -> None:
    plain = one_issue({"ann": [10, 60], "bob": [1, 2]}).plain()
    del plain["issues"]["it"]["options"]["o1"]
    for who in plain["parties"].values():
        del who["stances"]["it"]["values"]["o1"]
    (shell.folder / "one.yaml").write_text(dump(plain), encoding="utf-8")
    code, out, err = shell("one.yaml")
    assert (code, out) == (1, "")
    assert "no option but the status quo" in err
    assert "Traceback" not in err


def test_a_malformed_file_is_an_error_of_the_file(shell: Shell) -> None:
    (shell.folder / "bad.yaml").write_text("negosim: [", encoding="utf-8")
    code, _, err = shell("bad.yaml")
    assert code == 1
    assert "bad.yaml:1:" in err


@pytest.mark.parametrize(
    ("words", "suggestion"),
    [
        (["nowhere"], "it can be: ally_not_mediator, article_2025_02_23,"),
        (["article_2025_02_23", "--by", "nahsh"], "did you mean 'nash'?"),
        (["article_2025_02_23", "--rn"], "(Did you mean one of: '--json', '--png', '--run'?)"),
    ],
)
def test_wrong_use_ends_with_2_and_suggests(shell: Shell, words: list[str], suggestion: str) -> None:
    code, out, err = shell(*words)
    assert (code, out) == (2, "")
    assert suggestion in err


def test_another_result_in_the_place_is_not_overwritten(shell: Shell) -> None:
    file = shell.write("small.yaml", {"ann": [0, 60], "bob": [0, 30]})
    folder = shell.folder / "results" / "small" / "analyze-s0-r0"
    folder.mkdir(parents=True)
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    assert shell(file, "--no-figures")[0] == 2
    assert shell(file, "--no-figures", "--overwrite")[0] == 0
    assert not (folder / "mine.txt").exists()
