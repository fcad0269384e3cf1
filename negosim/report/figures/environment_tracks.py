"""What happens besides the talks, in time: the lines of war and belief, and marks for what broke in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from negosim.analysis.phrases import Wording
from negosim.document import clean, number
from negosim.negotiation.environment.base import Mark, Track
from negosim.negotiation.record import Record
from negosim.report.figures.labels import label_right
from negosim.report.figures.style import INK, PALE, Look

__all__ = ["draw_marks", "draw_tracks", "mark_lines", "marks", "track_words", "tracks"]

SIZE = 7.5


def tracks(record: Record) -> dict[str, list[Track]]:
    """The lines of all blocks by their title: those of one title share a panel."""
    course, words = record.course, Wording(record.realization)
    found: dict[str, list[Track]] = {}
    for block in course.blocks:
        for track in block.tracks(course.now, words):
            found.setdefault(track.title, []).append(track)
    return found


def marks(record: Record) -> list[Mark]:
    """What the blocks mark in time, in the order of the rounds."""
    course, words = record.course, Wording(record.realization)
    found = [mark for block in course.blocks for mark in block.marks(course.now, words)]
    return sorted(found, key=lambda mark: mark.round)


def draw_tracks(axes: Axes, lines: Sequence[Track], looks: Mapping[str, Look], rounds: int, height: float) -> None:
    """Lines that hold from one entry to the next, each with its name at its end; `height` of the panel in inches."""
    axes.set_title(clean(lines[0].title), loc="left")
    axes.set_ylim(lines[0].low, lines[0].high)
    ends = []
    for line in lines:
        look = looks.get(line.party)
        x, y = [round_ + 0.5 for round_, _ in line.points], [value for _, value in line.points]
        colour, dashes = (INK, "-") if look is None else (look.colour, look.dashes)
        axes.step([*x, rounds + 0.5], [*y, y[-1]], where="post", color=colour, linestyle=dashes, linewidth=1.2)
        ends.append((rounds + 0.5, y[-1], look.name if look is not None else number(y[-1], 2)))
    label_right(axes, ends, height=height, inches=1.7)


def draw_marks(axes: Axes, found: Sequence[Mark]) -> None:
    """A line at the end of every round in which something broke in."""
    for round_ in sorted({mark.round for mark in found}):
        axes.axvline(round_ + 0.5, color=PALE, linewidth=1.0, linestyle="--", zorder=1)


def mark_lines(found: Sequence[Mark]) -> list[str]:
    """The marks in words."""
    return [f"{'after round ' + str(mark.round) if mark.round else 'before the talks'}: {mark.text}" for mark in found]


def track_words(found: Mapping[str, Sequence[Track]], looks: Mapping[str, Look]) -> list[str]:
    """Where every line began and ended, in words."""
    return [
        f"{title}{' of ' + looks[line.party].name if line.party in looks else ''}: from "
        f"{number(line.points[0][1], 2)} to {number(line.points[-1][1], 2)}."
        for title, lines in found.items()
        for line in lines
    ]
