"""Tactics of states at the table, as described in the literature on negotiation.

Their aspiration falls with time; they differ in the packages that they are willing to offer and accept.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from negosim.domain.conditions import Condition
from negosim.negotiation.tactics.base import View
from negosim.negotiation.tactics.time_dependent import TimeDependent
from negosim.registry import Parameter, register

__all__ = ["LinkageKeeper", "Logroll", "Principled", "RedLineThenTrade", "except_for", "stakes"]

EXPONENT = Parameter("exponent", "number", 1.0, "how its aspiration falls over time, as in `boulware`", 0.001, 1000.0)


class Principled(TimeDependent):
    """A time-dependent tactic that excludes some packages whatever their worth."""

    def __init__(self, exponent: float = 1.0) -> None:
        super().__init__(exponent)

    def lines(self, view: View) -> tuple[Condition, ...]:
        """Conditions that no package it offers or accepts may meet."""
        return ()

    def withheld(self, view: View) -> tuple[Condition, ...]:
        """Further conditions that its offers may not meet for now."""
        return ()

    def choose(self, view: View) -> int:
        """The default act, restricted to packages outside these conditions."""
        lines = self.lines(view)
        within = view.choosing_from(view.menu.avoiding(lines)) if lines else view
        if view.offer is None:
            withheld = self.withheld(within)
            return self.proposal(within.choosing_from(within.menu.avoiding(withheld)) if withheld else within)
        outcome = view.offer.on(view.menu.offering.standing.outcome)
        return view.refusal if any(line.met_by(outcome) for line in lines) else self.answer(within)


def except_for(view: View, axis: int, options: Iterable[int]) -> Condition:
    """The condition that an issue has none of some options."""
    mask = np.ones(view.preferences.space.shape[axis], dtype=np.bool_)
    mask[list(options)] = False
    return Condition({axis: mask})


def stakes(view: View) -> dict[int, int]:
    """The stake of this seat in each open issue, in steps: its best less its worst option on offer.

    Options count if a package of one move leads to them or they stand; linkages do not count.
    """
    stands = view.menu.offering.standing.outcome
    parts = view.preferences.contributions
    reach = {axis: {stands[axis]} for axis in view.menu.offering.axes}
    for move in view.menu.moves:
        axis, option = move.terms[0]
        reach[axis].add(option)
    values = {axis: [int(parts[axis][option]) for option in options] for axis, options in reach.items()}
    return {axis: max(options) - min(options) for axis, options in values.items()}


@register(
    "tactic",
    "red_line_then_trade",
    use="for a side with refusals that it never moves on and much else that it can trade",
    source="Pruitt 1981, Negotiation Behavior (concessions on what weighs little to oneself first)",
    parameters=(EXPONENT,),
)
class RedLineThenTrade(Principled):
    """Never crosses its red lines, and concedes on its light issues before it touches a heavier one.

    Its red lines are the options that it refuses: it neither offers nor accepts them, even if its consent is not
    needed. It makes its current concession on as few of its lightest issues as suffice. On all but the last of these it
    offers what the others ask for, on the last it may split, and on all others it stays at its best package. The weight
    of an issue is the difference in points between its options.
    """

    def lines(self, view: View) -> tuple[Condition, ...]:
        """The options that the party refuses, including those that do not need its consent."""
        refused, stands = view.preferences.refused, view.menu.offering.standing.outcome
        moving = {axis: refused[axis] & (np.arange(len(refused[axis])) != stands[axis]) for axis in _axes(view)}
        return tuple(Condition({axis: mask}) for axis, mask in moving.items() if mask.any())

    def withheld(self, view: View) -> tuple[Condition, ...]:
        """On each issue all options but its own best and, where it has conceded, those that the others ask for."""
        best = view.menu.best()
        if best is None:
            return ()
        stands, (conceded, split) = view.menu.offering.standing.outcome, self.conceded_issues(view)
        own, offered = best.on(stands), [package.on(stands) for package in view.others.values()]
        allowed = {axis: {own[axis]} | {one[axis] for one in offered if axis in conceded} for axis in _axes(view)}
        return tuple(except_for(view, axis, options) for axis, options in allowed.items() if axis != split)

    def conceded_issues(self, view: View) -> tuple[set[int], int | None]:
        """The lightest issues, as few as its current concession needs: those conceded in full, and the last."""
        concession, covered, issues = view.menu.highest - self.aspiration(view, view.time), 0, list[int]()
        for axis, stake in sorted(stakes(view).items(), key=lambda pair: (pair[1], pair[0])):
            if covered >= concession:
                break
            issues.append(axis)
            covered += stake
        return set(issues[:-1]), issues[-1] if issues else None


@register(
    "tactic",
    "logroll",
    use="where the sides weigh the issues in different ways, so that votes can be traded",
    source="Froman & Cohen 1970, Behavioral Science 15:180; Pruitt 1981, Negotiation Behavior",
    parameters=(EXPONENT,),
)
class Logroll(Principled):
    """Swaps whole issues: each goes either its own way or the way that the other asks for, never half-way.

    Of the packages worth its aspiration, it offers the one in which most issues go the way of the seats that it needs,
    so that it concedes what matters little to it and keeps what matters much. A compromise would split each issue.
    """

    def withheld(self, view: View) -> tuple[Condition, ...]:
        """On each issue, all options but that of its best package and those that the others asked for last."""
        best = view.menu.best()
        if best is None:
            return ()
        packages = [package.on(view.menu.offering.standing.outcome) for package in (best, *view.others.values())]
        return tuple(except_for(view, axis, {one[axis] for one in packages}) for axis in _axes(view))


@register(
    "tactic",
    "linkage_keeper",
    use="for a side that gives one thing only together with another",
    source="Tollison & Willett 1979, Int. Organization 33:425; Sebenius 1983, Int. Organization 37:281",
    parameters=(EXPONENT,),
)
class LinkageKeeper(Principled):
    """Agrees to no package that parts what it has tied together, whatever else the package brings.

    It neither offers nor accepts packages that meet one of its costly linkages, unless what stands already meets it.
    Otherwise it concedes over time.
    """

    def lines(self, view: View) -> tuple[Condition, ...]:
        """The conditions of costly linkages that what stands does not meet."""
        stands = view.menu.offering.standing.outcome
        costly = [one.when for one in view.preferences.linkages if one.points < 0]
        return tuple(when for when in costly if not when.met_by(stands))


def _axes(view: View) -> tuple[int, ...]:
    """The open issues."""
    return view.menu.offering.axes
