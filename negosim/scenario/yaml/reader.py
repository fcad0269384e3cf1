"""Read scenario files: YAML text to nodes with source positions, in bounded time and memory.

Nodes are built from the events of PyYAML's parser, so nothing beyond plain data is ever constructed: no tags, anchors,
merge keys or implicit types of YAML 1.1. For any bytes the result is a `Node`, or an `InputError` with all faults
found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from negosim.errors import Diagnostic, InputError, Place, UsageError, nearest
from negosim.scenario.yaml.nodes import Node, SourceText, dotted, shorten
from negosim.scenario.yaml.quoting import (
    JOINERS,
    Span,
    character_name,
    directive_line,
    hidden_characters,
    redact,
    split_lines,
    stray_signs,
)
from negosim.scenario.yaml.scalars import Fault, Scalar, key_fault, resolve

__all__ = [
    "CODES",
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_FAULTS",
    "MAX_KEY",
    "MAX_TEXT",
    "MAX_VALUES",
    "read_at",
    "read_file",
    "read_text",
]

MAX_BYTES = 256 * 1024
MAX_DEPTH = 32
MAX_VALUES = 100_000
MAX_TEXT = 10_000
MAX_KEY = 200
MAX_FAULTS = 100
UNDERLINED = 120
"""The largest number of characters underlined."""

CODES: dict[str, str] = {
    "Y001": "The file is not text in UTF-8.",
    "Y002": "The file is larger than 256 kB.",
    "Y003": "A character cannot be seen (control, direction, zero width); such characters can make a text look other "
    "than it is.",
    "Y004": "The text is not YAML.",
    "Y005": "Lists and mappings are nested more than 32 deep.",
    "Y006": "The file holds more than 100,000 values.",
    "Y007": "A text has more than 10,000 characters, or a key more than 200.",
    "Y008": "A number is written with more than 40 characters.",
    "Y009": "A key is given twice in one mapping; YAML readers would keep one of them without a word.",
    "Y010": "A bare word is text to some YAML readers and something else to others; it must be put in quotes.",
    "Y011": "A key is not text.",
    "Y012": "Anchors (&), aliases (*) and merge keys (<<) are not read; a variant says 'extends' instead.",
    "Y013": "A '#' right after a space begins a comment, so YAML would drop the text behind it.",
    "Y014": "Tags (!) are not read.",
    "Y015": "A file holds one document and no '%' directive.",
    "Y016": "A number is not finite.",
    "Y017": "A tab stands where YAML readers differ; spaces are read the same everywhere.",
    "Y018": "There are more faults than are worth listing.",
}
"""Code -> its meaning in one sentence."""

_LOADERS: tuple[Any, ...] = tuple(
    loader for loader in (getattr(yaml, "CSafeLoader", None), yaml.SafeLoader) if loader is not None
)
"""Parsers with the same events and marks, the fast one first; on syntax errors the second one decides."""

_NO_COLON = "a line that is neither 'key: value' nor part of a text"

_PROBLEMS = (
    ("'\\t' that cannot start", "a tab where only spaces may stand", "indent with spaces"),
    ("that cannot start any token", "a bare word cannot begin with this character", "put the text in quotes"),
    ("mapping values are not allowed", "a ':' that cannot stand here", "put text that holds ': ' in quotes"),
    ("could not find expected ':'", _NO_COLON, "write 'key: value'"),
    ("expected '<document start>'", "a line that does not belong to what stands above", "begin each line with a key"),
    ("expected <block end>", "the indentation does not fit the lines above", "align it with its neighbours"),
    ("expected ',' or ']'", "the list is not closed", "',' or ']' is missing"),
    ("expected ',' or '}'", "the mapping is not closed", "',' or '}' is missing"),
    ("unexpected end of stream", "a quotation mark is not closed", "close it, or put the text in the other quotes"),
    ("unexpected document separator", "a quotation mark is not closed", "close it before '---'"),
    ("unknown escape character", "an unknown escape in double quotes", "write \\\\ for a backslash, or single quotes"),
    ("sequence entries are not allowed", "a list item cannot stand here", "put '- ' on a line of its own"),
)
"""Part of the parser's message, our message, and the remedy."""


def read_file(path: str | Path) -> Node:
    """The nodes of a file.

    `UsageError` if the file cannot be read, with the nearest file name in its folder; `InputError` for its faults.
    """
    name = str(path).encode("utf-8", "backslashreplace").decode()
    try:
        if Path(path).is_fifo():
            raise UsageError(f"cannot read {name!r}: it is a pipe, not a file")
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise UsageError(f"no file {name!r}{_nearest_file(Path(path))}") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read {name!r}: {getattr(error, 'strerror', None) or error}") from error
    return _read(data, name, Path(path))


def read_text(text: str | bytes, name: str) -> Node:
    """The nodes of a text, called `name` in messages; `InputError` for its faults."""
    return _read(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text, name, None)


def read_at(line: str, start: int, name: str) -> Node:
    """The nodes of the text from column `start` (from 0) of a line; `InputError` for its faults."""
    return _Reading(line, name, start=start).root()


def _nearest_file(path: Path) -> str:
    """The nearest file name in the same folder, as the end of a message."""
    try:
        names = sorted(each.name for each in path.parent.iterdir())
    except (OSError, ValueError):
        return f"; there is no folder {str(path.parent)!r} either"
    near = nearest(path.name, names)
    return f"; did you mean {str(path.with_name(near))!r}?" if near else ""


def _read(data: bytes, name: str, path: Path | None) -> Node:
    """Check size and encoding, then read the YAML."""
    if len(data) > MAX_BYTES:
        fault = Diagnostic("Y002", "the file is larger than 256 kB", Place(name), help="split it by 'extends'")
        raise InputError([fault])
    return _Reading(_decode(data, name), name, path).root()


def _decode(data: bytes, name: str) -> str:
    """Decode strict UTF-8, with or without a byte order mark."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        lines = split_lines(data[: error.start].decode("utf-8"))
        place = Place(name, len(lines), len(lines[-1]) + 1)
        message = f"the byte {data[error.start]:#04x} is not UTF-8"
        raise InputError([Diagnostic("Y001", message, place, help="save the file as UTF-8")]) from None


class _Stop(Exception):  # noqa: N818 - not an error: it ends the loop
    """Reading cannot continue; the faults have been recorded."""


@dataclass
class _Frame:
    """An open list or mapping: its contents so far, and in a mapping the key whose value comes next."""

    value: dict[str, Node] | list[Node]
    start: Any
    key: str = ""
    key_place: Place | None = None


class _Reading:
    """The state of reading one text from a column on, by each parser in turn until one succeeds."""

    def __init__(self, original: str, name: str, path: Path | None = None, start: int = 0) -> None:
        self.original, self.hidden = original, hidden_characters(original)
        redacted = redact(original, self.hidden)
        self.source = SourceText(name, split_lines(redacted), path)
        self.text = " " * start + redacted[start:]
        self.faults: list[Diagnostic] = []

    def root(self) -> Node:
        """The root node; `InputError` for faults."""
        try:
            self._characters()
            root = self._parse()
        except _Stop:
            root = None
        if self.faults or root is None:
            raise InputError(self.faults)
        return root

    def fault(self, code: str, message: str, place: Place, path: str = "", help: str = "") -> None:
        """Record a fault; too many end the reading."""
        self.faults.append(self.source.diagnostic(code, message, place, path, help))
        if len(self.faults) >= MAX_FAULTS:
            end = f"more than {MAX_FAULTS} faults; those behind this place are not shown"
            self.faults.append(Diagnostic("Y018", end, place))
            raise _Stop

    def place(self, start: Any, end: Any) -> Place:
        """The place between two marks of the parser, up to the end of the first line."""
        line = self.line(start.line)
        stop = end.column if end.line == start.line else len(line)
        return Place(self.source.name, start.line + 1, start.column + 1, min(UNDERLINED, max(1, stop - start.column)))

    def _characters(self) -> None:
        for number, line in enumerate(split_lines(self.original) if self.hidden else (), start=1):
            for column, character in enumerate(line, start=1):
                if character in self.hidden:
                    place = Place(self.source.name, number, column)
                    self.fault("Y003", f"the hidden character {character_name(character)}", place, help="remove it")
        directive = directive_line(self.source.lines)
        if directive is not None:
            self.fault("Y015", "a '%' directive", Place(self.source.name, directive), help="remove the line")
            raise _Stop

    def _parse(self) -> Node:
        """Try the parsers in turn; each finds the faults of values again."""
        before = len(self.faults)
        for loader in _LOADERS:
            del self.faults[before:]
            builder = _Builder(self)
            problem = builder.run(loader)
            if problem is None:
                break
        if problem is not None:
            self._syntax(problem, builder.last)
        builder.comments(whole=problem is None)
        return builder.root

    def _syntax(self, error: yaml.YAMLError, last: Any) -> None:
        """Record a syntax error."""
        mark = getattr(error, "problem_mark", None) or last
        begin = getattr(error, "context_mark", None) or mark
        problem = str(getattr(error, "problem", None) or error)
        known = ((message, help) for theirs, message, help in _PROBLEMS if theirs in problem)
        message, help = next(known, (f"this is not YAML: {problem}", ""))
        if "mapping values are not allowed" in problem and self._deeper(mark.line):
            message = "this line is indented deeper than the one above, which has its value already"
            help = "indent it as far as the line above, or take the value above away"
            mark = begin = yaml.Mark(mark.name, mark.index, mark.line, _indent(self.line(mark.line)), None, 0)
        if message == _NO_COLON:
            mark = begin
            if re.search(r"\s#\S", self.line(mark.line)):
                help = "a '#' after a space begins a comment: put the text in quotes"
        begun = f" (begun on line {begin.line + 1})" if begin.line != mark.line else ""
        self.fault("Y004", message + begun, self.place(mark, mark), help=help)

    def _deeper(self, number: int) -> bool:
        """Whether a line is indented deeper than the last nonblank line above."""
        above = next((line for line in reversed(self.source.lines[:number]) if line.strip()), "")
        return _indent(self.line(number)) > _indent(above)

    def line(self, number: int) -> str:
        """A line by its number, from 0; empty beyond the last."""
        return self.source.lines[number] if number < len(self.source.lines) else ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


class _Builder:
    """Build nodes from events, without recursion."""

    def __init__(self, reading: _Reading) -> None:
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
        raise _Stop

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
            self._put(self._scalar(event, place), place)

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
        self.stack.append(_Frame({} if isinstance(event, yaml.MappingStartEvent) else [], event.start_mark))

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
