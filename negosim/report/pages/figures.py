"""Figures of a page: titles, captions, text alternatives and numbers, with the pictures as inline SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from negosim.document import Figure, Table
from negosim.report.figures import Picture
from negosim.report.figures.style import figure_info
from negosim.report.pages.inline import inline_svg

__all__ = ["drawings", "page_figures"]


def page_figures(pictures: Sequence[Picture]) -> tuple[Figure, ...]:
    """The figures of some pictures in their places; those of one place in the order given."""
    return tuple(map(_figure, sorted(pictures, key=lambda one: figure_info(one.name).place)))


def _figure(picture: Picture) -> Figure:
    info = figure_info(picture.name)
    numbers = Table.of_records(f"The numbers of “{info.title}”", picture.table)
    return Figure(picture.name, info.title, info.caption, picture.alt, numbers)


def drawings(pictures: Sequence[Picture], figures: Sequence[Figure], prefix: str = "figure-") -> Mapping[str, Markup]:
    """The pictures of figures by name, as SVG whose ids begin with the prefix and the name."""
    titles = {figure.name: figure.title for figure in figures}
    return {
        one.name: inline_svg(one, titles[one.name], f"{prefix}{one.name.replace('_', '-')}" if prefix else one.name)
        for one in pictures
    }
