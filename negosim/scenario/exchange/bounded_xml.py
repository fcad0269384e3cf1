"""Parse untrusted XML into elements with attributes and positions.

Document types are refused at their first character, so there are no entities to expand or fetch (billion laughs, XXE:
CWE-776, CWE-611). Depth, number of elements and length of attributes are bounded. expat does not recurse and stops at
the first refusal.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from xml.parsers import expat

from negosim.errors import InputError, Place
from negosim.scenario.exchange.domain import import_fault, parse_number
from negosim.scenario.yaml.quoting import character_name, hidden_characters

__all__ = ["Element", "parse_xml"]

MAX_DEPTH = 32
MAX_ELEMENTS = 50_000
MAX_LENGTH = 1_000


@dataclass
class Element:
    """An element with its tag, attributes, place and children; text between elements is dropped."""

    tag: str
    attributes: dict[str, str]
    place: Place
    children: list[Element] = field(default_factory=list)

    def all(self, tag: str) -> list[Element]:
        """The children with a tag."""
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> Element | None:
        """The first child with a tag, or None."""
        return next(iter(self.all(tag)), None)

    def fault(self, message: str, help: str = "") -> InputError:
        """A fault of this element."""
        return import_fault("X003", self.place, message, help)

    def text(self, name: str) -> str:
        """A required, nonempty attribute."""
        value = self.attributes.get(name, "").strip()
        if not value:
            raise self.fault(f"<{self.tag}> without {name!r}")
        return value

    def number(self, name: str, low: float = -math.inf, high: float = math.inf) -> float:
        """An attribute that is a finite number within bounds."""
        text = self.text(name)
        value = parse_number(text)
        if not low <= value <= high:
            bounds = f"from {low:g} up" if math.isinf(high) else f"from {low:g} to {high:g}"
            expected = "a finite number" if math.isinf(low) else f"a number {bounds}"
            raise self.fault(f"{name!r} of <{self.tag}> has to be {expected}, found {text[:40]!r}")
        return value


def parse_xml(data: bytes, name: str) -> Element:
    """The root element of a text, called `name` in messages; `InputError` if it is malformed or refused."""
    return _Builder(name).build(data)


class _Builder:
    """Builds elements from expat's events."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 0
        self.open: list[Element] = []
        self.root: Element | None = None
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._refuse_type
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = lambda _tag: self.open.pop()

    def build(self, data: bytes) -> Element:
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as error:
            place = Place(self.name, error.lineno, error.offset + 1)
            raise import_fault("X001", place, f"not well-formed XML: {expat.ErrorString(error.code)}") from error
        except (LookupError, ValueError) as error:
            raise import_fault("X001", self._place(), f"XML in an encoding that cannot be read: {error}") from error
        assert self.root is not None, "well-formed XML has a root"  # noqa: S101  (cannot be otherwise)
        return self.root

    def _place(self) -> Place:
        return Place(self.name, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _refuse_type(self, *declaration: object) -> None:
        message = "a document type (<!DOCTYPE ...>) is refused: it can hide endless or outside text"
        raise import_fault("X002", self._place(), message, "remove it; GENIUS files need none")

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
            raise import_fault("X002", self._place(), f"elements nested more than {MAX_DEPTH} deep")
        if self.count > MAX_ELEMENTS:
            raise import_fault("X002", self._place(), f"more than {MAX_ELEMENTS:,} elements")
        if any(len(text) > MAX_LENGTH for text in attributes.values()):
            raise import_fault("X002", self._place(), f"an attribute of more than {MAX_LENGTH:,} characters")
        unseen = sorted(set().union(*map(hidden_characters, attributes.values())))
        if unseen:
            raise import_fault("X002", self._place(), f"hidden character {character_name(unseen[0])} in an attribute")
