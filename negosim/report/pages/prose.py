"""Plain text in blocks: paragraphs with an empty line between, headings after `## `, lists after `- `.

Within a line `**words**` stand out, and `words` in backticks are something to type or to look up in a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

__all__ = ["Passage", "blocks", "runs", "unmarked"]

MARKED = re.compile(r"\*\*(?P<strong>.+?)\*\*|`(?P<code>[^`]+)`")


@dataclass(frozen=True)
class Passage:
    """A paragraph or heading with its text as one line, or a list with its items."""

    kind: Literal["paragraph", "heading", "list"]
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " ".join(self.lines)


def blocks(text: str) -> tuple[Passage, ...]:
    """The blocks of a text.

    >>> [block.kind for block in blocks("## Zone\\n\\nOne\\nline.\\n\\n- a\\n- b\\n  more")]
    ['heading', 'paragraph', 'list']
    >>> blocks("- a\\n- b\\n  more")[0].lines
    ('a', 'b more')
    """
    return tuple(_block(part) for part in re.split(r"\n\s*\n", text.strip()) if part)


def _block(part: str) -> Passage:
    if part.startswith("## "):
        return Passage("heading", (_line(part[3:]),))
    if part.startswith("- "):
        return Passage("list", tuple(_line(item) for item in re.split(r"(?:^|\n)- ", part) if item))
    return Passage("paragraph", (_line(part),))


def _line(text: str) -> str:
    return " ".join(text.split())


def runs(line: str) -> list[tuple[str, str]]:
    """A line as pieces of text, each with its kind: plain, strong or code.

    >>> runs("A **zone** of `weight`.")
    [('plain', 'A '), ('strong', 'zone'), ('plain', ' of '), ('code', 'weight'), ('plain', '.')]
    """
    pieces: list[tuple[str, str]] = []
    end = 0
    for found in MARKED.finditer(line):
        pieces += [("plain", line[end : found.start()]), (str(found.lastgroup), str(found[str(found.lastgroup)]))]
        end = found.end()
    return [piece for piece in [*pieces, ("plain", line[end:])] if piece[1]]


def unmarked(line: str) -> str:
    """A line as a terminal shows it: without the stars around what stands out."""
    return re.sub(r"\*\*(.+?)\*\*", r"\1", line)
