"""The course of the talks: meetings as bands in time, and what each offer was worth to each party."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from negosim.analysis.offers import OfferRecord, offer_records
from negosim.analysis.phrases import package_words
from negosim.document import clean, listed, number
from negosim.negotiation.course import MeetingResult
from negosim.negotiation.log import Assent
from negosim.negotiation.record import Record
from negosim.report.figures.environment_tracks import draw_marks, draw_tracks, mark_lines, marks, track_words, tracks
from negosim.report.figures.labels import label_right
from negosim.report.figures.lettering import width, wrap
from negosim.report.figures.meetings import Agreement, agreements, meeting_words, party_names, stretches
from negosim.report.figures.style import (
    AGREED,
    BAND,
    INK,
    PALE,
    Drawn,
    FigureRow,
    Look,
    Style,
    bare,
    figure,
    marker,
    party_looks,
)

__all__ = ["course_of_talks", "course_panel", "course_rows"]

WIDTH = 10.0
PANEL = 1.75
TRACK = 1.0
"""Inches of a panel for what happens besides the talks."""
STRIP = 0.42
LINE = 0.155
PLOT = 7.4
"""Inches that the rounds take, about: what is left of the margins."""
TEXT = 8.9
NARROW = 0.5
"""Inches that a title of a meeting needs at least."""
INDENT = 0.018
LISTED = 24
"""Lines below the panels at the most; the table tells all."""
SHADES = (BAND, "#dddddd")


@figure("course_of_talks", title="The course of the talks", place=2)
def course_of_talks(record: Record, figure: Figure) -> Drawn:
    """Meetings in time, what the offers were worth to each party, reservation values, and what was agreed when.

    Below, where there is any, what happened besides the talks: the front of a war, what the sides believed of it.
    """
    parties, lines, beside = list(record.realization.parties), _key(record), tracks(record)
    heights = [STRIP, *[PANEL] * len(parties), *[TRACK] * len(beside), LINE * len(lines) + 0.1]
    figure.set_size_inches(WIDTH, sum(heights) + 0.65)
    strip, *panels, key = figure.subplots(len(heights), 1, height_ratios=heights)
    _strip(strip, record)
    for axes, party in zip(panels, parties, strict=False):
        course_panel(axes, record, party)
    for axes, track in zip(panels[len(parties) :], beside.values(), strict=True):
        _shade(axes, record)
        draw_tracks(axes, track, party_looks(record), _rounds(record), TRACK - 0.35)
    for axes in panels:
        draw_marks(axes, marks(record))
        axes.set_xlim(strip.get_xlim())
        axes.tick_params(labelbottom=axes is panels[-1])
    panels[-1].set_xlabel("round of the course")
    _write(key, lines)
    figure.legend(handles=_legend(), loc="outside upper center", ncols=3)
    return Drawn(_alt(record), course_rows(record))


def _rounds(record: Record) -> int:
    return max(1, sum(held.rounds for held in record.course.meetings))


def _bands(record: Record) -> list[tuple[int, MeetingResult]]:
    """The meetings that took rounds, each with its number in the order of the file."""
    return [(k, held) for k, held in enumerate(record.course.meetings, 1) if held.rounds]


def _strip(axes: Axes, record: Record) -> None:
    """The meetings as bands with their numbers, and titles where there is room; letters where something was agreed."""
    bare(axes)
    axes.set_xlim(0.4, _rounds(record) + 0.6)
    axes.set_ylim(0, 2)
    _shade(axes, record)
    for k, held in _bands(record):
        room = held.rounds * PLOT / _rounds(record)
        title = wrap(f"{k}. {held.meeting.title}", room - 0.1, 8.0, lines=1)
        middle = held.before + held.rounds / 2 + 0.5
        axes.text(
            middle,
            0.5,
            title if width(title, 8.0) > NARROW else str(k),
            size=8.0,
            ha="center",
            va="center",
            in_layout=False,
        )
    at, letters = _letters(record)
    for round_, text in zip(at, letters, strict=True):
        axes.text(round_, 1.5, text, size=8.0, weight="bold", ha="center", va="center", in_layout=False)


def _letters(record: Record) -> tuple[list[int], list[str]]:
    """Rounds with an agreement and their letters, those that stand too near each other for the width put together."""
    near = 0.16 * _rounds(record) / PLOT
    at: list[int] = []
    letters: list[list[str]] = []
    for one in agreements(record):
        if at and one.event.round - at[-1] < near * (1 + sum(map(len, letters[-1]))):
            letters[-1].append(one.letter)
        else:
            at.append(one.event.round)
            letters.append([one.letter])
    return at, [" ".join(group) for group in letters]


def _shade(axes: Axes, record: Record) -> None:
    for place, (_, held) in enumerate(_bands(record)):
        start = held.before + 0.5
        axes.axvspan(start, start + held.rounds, color=SHADES[place % 2], linewidth=0, zorder=0)


def course_panel(axes: Axes, record: Record, party: str) -> Axes:
    """What the offers were worth to one party, round by round, on the axes given; its own scale."""
    looks = party_looks(record)
    axes.set_xlim(0.4, _rounds(record) + 0.6)
    axes.set_title(wrap(looks[party].name, PLOT, 10.0, bold=True, lines=1), loc="left")
    axes.set_ylabel("points")
    axes.xaxis.set_major_locator(MaxNLocator(nbins=10, integer=True, min_n_ticks=1))
    _shade(axes, record)
    ends = [(*_reservation(axes, record, party), "reservation value")]
    offers = offer_records(record)
    for seat, look in looks.items():
        mine = [one for one in offers if one.event.seat == seat]
        if mine:
            ends.append((*_offers(axes, record, party, mine, look), f"offers by {look.name}"))
    _stars(axes, party, agreements(record))
    axes.margins(y=0.12)
    label_right(axes, ends, height=PANEL - 0.35, inches=1.7)
    if not offers:
        axes.text(0.5, 0.8, "no offer was made", transform=axes.transAxes, ha="center", style="italic", color=PALE)
    return axes


def _reservation(axes: Axes, record: Record, party: str) -> tuple[float, float]:
    """The reservation value as a line; gives its end."""
    cut = stretches(record)
    x = [end for one in cut for end in (one.first - 0.5, one.last + 0.5)]
    y = [value for one in cut for value in one.reservation[party]]
    axes.plot(x, y, color=INK, linewidth=1.0, linestyle=(0, (4, 2)))
    return x[-1], y[-1]


def _offers(axes: Axes, record: Record, party: str, offers: Sequence[OfferRecord], look: Look) -> tuple[float, float]:
    """The offers of one seat by meeting, hollow where the party wasn't at the table; gives the last."""
    size = 5.0 if _rounds(record) <= 80 else 2.5  # noqa: PLR2004  (more markers than that run into each other)
    for held in record.course.meetings:
        mine = [one for one in offers if one.event.meeting == held.meeting.key]
        face = look.colour if party in held.meeting.parties else "white"
        x, y = [one.event.round for one in mine], [one.worth[party] for one in mine]
        style: Style = {"linestyle": look.dashes, "linewidth": 0.8, "markersize": size, "markerfacecolor": face}
        axes.plot(x, y, color=look.colour, marker=look.marker, **style)
    return offers[-1].event.round, offers[-1].worth[party]


def _stars(axes: Axes, party: str, agreed: Sequence[Agreement]) -> None:
    x, y = [one.event.round for one in agreed], [one.worth[party] for one in agreed]
    for round_ in x:
        axes.axvline(round_, color=PALE, linewidth=0.6, linestyle=":", zorder=1)
    axes.plot(x, y, "*", color=AGREED, markeredgecolor="black", markeredgewidth=0.7, markersize=12, zorder=5)


def _legend() -> list[object]:
    star = {"marker": "*", "color": AGREED, "markeredgecolor": "black", "markersize": 11}
    return [
        marker("worth of an offer to this party", marker="o", markersize=5),
        marker("the same, the party not at the table", marker="o", markersize=5, markerfacecolor="white"),
        marker("agreed (letters: see below)", **star),
    ]


def _key(record: Record) -> list[tuple[str, str]]:
    """The lines below the panels, each with its weight: meetings by number, agreements by letter."""
    entries = [part for k, held in enumerate(record.course.meetings, 1) for part in _meeting(record, k, held)]
    entries += [(f"Besides, {line}", "normal") for line in mark_lines(marks(record))]
    lines = [
        (line, weight)
        for text, weight in entries
        for line in wrap(text, TEXT, 8.0, bold=weight == "bold", lines=5).split("\n")
    ]
    if len(lines) <= LISTED:
        return lines
    return [*lines[: LISTED - 1], (f"… and {len(lines) - LISTED + 1} more lines: see the table", "normal")]


def _meeting(record: Record, place: int, held: MeetingResult) -> list[tuple[str, str]]:
    mine = [one for one in agreements(record) if one.event in held.agreements]
    entries = [
        (
            f"{place}. {meeting_words(record, held)}" + ("" if mine or not held.took_place else "; nothing agreed"),
            "bold",
        )
    ]
    return entries + [(f"{one.letter}: {_agreed(record, one)}", "normal") for one in mine]


def _agreed(record: Record, one: Agreement) -> str:
    alone = isinstance(one.event.facts, Assent) and one.event.facts.declaration
    verb = "declared by" if alone else "agreed by"
    words = clean(package_words(record.realization.space, one.package))
    return f"round {one.event.round}, {verb} {party_names(record, one.event.parties)}: {words}"


def _write(axes: Axes, lines: Sequence[tuple[str, str]]) -> None:
    bare(axes)
    axes.set_ylim(len(lines) + 0.2, 0)
    for k, (line, weight) in enumerate(lines):
        place: Style = {"transform": axes.get_yaxis_transform(), "va": "center", "size": 8.0}
        axes.text(0.0 if weight == "bold" else INDENT, k + 0.5, line, weight=weight, in_layout=False, **place)


def course_rows(record: Record) -> tuple[FigureRow, ...]:
    """The table of the figure: one row an offer, with its worth to each party and what came of it."""
    return tuple(_row(record, one) for one in offer_records(record))


def _row(record: Record, one: OfferRecord) -> FigureRow:
    looks = party_looks(record)
    row: dict[str, str | float | None] = {
        "round": one.event.round,
        "meeting": clean(record.scenario.meetings[one.event.meeting].title),
        "offered by": looks[one.event.seat].name,
        "offer": clean(package_words(record.realization.space, one.package)),
    }
    worth = {f"worth to {look.name}": round(one.worth[key], 1) for key, look in looks.items()}
    return row | worth | {"came of it": _came_of(record, one)}


def _came_of(record: Record, one: OfferRecord) -> str:
    if one.agreed:
        return "took effect"
    against = [seat for seat, accepts in one.answers.items() if not accepts]
    return f"turned down by {party_names(record, against)}" if against else "lapsed"


def _alt(record: Record) -> str:
    offers, agreed = offer_records(record), agreements(record)
    held = [one for one in record.course.meetings if one.took_place]
    sentences = [
        f"The course of the talks: {len(held)} of {len(record.course.meetings)} meetings took place, with "
        f"{_rounds(record) if any(one.rounds for one in held) else 0} rounds and {len(offers)} offers."
    ]
    sentences += [f"{meeting_words(record, one)}." for one in held]
    sentences += [f"Agreement {one.letter}, {_agreed(record, one)}; worth {_worths(record, one)}." for one in agreed]
    sentences += [] if agreed else ["Nothing was agreed."]
    sentences += [f"Besides, {line}." for line in mark_lines(marks(record))]
    return " ".join([*sentences, *track_words(tracks(record), party_looks(record))])


def _worths(record: Record, one: Agreement) -> str:
    looks = party_looks(record)
    return listed([f"{number(worth)} points to {looks[party].name}" for party, worth in one.worth.items()])
