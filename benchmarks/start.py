"""What a user waits for: tables and the commands of the command line, in CPU seconds against the goals.

Commands are measured as child processes (their own CPU seconds and those of their children), the best of several, with
byte code at hand as after an installation: it goes into a folder of its own, and the first repeat fills it. `--long`
measures the studies of many runs too.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domains import as_scenario, random_domain

from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import RealizationFactory

SCENARIO = "article_2025_02_23"
REPEATS = 5
MILLION = (10,) * 6


@dataclass(frozen=True)
class Case:
    """What is measured, by a function that gives CPU seconds, and the goal; None where nothing was promised."""

    title: str
    seconds: Callable[[], float]
    goal: float | None = None

    def measured(self) -> str:
        """The best of several repeats beside the goal."""
        best = min(self.seconds() for _ in range(REPEATS))
        verdict = "" if self.goal is None else f" (goal {self.goal:g} s: {'met' if best < self.goal else 'MISSED'})"
        return f"{self.title}: {best:.3f} s{verdict}"


def table() -> float:
    """A table of points and charges from a reading whose blocks are not worked out yet."""
    realizations = RealizationFactory(
        from_plain(as_scenario(random_domain(3, MILLION, 0.0, 0), 10, "boulware"), "benchmark")
    )
    realization = realizations.realization(
        {path: number.centre for path, number in realizations.uncertain}, drawn=False
    )
    start = time.process_time()
    realization.utilities.table().worth(realization.horizon)
    return time.process_time() - start


def child(*words: str, byte_code: str) -> float:
    """CPU seconds of a child process that must end well; it keeps its byte code in a folder."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = inherited | {"PYTHONPYCACHEPREFIX": byte_code}
    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as nowhere:  # noqa: PTH123  (a device)
        quiet = [(os.POSIX_SPAWN_DUP2, nowhere.fileno(), number) for number in (1, 2)]
        command = [sys.executable, *(word.replace("FOLDER", folder) for word in words)]
        _, status, used = os.wait4(os.posix_spawn(sys.executable, command, environment, file_actions=quiet), 0)
    if status:
        raise SystemExit(f"{' '.join(words)} ended with {os.waitstatus_to_exitcode(status)}")
    return used.ru_utime + used.ru_stime


def cases(byte_code: str, *, long: bool) -> Iterator[Case]:
    """What is measured, with the goals."""

    def command(goal: float | None, *words: str, out: bool = True) -> Case:
        places = ("--seed", "0", "--out", "FOLDER") if out else ()
        return Case(" ".join(("negosim", *words)), lambda: python("-m", "negosim", *words, *places), goal)

    def python(*words: str) -> float:
        return child(*words, byte_code=byte_code)

    yield Case("a table of 10^6 outcomes for three parties", table, 0.05)
    yield Case("import negosim", lambda: python("-c", "import negosim"))
    yield Case("import mesa", lambda: python("-c", "import mesa"))
    yield command(0.15, "--help", out=False)
    yield command(0.3, "validate", SCENARIO, out=False)
    yield command(0.3, "exercise", "list", out=False)
    for name, quick, whole in (("run", 1.5, 3.0), ("analyze", 2.0, 3.5)):
        yield command(quick, name, SCENARIO, "--no-figures")
        yield command(whole, name, SCENARIO)
    if long:
        yield command(8.0, "sensitivity", SCENARIO, "--workers", "1")
        yield command(8.0, "tournament", SCENARIO, "--workers", "1")
        yield command(None, "ensemble", SCENARIO, "--workers", "1", "--runs", "1000")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="Measure studies of many runs too: some minutes.")
    long = parser.parse_args().long
    print(f"CPU seconds, best of {REPEATS}")
    with tempfile.TemporaryDirectory() as byte_code:
        for case in cases(byte_code, long=long):
            print(case.measured(), flush=True)
