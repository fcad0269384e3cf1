"""Figures of an ensemble: registered under a kind of their own, drawn from its findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from matplotlib.figure import Figure

from negosim.experiments.ensemble.summary import Findings
from negosim.registry import entries, lookup, register
from negosim.report.figures.picture import DPI, Picture, _settle
from negosim.report.figures.style import Drawn, styled

__all__ = ["KIND", "draw_all_findings", "draw_findings", "ensemble_figure"]

KIND = "ensemble_figure"

F = TypeVar("F", bound=Callable[..., Drawn])


def ensemble_figure(name: str) -> Callable[[F], F]:
    """Decorator: register a figure that takes `Findings` and a `Figure`."""
    return register(KIND, name)


def draw_findings(name: str, found: Findings) -> Picture:
    """Draw a registered figure of an ensemble; `UsageError` for an unknown name."""
    entry = lookup(KIND, name)
    with styled():
        figure = Figure(layout="constrained", dpi=DPI)
        drawn: Drawn = entry.make(found, figure)
        _settle(figure)
    return Picture(name, figure, drawn.alt, drawn.table)


def draw_all_findings(found: Findings) -> Iterator[Picture]:
    """Every registered figure of an ensemble."""
    return (draw_findings(entry.name, found) for entry in entries(KIND))
