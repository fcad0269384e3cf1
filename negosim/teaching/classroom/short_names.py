"""Short names for options on paper: issues are letters, their options numbers, so that A2 is one of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from negosim.domain.outcomes import Condition, Issue, OutcomeSpace

__all__ = ["condition_code", "is_amount", "issue_named", "letter", "option_code"]

LETTERS = 26


def letter(axis: int) -> str:
    """The letter of an issue.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    before, place = divmod(axis, LETTERS)
    return (letter(before - 1) if before else "") + chr(ord("A") + place)


def issue_named(space: OutcomeSpace, text: str) -> int | None:
    """The issue that is called so, by its key, else by its letter; None for none."""
    called = text.casefold()
    letters = {letter(axis).casefold(): axis for axis in range(len(space.issues))}
    return next((axis for axis, issue in enumerate(space.issues) if issue.key == called), letters.get(called))


def is_amount(issue: Issue) -> bool:
    """Whether the options are numbers, which need no others."""
    return not isinstance(issue.options[0], str)


def option_code(space: OutcomeSpace, axis: int, option: int) -> str:
    """The short name of an option: `A2`, or the amount itself."""
    issue = space.issues[axis]
    return f"{issue.options[option]:g}" if is_amount(issue) else f"{letter(axis)}{option + 1}"


def condition_code(space: OutcomeSpace, condition: Condition) -> str:
    """A condition in short names: `A2 to A6 with B1`."""
    return " with ".join(_axis_code(space, axis, mask.tolist()) for axis, mask in condition.options.items())


def _axis_code(space: OutcomeSpace, axis: int, mask: list[bool]) -> str:
    parts = [_span(space, axis, first, last) for first, last in _spans(mask)]
    before = f"{letter(axis)}: " if is_amount(space.issues[axis]) else ""
    return before + (" or ".join(parts) or "no option")


def _spans(mask: list[bool]) -> Iterator[tuple[int, int]]:
    """First and last place of every run of true ones."""
    for fits, group in groupby(enumerate(mask), key=lambda pair: pair[1]):
        places = [place for place, _ in group]
        if fits:
            yield places[0], places[-1]


def _span(space: OutcomeSpace, axis: int, first: int, last: int) -> str:
    begin, end = (option_code(space, axis, option) for option in (first, last))
    return begin if first == last else f"{begin} {'or' if last == first + 1 else 'to'} {end}"
