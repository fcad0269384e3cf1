"""The result of a command: shown as text, JSON or Markdown, and written to a folder."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from negosim.cli._output import heading, progress, say, say_json

if TYPE_CHECKING:
    from negosim.report.folder import Job, Written

__all__ = ["OutputOptions", "say_where"]


@dataclass(frozen=True)
class OutputOptions:
    """Where a result goes, with or without figures, and in which form it is printed."""

    out: Path = Path("results")
    overwrite: bool = False
    no_figures: bool = False
    as_json: bool = False
    as_markdown: bool = False

    def __post_init__(self) -> None:
        if self.as_json and self.as_markdown:
            raise click.UsageError("--json and --md exclude each other.")

    @property
    def as_text(self) -> bool:
        """Whether the result is printed for people."""
        return not self.as_json and not self.as_markdown

    @property
    def job(self) -> Job:
        """How the result is written."""
        from negosim.report.folder import Job

        return Job(not self.no_figures, self.overwrite, ["negosim", *sys.argv[1:]])

    def present(
        self,
        *,
        text: Callable[[], None],
        write: Callable[[Job], Written],
        data: Callable[[Written], dict[str, Any]],
        markdown: Callable[[], str] = str,
        writing: str = "Writing the result",
    ) -> None:
        """Show a result in the form that was asked for and write it; text comes first, since writing may take long."""
        if self.as_text:
            text()
        with progress(writing):
            written = write(self.job)
        if self.as_json:
            say_json(data(written))
        elif self.as_markdown:
            say(markdown())
        else:
            say_where(written)


def say_where(written: Written) -> None:
    """Print where the result is: its report first, since that is what people read."""
    from negosim.report.terminal import paragraph

    heading("Where the result is")
    for name in written.files:
        if name.endswith(".html"):
            say(f"  To read and to pass on: {written.folder}/{name}")
    say(f"  In {written.folder}/")
    say(paragraph(", ".join(name for name in written.files if not name.endswith(".html")), indent=4))
