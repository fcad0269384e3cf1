"""All meetings of many draws of a scenario, one meeting after the other, in all draws side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from negosim.domain.rng import RandomSource
from negosim.negotiation.course import Course
from negosim.negotiation.log import Ending
from negosim.negotiation.packages import Standing
from negosim.negotiation.protocols.consent import movable
from negosim.negotiation.vectorized.draws import Draws
from negosim.negotiation.vectorized.meeting import MeetingBatch, Rest
from negosim.negotiation.vectorized.passive_course import PassiveCourse
from negosim.scenario.realize.realization import Meeting, Realization

__all__ = ["play_batch"]

CELLS = 1 << 18
"""Draws times outcomes that are worked on at once: two megabytes, which a processor's cache holds."""


def play_batch(realizations: Sequence[Realization], chances: Sequence[RandomSource]) -> list[Course]:
    """The courses of some readings of one scenario that `known.knows`, as `course.play` leaves them, in their order."""
    draws = Draws(realizations)
    courses = [PassiveCourse(realization, chance) for realization, chance in zip(realizations, chances, strict=True)]
    for meeting in draws.meetings:
        for standing, rows in _by_standing(courses).items():
            if meeting.condition.met_by(standing.outcome):
                _hold(draws, meeting, courses, Rest(tuple(rows), standing, frozenset(meeting.axes)))
            else:
                _skip(meeting, [courses[row] for row in rows])
    for course in courses:
        course.ends()
    return list(courses)


def _by_standing(courses: Sequence[PassiveCourse]) -> dict[Standing, list[int]]:
    groups: dict[Standing, list[int]] = {}
    for row, course in enumerate(courses):
        groups.setdefault(course.standing, []).append(row)
    return groups


def _skip(meeting: Meeting, courses: Sequence[PassiveCourse]) -> None:
    for course in courses:
        course.skips(meeting)


def _hold(draws: Draws, meeting: Meeting, courses: Sequence[PassiveCourse], rest: Rest) -> None:
    """Hold a meeting in the draws in which the same stands."""
    for row in rest.rows:
        courses[row].opens(meeting)
    if not movable(draws.space, rest.standing, rest.open, meeting.parties):
        for row in rest.rows:
            courses[row].closes(meeting, Ending.NOTHING_ON_OFFER, 0)
        return
    todo = [rest]
    while todo:
        for part in _parted(draws, todo.pop()):
            todo += MeetingBatch(draws, meeting, courses, part).play()


def _parted(draws: Draws, rest: Rest) -> Iterator[Rest]:
    """The draws in parts that are worked on at once."""
    size = 1
    for axis in rest.open:
        size *= draws.space.shape[axis]
    most = max(1, CELLS // size)
    for start in range(0, len(rest.rows), most):
        part = slice(start, start + most)
        yield Rest(rest.rows[part], rest.standing, rest.open, rest.round, rest.offers[part])
