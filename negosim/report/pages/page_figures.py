"""Figures of a page: titles, captions, text alternatives and numbers, with the pictures as inline SVG."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from negosim.document import Figure, Table
from negosim.report.figures import Picture
from negosim.report.figures.style import figure_info

__all__ = ["drawings", "inline_svg", "page_figures"]

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
HREF = f"{{{XLINK}}}href"
REFERENCE = re.compile(r"url\(#([^)]+)\)")

ET.register_namespace("", SVG)
ET.register_namespace("xlink", XLINK)


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


def inline_svg(picture: Picture, title: str, prefix: str) -> Markup:
    """The picture as an `<svg>` element; its ids begin with the prefix, and it scales with the page."""
    root = ET.fromstring(picture.svg())  # noqa: S314  (our own drawing)
    for part in root.findall(f"{{{SVG}}}metadata"):
        root.remove(part)
    for element in root.iter():
        _prefix(element, prefix)
    _describe(root, title, picture.alt, prefix)
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704  (escaped by the XML writer)


def _prefix(element: ET.Element, prefix: str) -> None:
    """Put the prefix before an element's id and before the ids that it refers to."""
    if "id" in element.attrib:
        element.set("id", f"{prefix}-{element.attrib['id']}")
    if element.get(HREF, "").startswith("#"):
        element.set(HREF, f"#{prefix}-{element.attrib[HREF][1:]}")
    for name in ("clip-path", "style", "fill"):
        if name in element.attrib:
            element.set(name, REFERENCE.sub(rf"url(#{prefix}-\1)", element.attrib[name]))


def _describe(root: ET.Element, title: str, alt: str, prefix: str) -> None:
    """Role, title and description; the size is left to the page."""
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-labelledby", f"{prefix}-title {prefix}-desc")
    for place, (name, text) in enumerate((("title", title), ("desc", alt))):
        element = ET.Element(f"{{{SVG}}}{name}", {"id": f"{prefix}-{name}"})
        element.text = text
        root.insert(place, element)
