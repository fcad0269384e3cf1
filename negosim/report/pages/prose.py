"""Prose of exercises: paragraphs with an empty line between, headings after `## `, lists after `- `.

Within a line `**words**` stand out, and `words` in backticks are something to type or to look up in a file.
"""

from __future__ import annotations

import re
from dataclasses import replace

from negosim.document import BulletList, Paragraph, Section

__all__ = ["read_prose", "runs", "unmarked"]

MARKED = re.compile(r"\*\*(?P<strong>.+?)\*\*|`(?P<code>[^`]+)`")


def read_prose(text: str) -> tuple[Section, ...]:
    """The sections of a text; what stands before the first heading has no title.

    >>> read_prose("One\\nline.\\n\\n## Zone\\n\\n- a\\n- b\\n  more")[1].content
    (BulletList(items=('a', 'b more')),)
    """
    sections = [Section("", level=2)]
    for part in re.split(r"\n\s*\n", text.strip()):
        if part.startswith("## "):
            sections.append(Section(_line(part[3:]), level=2))
        elif part:
            sections[-1] = replace(sections[-1], content=(*sections[-1].content, _content(part)))
    return tuple(one for one in sections if one.title or one.content)


def _content(part: str) -> Paragraph | BulletList:
    if part.startswith("- "):
        return BulletList(tuple(_line(item) for item in re.split(r"(?:^|\n)- ", part) if item))
    return Paragraph(_line(part))


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
