"""Describe what a change came to."""

from __future__ import annotations

from collections.abc import Iterator

from negosim.analysis.comparison_narrative import point_cells, same_endings
from negosim.analysis.phrases import run_words
from negosim.document import Document, Paragraph, Section, Table, amount, listed, points
from negosim.experiments.whatif.counterfactual import WhatIf

__all__ = ["narrate_whatif"]

HEADS = ("before", "after", "change")

NOTE = (
    "This is one run before and one after the change, under the same seed. It says what follows from the numbers of "
    "the scenario, most of them assumed; it is no forecast.",
    "Whether the difference outlasts the uncertainty of the numbers takes many draws: negosim compare --vary plays "
    "them.",
)


def narrate_whatif(found: WhatIf) -> Document:
    """What was changed, how each issue ended, and what each party has of it."""
    rows = [(row.name, (*point_cells(row), amount(found.gains.get(row.key)))) for row in found.comparison.parties]
    table = Table.of("Points at the end, delay taken off; in brackets the reservation value", HEADS, rows)
    sections = (
        Section("What was changed", tuple(_changed(found))),
        Section("How each issue ended", tuple(_ended(found))),
        Section("What each party has of it", (*_gained(found), table, *_rescored(found))),
    )
    lead = (Paragraph(run_words(found.before)),)
    return Document(found.before.scenario.title, sections, lead, NOTE)


def _changed(found: WhatIf) -> Iterator[str]:
    if not found.differences:
        yield "Nothing: the scenario says so already."
    for one in found.differences:
        old, new = one.cited
        yield f"{one.words}. Before: {old}. After: {new}."


def _ended(found: WhatIf) -> Iterator[str]:
    """The issues that ended differently, then those that ended alike."""
    for row in found.moved:
        old, new = row.endings
        yield f"{row.title}. Before: {old}. After: {new}."
    if not found.moved:
        yield "The change moves no issue."
    if alike := same_endings(found.comparison):
        yield f"As before: {'; '.join(alike)}."


def _gained(found: WhatIf) -> Iterator[str]:
    """Who has more, who has less, who as much."""
    named = {row.key: row.name for row in found.comparison.parties}
    rounded = {key: round(gain, 1) for key, gain in found.gains.items()}
    groups = {
        "Has more": [f"{named[key]} by {points(gain)}" for key, gain in rounded.items() if gain > 0],
        "Has less": [f"{named[key]} by {points(-gain)}" for key, gain in rounded.items() if gain < 0],
        "Has as much as before": [named[key] for key, gain in rounded.items() if not gain],
    }
    yield from (f"{what}: {listed(names)}." for what, names in groups.items() if names)


def _rescored(found: WhatIf) -> Iterator[str]:
    names = {row.key: row.name for row in found.comparison.parties}
    for key in found.rescored:
        yield (
            f"The change is to what {names[key]} wants: its points before and after come from two score sheets, and "
            "their difference is no gain or loss by one measure."
        )
