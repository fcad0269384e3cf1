"""Short names on paper: issues are letters, their options numbers, so that A2 is an option; written and read back."""

from __future__ import annotations

import re
from itertools import groupby

from negosim.domain.conditions import Condition
from negosim.domain.outcomes import Issue, OutcomeSpace

__all__ = ["condition_code", "is_amount", "issue_letter", "issue_named", "option_code", "option_named"]


def issue_letter(axis: int) -> str:
    """The letter of an issue.

    >>> issue_letter(0), issue_letter(25), issue_letter(26)
    ('A', 'Z', 'AA')
    """
    before, place = divmod(axis, 26)
    return (issue_letter(before - 1) if before else "") + chr(ord("A") + place)


def issue_named(space: OutcomeSpace, text: str) -> int | None:
    """The issue that is called so, by its key, else by its letter; None for none."""
    called = text.casefold()
    letters = {issue_letter(axis).casefold(): axis for axis in range(len(space.issues))}
    return next((axis for axis, issue in enumerate(space.issues) if issue.key == called), letters.get(called))


def is_amount(issue: Issue) -> bool:
    """Whether the options are numbers, which need no others."""
    return not isinstance(issue.options[0], str)


def option_code(space: OutcomeSpace, axis: int, option: int) -> str:
    """The short name of an option: `A2`, or the amount itself."""
    issue = space.issues[axis]
    return f"{issue.options[option]:g}" if is_amount(issue) else f"{issue_letter(axis)}{option + 1}"


def option_named(space: OutcomeSpace, axis: int, text: str) -> int | None:
    """The option of an issue that a text names by its short name, key, number or words; None for none."""
    issue = space.issues[axis]
    name = " ".join(text.split()).casefold()
    names = _names(space, axis, issue)
    if name in names:
        return names[name]
    if not is_amount(issue):
        return names.get(name.split(" ")[0])
    fits = [place for place, option in enumerate(issue.options) if option in _possible_numbers(name)]
    return fits[0] if len(fits) == 1 else None


def _names(space: OutcomeSpace, axis: int, issue: Issue) -> dict[str, int]:
    """Names of options -> their numbers; of two options with the same name the first has it."""
    names: dict[str, int] = {}
    for option in range(len(issue)):
        called = [option_code(space, axis, option), str(issue.options[option]), issue.labels[option]]
        called += [] if is_amount(issue) else [str(option + 1)]
        for name in called:
            names.setdefault(" ".join(name.split()).casefold(), option)
    return names


def _possible_numbers(text: str) -> set[float]:
    """The numbers that a text like `1 000,5 billion` can mean: a comma is a decimal one or parts thousands."""
    match = re.match(r"-?[\d\s,]*\d(?:\.\d+)?", text)
    if match is None:
        return set()
    digits = re.sub(r"\s", "", match[0])
    thousands = [digits.replace(",", "")] if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", digits) else []
    decimal = [digits.replace(",", ".")] if digits.count(",") + digits.count(".") <= 1 else []
    return {float(one) for one in (*thousands, *decimal)}


def condition_code(space: OutcomeSpace, condition: Condition) -> str:
    """A condition in short names: `A2 to A6 with B1`."""
    return " with ".join(_options_code(space, axis, mask.tolist()) for axis, mask in condition.options.items())


def _options_code(space: OutcomeSpace, axis: int, mask: list[bool]) -> str:
    """Some options of an issue, neighbours from first to last: `A2 to A6 or A9`."""
    runs = []
    for fits, group in groupby(range(len(mask)), key=mask.__getitem__):
        if fits:
            codes = [option_code(space, axis, option) for option in group]
            runs.append(" or ".join(codes) if len(codes) <= 2 else f"{codes[0]} to {codes[-1]}")  # noqa: PLR2004  (two are named)
    before = f"{issue_letter(axis)}: " if is_amount(space.issues[axis]) else ""
    return before + (" or ".join(runs) or "no option")
