"""Read scenario files: YAML text to nodes with source positions, in bounded time and memory.

Nodes are built from the events of PyYAML's parser (`node_builder`). For any bytes the result is a `Node`, or an
`InputError` with all faults found.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from negosim.errors import Diagnostic, InputError, Place, UsageError, nearest
from negosim.scenario.yaml.faults import FaultyText, StopReading
from negosim.scenario.yaml.node_builder import NodeBuilder
from negosim.scenario.yaml.nodes import Node
from negosim.scenario.yaml.quoting import (
    character_name,
    directive_line,
    split_lines,
)

__all__ = [
    "CODES",
    "MAX_BYTES",
    "read_at",
    "read_file",
    "read_text",
]

MAX_BYTES = 256 * 1024

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
    "Y019": "Inside { } a comma begins the next entry, so that the text behind it would be a key without a value.",
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


class _Reading(FaultyText):
    """The reading of one text, by each parser in turn until one succeeds."""

    def root(self) -> Node:
        """The root node; `InputError` for faults."""
        try:
            self._characters()
            root = self._parse()
        except StopReading:
            root = None
        if self.faults or root is None:
            raise InputError(self.faults)
        return root

    def _characters(self) -> None:
        for number, line in enumerate(split_lines(self.original) if self.hidden else (), start=1):
            for column, character in enumerate(line, start=1):
                if character in self.hidden:
                    place = Place(self.source.name, number, column)
                    self.fault("Y003", f"the hidden character {character_name(character)}", place, help="remove it")
        directive = directive_line(self.source.lines)
        if directive is not None:
            self.fault("Y015", "a '%' directive", Place(self.source.name, directive), help="remove the line")
            raise StopReading

    def _parse(self) -> Node:
        """Try the parsers in turn; each finds the faults of values again."""
        before = len(self.faults)
        for loader in _LOADERS:
            del self.faults[before:]
            builder = NodeBuilder(self)
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


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
