"""What is open at a table, as everybody may see it: issues, options, where each stands, and who must agree to it."""

from __future__ import annotations

from dataclasses import dataclass

from negosim.analysis.phrases import Wording
from negosim.domain.outcomes import Issue
from negosim.scenario.realize.realization import Realization
from negosim.teaching.classroom.short_names import is_amount, letter, option_code

__all__ = ["AgendaOption", "Item", "agenda"]


@dataclass(frozen=True)
class AgendaOption:
    """An option: its number, its short name, its words, whether it stands, and who must agree to move to it."""

    option: int
    code: str
    label: str
    stands: bool
    consent: str


@dataclass(frozen=True)
class Item:
    """An issue: its letter, key and title, and its options; `consent` where all options need the same parties.

    An amount has one choice, where it stands; `span` then says what else it can be.
    """

    letter: str
    key: str
    title: str
    choices: tuple[AgendaOption, ...]
    consent: str
    span: str = ""


def agenda(realization: Realization) -> tuple[Item, ...]:
    """All issues of a scenario, in its order. Nothing of it is any party's preferences."""
    return tuple(_item(realization, axis, issue) for axis, issue in enumerate(realization.space.issues))


def _item(realization: Realization, axis: int, issue: Issue) -> Item:
    moves = [option for option in range(len(issue)) if option != issue.status_quo]
    shared = {issue.consent[option] for option in moves}
    same = Wording(realization).parties(next(iter(shared))) if len(shared) == 1 else ""
    wanted = [issue.status_quo] if is_amount(issue) else range(len(issue))
    choices = tuple(_choice(realization, axis, option, same) for option in wanted)
    return Item(letter(axis), issue.key, issue.title, choices, same, _range(issue) if is_amount(issue) else "")


def _choice(realization: Realization, axis: int, option: int, same: str) -> AgendaOption:
    issue = realization.space.issues[axis]
    stands = option == issue.status_quo
    needed = "" if stands or same else Wording(realization).parties(issue.consent[option])
    return AgendaOption(option, option_code(realization.space, axis, option), issue.labels[option], stands, needed)


def _range(issue: Issue) -> str:
    return f"{issue.labels[0]} to {issue.labels[-1]}, {len(issue)} amounts"
