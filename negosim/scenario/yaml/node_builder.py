"""Build nodes from the events of a YAML parser, within bounds of depth, values and lengths.

Nothing beyond plain data is ever constructed: no tags, anchors, merge keys or implicit types of YAML 1.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from negosim.errors import Place
from negosim.scenario.yaml.faults import UNDERLINED, FaultyText, StopReading
from negosim.scenario.yaml.nodes import Node, dotted, shorten
from negosim.scenario.yaml.quoting import JOINERS, Span, character_name, hidden_characters, stray_signs
from negosim.scenario.yaml.scalars import Fault, Scalar, key_fault, resolve

__all__ = ["MAX_DEPTH", "MAX_KEY", "MAX_TEXT", "MAX_VALUES", "NodeBuilder"]

MAX_DEPTH = 32
MAX_VALUES = 100_000
MAX_TEXT = 10_000
MAX_KEY = 200


@dataclass
class _Frame:
    """An open list or mapping: its contents so far, and in a mapping the key whose value comes next."""

    value: dict[str, Node] | list[Node]
    start: Any
    key: str = ""
    key_place: Place | None = None
    in_braces: bool = False


class NodeBuilder:
    """Build nodes from events, without recursion."""

    def __init__(self, reading: FaultyText) -> None:
        self.reading = reading
        self.source = reading.source
        self.root = Node(None, Place(self.source.name), None, self.source)
        self.stack: list[_Frame] = []
        self.spans: dict[int, list[Span]] = {}
        self.last: Any = yaml.Mark(self.source.name, 0, 0, 0, None, 0)
        self.values = self.documents = 0

    def run(self, loader: Any) -> yaml.YAMLError | None:
        """Process all events; return the parser's error if the text is not YAML."""
        try:
            for event in _events(self.reading.text, loader):
                self.last = event.end_mark
                self._feed(event)
        except yaml.YAMLError as error:
            return error
        return None

    def comments(self, whole: bool) -> None:
        """Record tabs and comments that drop text; if the text is not YAML, only in the lines that were read."""
        lines = self.source.lines if whole else self.source.lines[: self.last.line]
        for number, line in enumerate(lines):
            if "#" in line or "\t" in line:
                self._check_stray_signs(number, line)

    def _check_stray_signs(self, number: int, line: str) -> None:
        tab, comment = stray_signs(line, self.spans.get(number, ()))
        if tab is not None:
            place = Place(self.source.name, number + 1, tab + 1)
            self.reading.fault("Y017", "a tab", place, help="write spaces")
        if comment is not None:
            dropped = line[comment:].rstrip()
            place = Place(self.source.name, number + 1, comment + 1, min(UNDERLINED, len(dropped)))
            message = f"{shorten(dropped)} would be dropped: a '#' after a space begins a comment"
            self.reading.fault("Y013", message, place, help="put the text in quotes (or a space after the '#')")

    def _feed(self, event: Any) -> None:
        """Process an event."""
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                place = self.reading.place(event.start_mark, event.end_mark)
                self._fatal("Y015", "a second document", place, "one file holds one scenario")
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(event)
        elif isinstance(event, yaml.NodeEvent):
            self._node(event)

    def _fault(self, code: str, message: str, place: Place, help: str = "") -> None:
        self.reading.fault(code, message, place, dotted(self._path()), help)

    def _fatal(self, code: str, message: str, place: Place, help: str = "") -> None:
        self._fault(code, message, place, help)
        raise StopReading

    def _path(self) -> list[str | int]:
        """The path of the next value, or of its mapping if a key is next."""
        steps = [len(f.value) if isinstance(f.value, list) else f.key if f.key_place else None for f in self.stack]
        return [step for step in steps if step is not None]

    def _node(self, event: Any) -> None:
        """A scalar, an alias, or the start of a list or mapping."""
        place = self._empty_place(event) or self.reading.place(event.start_mark, event.end_mark)
        self.values += 1
        if self.values > MAX_VALUES:
            self._fatal("Y006", f"more than {MAX_VALUES:,} values", place)
        self._refuse_decorations(event, place)
        if isinstance(event, yaml.CollectionStartEvent):
            self._open(event, place)
        elif self._key_is_next():
            self._key(event, place)
        else:
            self._check_comma(event)
            self._put(self._scalar(event, place), place)

    def _check_comma(self, event: Any) -> None:
        """Refuse the rest of a text behind a comma inside braces, which YAML reads as a key without a value."""
        frame = self.stack[-1] if self.stack else None
        if frame is None or not frame.in_braces or frame.key_place is None or " " not in frame.key:
            return
        if _is_unquoted(event) and not event.value:
            message = f"{shorten(frame.key)} has no value: inside {{ }} a comma begins the next entry"
            self._fault("Y019", message, frame.key_place, "put the text in quotes")

    def _empty_place(self, event: Any) -> Place | None:
        """The place of an empty value: directly after the sign before it, since the parsers' marks differ."""
        mark, end = event.start_mark, event.end_mark
        if not isinstance(event, yaml.ScalarEvent) or mark.index != end.index:
            return None
        before = self.reading.line(mark.line)[: mark.column].rstrip()
        return Place(self.source.name, mark.line + 1, len(before) + 1)

    def _refuse_decorations(self, event: Any, place: Place) -> None:
        """Refuse anchors, aliases and tags; the value itself is still read."""
        if isinstance(event, yaml.AliasEvent):
            self._fault("Y012", f"an alias: {event.anchor!r}", place, "write the value out, or use 'extends'")
        elif event.anchor is not None:
            self._fault("Y012", f"an anchor: {event.anchor!r}", place, "remove it")
        if getattr(event, "tag", None) is not None:
            self._fault("Y014", "a tag", place, "remove it; put text in quotes")

    def _key_is_next(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].value, dict) and self.stack[-1].key_place is None

    def _open(self, event: Any, place: Place) -> None:
        if len(self.stack) == MAX_DEPTH:
            self._fatal("Y005", f"nested more than {MAX_DEPTH} deep", place)
        if self._key_is_next():
            self._fault("Y011", "a key must be text, and this is a list or a mapping", place, "put it in quotes")
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        self.stack.append(_Frame({} if is_mapping else [], event.start_mark, in_braces=is_mapping and event.flow_style))

    def _close(self, event: Any) -> None:
        frame = self.stack.pop()
        flow = event.end_mark.index > event.start_mark.index
        place = self.reading.place(frame.start, event.end_mark if flow else frame.start)
        if self._key_is_next():
            self.stack[-1].key, self.stack[-1].key_place = "?", place
        else:
            self._put(frame.value, place)

    def _put(self, value: dict[str, Node] | list[Node] | Scalar, place: Place) -> None:
        """Add a finished value to its parent; a repeated key keeps its first value."""
        if not self.stack:
            self.root = Node(value, place, None, self.source)
            return
        frame = self.stack[-1]
        node = Node(value, place, frame.key_place, self.source)
        if isinstance(frame.value, list):
            frame.value.append(node)
        else:
            frame.value.setdefault(frame.key, node)
            frame.key_place = None

    def _key(self, event: Any, place: Place) -> None:
        frame = self.stack[-1]
        key = self._text(event, place, MAX_KEY, "key")
        first = frame.value.get(key) if isinstance(frame.value, dict) else None
        if first is not None and first.key_place is not None:
            where = f"first on line {first.key_place.line}"
            self._fault("Y009", f"{shorten(key)} is given twice; {where}", place, "remove or rename one")
        self._check_key(event, key, place)
        frame.key, frame.key_place = key, place

    def _check_key(self, event: Any, key: str, place: Place) -> None:
        """Refuse keys that other readers interpret differently, and joiners, which are invisible in a key."""
        fault = key_fault(key) if _is_unquoted(event) else None
        if key == "<<" and fault:
            self._fault("Y012", "a merge key '<<'", place, "a variant says 'extends' instead")
        elif fault:
            self._fault(fault.code, fault.message, place, fault.help)
        for joiner in sorted(set(key) & set(JOINERS)):
            self._fault("Y003", f"the hidden character {character_name(joiner)} in a key", place, "remove it")

    def _scalar(self, event: Any, place: Place) -> Scalar:
        text = self._text(event, place, MAX_TEXT, "text")
        if not _is_unquoted(event) or len(event.value) > MAX_TEXT:
            return text
        value = resolve(text)
        if isinstance(value, Fault):
            self._fault(value.code, value.message, place, value.help)
            return text
        return value

    def _text(self, event: Any, place: Place, most: int, kind: str) -> str:
        """The text of a scalar, truncated to its limit; empty for an alias."""
        if isinstance(event, yaml.AliasEvent):
            return ""
        self._note_span(event)
        for character in sorted(hidden_characters(event.value)):
            self._fault("Y003", f"the hidden character {character_name(character)}, escaped", place, "remove it")
        if len(event.value) > most:
            self._fault("Y007", f"a {kind} of {len(event.value):,} characters", place, f"at most {most:,}")
        return str(event.value[:most])

    def _note_span(self, event: Any) -> None:
        """Record the scalar's columns on lines with a '#' or a tab, to tell its own signs from comments."""
        start, end = event.start_mark, event.end_mark
        for number in range(start.line, min(end.line + 1, len(self.source.lines))):
            line = self.source.lines[number]
            if "#" in line or "\t" in line:
                first = start.column if number == start.line else 0
                stop = end.column if number == end.line else len(line)
                self.spans.setdefault(number, []).append(Span(first, stop, not event.style))


def _events(text: str, loader: Any) -> Iterator[Any]:
    """The parser's events; the pure parser raises ValueError for an escape beyond the last code point."""
    try:
        yield from yaml.parse(text, Loader=loader)
    except (ValueError, OverflowError) as error:
        raise yaml.YAMLError("an escape that stands for no character") from error


def _is_unquoted(event: Any) -> bool:
    """Whether the event is an unquoted scalar, whose spelling decides its type."""
    return isinstance(event, yaml.ScalarEvent) and not event.style
