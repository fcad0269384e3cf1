"""A report of parts: what it is not, figures, sentences with tables, and how to repeat it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from negosim.analysis.analysis_narrative import Part
from negosim.report.figures.picture import Picture
from negosim.report.pages.analysis import part_of
from negosim.report.pages.page import render
from negosim.report.pages.parts import shown_figures

__all__ = ["Page", "told_report"]


@dataclass(frozen=True)
class Page:
    """What stands on a page; `note` says what it is not, `known` what it is known by."""

    kind: str
    title: str
    note: Sequence[str]
    parts: Sequence[Part]
    pictures: Sequence[Picture] = ()
    known: Sequence[tuple[str, str]] = ()
    command: str = ""
    summary: str = field(default="")


def told_report(page: Page) -> str:
    """The page as HTML that loads nothing from outside."""
    data = {
        "page": page,
        "parts": [part_of(number, part) for number, part in enumerate(page.parts)],
        "figures": shown_figures(page.pictures),
    }
    return render("told.html.j2", data)
