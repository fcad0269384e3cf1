"""Rounds that are written in days: spans and days of the calendar, as the whole numbers that they come to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from pydantic import ValidationError

from negosim.scenario.short.faults import ShortFormFaults
from negosim.scenario.spec.calendar import CalendarSpec, InDays, hours_of
from negosim.scenario.spec.common import DAY_PATTERN
from negosim.scenario.yaml.nodes import KeyPath, Node, shorten

__all__ = ["Days", "opening_in_full"]

DAY = re.compile(DAY_PATTERN)
AFTER = re.compile(r"(.+) after ([a-z][a-z0-9_]*)")
UNREAD = 1
"""What is read in place of a day that can't be reckoned, so that its own fault is the only one."""


def opening_in_full(node: Node) -> Node:
    """When a meeting opens, with the time and the meeting that it is counted from under keys of their own."""
    if isinstance(node.value, dict) or node.value is None:
        return node
    found = AFTER.fullmatch(node.value) if isinstance(node.value, str) else None
    if found is None:
        return replace(node, value={"rounds": node.moved_down("rounds")})
    span, meeting = found.groups()
    return replace(node, value={"rounds": replace(node, value=span), "after": replace(node, value=meeting)})


@dataclass(frozen=True)
class Days:
    """The calendar of a file; `unread` where it has one that is not a calendar."""

    calendar: CalendarSpec | None
    unread: bool
    faults: ShortFormFaults

    @classmethod
    def of(cls, root: Node, faults: ShortFormFaults) -> Days:
        """The calendar of a scenario, if it has one."""
        node = root.child("calendar")
        if node is None:
            return cls(None, False, faults)
        try:
            return cls(CalendarSpec.model_validate(node.plain()), False, faults)
        except ValidationError:  # told where the shape of the file is checked
            return cls(None, True, faults)

    def in_rounds(self, node: Node, mark: InDays, path: KeyPath) -> Node:
        """A number of rounds for what is written in days; anything but text as it is."""
        text = node.value
        if not isinstance(text, str):
            return node
        rounds = self._of_span(text) if mark.span else None
        if rounds is None and mark.day:
            rounds = self._of_day(text)
        if rounds is None and not self.unread:
            self.faults.at_value(node, path, *self._fault(text, mark))
        return replace(node, value=UNREAD if rounds is None else rounds)

    def _of_span(self, text: str) -> int | None:
        hours = hours_of(text)
        return None if self.calendar is None or hours is None else self.calendar.rounds_in(hours)

    def _of_day(self, text: str) -> int | None:
        if self.calendar is None or not DAY.fullmatch(text) or not _exists(text):
            return None
        rounds = self.calendar.rounds_before(text)
        return None if rounds < 0 else rounds

    def _fault(self, text: str, mark: InDays) -> tuple[str, str, str]:
        """Code, message and help of a text that is no number of rounds."""
        is_day = mark.day and DAY.fullmatch(text) is not None
        if is_day and not _exists(text):
            return "S008", f"the calendar has no day {shorten(text)}", "write YYYY-MM-DD"
        if not is_day and (not mark.span or hours_of(text) is None):
            return "R250", f"expected {mark.forms}, found {shorten(text)}", ""
        if self.calendar is None:
            what = "a day" if is_day else "a span of days"
            return "R251", f"{what} without a 'calendar'", "add 'calendar: {begins: YYYY-MM-DD, round: 1 day}'"
        return "R252", f"the calendar has no {text}: it begins on {self.calendar.begins}", "begin it earlier"


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True
