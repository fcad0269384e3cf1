"""The box of discovery: the assumptions under which something happens, each as a stretch of its range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from negosim.document import clean, number, percent
from negosim.experiments.sensitivity.box import OutcomeBox
from negosim.report.figures.lettering import wrap
from negosim.report.figures.panels import label_rows
from negosim.report.figures.style import BAND, Drawn, FigureRow, bare, figure

__all__ = ["BoxLimit", "Sides", "discovery_box", "sides"]

LABELS = 3.2
AXIS = 3.8
ROW = 0.5
SIZE = 8.0
COLOUR = "#0072B2"


@dataclass(frozen=True)
class BoxLimit:
    """A limit of the box: the range of the number, and the stretch of it that lies in the box."""

    label: str
    least: float
    most: float
    low: float
    high: float


@dataclass(frozen=True)
class Sides:
    """A box: what happens in it, how often within it and at all, and which share of all cases it holds (0 to 1)."""

    case: str
    sentence: str
    density: float
    chance: float
    coverage: float
    sides: tuple[BoxLimit, ...]


def sides(box: OutcomeBox) -> Sides:
    """The panel of a box."""
    limits = tuple(
        BoxLimit(words, low, high, low if limit.low is None else limit.low, high if limit.high is None else limit.high)
        for limit, words, (low, high) in zip(box.limits, box.words, box.ranges, strict=True)
    )
    return Sides(box.case, box.sentence, box.density, box.chance, box.coverage, limits)


@figure("discovery_box", panels=True)
def discovery_box(boxes: Sequence[Sides], figure: Figure) -> Drawn:
    """Under which assumptions it happens: the stretch of each number's range that makes up the box."""
    counts = [max(1, len(box.sides)) for box in boxes]
    figure.set_size_inches(LABELS + AXIS, sum(ROW * count + 0.8 for count in counts))
    grid = figure.subplots(len(boxes), 1, squeeze=False, height_ratios=counts)
    for axes, box in zip(grid[:, 0], boxes, strict=True):
        _box(axes, box)
    return Drawn(" ".join(clean(box.sentence) for box in boxes), _table(boxes))


def _box(axes: Axes, box: Sides) -> None:
    share = f"in {percent(box.density)} of the box, {percent(box.chance)} of all draws"
    title = wrap(f"{box.case}: {share}", LABELS + AXIS - 0.8, 8.5, bold=True, lines=3)
    axes.set_title(title, size=8.5, loc="right")  # it is wider than the axes: over the labels there is room
    bare(axes)
    axes.set_xlim(-0.14, 1.14)
    labels = [wrap(one.label, LABELS - 0.2, SIZE, lines=3) for one in box.sides]
    label_rows(axes, labels, grid=False)
    if not box.sides:
        axes.text(0.5, 0, "no box of assumptions tells when", ha="center", va="center", size=SIZE)
        return
    for place, side in enumerate(box.sides):
        _side(axes, place, side)


def _side(axes: Axes, place: int, side: BoxLimit) -> None:
    """The range as a pale band, the stretch of the box on it, with their numbers."""
    span = side.most - side.least or 1.0
    low, high = ((end - side.least) / span for end in (side.low, side.high))
    axes.barh(place, 1.0, 0.3, color=BAND)
    axes.barh(place, high - low, 0.3, left=low, color=COLOUR, alpha=0.8)
    axes.text(-0.02, place, number(side.least, 2), ha="right", va="center", size=7.0)
    axes.text(1.02, place, number(side.most, 2), ha="left", va="center", size=7.0)
    for end, value, limit in ((low, side.low, side.least), (high, side.high, side.most)):
        if value != limit:
            axes.text(end, place - 0.19, number(value, 2), ha="center", va="bottom", size=7.0)


def _table(boxes: Sequence[Sides]) -> tuple[FigureRow, ...]:
    return tuple(
        {
            "case": clean(box.case),
            "number": clean(side.label),
            "from": side.low,
            "to": side.high,
            "least": side.least,
            "most": side.most,
        }
        for box in boxes
        for side in box.sides
    ) or tuple({"case": clean(box.case), "number": "no box of assumptions tells when"} for box in boxes)
