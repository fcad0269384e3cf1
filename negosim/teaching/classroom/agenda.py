"""The agenda as everybody may see it: issues, options, the status quo, and whose consent each option needs."""

from __future__ import annotations

from dataclasses import dataclass

from negosim.analysis.phrases import Wording
from negosim.scenario.realize.realization import Realization
from negosim.teaching.classroom.short_names import is_amount, issue_letter, option_code

__all__ = ["AgendaItem", "AgendaOption", "agenda"]


@dataclass(frozen=True)
class AgendaOption:
    """An option: its number, its short name, its words, whether it stands, and who must agree to move to it."""

    option: int
    code: str
    label: str
    stands: bool
    consent: str


@dataclass(frozen=True)
class AgendaItem:
    """An issue: its letter, key and title, and its options; `consent` where all options need the same parties.

    An amount has one choice, where it stands; `span` then says what else it can be.
    """

    letter: str
    key: str
    title: str
    choices: tuple[AgendaOption, ...]
    consent: str
    span: str = ""

    def choice(self, option: int) -> AgendaOption | None:
        """The choice of an option; None for the other numbers of an amount."""
        return next((one for one in self.choices if one.option == option), None)


def agenda(realization: Realization) -> tuple[AgendaItem, ...]:
    """All issues of a scenario, in its order. Nothing of it is any party's preferences."""
    return tuple(_item(realization, axis) for axis in range(len(realization.space.issues)))


def _item(realization: Realization, axis: int) -> AgendaItem:
    space, words = realization.space, Wording(realization)
    issue = space.issues[axis]
    needed = {option: issue.consent[option] for option in range(len(issue)) if option != issue.status_quo}
    same = words.parties(issue.consent[next(iter(needed))]) if len(set(needed.values())) == 1 else ""
    consent = {option: "" if same else words.parties(parties) for option, parties in needed.items()}
    choices = []
    for option in [issue.status_quo] if is_amount(issue) else range(len(issue)):
        code, stands = option_code(space, axis, option), option == issue.status_quo
        choices.append(AgendaOption(option, code, issue.labels[option], stands, consent.get(option, "")))
    span = f"{issue.labels[0]} to {issue.labels[-1]}, {len(issue)} amounts" if is_amount(issue) else ""
    return AgendaItem(issue_letter(axis), issue.key, issue.title, tuple(choices), same, span)
