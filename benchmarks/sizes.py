"""What a run and an analysis of large scenarios take, as a table for the documentation.

    python benchmarks/sizes.py

Each command is a child process of its own, without figures: user and system CPU seconds, and the most memory. A
scenario that is refused gives the first line of what `validate` says, and all three commands have to refuse it alike.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from domains import sized_scenario

LIMIT = 300
"""Seconds after which a command is ended."""

CASES = (
    ("2 parties, 2 issues", {"parties": 2, "issues": 2, "options": 4}),
    ("2 parties, 20 issues", {"parties": 2, "issues": 20, "options": 4}),
    ("2 parties, 40 issues", {"parties": 2, "issues": 40, "options": 4}),
    ("5 parties, 10 issues", {"parties": 5, "issues": 10, "options": 3}),
    ("10 parties, 6 issues", {"parties": 10, "issues": 6, "options": 4}),
    ("30 parties, 6 issues", {"parties": 30, "issues": 6, "options": 4}),
    ("27 parties, 6 issues of 7, double majority", {"parties": 27, "issues": 6, "options": 7, "majority": 0.6}),
    ("30 parties, 40 issues", {"parties": 30, "issues": 40, "options": 2}),
    ("2 amounts of 1,001 steps", {"parties": 2, "issues": 2, "options": 1001}),
    ("5 amounts of 1,001 steps", {"parties": 3, "issues": 5, "options": 1001}),
    ("20 issues, 3 parties with 10 linked pairs each", {"parties": 3, "issues": 20, "options": 4, "linkages": 10}),
    ("40 issues of 2 options, 200 linked pairs", {"parties": 2, "issues": 40, "options": 2, "linkages": 100}),
    ("20 issues of 4 options, 200 linked pairs", {"parties": 2, "issues": 20, "options": 4, "linkages": 100}),
    ("7 amounts of 40 steps that come to 100", {"parties": 7, "issues": 7, "options": 41, "total": 100}),
    ("27 issues of 4 options, one sum", {"parties": 27, "issues": 27, "options": 4, "rounds": 5, "total": 27}),
    ("3 parties, 5 issues, 10,000 rounds", {"parties": 3, "issues": 5, "options": 5, "rounds": 10_000}),
)


@dataclass(frozen=True)
class Spent:
    """What a command came to."""

    code: int
    seconds: float
    megabytes: float
    said: str

    def __str__(self) -> str:
        if self.code:
            return "refused" if self.code == 1 else f"exit code {self.code}"
        return f"{self.seconds:.1f} s, {self.megabytes:.0f} MB"


def spent(folder: Path, *command: str) -> Spent:
    """Run a command of negosim in a child process and wait for it."""
    with (folder / "said.txt").open("w+", encoding="utf-8") as said:
        arguments = [sys.executable, "-m", "negosim", *command]
        child = subprocess.Popen(["timeout", str(LIMIT), *arguments], cwd=folder, stdout=said, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        said.seek(0)
        seconds, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
        return Spent(os.waitstatus_to_exitcode(status), seconds, memory, said.read())


def rows() -> Iterator[str]:
    yield "| scenario | run | analyze | remark |"
    yield "|---|---|---|---|"
    for title, size in CASES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "sized.yaml").write_text(json.dumps(sized_scenario(**size)), encoding="utf-8")
            checked = spent(folder, "validate", "sized.yaml")
            run, analysis = (spent(folder, verb, "sized.yaml", "--no-figures") for verb in ("run", "analyze"))
        alike = {one.code == 1 for one in (checked, run, analysis)}
        remark = "" if not checked.code else checked.said.strip().splitlines()[0]
        yield f"| {title} | {run} | {analysis} | {remark if len(alike) == 1 else 'NOT ALIKE ' + remark} |"


if __name__ == "__main__":
    for row in rows():
        print(row, flush=True)
