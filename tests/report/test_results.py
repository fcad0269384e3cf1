"""Results: whole or not at all, the same bytes for the same run, and never over what somebody else put there."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.analysis.comparison import compare
from negosim.errors import RunError, UsageError
from negosim.negotiation.record import Record, run
from negosim.report import folder as folders
from negosim.report.csv import table
from negosim.report.folder import Job
from negosim.report.results import comparison_target, run_target, write_comparison, write_run
from negosim.scenario.load import load
from negosim.scenario.starter import STARTER

AGREEING = STARTER.replace("{none: 100, low: 70, high: 0}", "{none: 50, low: 70, high: 0}")
CHANGE = "meetings.river_talks.protocol.rounds=5"


def scenario_file(folder: Path, name: str = "mine.yaml") -> Path:
    path = folder / name
    path.write_text(AGREEING, encoding="utf-8")
    return path


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return run(load(scenario_file(tmp_path)))


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "journal.json"}


def test_the_folder_says_scenario_seed_run_draw_and_changes(tmp_path: Path) -> None:
    file = scenario_file(tmp_path)
    plain = run_target(run(load(file), seed=7, run=3), "out").folder
    drawn = run_target(run(load(file), seed=7, run=3, draw=True), "out").folder
    changed = run_target(run(load(file, [CHANGE])), "out").folder
    assert plain == Path("out/mine/run-s7-r3")
    assert drawn == Path("out/mine/run-s7-r3-draw")
    assert changed.name.startswith("run-s0-r0-")
    assert len(changed.name) == len("run-s0-r0-") + 8


def test_a_result_holds_record_tables_and_journal(record: Record, tmp_path: Path) -> None:
    written = write_run(record, tmp_path / "out", Job(figures=False, command=["negosim", "run"]))
    assert written.files == ("record.json", "offers.csv", "outcome.csv", "journal.json")
    assert all(Path(path).is_file() for path in written.paths)
    assert Record.load(written.folder).log == record.log
    assert json.loads((written.folder / "journal.json").read_text())["command"] == ["negosim", "run"]
    rows = list(csv.DictReader(io.StringIO((written.folder / "outcome.csv").read_text())))
    assert [(row["issue"], row["settled"]) for row in rows] == [("dam", "river_talks"), ("water", "river_talks")]


def test_a_result_holds_every_figure_of_a_run_as_svg(record: Record, tmp_path: Path) -> None:
    names = {Path(path).name for path in write_run(record, tmp_path).paths}
    assert {"utility_space.svg", "report.html"} <= names
    assert "side_by_side.svg" not in names
    assert not [name for name in names if name.endswith(".png")]


def test_a_result_holds_every_figure_as_png_too_where_that_was_asked_for(record: Record, tmp_path: Path) -> None:
    written = write_run(record, tmp_path, Job(png=True))
    drawn = {Path(name).stem for name in written.files if name.endswith(".svg")}
    assert drawn == {Path(name).stem for name in written.files if name.endswith(".png")}
    assert (written.folder / "utility_space.png").read_bytes().startswith(b"\x89PNG")


def test_the_same_run_gives_the_same_folder_and_the_same_bytes(record: Record, tmp_path: Path) -> None:
    first = write_run(record, tmp_path)
    before = bytes_in(first.folder)
    again = write_run(run(record.scenario), tmp_path)
    assert again.folder == first.folder
    assert bytes_in(again.folder) == before
    assert [path.name for path in again.folder.parent.iterdir()] == ["run-s0-r0"]


def test_another_scenario_of_that_name_is_not_overwritten_unasked(record: Record, tmp_path: Path) -> None:
    write_run(record, tmp_path, Job(figures=False))
    (tmp_path / "other").mkdir()
    other = scenario_file(tmp_path / "other")
    other.write_text(AGREEING.replace("rounds: 20", "rounds: 4"), encoding="utf-8")
    another = run(load(other))
    with pytest.raises(UsageError, match="something else than a result of this scenario: --overwrite"):
        write_run(another, tmp_path, Job(figures=False))
    written = write_run(another, tmp_path, Job(figures=False, overwrite=True))
    assert Record.load(written.folder).scenario.digest == another.scenario.digest


def test_a_users_own_files_in_a_result_are_not_lost_unasked(record: Record, tmp_path: Path) -> None:
    folder = write_run(record, tmp_path, Job(figures=False)).folder
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"also holds 'notes\.txt', which negosim did not write"):
        write_run(record, tmp_path, Job(figures=False))
    (folder / "journal.json").unlink()
    with pytest.raises(UsageError, match="did not write"):
        write_run(record, tmp_path, Job(figures=False))


def test_an_empty_folder_is_free(record: Record, tmp_path: Path) -> None:
    run_target(record, tmp_path).folder.mkdir(parents=True)
    assert write_run(record, tmp_path, Job(figures=False)).folder.is_dir()


@pytest.mark.parametrize("part", ["folder", "parent"])
def test_a_link_is_not_followed(record: Record, tmp_path: Path, part: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder = run_target(record, tmp_path / "out").folder
    link = folder if part == "folder" else folder.parent
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere)
    with pytest.raises(UsageError, match="leads through a link"):
        write_run(record, tmp_path / "out", Job(figures=False, overwrite=True))
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize("name", ["...yaml", "..yaml", "-x.yaml", "a\nb.yaml", "a\\b.yaml", "a:b.yaml", "x" * 101])
def test_a_name_that_could_lead_astray_is_refused(tmp_path: Path, name: str) -> None:
    astray = run(load(scenario_file(tmp_path, name)))
    with pytest.raises(UsageError, match="no folder can be named after"):
        write_run(astray, tmp_path / "out", Job(figures=False))
    assert not (tmp_path / "out").exists()


def test_a_file_in_the_place_of_a_folder_is_named(record: Record, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(UsageError, match="is a file where a folder is to be"):
        write_run(record, tmp_path / "out", Job(figures=False))
    folder = run_target(record, tmp_path).folder
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("")
    with pytest.raises(UsageError, match="is a file where a folder is to be"):
        write_run(record, tmp_path, Job(figures=False))


def test_a_full_disk_is_one_sentence_and_leaves_nothing(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RunError, match=r"cannot be written to .*: No space left on device"):
        write_run(record, tmp_path / "out", Job(figures=False))
    assert not list((tmp_path / "out" / "mine").iterdir())


def test_a_run_that_fails_leaves_the_older_result_as_it_was(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_run(record, tmp_path, Job(figures=False)).folder
    before = bytes_in(folder)
    monkeypatch.setattr(folders, "_swap", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        write_run(record, tmp_path, Job(figures=False))
    assert bytes_in(folder) == before
    assert len(list(folder.parent.iterdir())) == 1


def test_a_comparison_has_a_folder_of_its_own(tmp_path: Path) -> None:
    file = scenario_file(tmp_path)
    found = compare([load(file), load(file, [CHANGE])])
    written = write_comparison(found, tmp_path)
    assert written.folder == comparison_target(found, tmp_path).folder
    assert written.folder.name == f"mine-and-1-more-s0-r0-{found.digest[:8]}"
    assert {"comparison.json", "differences.csv", "outcomes.csv", "points.csv", "report.html"} <= {*written.files}
    before = bytes_in(written.folder)
    assert bytes_in(write_comparison(found, tmp_path).folder) == before
    assert "rounds" in before["differences.csv"].decode()


def test_columns_are_those_of_all_rows_each_behind_the_one_before_it() -> None:
    rows: list[dict[str, Any]] = [{"round": 1, "dam": "low", "worth": 1.5}, {"round": 2, "water": 20, "worth": None}]
    assert table(rows).decode() == "round,water,dam,worth\r\n1,,low,1.5\r\n2,20,,\r\n"
    assert table([]) == b"\r\n"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_a_spreadsheet_would_run_is_text(sign: str) -> None:
    read = list(csv.DictReader(io.StringIO(table([{"a": f"{sign}1+1", "b": -1.5, "c": True}]).decode(), newline="")))
    assert read == [{"a": f"'{sign}1+1", "b": "-1.5", "c": "true"}]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.dictionaries(st.text(max_size=4), st.text(max_size=6), min_size=1, max_size=3), max_size=4))
def test_every_cell_comes_back(rows: list[dict[str, str]]) -> None:
    lines = list(csv.reader(io.StringIO(table(rows).decode(), newline="")))
    columns = list(dict.fromkeys(key for row in rows for key in row))
    assert sorted(head.removeprefix("'") for head in lines[0]) == sorted(key.removeprefix("'") for key in columns)
    assert all(len(line) == len(columns) for line in lines[1:] if columns)


KILLED = """
import sys
from negosim.negotiation.record import run
from negosim.report.folder import Job
from negosim.report.results import write_run
from negosim.scenario.load import load
record = run(load(sys.argv[1]))
print("ready", flush=True)
while True:
    write_run(record, sys.argv[2], Job(figures=False, overwrite=True))
"""


@pytest.mark.long
def test_a_run_killed_at_any_moment_leaves_a_whole_result_or_none(tmp_path: Path) -> None:
    file, moments = scenario_file(tmp_path), random.Random(0)  # noqa: S311  (moments, not secrets)
    whole = bytes_in(write_run(run(load(file)), tmp_path / "whole", Job(figures=False)).folder)
    for attempt in range(20):
        out = tmp_path / f"out{attempt}"
        child = subprocess.Popen([sys.executable, "-c", KILLED, str(file), str(out)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(moments.uniform(0, 0.05))
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        folder = out / "mine" / "run-s0-r0"
        assert not folder.exists() or bytes_in(folder) == whole
