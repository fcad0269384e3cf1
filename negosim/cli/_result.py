"""The result of a command: shown as text, JSON or Markdown, and written to a folder; documents on the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from negosim.cli._output import heading, progress, say, say_json
from negosim.document import Document
from negosim.report.terminal import paragraph, render_content, render_section

if TYPE_CHECKING:
    from negosim.report.folder import Job, Written

__all__ = ["OutputOptions", "say_document", "say_where"]


@dataclass(frozen=True)
class OutputOptions:
    """Where a result goes, with or without figures, and in which form it is printed."""

    out: Path = Path("results")
    overwrite: bool = False
    no_figures: bool = False
    png: bool = False
    as_json: bool = False
    as_markdown: bool = False

    def __post_init__(self) -> None:
        if self.as_json and self.as_markdown:
            raise click.UsageError("--json and --md exclude each other.")
        if self.no_figures and self.png:
            raise click.UsageError("--no-figures and --png exclude each other.")

    @property
    def as_text(self) -> bool:
        """Whether the result is printed for people."""
        return not self.as_json and not self.as_markdown

    @property
    def job(self) -> Job:
        """How the result is written."""
        from negosim.report.folder import Job

        return Job(
            figures=not self.no_figures, png=self.png, overwrite=self.overwrite, command=["negosim", *sys.argv[1:]]
        )

    def present(
        self,
        *,
        text: Callable[[], None],
        write: Callable[[Job], Written],
        data: Callable[[Written], dict[str, Any]],
        markdown: Callable[[], str] = str,
        writing: str = "Writing the result",
    ) -> None:
        """Show a result in the form that was asked for and write it; text comes first, since writing may take long.

        It is written also where the reader of the text goes away.
        """
        gone = _reader_goes_away(text) if self.as_text else None
        with progress(writing):
            written = write(self.job)
        if gone is not None:
            raise gone
        if self.as_json:
            say_json(data(written))
        elif self.as_markdown:
            say(markdown())
        else:
            say_where(written)


def _reader_goes_away(text: Callable[[], None]) -> BrokenPipeError | None:
    """Print a text; the error where its reader has read enough."""
    try:
        text()
    except BrokenPipeError as error:
        return error
    return None


def say_where(written: Written) -> None:
    """Print where the result is: its report first, since that is what people read."""
    heading("Where the result is")
    for name in written.files:
        if name.endswith(".html"):
            say(f"  To read and to pass on: {written.folder}/{name}")
    say(f"  In {written.folder}/")
    say(paragraph(", ".join(name for name in written.files if not name.endswith(".html")), indent=4))


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
