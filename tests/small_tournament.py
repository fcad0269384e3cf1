"""The scenario that the tests of tournaments play."""

from __future__ import annotations

from building import one_issue

from negosim.scenario.load import from_plain
from negosim.scenario.spec.scenario import Scenario

__all__ = ["cake"]


def cake(parties: int = 2, rounds: int = 6) -> Scenario:
    """A cake of uncertain worth to ann, with a deal for everybody."""
    values = {"ann": [0, 100, 70, 40], "bob": [0, 30, 60, 100], "cy": [0, 50, 80, 60]}
    made = one_issue({key: values[key] for key in list(values)[:parties]}, rounds=rounds).plain()
    made["parties"]["ann"]["stances"]["it"]["values"]["o3"] = [20, 60]
    return from_plain(made, "cake")
