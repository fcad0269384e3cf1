"""What a user waits for: tables, the command line, a run with all its figures; in CPU seconds against the goals.

Commands are measured as child processes (their own CPU seconds and those of their children), the best of several.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

from domains import as_scenario, random_domain

from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import RealizationFactory

SCENARIO = "article_2025_02_23"
REPEATS = 5
MILLION = (10,) * 6

GOALS = {
    "a table of 10^6 outcomes for three parties": 0.05,
    "import negosim": None,
    "negosim --help": 0.15,
    "negosim validate": 0.3,
    "negosim run, no figures": None,
    "negosim run, all figures": 4.0,
}
"""CPU seconds; None where nothing was promised."""


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


def child(*words: str) -> float:
    """CPU seconds of a child process that must end well."""
    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as nowhere:  # noqa: PTH123  (a device)
        quiet = [(os.POSIX_SPAWN_DUP2, nowhere.fileno(), number) for number in (1, 2)]
        command = [sys.executable, *(word.replace("FOLDER", folder) for word in words)]
        _, status, used = os.wait4(os.posix_spawn(sys.executable, command, os.environ, file_actions=quiet), 0)
    if status:
        raise SystemExit(f"{' '.join(words)} ended with {os.waitstatus_to_exitcode(status)}")
    return used.ru_utime + used.ru_stime


def command(*words: str) -> Callable[[], float]:
    return lambda: child("-m", "negosim", *words)


def rows() -> Iterator[str]:
    play = ("run", SCENARIO, "--seed", "0", "--out", "FOLDER")
    cases = (
        table,
        lambda: child("-c", "import negosim"),
        command("--help"),
        command("validate", SCENARIO),
        command(*play, "--no-figures"),
        command(*play),
    )
    for (title, goal), what in zip(GOALS.items(), cases, strict=True):
        best = min(what() for _ in range(REPEATS))
        told = "" if goal is None else f" (goal {goal:g} s: {'met' if best < goal else 'MISSED'})"
        yield f"{title}: {best:.3f} s{told}"


if __name__ == "__main__":
    print(f"CPU seconds, best of {REPEATS}; {SCENARIO}")
    for line in rows():
        print(line, flush=True)
