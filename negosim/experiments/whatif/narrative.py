"""What a change came to, in sentences and a table."""

from __future__ import annotations

from collections.abc import Iterator

from negosim.analysis.analysis_narrative import Part, Rows, amount
from negosim.analysis.comparison import PartyRow
from negosim.analysis.phrases import listed, points
from negosim.experiments.whatif.counterfactual import WhatIf

__all__ = ["NOTE", "parts"]

HEADS = ("before", "after", "change")

NOTE = (
    "This is one run before and one after the change, under the same seed. It says what follows from the numbers of "
    "the scenario, most of them assumed; it is no forecast.",
    "Whether the difference outlasts the uncertainty of the numbers takes many draws: negosim compare --vary plays "
    "them.",
)


def parts(found: WhatIf) -> tuple[Part, ...]:
    """What was changed, how each issue ended, and what each party has of it."""
    rows = tuple((row.name, _cells(found, row)) for row in found.comparison.parties)
    return (
        Part("What was changed", tuple(_changed(found))),
        Part("How each issue ended", tuple(_ended(found))),
        Part(
            "What each party has of it",
            tuple(_gained(found)),
            (Rows("Points at the end, delay taken off; in brackets the reservation value", HEADS, rows),),
            tuple(_rescored(found)),
        ),
    )


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
    alike = [f"{row.title}: {row.labels[0]}" for row in found.comparison.issues if not row.differs]
    if not found.moved:
        yield "The change moves no issue."
    if alike:
        yield f"As before: {'; '.join(alike)}."


def _gained(found: WhatIf) -> Iterator[str]:
    """Who has more, who has less, who as much."""
    names = {row.key: row.name for row in found.comparison.parties}
    rounded = {key: round(gain, 1) for key, gain in found.gains.items()}
    more = [f"{names[key]} by {points(gain)}" for key, gain in rounded.items() if gain > 0]
    less = [f"{names[key]} by {points(-gain)}" for key, gain in rounded.items() if gain < 0]
    same = [names[key] for key, gain in rounded.items() if not gain]
    for word, told in (("Has more", more), ("Has less", less), ("Has as much as before", same)):
        if told:
            yield f"{word}: {listed(told)}."


def _rescored(found: WhatIf) -> Iterator[str]:
    names = {row.key: row.name for row in found.comparison.parties}
    for key in found.rescored:
        yield (
            f"The change is to what {names[key]} wants: its points before and after come from two score sheets, and "
            "their difference is no gain or loss by one measure."
        )


def _cells(found: WhatIf, row: PartyRow) -> tuple[str, ...]:
    pairs = zip(row.points, row.reservation, strict=True)
    held = ["-" if one is None else f"{amount(one)} ({amount(least)})" for one, least in pairs]
    return (*held, amount(found.gains.get(row.key)))
