"""Documents on the terminal."""

from __future__ import annotations

from negosim.cli._output import heading, say
from negosim.document import Document
from negosim.report.terminal import paragraph, render_content, render_section

__all__ = ["say_document"]


def say_document(document: Document, *, title: bool = True, notes: bool = True) -> None:
    """Print a document: title and lead, every section, and its notes at the end."""
    if title:
        say(document.title)
    for line in render_content(document.lead):
        say(line)
    for section in document.sections:
        if section.level == 1:
            heading(section.title)
        if text := render_section(section):
            say(text)
    if notes and document.notes:
        say()
        for note in document.notes:
            say(paragraph(note))
