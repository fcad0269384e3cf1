"""Where a result was written, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negosim.cli._output import heading, say
from negosim.cli._terminal import paragraph

if TYPE_CHECKING:
    from negosim.report.results import Written

__all__ = ["say_where"]


def say_where(written: Written) -> None:
    """The folder and its files; the report first, since it is what people read."""
    heading("Where the result is")
    report = [f"{written.folder}/{name}" for name in written.files if name.endswith(".html")]
    for path in report:
        say(f"  To read and to pass on: {path}")
    others = [name for name in written.files if not name.endswith(".html")]
    say(f"  In {written.folder}/")
    say(paragraph(", ".join(others), indent=4))
