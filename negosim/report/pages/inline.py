"""Figures as inline SVG: ids made unique in the page, a title and a description for those who don't see them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from markupsafe import Markup

from negosim.report.figures import Picture

__all__ = ["inline_svg"]

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
HREF = f"{{{XLINK}}}href"
REFERENCE = re.compile(r"url\(#([^)]+)\)")

ET.register_namespace("", SVG)
ET.register_namespace("xlink", XLINK)


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
