"""Lexical checks of a scenario file outside YAML itself: hidden characters, directives, tabs and comments."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "JOINERS",
    "Span",
    "character_name",
    "directive_line",
    "hidden_characters",
    "redact",
    "split_lines",
    "stray_signs",
]

JOINERS = "\u200c\u200d"
"""ZWNJ and ZWJ, which Persian and Indic names need: allowed in text, not in keys."""

_HIDDEN_KINDS = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_NEWLINE = re.compile(r"\r\n|\r|\n")
_NONCHARACTER = 0xFFFE


@dataclass(frozen=True)
class Span:
    """The columns of a scalar on one line, from 0, end excluded, and whether it is unquoted."""

    start: int
    end: int
    unquoted: bool


def split_lines(text: str) -> tuple[str, ...]:
    """The lines as YAML counts them, in text without hidden characters."""
    return tuple(_NEWLINE.split(text))


def hidden_characters(text: str) -> set[str]:
    """The control, bidi and zero-width characters and surrogates in a text (CVE-2021-42574)."""
    seen = set() if text.isprintable() else set(text).difference("\t\n\r", JOINERS)
    return {c for c in seen if unicodedata.category(c) in _HIDDEN_KINDS or ord(c) & 0xFFFF >= _NONCHARACTER}


def character_name(character: str) -> str:
    """A character's code point and name.

    >>> character_name("\\u202e")
    'U+202E (right-to-left override)'
    """
    unnamed = "control character" if unicodedata.category(character) == "Cc" else "not a character"
    return f"U+{ord(character):04X} ({unicodedata.name(character, unnamed).lower()})"


def redact(text: str, characters: set[str]) -> str:
    """The text with each of the characters replaced by U+FFFD, which keeps positions."""
    return text.translate(dict.fromkeys(map(ord, characters), "\N{REPLACEMENT CHARACTER}"))


def directive_line(lines: Sequence[str]) -> int | None:
    """The number, from 1, of the line with a `%` directive before the document, or None."""
    for number, line in enumerate(lines, start=1):
        if line.startswith("%"):
            return number
        if line.strip() and not line.lstrip().startswith("#"):
            return None
    return None


def stray_signs(line: str, spans: Sequence[Span]) -> tuple[int | None, int | None]:
    """Columns, from 0, of the first tab of a line outside quotes and of a '#' that would drop text, or None.

    A '#' drops text if it touches the next character and follows an unquoted word or a sign that needs a value:
    `color: #0072B2`, `option #2`.
    """
    comment = _first(line, "#", spans)
    quoted = [span for span in spans if not span.unquoted]
    tab = _first(line if comment is None else line[:comment], "\t", quoted)
    return tab, comment if comment is not None and _drops(line, comment, spans) else None


def _first(line: str, sign: str, spans: Sequence[Span]) -> int | None:
    """The first column of a sign outside the spans."""
    starts, ends = [0, *(span.end for span in spans)], [*(span.start for span in spans), len(line)]
    found = (line.find(sign, start, end) for start, end in zip(starts, ends, strict=True))
    return next((column for column in found if column >= 0), None)


def _drops(line: str, at: int, spans: Sequence[Span]) -> bool:
    before, after = line[:at].rstrip(), line[at + 1 : at + 2].strip()
    if not before or not after:
        return False
    last = next((span for span in reversed(spans) if span.start < at and span.end >= len(before)), None)
    return last.unquoted if last else before[-1] not in "]}"
