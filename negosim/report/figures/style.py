"""What figures share: colours that the colour-blind can tell apart, markers, settings, and what a figure returns."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from negosim.document import clean, listed, number
from negosim.negotiation.record import Record
from negosim.registry import lookup, register

__all__ = [
    "AGREED",
    "BAND",
    "CLOUD",
    "INK",
    "PALE",
    "REFUSED",
    "Drawn",
    "FigureInfo",
    "FigureRow",
    "Look",
    "Style",
    "bare",
    "figure",
    "figure_info",
    "looks",
    "marker",
    "party_looks",
    "party_markers",
    "point_columns",
    "styled",
    "worth_words",
]

INK = "#222222"
PALE = "#767676"
BAND = "#eeeeee"
CLOUD = "#c4c4c4"
AGREED = "#F0E442"
REFUSED = "#D55E00"
COLOURS = ("#0072B2", "#009E73", "#D55E00", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe & Ito 2008, `Color Universal Design`; their yellow is kept for what was agreed."""
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<", ">", "p", "h")
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (1.5, 1.2)), (0, (5, 1.5, 1, 1.5)), (0, (8, 2)))

SETTINGS: dict[Any, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": PALE,
    "axes.labelcolor": INK,
    "axes.labelsize": 9.0,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": 10.0,
    "axes.titleweight": "bold",
    "figure.constrained_layout.h_pad": 0.06,
    "figure.constrained_layout.w_pad": 0.1,
    "figure.facecolor": "white",
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans", "Verdana"],
    "font.size": 9.0,
    "legend.fontsize": 8.0,
    "legend.frameon": False,
    "lines.linewidth": 1.2,
    "svg.fonttype": "none",
    "svg.hashsalt": "negosim",
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": INK,
    "xtick.labelsize": 8.0,
    "ytick.color": INK,
    "ytick.labelsize": 8.0,
}
"""Nothing of a user's own matplotlibrc gets in: a figure has the same bytes everywhere."""

FigureRow = Mapping[str, str | float | None]
"""A row of a figure's table: column -> what stands there."""

Style = dict[str, Any]
"""Keywords of matplotlib."""

F = TypeVar("F", bound=Callable[..., "Drawn"])

LAST = 100
"""The place of a figure that comes after those with a place of their own."""

Shows = Literal["record", "records", "analysis", "panels", "ensemble"]
"""What a figure is drawn from."""

_LOCK = threading.RLock()


@dataclass(frozen=True)
class FigureInfo:
    """A figure on a page: its title and caption, what it shows, and its place among the figures of one page."""

    title: str
    caption: str
    shows: Shows = "record"
    place: int = LAST


FIGURES: dict[str, FigureInfo] = {}
"""What is known of the figures, by name."""


@dataclass(frozen=True)
class Drawn:
    """What a figure returns beside what it drew: its text alternative in plain words, and the same numbers as rows."""

    alt: str
    table: tuple[FigureRow, ...]


@dataclass(frozen=True)
class Look:
    """How a party looks in every figure of its scenario."""

    name: str
    colour: str
    marker: str
    dashes: Any


def party_looks(record: Record) -> dict[str, Look]:
    """The look of each party of a run, by key."""
    return looks({key: party.name for key, party in record.scenario.parties.items()})


def looks(names: Mapping[str, str]) -> dict[str, Look]:
    """The look of each party, by key, from the names in the order of the scenario."""
    return {
        key: Look(clean(name), COLOURS[k % len(COLOURS)], MARKERS[k % len(MARKERS)], DASHES[k % len(DASHES)])
        for k, (key, name) in enumerate(names.items())
    }


def worth_words(worth: Mapping[str, float], looks: Mapping[str, Look]) -> str:
    """Points by party in words: `40 to Ukraine and 12 to Russia`."""
    return listed(f"{number(worth[key])} to {look.name}" for key, look in looks.items())


def point_columns(worth: Mapping[str, float], looks: Mapping[str, Look]) -> dict[str, float]:
    """Points by party as columns of a table."""
    return {f"points of {look.name}": round(worth[key], 1) for key, look in looks.items()}


def figure(
    name: str,
    *,
    title: str = "",
    caption: str = "",
    place: int = LAST,
    several: bool = False,
    analysis: bool = False,
    panels: bool = False,
    ensemble: bool = False,
) -> Callable[[F], F]:
    """Decorator: register a figure of a record.

    `several` where it takes a sequence of records, `analysis` where an analysis, `panels` where a sequence of panels,
    `ensemble` where the summary of an ensemble. A page shows it under its `title`, by default its name, with its
    `caption`, by default the first line of its docstring, before the figures of a later `place`.
    """
    kinds: dict[Shows, bool] = {"records": several, "analysis": analysis, "panels": panels, "ensemble": ensemble}
    shows: Shows = next((kind for kind, given in kinds.items() if given), "record")

    def enter(draw: F) -> F:
        entered = register("ensemble_figure" if ensemble else "figure", name)(draw)
        first = (draw.__doc__ or "").strip().partition("\n")[0]
        FIGURES[name] = FigureInfo(title or _title(name), caption or first, shows, place)
        return entered

    return enter


def figure_info(name: str) -> FigureInfo:
    """What is known of a figure; of one that a plug-in registers by name alone, that name and its summary."""
    if name not in FIGURES:
        summary = lookup("figure", name).summary
        return FIGURES.get(name, FigureInfo(_title(name), summary))
    return FIGURES[name]


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


@contextmanager
def styled() -> Iterator[None]:
    """The settings of negosim for drawing and saving; one thread at a time, since matplotlib's settings are global.

    Signs that the font lacks are drawn as boxes in a PNG and stay text in an SVG; matplotlib's warnings of it say
    nothing that a user could act on.
    """
    with _LOCK, mpl.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*Glyph .* missing from", category=UserWarning)
        mpl.rcdefaults()
        for key, value in SETTINGS.items():
            mpl.rcParams[key] = value
        yield


def bare(axes: Axes) -> None:
    """Take frame and ticks from axes that only hold text or shapes."""
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)


def marker(label: str, **style: Any) -> Line2D:
    """An entry of a legend that shows a marker."""
    return Line2D([], [], label=label, **({"linestyle": "none", "color": INK} | style))


def party_markers(parties: Sequence[Look]) -> list[Line2D]:
    """Legend entries for parties."""
    return [marker(one.name, marker=one.marker, color=one.colour, markersize=7) for one in parties]
