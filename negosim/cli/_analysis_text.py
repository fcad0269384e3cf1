"""An analysis on the terminal: every part with its sentences and tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negosim.analysis.analysis import Analysis
from negosim.analysis.analysis_narrative import Part, Rows, parts
from negosim.cli._output import heading, say
from negosim.cli._run_text import SCALE
from negosim.cli._terminal import counted, numbers, paragraph

__all__ = ["say_analysis", "say_part"]


def say_analysis(analysis: Analysis, found: Mapping[str, Any]) -> None:
    """Tell an analysis in plain words; `found` are its findings."""
    record = analysis.record
    say(record.scenario.title)
    drawn = "the uncertain numbers drawn" if record.drawn else "every uncertain number at its centre"
    changed = f", with {counted(len(record.scenario.changes), 'change')}" if record.scenario.changes else ""
    say(paragraph(f"Scenario {record.scenario.name}{changed}; {drawn}; seed {record.seed}, run {record.run}."))
    say(paragraph(SCALE))
    for part in parts(record.realization, found):
        say_part(part)
    heading("How to read this")
    say(paragraph("This is what these numbers lead to, most of them assumed; it is no forecast."))


def say_part(part: Part) -> None:
    """A heading with its sentences and tables."""
    heading(part.title)
    _say_lines(part.sentences)
    for table in part.tables:
        _say_table(table)
    if part.tables and part.after:
        say()
    _say_lines(part.after)


def _say_lines(sentences: tuple[str, ...]) -> None:
    for sentence in sentences:
        say(paragraph(sentence, hang=2))


def _say_table(table: Rows) -> None:
    say()
    say(paragraph(f"{table.caption}:"))
    say("\n".join(numbers(table.heads, table.rows)).rstrip())
