"""How long an ensemble takes, and on what; the memory of many runs; what Dask adds to the pool.

python benchmarks/ensemble.py                    # 10,000 runs of the article's scenario, and the split
python benchmarks/ensemble.py --memory 1e4,1e5   # the most memory that so many runs take, each in a child process
python benchmarks/ensemble.py --dask 1e5         # CPU of two Dask workers against two processes of the pool

Times are of CPU, of all processes together: on a busy machine the clock on the wall says little.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

from negosim.domain.rng import RandomSource
from negosim.domain.utilities import Utilities
from negosim.experiments.ensemble import Plan, run_ensemble, summarise
from negosim.experiments.ensemble.chunk import parcel, work
from negosim.experiments.ensemble.player import Player
from negosim.experiments.ensemble.rows import row
from negosim.experiments.ensemble.tables import best_form, encode
from negosim.experiments.ensemble.workers import usable_cores
from negosim.negotiation.course import Course
from negosim.negotiation.driving import play
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.record import record_of
from negosim.scenario.load import load

TARGET = 5.0
"""Seconds for 10,000 runs on two cores."""

SPLIT = 1000
"""Runs over which the split is taken."""

TURNS = 4
"""Turns of the pool and of Dask."""


class Stopwatch:
    """CPU seconds of this process, by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def on(self, name: str) -> Iterator[None]:
        began = time.process_time()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - began

    def around(self, name: str, what: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(what)
        def timed(*args: Any, **given: Any) -> Any:
            with self.on(name):
                return what(*args, **given)

        return timed


def split(player: Player, runs: int) -> dict[str, float]:
    """Milliseconds of CPU a run, part by part."""
    watch, span, table = Stopwatch(), range(runs), Utilities.table
    with watch.on("draw"):
        realizations = list(player.drawn(span))
    Utilities.table = watch.around("tables", table)  # type: ignore[method-assign]  # (timed from outside)
    with watch.on("talks"):
        courses = []
        for run, one in enumerate(realizations):
            courses.append(play(Course(one, RandomSource(player.plan.seed, run)), make_tactics(one)))
    Utilities.table = table  # type: ignore[method-assign]  # (as above)
    watch.seconds["talks"] -= watch.seconds["tables"]
    with watch.on("rows"):
        rows = [row(record_of(course, {}), player.paths) for course in courses]
    with watch.on("writing"):
        encode(player.columns, rows, best_form())
    return {name: 1000 * value / runs for name, value in watch.seconds.items()}


def cpu() -> float:
    """CPU seconds of this process and of its children, once these have ended."""
    for process in multiprocessing.active_children():
        process.join()
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def peak(who: int) -> float:
    """The most memory, in MB."""
    return resource.getrusage(who).ru_maxrss * (1024 if sys.platform == "linux" else 1) / 1e6


def played(given: argparse.Namespace) -> dict[str, float]:
    """One ensemble: seconds, CPU seconds, megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        began, used = time.perf_counter(), cpu()
        plan = Plan(runs=int(given.runs), seed=given.seed, chunk=given.chunk)
        store = run_ensemble(load(given.scenario), plan, out=folder, workers=given.workers, cluster=given.cluster)
        seconds, spent = time.perf_counter() - began, cpu() - used
        size = sum(path.stat().st_size for path in Path(folder).rglob("part-*")) / 1e6
        used = cpu()
        summarise(store)
        said = {
            "findings": cpu() - used,
            "driver": peak(resource.RUSAGE_SELF),
            "worker": peak(resource.RUSAGE_CHILDREN),
        }
    return {"seconds": seconds, "cpu": spent, "size": size, **said}


def central(given: argparse.Namespace) -> None:
    scenario = load(given.scenario)
    player = Player(scenario, Plan(runs=SPLIT))
    work(parcel(scenario, player.plan, best_form()), 0)
    for name, value in split(player, SPLIT).items():
        print(f"{name:10} {value:6.3f} ms of CPU a run")
    came = played(given)
    share = came["cpu"] / given.workers * 1e4 / given.runs
    print(f"{given.runs:,.0f} runs by {given.workers} workers: {came['seconds']:.1f} s, {came['cpu']:.1f} s of CPU")
    print(f"{came['size']:.1f} MB of {best_form()}; findings in {came['findings']:.1f} s of CPU")
    print(f"at most {came['driver']:.0f} MB in the driver, {came['worker']:.0f} MB in a worker")
    print(f"goal: {TARGET:.0f} s for 10,000 runs on two cores; CPU a worker for 10,000: {share:.1f} s")


def child(given: argparse.Namespace, *words: str) -> dict[str, float]:
    """The same script in a process of its own, so that its memory and its CPU are its own."""
    base = [sys.executable, __file__, "--child", "--scenario", given.scenario, "--chunk", str(given.chunk)]
    shown = subprocess.run([*base, "--workers", str(given.workers), *words], check=True, capture_output=True, text=True)
    came: dict[str, float] = json.loads(shown.stdout.splitlines()[-1])
    return came


def memory(given: argparse.Namespace) -> None:
    for text in given.memory.split(","):
        came = child(given, "--runs", text)
        most = f"{came['driver']:.0f} MB in the driver, {came['worker']:.0f} MB in a worker"
        print(f"{float(text):>11,.0f} runs: {most}, {came['seconds']:.0f} s, {came['size']:.0f} MB written", flush=True)


def dask(given: argparse.Namespace) -> None:
    """CPU of the same chunks by the pool and by Dask, in turns: whatever else the machine does slows both down.

    What the cluster's processes use while it is the pool's turn is not counted.
    """
    pool, driver, workers = 0.0, 0.0, 0.0
    with cluster(given.workers) as (address, processes):
        for turn in range(TURNS):
            runs = ("--runs", str(float(given.dask) / TURNS), "--seed", str(turn))
            pool += child(given, *runs)["cpu"]
            before = cpu_of(processes)
            driver += child(given, *runs, "--cluster", address)["cpu"]
            workers += cpu_of(processes) - before
            done, dask_took = float(given.dask) * (turn + 1) / TURNS, driver + workers
            print(f"{done:,.0f} runs: pool {pool:.1f} s of CPU, Dask {dask_took:.1f} s ", end="")
            print(f"(driver {driver:.1f}, scheduler and workers {workers:.1f}): ", end="")
            print(f"Dask costs {100 * (dask_took / pool - 1):+.1f} % (goal: under 5)", flush=True)


def cpu_of(processes: list[int]) -> float:
    """CPU seconds of some processes together (Linux)."""
    ticks = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] for pid in processes]
    return sum(sum(map(int, pair)) for pair in ticks) / os.sysconf("SC_CLK_TCK")


@contextmanager
def cluster(workers: int) -> Iterator[tuple[str, list[int]]]:
    """A scheduler and workers in processes of their own: its address, and their ids."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "scheduler.json")
        python = [sys.executable, "-m", "distributed.cli."]
        scheduler = [*python[:2], python[2] + "dask_scheduler", "--port", "0", "--no-dashboard"]
        worker = [*python[:2], python[2] + "dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
        started = [subprocess.Popen([*scheduler, "--scheduler-file", str(file)], **quiet)]
        started += [subprocess.Popen([*worker, "--scheduler-file", str(file)], **quiet) for _ in range(workers)]
        try:
            while not file.exists() or not file.read_text():
                time.sleep(0.2)
            time.sleep(10)  # workers register
            yield json.loads(file.read_text())["address"], [process.pid for process in started]
        finally:
            for process in started:
                process.terminate()
                process.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=float, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=usable_cores())
    parser.add_argument("--scenario", default="article_2025_02_23")
    parser.add_argument("--chunk", type=int, default=Plan().chunk)
    parser.add_argument("--memory", help="numbers of runs, separated by commas")
    parser.add_argument("--dask", help="a number of runs")
    parser.add_argument("--cluster", help=argparse.SUPPRESS)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(played(given)))
    else:
        (memory if given.memory else dask if given.dask else central)(given)


if __name__ == "__main__":
    main()
