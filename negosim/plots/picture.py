"""Pictures: a figure drawn from a record, with its bytes as SVG and PNG, its text alternative and its table."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from negosim.errors import UsageError
from negosim.plots.style import Drawn, Row, styled
from negosim.record import Record
from negosim.registry import Entry, entries, lookup

__all__ = ["Picture", "draw", "draw_all"]

DPI = 144


@dataclass(frozen=True)
class Picture:
    """A drawn figure: `alt` says in plain words what it shows, `table` holds the same numbers."""

    name: str
    figure: Figure
    alt: str
    table: tuple[Row, ...]

    def svg(self) -> bytes:
        """The picture as SVG with text as text; the same bytes each time."""
        with _saving(self.figure, DPI) as buffer:
            _print_svg(FigureCanvasSVG(self.figure), buffer)
        return buffer.getvalue()

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
    canvas.print_png(buffer, metadata={"Software": None})


def draw(name: str, *records: Record) -> Picture:
    """Draw a registered figure; `UsageError` for an unknown name or the wrong number of records."""
    entry = lookup("figure", name)
    if not records or (len(records) > 1 and not _several(entry)):
        wanted = "one or more records" if _several(entry) else "one record"
        raise UsageError(f"the figure {name!r} takes {wanted}, not {len(records)}")
    with styled():
        figure = Figure(layout="constrained")
        drawn: Drawn = entry.make(list(records) if _several(entry) else records[0], figure)
        _settle(figure)
    return Picture(name, figure, drawn.alt, drawn.table)


def _settle(figure: Figure) -> None:
    """Lay the figure out once, and not again for every file."""
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
    figure.set_layout_engine("none")


def draw_all(record: Record) -> Iterator[Picture]:
    """Every registered figure of one run, by name."""
    return (draw(name, record) for name in sorted(one.name for one in entries("figure") if not _several(one)))


def _several(entry: Entry) -> bool:
    return bool(getattr(entry.make, "several", False))
