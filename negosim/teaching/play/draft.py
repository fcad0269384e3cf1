"""An offer being written: issue by issue, with its points, and every step can be undone."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace

from negosim.analysis.phrases import points
from negosim.negotiation.packages import Package
from negosim.report.terminal import number, paragraph
from negosim.teaching.play.phrases import difference, names_of
from negosim.teaching.play.turn import Turn

__all__ = ["Draft", "choices", "told"]

SHOWN = 12
"""Options of an issue that are listed; of more, an amount is typed."""

Terms = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Draft:
    """The terms so far, by axis, and what they were before each step."""

    terms: Terms = ()
    past: tuple[Terms, ...] = ()

    @property
    def package(self) -> Package:
        """The package that would be sent."""
        return Package(self.terms)

    def put(self, axis: int, option: int) -> Draft:
        """Name an issue at an option."""
        return self._step({**dict(self.terms), axis: option})

    def leave_out(self, axis: int) -> Draft:
        """Leave an issue out."""
        return self._step({key: option for key, option in self.terms if key != axis})

    def clear(self) -> Draft:
        """Begin anew."""
        return self._step({})

    def begin_with(self, package: Package) -> Draft:
        """Take over a package as it is."""
        return self._step(dict(package.terms))

    def within(self, axes: Container[int]) -> Draft:
        """The same without issues that are no longer open."""
        return self._step({axis: option for axis, option in self.terms if axis in axes})

    def undo(self) -> Draft:
        """One step back; the same where there was none."""
        return replace(self, terms=self.past[-1], past=self.past[:-1]) if self.past else self

    def _step(self, terms: dict[int, int]) -> Draft:
        after = tuple(sorted(terms.items()))
        return self if after == self.terms else Draft(after, (*self.past, self.terms))


def told(turn: Turn, draft: Draft) -> list[str]:
    """The draft with its worth to oneself, and what can be done with it."""
    named = dict(draft.terms)
    lines = ["YOUR OFFER SO FAR"]
    for axis in turn.open:
        issue = turn.space.issues[axis]
        label = issue.labels[named[axis]] if axis in named else "(not named)"
        lines.append(paragraph(f"{axis + 1}. {issue.title}: {label}", hang=4))
    worth = turn.worth_of(draft.package)
    lines.append(paragraph(f"It is worth {points(worth)} to you, {difference(turn, worth)}.{_needs(turn, draft)}"))
    said = "Type the number of an issue to settle it; or send, undo, clear, best, like, chances, cancel."
    return [*lines, paragraph(said)]


def _needs(turn: Turn, draft: Draft) -> str:
    if not draft.package.moves(turn.standing.outcome):
        return " It moves nothing yet."
    others = turn.needed(draft.package)
    return f" It needs {names_of(turn.seat, others)}." if others else " It needs nobody else."


def choices(turn: Turn, draft: Draft, axis: int) -> list[str]:
    """The options of an issue, with the worth of the whole offer with each."""
    issue = turn.space.issues[axis]
    lines = [issue.title.upper(), paragraph("0. Leave this issue out")]
    shown = range(len(issue)) if len(issue) <= SHOWN else [k * (len(issue) - 1) // (SHOWN - 1) for k in range(SHOWN)]
    lines += [paragraph(_choice(turn, draft, axis, option), hang=4) for option in shown]
    if len(issue) > SHOWN:
        last = issue.options[-1]
        lines.append(
            paragraph(
                f"There are {len(issue)} in all, up to {last}: type the number before the dot, 1 to {len(issue)}."
            )
        )
    return lines


def _choice(turn: Turn, draft: Draft, axis: int, option: int) -> str:
    """One option: its number, its label, and the worth of the offer with it."""
    package = draft.put(axis, option).package
    marks = [f"offer then worth {number(turn.worth_of(package))}"]
    if turn.standing.outcome[axis] == option:
        marks.append("stands now")
    if turn.view.preferences.refused[axis][option] and turn.standing.outcome[axis] != option:
        marks.append("your brief forbids it")
    absent = tuple(party for party in turn.needed(Package(((axis, option),))) if party not in turn.present)
    if absent:
        marks.append(f"needs {names_of(turn.seat, absent)}, who is not here")
    return f"{option + 1}. {turn.space.issues[axis].labels[option]} ({'; '.join(marks)})"
