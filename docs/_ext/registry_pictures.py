"""Pictures of registered things, drawn by the project while the site is built, as Markdown that holds them."""

from __future__ import annotations

from collections.abc import Iterator

from negosim.analysis.concession_curve import conceding
from negosim.registry import Entry
from negosim.report.figures import draw
from negosim.report.pages.page_figures import inline_svg

__all__ = ["picture_lines"]


def picture_lines(entry: Entry) -> Iterator[str]:
    """A tactic's concession as a figure inside the page; nothing for other things."""
    if entry.kind != "tactic":
        return
    picture = draw("concession_curve", conceding(entry))
    title = f"How {entry.name} concedes"
    yield "```{raw} html"
    svg = inline_svg(picture, title, f"concession-{entry.name}")
    yield f"<figure>{svg}<figcaption>{picture.alt}</figcaption></figure>"
    yield "```"
    yield ""
