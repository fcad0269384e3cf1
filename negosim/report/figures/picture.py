"""Pictures: a figure drawn from a record, with its bytes as SVG and PNG, its text alternative and its table."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from negosim.analysis.analysis import Analysis
from negosim.errors import UsageError
from negosim.experiments.ensemble.summary import EnsembleSummary
from negosim.negotiation.record import Record
from negosim.registry import lookup, names
from negosim.report.figures.style import Drawn, FigureRow, figure_info, styled

__all__ = ["Picture", "draw", "draw_all", "draw_all_findings", "draw_analysis", "draw_findings", "drawn_files"]

DPI = 144
DIGITS = 6
"""Places of a position in the figure, of which the width is one."""

IMAGE_ID = re.compile(rb'(<image [^>]*?) id="image[0-9a-f]+"')
"""Matplotlib names a raster after its content, so that two alike have one id; nothing refers to it."""


@dataclass(frozen=True)
class Picture:
    """A drawn figure: `alt` says in plain words what it shows, `table` holds the same numbers."""

    name: str
    figure: Figure
    alt: str
    table: tuple[FigureRow, ...]

    def svg(self) -> bytes:
        """The picture as SVG with text as text; the same bytes each time, drawn once."""
        return self._svg

    @cached_property
    def _svg(self) -> bytes:
        with _saving(self.figure, DPI) as buffer:
            _print_svg(FigureCanvasSVG(self.figure), buffer)
        return IMAGE_ID.sub(rb"\1", buffer.getvalue())

    def png(self, dpi: int = DPI) -> bytes:
        """The picture as PNG; the same bytes each time."""
        with _saving(self.figure, dpi) as buffer:
            _print_png(FigureCanvasAgg(self.figure), buffer)
        return buffer.getvalue()

    def _repr_html_(self) -> str:
        """The SVG, as a notebook shows it."""
        svg = self.svg().decode("utf-8")
        return svg[svg.index("<svg") :]


@contextmanager
def _saving(figure: Figure, dpi: int) -> Iterator[io.BytesIO]:
    """A buffer to save into. `savefig` would draw everything once more only to settle what is settled already."""
    before = figure.dpi
    with styled():
        figure.dpi = dpi
        yield io.BytesIO()
        figure.dpi = before


def _print_svg(canvas: Any, buffer: io.BytesIO) -> None:
    """By way of Any, since matplotlib's printing functions carry no types."""
    canvas.print_svg(buffer, metadata={"Date": None, "Creator": None})


def _print_png(canvas: Any, buffer: io.BytesIO) -> None:
    canvas.print_png(buffer, metadata={"Software": None}, pil_kwargs={"compress_level": 3})


def draw(name: str, *subjects: object) -> Picture:
    """Draw a registered figure of a run, of its analysis, of several runs, or of panels, whichever it shows.

    `UsageError` for an unknown name and for subjects that the figure does not show.
    """
    entry, shows = lookup("figure", name), figure_info(name).shows
    several = shows in ("records", "panels")
    if not subjects or (len(subjects) > 1 and not several):
        wanted = "one or more records" if several else "one record"
        raise UsageError(f"the figure {name!r} takes {wanted}, not {len(subjects)}")
    wanted_subjects = [_as_wanted(name, shows, subject) for subject in subjects]
    return _picture(name, entry.make, wanted_subjects if several else wanted_subjects[0])


def _as_wanted(name: str, shows: str, subject: object) -> object:
    """A run with its analysis for the figures that show one, and without it for those that show a run."""
    if shows == "panels" and isinstance(subject, Record | Analysis):
        raise UsageError(f"the figure {name!r} shows more than one run: the command that makes such results draws it")
    if shows == "analysis" and isinstance(subject, Record):
        return Analysis(subject)
    return subject.record if isinstance(subject, Analysis) and shows != "analysis" else subject


def draw_all(record: Record) -> Iterator[Picture]:
    """Every registered figure of one run, by name."""
    return (draw(name, record) for name in sorted(names("figure")) if figure_info(name).shows == "record")


def draw_analysis(analysis: Analysis) -> Iterator[Picture]:
    """Every registered figure of an analysis, by name."""
    return (draw(name, analysis) for name in sorted(names("figure")) if figure_info(name).shows == "analysis")


def draw_findings(name: str, found: EnsembleSummary) -> Picture:
    """Draw a registered figure of an ensemble; `UsageError` for an unknown name."""
    return _picture(name, lookup("ensemble_figure", name).make, found)


def draw_all_findings(found: EnsembleSummary) -> Iterator[Picture]:
    """Every registered figure of an ensemble."""
    return (draw_findings(name, found) for name in names("ensemble_figure"))


def drawn_files(pictures: Sequence[Picture], *, png: bool) -> Iterator[tuple[str, bytes]]:
    """Every picture as SVG, and with `png` as PNG too, which means to draw it once more."""
    for picture in pictures:
        yield f"{picture.name}.svg", picture.svg()
        if png:
            yield f"{picture.name}.png", picture.png()


def _picture(name: str, make: Callable[..., Drawn], subject: object) -> Picture:
    with styled():
        figure = Figure(layout="constrained", dpi=DPI)
        drawn = make(subject, figure)
        _settle(figure)
    return Picture(name, figure, drawn.alt, drawn.table)


def _settle(figure: Figure) -> None:
    """Lay the figure out once, and not again for every file.

    The solver of the layout adds in the order of addresses in memory, so that its last bits differ between processes:
    they are rounded away.
    """
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
    figure.set_layout_engine("none")
    for axes in figure.axes:
        left, low, wide, high = (round(side, DIGITS) for side in axes.get_position().bounds)
        axes.set_position((left, low, wide, high))
