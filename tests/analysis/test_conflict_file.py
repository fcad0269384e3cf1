"""Conflicts from files: the published equilibria of the shipped one, and every fault told at its place."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest

from negosim.analysis.conflict.file import read_conflict
from negosim.analysis.conflict.stability_findings import conflict_findings
from negosim.cli import main
from negosim.errors import InputError, UsageError
from negosim.files import find
from negosim.theory.stability.verdicts import Concept, equilibria

SMALL = """\
title: Two that could strike
decision_makers:
  Ann:
    options: [strike]
    ranking: ["YN", "NN", "YY", "NY"]
  Bob:
    options: [answer]
    statements: [{if: strike, then: answer}, {not: answer}]
status_quo: "NN"
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path


def faults(tmp_path: Path, text: str) -> list[str]:
    """Line, column, code and message of every fault."""
    with pytest.raises(InputError) as raised:
        read_conflict(written(tmp_path, text))
    return [f"{d.place.line}:{d.place.column} {d.code} {d.message}" for d in raised.value.diagnostics]


def called(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, str]:
    """Exit code, output and errors of a command line."""
    monkeypatch.setattr("sys.argv", ["negosim", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


# What is read


def test_elmira_has_the_equilibria_that_kilgour_and_hipel_2005_publish() -> None:
    read = read_conflict("elmira_groundwater")
    labels = read.conflict.labels
    for concept in (Concept.R, Concept.SEQ):
        assert [labels[state] for state in equilibria(read.conflict, concept)] == [
            "Abandon the plant",
            "Delay, Insist on the order",
            "Modify the order, Accept the order, Insist on the order",
        ]
    assert len(equilibria(read.conflict, Concept.GMR)) == len(equilibria(read.conflict, Concept.SMR)) == 5


def test_at_elmira_ministry_and_firm_leave_the_delay_together_as_kilgour_and_others_2001_found() -> None:
    found = conflict_findings(read_conflict("elmira_groundwater"))
    (move,) = found["coalitions"]["moves"]
    assert (move["parties"], move["from"], move["to"], move["steps"]) == (["Ministry", "Uniroyal"], 6, 9, 2)
    assert found["coalitions"]["equilibria"]["R"] == [5, 9]


def test_a_file_is_found_by_path_and_by_shipped_name(tmp_path: Path) -> None:
    assert read_conflict(find("conflicts", "elmira_groundwater")).title == read_conflict("elmira_groundwater").title
    assert read_conflict(written(tmp_path, SMALL)).name == "case"


@pytest.mark.parametrize("name", ["elmira_groundwatr", "nowhere.yaml"])
def test_a_name_that_nothing_has_is_wrong_use(name: str) -> None:
    with pytest.raises(UsageError):
        read_conflict(name)


def test_who_answers_is_told(tmp_path: Path) -> None:
    found = conflict_findings(read_conflict(written(tmp_path, SMALL)))
    assert found["status_quo"] == 1
    assert found["stable"]["R"]["Ann"] == [2, 4]
    assert found["stable"]["SEQ"]["Ann"] == [1, 2, 4]
    assert found["equilibria"]["SEQ"] == [1, 4]
    assert any("would be answered by Bob" in sentence for sentence in found["sentences"])


def test_without_a_status_quo_nothing_is_said_of_ways_from_it(tmp_path: Path) -> None:
    found = conflict_findings(read_conflict(written(tmp_path, SMALL.replace('status_quo: "NN"\n', ""))))
    assert found["status_quo"] is found["from_status_quo"] is None


def test_too_many_states_for_coalitions_are_told(tmp_path: Path) -> None:
    many = ", ".join(f"o{k}" for k in range(10))
    text = f"title: Large\ndecision_makers:\n  A: {{options: [{many}], statements: [o1]}}\n"
    found = conflict_findings(read_conflict(written(tmp_path, text)))
    assert found["coalitions"]["equilibria"] is None
    assert "512 states" in found["coalitions"]["reason"]
    assert json.dumps(found)


# What is wrong with a file


def test_all_faults_of_the_parts_come_at_once_each_at_its_place(tmp_path: Path) -> None:
    text = """\
        titel: Misspelt
        decision_makers:
          Ann:
            options: [strike, strike, not, 3]
            one_way: {strike: up, retreat: N->Y}
            statements: [strik, {all: strike}]
          Bob:
            options: [answer]
          Cy: nobody
          Dee:
            options: both
            ranking: []
            statements: [strike]
        infeasible: {strike: true}
        merged: [{answer: maybe}, {anwser: true}]
        status_quo: "NNN"
        """
    assert faults(tmp_path, text) == [
        "1:1 S002 missing key 'title'",
        "1:1 S001 unknown key 'titel'",
        "4:23 R118 option 'strike' is given twice",
        "4:31 S005 no option can be named 'not': statements use the word",
        "4:36 S004 expected the name of an option, found the number 3",
        "5:23 S005 expected N->Y or Y->N, found text 'up'",
        "5:27 S001 unknown key 'retreat'",
        "6:18 R101 no option 'strik'",
        "6:25 S099 all needs a list; found 'strike'",
        "7:3 S013 expected either 'ranking' or 'statements'",
        "9:7 S004 expected a mapping, found text 'nobody'",
        "10:3 S013 expected either 'ranking' or 'statements'",
        "11:14 S004 expected a list, found text 'both'",
        "12:14 S007 expected a list that is not empty",
        "14:13 S004 expected a list of patterns, found a mapping",
        "15:10 S099 option 'answer' is Y or N in a pattern; found 'maybe'",
        "15:28 R101 no option 'anwser'",
        "16:13 S099 the pattern 'NNN' needs Y, N or - for each of the 4 options",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1:1 S004 expected a mapping, found nothing"),
        ("- a\n", "1:1 S004 expected a mapping, found a list"),
        ("title: ''\ndecision_makers: {}\n", "1:8 S007 expected text that is not empty"),
        ("title: T\ndecision_makers: {}\n", "2:18 S007 expected a mapping of decision makers that is not empty"),
        ("title: T\ndecision_makers: [a]\n", "2:18 S004 expected a mapping of decision makers, found a list"),
        ("title: &a T\n", "1:8 Y012 an anchor: 'a'"),
        ("title: [\n", "Y004 "),
    ],
)
def test_a_malformed_file_gets_a_clear_sentence(tmp_path: Path, text: str, fault: str) -> None:
    assert any(fault in found for found in faults(tmp_path, text))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            'status_quo: "NN"',
            "infeasible: [{strike: true}, {strike: false}]",
            "9:1 S099 no state is feasible: together the infeasible patterns rule out every choice of options",
        ),
        ('"NY"]', '"YY"]', "5:5 S099 the ranking of 'Ann' leaves out: answer"),
        ('status_quo: "NN"', 'status_quo: "N-"', "9:13 S099 the status quo fits 2 states: say more of its options"),
        (
            'status_quo: "NN"',
            "merged: [{strike: true}]",
            "8:5 S099 statement 1 of 'Bob' tells apart states that are merged as 'strike': say in it what holds there",
        ),
    ],
)
def test_what_shows_only_in_the_whole_is_told_at_its_part(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert faults(tmp_path, SMALL.replace(old, new)) == [fault]


def test_too_many_options_are_told_at_the_decision_makers(tmp_path: Path) -> None:
    many = ", ".join(f"o{k}" for k in range(21))
    text = f"title: Large\ndecision_makers:\n  A: {{options: [{many}], statements: [o1]}}\n"
    assert faults(tmp_path, text) == ["2:1 S099 the conflict has 21 options; the limit is 20"]


def test_ties_are_lists_in_a_ranking(tmp_path: Path) -> None:
    text = SMALL.replace('"YN", "NN", "YY", "NY"', '[{strike: true}, "NN"], "NY"')
    assert read_conflict(written(tmp_path, text)).conflict.preferences[0] == (1, 1, 0, 1)


# The command


def test_the_command_tells_states_verdicts_and_ways(capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    code, out, _ = called(capsys, monkeypatch, "conflict", "elmira_groundwater")
    assert code == 0
    assert "Stable for everybody by R and SEQ: 5, 6 and 9." in out
    assert "From 6 Ministry and Uniroyal would gain together" in out
    assert "To 6 in 1 step; 1 step by which each who moves gains" in out
    assert max(map(len, out.splitlines())) <= 80


def test_the_command_prints_one_object(capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    code, out, _ = called(capsys, monkeypatch, "conflict", "elmira_groundwater", "--json")
    assert code == 0
    assert json.loads(out) == conflict_findings(read_conflict("elmira_groundwater"))


def test_a_large_conflict_is_cut_on_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch
) -> None:
    many = ", ".join(f"o{k}" for k in range(10))
    text = f"title: Large\ndecision_makers:\n  A: {{options: [{many}], statements: [o1]}}\n  B: {{statements: [o2]}}\n"
    more = "status_quo: NNNNNNNNNN\ninfeasible: []\n"
    code, out, _ = called(capsys, monkeypatch, "conflict", str(written(tmp_path, text + more)))
    assert code == 0
    assert "and 964 more states: --json lists them all" in out
    assert "Nothing is said of what several could do together" in out


def test_states_out_of_reach_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    text = SMALL.replace("options: [strike]", "options: [strike]\n    one_way: {strike: Y->N}")
    code, out, _ = called(capsys, monkeypatch, "conflict", str(written(tmp_path, text)))
    assert code == 0
    assert "2 states cannot be reached." in out


def test_the_command_ends_with_1_for_faults_and_2_for_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch
) -> None:
    code, out, err = called(capsys, monkeypatch, "conflict", str(written(tmp_path, "title: T\n")))
    assert (code, out) == (1, "")
    assert "missing key 'decision_makers'" in err
    code, out, err = called(capsys, monkeypatch, "conflict", "no_such_conflict")
    assert (code, out) == (2, "")
    assert "Traceback" not in err
