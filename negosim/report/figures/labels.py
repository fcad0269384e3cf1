"""Labels that don't overlap: in the margin with leader lines, or in the plane at the nearest free place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from negosim.report.figures.lettering import LINE, POINTS_PER_INCH, width, wrap
from negosim.report.figures.style import INK, PALE, Style

__all__ = ["Point", "label_right", "place_labels", "separate"]

SIZE = 8.0


def separate(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Centres near the wanted ones, in the same order, so that intervals of these heights don't overlap.

    They stay within low and high where there is room for all.

    >>> separate([1.0, 1.0], [1.0, 1.0], 0.0, 10.0)
    [1.0, 2.0]
    """
    order = sorted(range(len(wanted)), key=lambda k: wanted[k])
    centres = [0.0] * len(wanted)
    edge = low
    for k in order:
        centres[k] = max(wanted[k], edge + heights[k] / 2)
        edge = centres[k] + heights[k] / 2
    edge = high
    for k in reversed(order):
        centres[k] = min(centres[k], edge - heights[k] / 2)
        edge = centres[k] - heights[k] / 2
    return centres


def label_right(axes: Axes, ends: Sequence[tuple[float, float, str]], *, height: float, inches: float) -> None:
    """Write labels for points (x, y, text) in the right margin of axes of a height in inches, with leader lines."""
    low, high = axes.get_ylim()
    axes.set_ylim(low, high)
    texts = [wrap(text, inches, SIZE, lines=2) for _, _, text in ends]
    line = LINE * SIZE / POINTS_PER_INCH / height * (high - low)
    places = separate([y for _, y, _ in ends], [line * (text.count("\n") + 1) for text in texts], low, high)
    arrow: Style = {"arrowstyle": "-", "color": PALE, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 2, "relpos": (0, 0.5)}
    margin = axes.get_yaxis_transform()
    for (x, y, _), text, place in zip(ends, texts, places, strict=True):
        axes.annotate(
            text, (x, y), (1.02, place), xycoords="data", textcoords=margin, size=SIZE, va="center", arrowprops=arrow
        )


@dataclass(frozen=True)
class Point:
    """A point in a plane with its label; an empty label only keeps others away."""

    x: float
    y: float
    text: str
    bold: bool = False


@dataclass(frozen=True)
class Rectangle:
    """A rectangle in inches."""

    left: float
    low: float
    right: float
    high: float

    def overlaps(self, other: Rectangle) -> bool:
        """Whether two rectangles share an area."""
        return self.left < other.right and other.left < self.right and self.low < other.high and other.low < self.high

    def within(self, wide: float, high: float) -> bool:
        """Whether it lies in a rectangle from the origin."""
        return self.left >= 0 and self.low >= 0 and self.right <= wide and self.high <= high


MARK = 0.07
DIRECTIONS = [(math.cos(k * math.pi / 8), math.sin(k * math.pi / 8)) for k in range(16)]
DISTANCES = (0.12, 0.25, 0.4, 0.6, 0.85, 1.15)


def place_labels(axes: Axes, points: Sequence[Point], size: tuple[float, float]) -> None:
    """Write the labels of points in axes of a size in inches, each at the nearest place that is free."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    at = [((p.x - left) / (right - left) * size[0], (p.y - low) / (high - low) * size[1]) for p in points]
    taken = [Rectangle(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in at]
    for point, (x, y) in zip(points, at, strict=True):
        if point.text:
            box = _free(point, x, y, taken, size)
            taken.append(box)
            _write(axes, point, ((box.left + box.right) / 2 / size[0], (box.low + box.high) / 2 / size[1]))


def _free(point: Point, x: float, y: float, taken: Sequence[Rectangle], size: tuple[float, float]) -> Rectangle:
    """The first box around a point that overlaps nothing, else the one that overlaps least."""
    boxes = [_box(point, x, y, way, distance) for distance in DISTANCES for way in DIRECTIONS]
    inside = [box for box in boxes if box.within(*size)] or boxes
    free = (box for box in inside if not any(box.overlaps(other) for other in taken))
    return next(free, None) or min(inside, key=lambda box: sum(box.overlaps(other) for other in taken))


def _box(point: Point, x: float, y: float, way: tuple[float, float], distance: float) -> Rectangle:
    """The box of a label in a direction from its point."""
    lines = point.text.split("\n")
    wide = max(width(line, SIZE, point.bold) for line in lines) + 0.04
    high = LINE * SIZE / POINTS_PER_INCH * len(lines)
    middle_x = x + way[0] * (distance + wide / 2)
    middle_y = y + way[1] * (distance + high / 2)
    return Rectangle(middle_x - wide / 2, middle_y - high / 2, middle_x + wide / 2, middle_y + high / 2)


def _write(axes: Axes, point: Point, place: tuple[float, float]) -> None:
    arrow: Style = {"arrowstyle": "-", "color": INK, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 3}
    box: Style = {"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 0.4}
    axes.annotate(
        point.text,
        (point.x, point.y),
        place,
        xycoords="data",
        textcoords="axes fraction",
        size=SIZE,
        bbox=box,
        ha="center",
        va="center",
        weight="bold" if point.bold else "normal",
        arrowprops=arrow,
        zorder=10,
        in_layout=False,
    )
