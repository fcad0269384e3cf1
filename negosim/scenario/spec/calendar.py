"""Days of rounds: a calendar, the numbers of rounds that may be written in days, and when a meeting opens."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, Field, GetJsonSchemaHandler, StrictInt, StringConstraints
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from negosim.scenario.spec.common import Day, Key, Model

__all__ = [
    "CalendarSpec",
    "CountOfRounds",
    "InDays",
    "MeetingSpan",
    "Opening",
    "RoundNumber",
    "RoundOrDay",
    "hours_of",
    "timetable",
]

HOURS = {"hour": 1, "day": 24, "week": 7 * 24, "month": 30 * 24}
"""Unit of a span -> its hours; a month has 30 days."""
SPAN = re.compile(r"([1-9][0-9]{0,5}) (hour|day|week|month)s?")


def hours_of(span: str) -> int | None:
    """The hours of a span as it is written; None for any other text.

    >>> hours_of("42 days"), hours_of("1 month"), hours_of("soon")
    (1008, 720, None)
    """
    found = SPAN.fullmatch(span)
    return int(found[1]) * HOURS[found[2]] if found else None


def _span(text: str) -> str:
    if hours_of(text) is None:
        raise PydanticCustomError("number", "expected a length of time, like '6 hours' or '1 day'")
    return text


LengthOfTime = Annotated[str, StringConstraints(strict=True), AfterValidator(_span)]
"""A length of time: `6 hours`, `1 day`."""


class CalendarSpec(Model):
    """What rounds are in days: the first begins on a day, and all are as long."""

    begins: Day
    """The day of round 1."""
    round: LengthOfTime
    """How long a round is."""

    @property
    def hours(self) -> int:
        """The hours of a round."""
        return hours_of(self.round) or 1

    @property
    def _start(self) -> datetime:
        return datetime.fromisoformat(self.begins)

    def rounds_in(self, hours: int) -> int:
        """The least number of rounds that is as long."""
        return -(-hours // self.hours)

    def rounds_before(self, day: str) -> int:
        """The rounds that have begun before a day, one that still goes on among them; below 0 before round 1."""
        return self.rounds_in((datetime.fromisoformat(day) - self._start) // timedelta(hours=1))

    def day(self, round_: int) -> date:
        """The day on which a round begins."""
        return (self._start + timedelta(hours=(round_ - 1) * self.hours)).date()


@dataclass(frozen=True)
class InDays:
    """Marks a whole number of rounds that a file may also write in days: as a span of them, as a day, or either."""

    span: bool = False
    day: bool = False

    @property
    def forms(self) -> str:
        """What may be written, for a message."""
        return " or ".join(["a number"] + ["a span ('42 days')"] * self.span + ["a day (YYYY-MM-DD)"] * self.day)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The number or text."""
        text: dict[str, Any] = {"type": "string", "description": f"Instead of rounds: {self.forms[9:].strip(' or')}."}
        return {"anyOf": [handler(schema), text]}


RoundNumber = Annotated[StrictInt, Field(ge=0, le=10_000_000)]
RoundOrDay = Annotated[RoundNumber, InDays(day=True)]
"""A round of the course, by its number or its day; 0 is before the talks."""
CountOfRounds = Annotated[StrictInt, Field(ge=1, le=10_000), InDays(span=True)]
"""How many rounds."""


class Opening(Model):
    """When a meeting opens: on a day, or some time after another meeting has ended."""

    rounds: Annotated[RoundNumber, InDays(span=True, day=True)]
    """The rounds that are over by then, from the beginning of the course or the end of `after`."""
    after: Key | None = None
    """The meeting whose end they are counted from."""
    alone = "rounds"


class MeetingSpan(NamedTuple):
    """The rounds over before a meeting and by its end, if it and all before it are as long as they can be.

    `due` are those that are over when it is to open, None where it follows the one before.
    """

    due: int | None
    before: int
    over: int


def timetable(meetings: Iterable[tuple[str, Opening | None, int]]) -> dict[str, MeetingSpan]:
    """The latest course of meetings in their order, by key, from when each opens and how many rounds it has."""
    found: dict[str, MeetingSpan] = {}
    now = 0
    for key, opening, rounds in meetings:
        due = None
        if opening is not None:
            start = found.get(opening.after or "")
            due = opening.rounds + (start.over if start else 0)
        before = max(now, due or 0)
        now = before + rounds
        found[key] = MeetingSpan(due, before, now)
    return found
