"""Ensembles under fire: workers and drivers killed at random moments, and a Dask cluster that loses a worker."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from many_runs import cake, children, parts, rows_of, until

from negosim.errors import RunError
from negosim.experiments.ensemble import Outlook, Plan, Store, run_ensemble
from negosim.scenario.yaml.writer import dump

pytestmark = pytest.mark.long
PLAN = Plan(runs=1500, chunk=50)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The rows as one process plays them."""
    return rows_of(run_ensemble(cake(), PLAN, out=tmp_path_factory.mktemp("whole"), form="csv"))


def command(folder: Path, *words: str) -> list[str]:
    (folder / "test.yaml").write_text(dump(cake().plain()))
    base = ["ensemble", str(folder / "test.yaml"), "--runs", "1500", "--chunk", "50", "--out", str(folder / "out")]
    return [sys.executable, "-m", "negosim", *base, "--workers", "2", "--no-figures", *words]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds processes by /proc")
def test_a_driver_killed_again_and_again_loses_chunks_in_flight_and_no_more(tmp_path: Path, whole: bytes) -> None:
    lots = random.Random(1)  # noqa: S311  (moments of kills, no secret)
    kept = 0
    for _ in range(6):
        driver = subprocess.Popen(command(tmp_path, "--resume"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(lambda: parts(tmp_path) > kept or driver.poll() is not None)  # noqa: B023  (called at once)
        time.sleep(lots.random())
        workers = children(driver.pid)
        driver.send_signal(signal.SIGKILL)
        driver.wait()
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers), 20)  # noqa: B023  (called at once)
        assert parts(tmp_path) >= kept
        kept = parts(tmp_path)
    done = subprocess.run(command(tmp_path, "--resume", "--json"), capture_output=True, text=True, check=True)
    assert rows_of(Store.open(json.loads(done.stdout)["folder"])) == whole


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds processes by /proc")
def test_a_killed_worker_costs_its_chunks_a_second_turn(tmp_path: Path, whole: bytes) -> None:
    killed: list[int] = []

    def kill(outlook: Outlook) -> None:
        if len(killed) < 2 and outlook.done >= 200 * (1 + len(killed)):
            pids = [pid for pid in children(os.getpid()) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
            os.kill(pids[-1], signal.SIGKILL)
            killed.append(pids[-1])

    store = run_ensemble(cake(), PLAN, out=tmp_path, form="csv", workers=2, watch=kill)
    assert len(killed) == 2
    assert store.manifest.state == "complete"
    assert rows_of(store) == whole


def test_ctrl_c_keeps_what_is_done(tmp_path: Path, whole: bytes) -> None:
    driver = subprocess.Popen(command(tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    until(lambda: parts(tmp_path) > 2)
    driver.send_signal(signal.SIGINT)
    _, said = driver.communicate(timeout=60)
    assert driver.returncode == 130
    assert "--resume goes on" in said
    done = subprocess.run(command(tmp_path, "--resume", "--json"), capture_output=True, text=True, check=True)
    assert rows_of(Store.open(json.loads(done.stdout)["folder"])) == whole


@contextlib.contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask scheduler and workers as processes of their own, bound to this machine."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*words: str) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        started.append(subprocess.Popen([sys.executable, "-m", *words], cwd=folder, stdout=quiet, stderr=quiet))
        return started[-1]

    file = folder / "scheduler.json"
    words = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    start("distributed.cli.dask_scheduler", *words)
    try:
        until(file.exists)
        until(lambda: file.read_text().endswith("}"))
        address = json.loads(file.read_text())["address"]
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1"]
        yield address, [start("distributed.cli.dask_worker", address, *options) for _ in range(workers)]
    finally:
        for process in started:
            process.kill()
            process.wait()


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_loses_a_worker_gives_the_same_rows(tmp_path: Path, whole: bytes) -> None:
    pytest.importorskip("distributed")
    with cluster(tmp_path, 2) as (address, workers):
        from distributed import Client

        with Client(address) as client:  # type: ignore[no-untyped-call]  # dask has none
            client.wait_for_workers(2, timeout=60)

        def kill(outlook: Outlook) -> None:
            if outlook.done >= 300 and workers[0].poll() is None:
                workers[0].kill()

        store = run_ensemble(cake(), PLAN, out=tmp_path / "out", form="csv", cluster=address, watch=kill)
        assert workers[0].poll() is not None
    assert store.manifest.state == "complete"
    assert rows_of(store) == whole
    assert "threads of the cluster" in store.journal[0]["workers"]


@pytest.mark.filterwarnings("ignore")
def test_a_worker_that_computes_something_else_is_turned_away(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    from negosim.experiments.ensemble.chunk import parcel
    from negosim.experiments.ensemble.workers import cluster_workers

    other = pytest.raises(RunError, match="computes other numbers than this machine")
    with cluster(tmp_path, 1) as (address, _), other:
        cluster_workers(address, parcel(cake(), PLAN, "csv"), "0" * 64)


@pytest.mark.filterwarnings("ignore")
def test_an_address_that_does_not_answer_is_told_in_a_sentence(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    with pytest.raises(RunError, match=r"no Dask scheduler answers at tcp://127.0.0.1:9"):
        run_ensemble(cake(), PLAN, out=tmp_path, form="csv", cluster="tcp://127.0.0.1:9")
    assert not list(tmp_path.iterdir())
