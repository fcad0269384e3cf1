"""A tournament whose driver is killed again and again comes to the same bytes as one that is left alone."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from many_runs import children, parts, rows_of, until
from small_tournament import cake

from negosim.experiments.ensemble import Store
from negosim.experiments.tournament.options import TournamentOptions
from negosim.experiments.tournament.tournament import play_tournament, tournament_of
from negosim.report.folder import Job
from negosim.report.tournament import write_tournament
from negosim.scenario.yaml.writer import dump

pytestmark = pytest.mark.long

TACTICS = ("linear", "conceder", "random_walker")
DRAWS = 150


def command(folder: Path) -> list[str]:
    words = ["tournament", "test.yaml", "--tactics", ",".join(TACTICS), "--runs", str(DRAWS), "--workers", "2"]
    return [sys.executable, "-m", "negosim", *words, "--out", str(folder / "out"), "--no-figures", "--resume", "--json"]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds processes by /proc")
def test_a_driver_killed_again_and_again_comes_to_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "test.yaml").write_text(dump(cake().plain()))
    lots, kept = random.Random(1), 0  # noqa: S311  (moments of kills, no secret)
    for _ in range(3):
        quiet = subprocess.DEVNULL
        driver = subprocess.Popen(command(tmp_path), cwd=tmp_path, stdout=quiet, stderr=quiet)
        until(lambda: parts(tmp_path) > kept or driver.poll() is not None)  # noqa: B023  (called at once)
        time.sleep(lots.random() / 4)
        workers = children(driver.pid)
        driver.send_signal(signal.SIGKILL)
        driver.wait()
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers), 20)  # noqa: B023  (called at once)
        assert parts(tmp_path) >= kept
        kept = parts(tmp_path)
    subprocess.run(command(tmp_path), cwd=tmp_path, check=True, capture_output=True)
    (folder,) = (tmp_path / "out" / "test").glob("tournament-*")
    (whole,) = play_tournament(
        [Store.open(folder).scenario], TournamentOptions(TACTICS, draws=DRAWS), out=tmp_path / "alone"
    )
    write_tournament(tournament_of([whole]), "unused", Job(figures=False))
    assert rows_of(Store.open(folder)) == rows_of(whole)
    for name in ("tournament.json", "tactics.csv", "leads.csv", "dependence.csv"):
        assert (folder / name).read_bytes() == (whole.folder / name).read_bytes()
