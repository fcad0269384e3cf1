"""What the tests of ensembles and tournaments share: a scenario, the rows of a store, processes that are waited for."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from building import amount, delay, issue, meeting, party, scenario, stance

from negosim.experiments.ensemble import Store
from negosim.scenario.spec.scenario import Scenario

__all__ = ["cake", "children", "parts", "rows_of", "until"]


def cake(**more: Any) -> Scenario:
    """Two parties, a matter on which their numbers are uncertain, and a sum of money."""
    issues = {"it": issue("none some all", "a b"), "money": amount(0, 4, 1, "a b")}
    first = party(
        {"it": stance([5, 15], {"none": [20, 70], "some": 60, "all": 100}), "money": stance(5, {0: 100, 4: 0})},
        cost_of_delay=delay([0.1, 0.4]),
    )
    second = party(
        {"it": stance([5, 15], {"none": [40, 90], "some": [50, 80], "all": 0}), "money": stance([1, 5], {0: 0, 4: 100})}
    )
    meetings = {"talks": meeting("a b", "it money", 4), "again": meeting("b a", "it", 3, if_={"it": "none"})}
    return scenario(issues, {"a": first, "b": second}, meetings, **more)


def rows_of(store: Store) -> bytes:
    """All rows as CSV."""
    path = store.folder / "all.csv"
    store.export(path)
    return path.read_bytes()


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still live."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid and fields[0] != "Z":
                found.append(int(stat.parent.name))
    return found


def until(what: Callable[[], object], seconds: float = 60) -> None:
    """Wait for something; the test fails where it doesn't come."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come in time"
        time.sleep(0.05)


def parts(folder: Path) -> int:
    return len(list(folder.rglob("part-*.*")))
