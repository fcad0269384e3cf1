"""What is known of a scenario from tournaments that were played before: does its outcome depend on the tactic?"""

from __future__ import annotations

import json
from pathlib import Path

from negosim.scenario.spec.scenario import Scenario

__all__ = ["FILE", "known_dependence"]

FILE = "tournament.json"

LARGEST = 1 << 26
"""A file larger than this is none of ours."""


def known_dependence(scenario: Scenario, results: str | Path) -> str:
    """The answer in a sentence, with the folder that it comes from; empty where there is none.

    The scenario must be the same by its digest. Of several tournaments that with the most draws speaks.
    """
    found = [one for path in sorted(_folders(scenario, Path(results))) if (one := _read(path, scenario.digest))]
    if not found:
        return ""
    _, line, folder = max(found, key=lambda one: one[0])
    return f"{line} See {folder}."


def _folders(scenario: Scenario, results: Path) -> list[Path]:
    try:
        return list((results / scenario.name).glob(f"tournament-*/{FILE}"))
    except (OSError, ValueError):  # a name that no folder can have
        return []


def _read(path: Path, digest: str) -> tuple[int, str, str] | None:
    """Draws, sentence and folder of a tournament of this scenario; None for another's, or a broken file."""
    try:
        if path.stat().st_size > LARGEST:
            return None
        for one in json.loads(path.read_text(encoding="utf-8"))["scenarios"]:
            if one["scenario_digest"] == digest and one["line"]:
                return int(one["draws"]), str(one["line"]), path.parent.name
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None
