"""Figures of a page: titles, captions, text alternatives and numbers, with the pictures as inline SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from negosim.document import Figure, Table
from negosim.registry import lookup
from negosim.report.figures import Picture
from negosim.report.pages.inline import inline_svg

__all__ = ["drawings", "page_figures"]

TITLES = {
    "what_stands": "What stands",
    "course_of_talks": "The course of the talks",
    "utility_space": "What was possible",
    "stance_map": "What each side wants",
    "side_by_side": "Side by side",
    "before_after": "Before and after",
    "anatomy": "Who stands in the way of what",
    "frontier_pairs": "The frontier and the solutions",
    "price_of_order": "The price of the order of meetings",
    "stability_graph": "Would it hold?",
    "theories": "What theories say",
    "tactic_ranking": "How the tactics did",
    "tactic_matrix": "Who would switch to what",
    "replicator_paths": "Which tactics grow",
    "deals": "Where the tables ended, among agents",
    "concession_curve": "How a tactic concedes",
    "gains": "Points against reservation values",
}


def page_figures(pictures: Sequence[Picture]) -> tuple[Figure, ...]:
    """The figures of some pictures: the known ones in the order of `TITLES`, then others."""
    order = {name: place for place, name in enumerate(TITLES)}
    return tuple(map(_figure, sorted(pictures, key=lambda one: order.get(one.name, len(order)))))


def _figure(picture: Picture) -> Figure:
    title = TITLES.get(picture.name, picture.name.replace("_", " ").capitalize())
    numbers = Table.of_records(f"The numbers of “{title}”", picture.table)
    return Figure(picture.name, title, lookup("figure", picture.name).summary, picture.alt, numbers)


def drawings(pictures: Sequence[Picture], figures: Sequence[Figure], prefix: str = "figure-") -> Mapping[str, Markup]:
    """The pictures of figures by name, as SVG whose ids begin with the prefix and the name."""
    titles = {figure.name: figure.title for figure in figures}
    return {
        one.name: inline_svg(one, titles[one.name], f"{prefix}{one.name.replace('_', '-')}" if prefix else one.name)
        for one in pictures
    }
