"""How the talks ended for one seat: what stands, what was agreed, and its own points alone."""

from __future__ import annotations

from collections.abc import Iterator

from negosim.analysis.phrases import points
from negosim.domain.preferences import from_grid
from negosim.negotiation.course import Course
from negosim.report.terminal import paragraph
from negosim.teaching.play.phrases import happening, option_words
from negosim.teaching.play.turn import Seat

__all__ = ["ending"]

ANNOUNCED = ("agreed", "moved", "skipped", "ended")


def ending(course: Course, seat: Seat) -> list[str]:
    """The last screen of a seat."""
    space, outcome = course.realization.space, course.standing.outcome
    told = (happening(seat, space, event) for event in course.log if event.kind in ANNOUNCED)
    stands = (f"{axis + 1}. {option_words(space, axis, option)}" for axis, option in enumerate(outcome))
    return [
        f"THE TALKS ARE OVER, {seat.name.upper()}",
        *(paragraph(f"- {text}", hang=2) for text in told),
        "",
        "WHAT STANDS AT THE END",
        *(paragraph(text, hang=4) for text in stands),
        "",
        "YOUR POINTS",
        *map(paragraph, _points(course, seat)),
    ]


def _points(course: Course, seat: Seat) -> Iterator[str]:
    """What the seat has of it, beside what no deal at all would have left."""
    own = course.realization.preferences[seat.party]
    worth, paid = course.value(seat.party), course.paid[seat.party]
    without = own.at(0).reservation_value(course.realization.space.status_quo, course.realization.horizon)
    gain = from_grid(worth - paid - without)
    yield f"What came of it is worth {points(from_grid(worth))} to you; delay has cost you {points(from_grid(paid))}."
    yield (
        f"So you end with {points(from_grid(worth - paid))}, {points(abs(gain))} {'less' if gain < 0 else 'more'} than "
        f"your reservation value before the first round, {points(from_grid(without))}."
    )
