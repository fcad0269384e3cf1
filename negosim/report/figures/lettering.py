"""Text in figures: cleaned of what no font or XML can hold, measured by the font, wrapped to a width in inches."""

from __future__ import annotations

import re
from functools import lru_cache

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags

from negosim.document import clean

__all__ = ["LINE", "POINTS_PER_INCH", "width", "wrap"]

LINE = 1.25
"""Height of a line of text, in sizes of the font."""

POINTS_PER_INCH = 72.0
UNITS_PER_POINT = 64
WORD = re.compile(r" *[^ ]+| +")
ELLIPSIS = "…"
WIDE = "W"
"""Measured instead of a sign that the font lacks."""


def width(text: str, size: float, bold: bool = False) -> float:
    """Width in inches of a text in the figures' font, which neither kerns nor joins letters across a space."""
    units = sum(_word_units(word, size, bold) for word in WORD.findall(text))
    return units / UNITS_PER_POINT / POINTS_PER_INCH


@lru_cache(maxsize=20_000)
def _word_units(word: str, size: float, bold: bool) -> int:
    """Width of a word and the spaces before it; kept, since a font takes long to measure a letter."""
    font = get_font(findfont(FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")))
    font.set_size(size, POINTS_PER_INCH)
    known = "".join(sign if font.get_char_index(ord(sign)) else WIDE for sign in word)
    font.set_text(known, 0.0, flags=LoadFlags.NO_HINTING)
    return int(font.get_width_height()[0])


def wrap(text: str, inches: float, size: float, *, bold: bool = False, lines: int = 6) -> str:
    """The text in lines no wider than that; what doesn't fit into the number of lines ends in an ellipsis."""
    done: list[str] = []
    for word in clean(text).split():
        _add(done, word, inches, size, bold)
        if len(done) > lines:
            return "\n".join([*done[: lines - 1], _shortened(done[lines - 1], inches, size, bold)])
    return "\n".join(done)


def _add(done: list[str], word: str, inches: float, size: float, bold: bool) -> None:
    """Append a word to the last line where it fits, else on lines of its own, broken where it is too wide."""
    if done and width(f"{done[-1]} {word}", size, bold) <= inches:
        done[-1] = f"{done[-1]} {word}"
        return
    while width(word, size, bold) > inches and len(word) > 1:
        fits = max(1, _fitting(word, inches, size, bold))
        done.append(word[:fits])
        word = word[fits:]
    done.append(word)


def _fitting(text: str, inches: float, size: float, bold: bool) -> int:
    """How many signs of a text fit into a width."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width(text[:middle], size, bold) <= inches else (low, middle - 1)
    return low


def _shortened(line: str, inches: float, size: float, bold: bool) -> str:
    room = inches - width(ELLIPSIS, size, bold)
    return line[: _fitting(line, room, size, bold)].rstrip() + ELLIPSIS
