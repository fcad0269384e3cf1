"""A record is enough to rebuild every state of its run; one that was changed is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from building import PASS, amount, do, issue, meeting, one_issue, opened, party, recorded, scenario, stance
from building import scenarios as random_scenarios
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import negosim
from negosim.cli import cli
from negosim.errors import NegosimError, RunError, UsageError
from negosim.negotiation.course import Course
from negosim.negotiation.driving import replay
from negosim.negotiation.environment.base import vocabulary
from negosim.negotiation.log import LogEntry
from negosim.negotiation.log_rows import Log
from negosim.negotiation.record import Record, entry_from_dict, entry_to_dict, named_package, package_of, run
from negosim.scenario.spec.scenario import Scenario


def pair() -> Scenario:
    return one_issue({"ann": [0, 100, 60, 30], "bob": [0, 30, 60, 100]})


@settings(max_examples=25)
@given(random_scenarios(certain=False), st.integers(0, 2**64 - 1), st.integers(0, 9), st.booleans())
def test_a_record_written_and_read_rebuilds_the_same_course(drawn: Scenario, seed: int, run_: int, draw: bool) -> None:
    record = run(drawn, seed=seed, run=run_, draw=draw)
    again = Record.from_dict(json.loads(json.dumps(record.to_dict())))
    assert again.log == record.log
    assert again.to_dict() == record.to_dict()
    assert again.realization.numbers == record.realization.numbers
    same, course = again.course, record.course
    assert (same.log, same.standing, same.paid, same.round) == (
        course.log,
        course.standing,
        course.paid,
        course.round,
    )


@settings(max_examples=20)
@given(random_scenarios(certain=False), st.integers(0, 99))
def test_the_same_scenario_seed_and_run_give_the_same_record(drawn: Scenario, run_: int) -> None:
    assert run(drawn, seed=1, run=run_, draw=True).to_dict() == run(drawn, seed=1, run=run_, draw=True).to_dict()


def test_a_record_says_what_it_is_of() -> None:
    data = run(pair(), seed=3, run=4).to_dict()
    assert (data["format"], data["name"], data["seed"], data["run"], data["drawn"]) == (1, "test", 3, 4, False)
    assert data["digest"] == pair().digest
    assert set(data["versions"]) == {"negosim", "numpy", "python"}
    assert data["numbers"]["parties.ann.stances.it.weight"] == 1


def test_the_log_is_written_by_keys_and_without_what_is_empty() -> None:
    log = run(pair()).to_dict()["log"]
    assert log[0] == {"kind": "began", "meeting": "talks", "round": 0, "parties": ["ann", "bob"]}
    assert log[1] == {
        "kind": "offered",
        "meeting": "talks",
        "round": 1,
        "seat": "ann",
        "package": {"it": "o1"},
        "parties": ["ann", "bob"],
    }


def test_numbers_of_an_amount_are_written_as_numbers() -> None:
    issues = {"aid": amount(0, 1, 0.25, "ann bob")}
    likes = {0: 0, 1: 100}
    parties = {"ann": party({"aid": stance(1, likes)}), "bob": party({"aid": stance(1, likes)})}
    record = run(scenario(issues, parties, {"m": meeting("ann bob", "aid")}))
    assert record.to_dict()["log"][1]["package"] == {"aid": 1}
    assert Record.from_dict(json.loads(json.dumps(record.to_dict()))).log == record.log


def test_every_kind_of_entry_comes_back() -> None:
    course = do(opened(pair()), ("ann", PASS), ("bob", {"it": "o1"}))
    space = course.realization.space
    assert [entry_from_dict(entry_to_dict(one, space), space, vocabulary()) for one in course.log] == course.log


def test_a_package_is_written_by_key_and_read_back() -> None:
    issues = {"x": issue("no yes", "ann"), "y": issue("no yes", "ann")}
    space = opened(scenario(issues, {"ann": party()}, {"m": meeting("ann", "x y")})).realization.space
    package = package_of({"y": "yes", "x": "no"}, space)
    assert package.terms == ((0, 0), (1, 1))
    assert named_package(package, space) == {"x": "no", "y": "yes"}


# Reading from disk


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "record.json"
    path.write_text(json.dumps(run(pair()).to_dict()))
    return path


def changed(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))
    return path


def test_a_record_is_read_from_its_file_or_its_folder(written: Path) -> None:
    assert Record.load(written).log == Record.load(written.parent).log == run(pair()).log


def test_a_record_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no record can be read from '.*nothing.json': No such file"):
        Record.load(tmp_path / "nothing.json")


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "null", '{"format": 1}'])
def test_what_is_no_record_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "record.json").write_text(text, encoding="utf-8")
    with pytest.raises(NegosimError):
        Record.load(tmp_path)


def test_another_format_is_told(written: Path) -> None:
    with pytest.raises(UsageError, match="expected a record of format 1, found 2"):
        Record.load(changed(written, lambda data: data.update(format=2)))


EDITS: dict[str, Callable[[dict[str, Any]], object]] = {
    "an act is gone": lambda data: data["log"].pop(1),
    "another offer": lambda data: data["log"][1].update(package={"it": "o3"}),
    "an offer that is none": lambda data: data["log"][1].pop("package"),
    "an option that there isn't": lambda data: data["log"][1].update(package={"it": "o9"}),
    "an issue that there isn't": lambda data: data["log"][1].update(package={"that": "o1"}),
    "another seat": lambda data: data["log"][1].update(seat="bob"),
    "a stranger": lambda data: data["log"][1].update(seat="zoe"),
    "another answer": lambda data: data["log"][2].update(facts={"accepts": True, "needed": True}),
    "an answer without one": lambda data: data["log"][2].pop("facts"),
    "an entry more": lambda data: data["log"].append({"kind": "passed", "meeting": "talks", "round": 9, "seat": "ann"}),
    "another end": lambda data: data["log"][-1].update(facts={"reason": "deadline"}),
    "no log": lambda data: data.pop("log"),
    "an entry that is text": lambda data: data["log"].insert(0, "x"),
    "a seed that is text": lambda data: data.update(seed="x"),
    "a run below nothing": lambda data: data.update(run=-1),
    "a scenario that is none": lambda data: data.update(scenario=[]),
    "a scenario with other points": lambda data: data["scenario"]["parties"]["ann"].update(name="Anna"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_a_record_that_was_edited_by_hand_is_told(written: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(NegosimError):
        assert Record.load(changed(written, edit)).course


def test_a_record_of_another_version_of_the_rules_does_not_replay() -> None:
    record = run(pair())
    broken = Record(record.scenario, 0, 0, False, Log(record.log[:-1]))
    with pytest.raises(RunError, match="the log does not replay"):
        assert broken.course


def test_a_record_in_the_middle_of_the_talks_rebuilds_its_state() -> None:
    course = do(opened(pair()), ("ann", {"it": "o1"}))
    assert recorded(course).course.asked == course.asked == ("bob",)


def test_a_run_that_was_played_here_is_never_replayed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count_replays: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    result = negosim.run("river_basin")
    result.points(), result.offers(), result.outcome(), result.summary(), result.draw("utility_space")
    result.write("library")
    assert CliRunner().invoke(cli, ["run", "river_basin"]).exit_code == 0
    assert count_replays == []


def test_a_record_read_from_a_file_is_replayed_once(tmp_path: Path, count_replays: list[str]) -> None:
    result = negosim.run("river_basin")
    record = Record.load(result.write(tmp_path, figures=False).folder)
    assert count_replays == []
    assert record.course.log == result.course.log
    assert record.course.standing == result.course.standing
    assert count_replays == ["river_basin"]


@pytest.fixture
def count_replays(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The scenarios whose logs have been replayed."""
    seen: list[str] = []

    def counted(course: Course, log: Sequence[LogEntry]) -> Course:
        seen.append(course.realization.scenario.name)
        return replay(course, log)

    monkeypatch.setattr("negosim.negotiation.record.replay", counted)
    return seen
