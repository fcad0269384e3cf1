"""How long an ensemble takes, and on what: draws, tables, talks, rows, files; and the memory of many runs.

python benchmarks/ensemble.py                   # 10,000 runs of the article's scenario, all cores, and the split
python benchmarks/ensemble.py --runs 1000000    # a day's ensemble: mind the memory
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from negosim.chance import Chance
from negosim.course import Course, play
from negosim.ensemble import Plan, findings, run_ensemble
from negosim.ensemble.chunk import Player, work
from negosim.ensemble.plan import parcel
from negosim.ensemble.rows import row
from negosim.ensemble.tables import best_form, encode
from negosim.ensemble.workers import usable_cores
from negosim.scenario.load import load
from negosim.session import make_tactics

TARGET = 12.0
"""Seconds for 10,000 runs on two cores."""


def timed(what: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    began = time.process_time()
    what()
    return time.process_time() - began


def split(player: Player, runs: int) -> dict[str, float]:
    """Milliseconds of CPU a run, part by part."""
    span = range(runs)
    readings = list(player.drawn(span))
    records = [player.play(run, reading) for run, reading in zip(span, readings, strict=True)]
    rows = [row(record, player.paths) for record in records]
    fresh = list(player.drawn(span))
    seconds = {
        "draws": timed(lambda: list(player.drawn(span))),
        "tables": timed(lambda: [reading.utilities.blocks for reading in fresh]),
        "talks": timed(
            lambda: [
                play(Course(reading, Chance(0, run)), make_tactics(reading))
                for run, reading in zip(span, fresh, strict=True)
            ]
        ),
        "rows": timed(lambda: [row(record, player.paths) for record in records]),
        "files": timed(lambda: encode(player.columns, rows, best_form())),
    }
    return {name: 1000 * value / runs for name, value in seconds.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=usable_cores())
    parser.add_argument("--scenario", default="article_2025_02_23")
    given = parser.parse_args()
    scenario = load(given.scenario)
    player = Player(scenario, Plan(runs=500))
    work(parcel(scenario, player.plan, best_form()), 0)
    for name, value in split(player, 500).items():
        print(f"{name:8} {value:6.3f} ms of CPU a run")
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        store = run_ensemble(scenario, Plan(runs=given.runs), out=folder, workers=given.workers)
        seconds = time.perf_counter() - began
        size = sum(path.stat().st_size for path in Path(folder).rglob("part-*"))
        began = time.perf_counter()
        findings(store)
        reading = time.perf_counter() - began
    print(f"{given.runs:,} runs by {given.workers} workers: {seconds:.1f} s ({given.runs / seconds:,.0f} a second)")
    print(f"{size / 1e6:.1f} MB of {best_form()}; findings in {reading:.1f} s")
    scale = 1024 if sys.platform == "linux" else 1
    driver = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * scale / 1e6
    print(f"at most {driver:.0f} MB in the driver, {worker:.0f} MB in a worker")
    print(f"goal: {TARGET:.0f} s for 10,000 runs on two cores; here that makes {seconds * 1e4 / given.runs:.1f} s")


if __name__ == "__main__":
    main()
