"""A grid of panels, one for each pair of parties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from negosim.report.figures.style import bare

__all__ = ["Pairs", "panels_of_pairs"]

COLUMNS = 3
SQUARE = 4
"""So many panels make a square."""


@dataclass(frozen=True)
class Pairs:
    """How many pairs are shown, and the width of the figure in inches."""

    count: int
    width: float


def panels_of_pairs(
    figure: Figure, parties: Sequence[str], draw: Callable[[Axes, str, str], object], *, side: float, most: int
) -> Pairs:
    """Draw a panel of so many inches for each pair, `most` at the most; where there is no pair, a word on it."""
    pairs = list(combinations(parties, 2))[:most]
    columns = 2 if len(pairs) == SQUARE else min(COLUMNS, max(1, len(pairs)))
    lines = max(1, -(-len(pairs) // columns))
    width = max(6.0, (side + 0.75) * columns)
    figure.set_size_inches(width, (side + 0.75) * lines + 0.75)
    grid = figure.subplots(lines, columns, squeeze=False)
    for axes in grid.flat[len(pairs) :]:
        axes.set_visible(not pairs)
    for axes, pair in zip(grid.flat, pairs, strict=False):
        draw(axes, *pair)
    if not pairs:
        bare(grid[0, 0])
        grid[0, 0].text(0.5, 0.5, "one party alone: there is no pair to compare", ha="center")
    return Pairs(len(pairs), width)
