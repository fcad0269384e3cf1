"""Rules about events: what they shift, cost, move and call off exists, and they change something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from negosim.errors import Diagnostic
from negosim.scenario.checks.base import Path, at_key, bad_conditions, unknown
from negosim.scenario.spec.events import EventSpec
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.nodes import Node

__all__ = ["RULES"]

FIXED = re.compile(r"(events|meetings)\.|parties\.[^.]+\.tactic\.")
"""Numbers that are used before the talks, of protocols and tactics, or are an event's own: nothing may shift them."""


def events_name_what_exists(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """Parties, meetings and conditions of an event exist."""
    for key, spec in scenario.events.items():
        path: Path = ("events", key)
        yield from bad_conditions(scenario, root, (*path, "while"), spec.when)
        for party in spec.costs:
            if party not in scenario.parties:
                yield unknown(root, (*path, "costs", party), "party", party, scenario.parties, on_key=True)
        for meeting in spec.deadlines:
            if meeting not in scenario.meetings:
                place = (*path, "deadlines", meeting)
                yield unknown(root, place, "meeting", meeting, scenario.meetings, code="R134", on_key=True)
        for i, meeting in enumerate(spec.calls_off):
            if meeting not in scenario.meetings:
                place = (*path, "calls_off", i)
                yield unknown(root, place, "meeting", meeting, scenario.meetings, code="R134")


def shifts_move_numbers(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """What an event shifts is a number of the file that counts during the talks."""
    known = [at.path for at in scenario.numbers() if not FIXED.match(at.path)]
    for key, spec in scenario.events.items():
        for path in spec.shifts:
            if path not in known:
                place = ("events", key, "shifts", path)
                yield unknown(root, place, "number", path, known, code="R135", on_key=True)


def events_change_something(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """An event that names nothing would only be told: it is an error."""
    calling = {meeting.after for meeting in scenario.meetings.values()}
    for key, spec in scenario.events.items():
        if not _changes(spec) and key not in calling:
            message = f"event {key!r} changes nothing"
            yield at_key(root, ("events", key), "R136", message, "say what it shifts, costs, calls off or calls for")


def _changes(spec: EventSpec) -> bool:
    return bool(spec.shifts or spec.costs or spec.deadlines or spec.calls_off)


def meetings_are_called_by_events(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """The event that a meeting waits for exists."""
    for key, meeting in scenario.meetings.items():
        if meeting.after is not None and meeting.after not in scenario.events:
            place = ("meetings", key, "after")
            yield unknown(root, place, "event", meeting.after, scenario.events, code="R134")


RULES = (events_name_what_exists, shifts_move_numbers, events_change_something, meetings_are_called_by_events)
