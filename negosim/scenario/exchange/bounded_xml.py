"""XML from strangers: elements with attributes and places, and nothing of what makes XML dangerous.

Document types are refused at their first character, so that there are no entities to expand and nothing to fetch
(billion laughs, XXE: CWE-776, CWE-611). Size, depth, number of elements and length of attributes are bounded. expat
works without recursion and stops at the first refusal.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from negosim.errors import InputError, Place
from negosim.scenario.exchange.domain import fault, number_of
from negosim.scenario.exchange.find_files import read_bytes
from negosim.scenario.yaml.quoting import hidden, named

__all__ = ["Element", "parse_xml", "read_xml"]

MAX_DEPTH = 32
MAX_ELEMENTS = 50_000
MAX_LENGTH = 1_000


@dataclass
class Element:
    """An element: tag, attributes, children, and where it begins. Text between elements is not kept."""

    tag: str
    attributes: dict[str, str]
    place: Place
    children: list[Element] = field(default_factory=list)

    def all(self, tag: str) -> list[Element]:
        """The children of that tag."""
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> Element | None:
        """The first child of that tag."""
        return next(iter(self.all(tag)), None)

    def fault(self, message: str, help: str = "") -> InputError:
        """A fault of this element."""
        return fault("X003", self.place, message, help)

    def text(self, name: str) -> str:
        """An attribute, which has to be there and to say something."""
        value = self.attributes.get(name, "").strip()
        if not value:
            raise self.fault(f"<{self.tag}> without {name!r}")
        return value

    def number(self, name: str, low: float = -math.inf, high: float = math.inf) -> float:
        """A finite number between two bounds."""
        text = self.text(name)
        value = number_of(text)
        if not low <= value <= high:
            raise self.fault(f"{name!r} of <{self.tag}> has to be {_range(low, high)}, found {text[:40]!r}")
        return value


def _range(low: float, high: float) -> str:
    if math.isinf(low):
        return "a finite number"
    return f"a number from {low:g} up" if math.isinf(high) else f"a number from {low:g} to {high:g}"


def read_xml(path: Path) -> Element:
    """The root element of a file; `InputError` with line and column for what is malformed, too large or refused."""
    return parse_xml(read_bytes(path), str(path))


def parse_xml(data: bytes, name: str) -> Element:
    """The root element of a text; `name` is what messages call it."""
    return _Builder(name).build(data)


class _Builder:
    """Puts elements together as expat meets them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 0
        self.open: list[Element] = []
        self.root: Element | None = None
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._refuse_type
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def build(self, data: bytes) -> Element:
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as error:
            place = Place(self.name, error.lineno, error.offset + 1)
            raise fault("X001", place, f"not well-formed XML: {expat.ErrorString(error.code)}") from error
        except (LookupError, ValueError) as error:
            raise fault("X001", self._place(), f"XML in an encoding that cannot be read: {error}") from error
        assert self.root is not None, "well-formed XML has a root"  # noqa: S101  (cannot be otherwise)
        return self.root

    def _place(self) -> Place:
        return Place(self.name, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _refuse_type(self, *declaration: object) -> None:
        message = "a document type (<!DOCTYPE ...>) is refused: it can hide endless or outside text"
        raise fault("X002", self._place(), message, "remove it; GENIUS files need none")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        self._check_bounds(attributes)
        element = Element(tag, attributes, self._place())
        if self.open:
            self.open[-1].children.append(element)
        self.root = self.root or element
        self.open.append(element)

    def _check_bounds(self, attributes: dict[str, str]) -> None:
        if len(self.open) == MAX_DEPTH:
            raise fault("X002", self._place(), f"elements nested more than {MAX_DEPTH} deep")
        if self.count > MAX_ELEMENTS:
            raise fault("X002", self._place(), f"more than {MAX_ELEMENTS:,} elements")
        if any(len(text) > MAX_LENGTH for text in attributes.values()):
            raise fault("X002", self._place(), f"an attribute of more than {MAX_LENGTH:,} characters")
        unseen = sorted(set().union(*map(hidden, attributes.values())))
        if unseen:
            raise fault("X002", self._place(), f"hidden character {named(unseen[0])} in an attribute")

    def _end(self, tag: str) -> None:
        self.open.pop()
