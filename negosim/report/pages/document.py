"""A document as a page: what it is not, figures, its sections, and how to repeat it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from negosim.document import Document, Section
from negosim.report.figures.picture import Picture
from negosim.report.pages.figures import drawings, page_figures
from negosim.report.pages.page import render

__all__ = ["Page", "render_page"]


@dataclass(frozen=True)
class Page:
    """A document with what stands around it: its kind, a summary, its pictures, what it rests on, what makes it again.

    The notes of the document say what it is not.
    """

    kind: str
    document: Document
    pictures: Sequence[Picture] = ()
    known: Sequence[tuple[str, str]] = ()
    command: str = ""
    summary: str = ""


def render_page(page: Page) -> str:
    """The page as HTML that loads nothing from outside."""
    figures = page_figures(page.pictures)
    shown = {"figures": Section("Figures", figures), "drawings": drawings(page.pictures, figures)}
    return render("document.html.j2", {"page": page, **shown})
