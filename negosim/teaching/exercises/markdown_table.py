"""The shipped exercises as a table for the documentation, made from their files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from negosim.teaching.exercises.load import Lesson

__all__ = ["markdown"]


def markdown(lessons: Sequence[Lesson]) -> str:
    """A Markdown table: place, name, title, level, minutes, and what each is about."""
    return "\n".join(_lines(lessons)) + "\n"


def _lines(lessons: Sequence[Lesson]) -> Iterator[str]:
    yield "| | exercise | what it is | level | minutes | about |"
    yield "|---|---|---|---|---|---|"
    for lesson in lessons:
        one = lesson.exercise
        yield f"| {one.place} | `{lesson.name}` | {one.title} | {one.level} | {one.minutes} | `{one.about}` |"
