"""What states do at the table, as the literature on negotiation describes it: each a tactic with a source of its own.

All of them set an aspiration that falls with time, and differ in which packages they will put their name to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from negosim.domain.outcomes import Condition
from negosim.negotiation.protocols.base import Act
from negosim.negotiation.tactics.base import View
from negosim.negotiation.tactics.time_dependent import TimeDependent
from negosim.registry import Parameter, register

__all__ = ["LinkageKeeper", "Logroll", "Principled", "RedLineThenTrade", "except_for", "stakes"]

EXPONENT = Parameter("exponent", "number", 1.0, "how its aspiration falls over time, as in `boulware`", 0.001, 1000.0)


class Principled(TimeDependent):
    """A time-dependent tactic that does not put its name to every package that is worth enough."""

    def __init__(self, exponent: float = 1.0) -> None:
        super().__init__(exponent)

    def lines(self, view: View) -> tuple[Condition, ...]:
        """What no package that it offers or accepts may lead to."""
        return ()

    def held(self, view: View) -> tuple[Condition, ...]:
        """What its offers do not lead to for now, of the menu within its lines."""
        return ()

    def act(self, view: View) -> Act:
        """The default way, among the packages that it will put its name to."""
        lines = self.lines(view)
        within = replace(view, menu=view.menu.avoiding(lines)) if lines else view
        if view.offer is None:
            held = self.held(within)
            return self.propose(replace(within, menu=within.menu.avoiding(held)) if held else within)
        outcome = view.offer.on(view.menu.offering.standing.outcome)
        return view.no() if any(line.met_by(outcome) for line in lines) else self.answer(within, view.offer)


def except_for(view: View, axis: int, options: Iterable[int]) -> Condition:
    """The condition that an issue has another than some options."""
    mask = np.ones(view.preferences.space.shape[axis], dtype=np.bool_)
    mask[list(options)] = False
    return Condition({axis: mask})


def stakes(view: View) -> dict[int, int]:
    """What each open issue can bring this seat, on the grid: the best less the worst of its options on offer.

    Options that no package of one move leads to count where they stand only; linkages do not count.
    """
    stands = view.menu.offering.standing.outcome
    parts = view.preferences.contributions
    reach = {axis: {stands[axis]} for axis in view.menu.offering.axes}
    for move in view.menu.moves:
        axis, option = move.terms[0]
        reach[axis].add(option)
    values = {axis: [int(parts[axis][option]) for option in options] for axis, options in reach.items()}
    return {axis: max(found) - min(found) for axis, found in values.items()}


@register(
    "tactic",
    "red_line_then_trade",
    use="for a side with refusals that it never moves on and much else that it can trade",
    source="Pruitt 1981, Negotiation Behavior (concessions on what weighs little to oneself first)",
    parameters=(EXPONENT,),
)
class RedLineThenTrade(Principled):
    """Never crosses its red lines, and concedes on its light issues before it touches a heavier one.

    Its red lines are the options that it refuses: it offers and accepts none of them, even where nobody asks for its
    consent. What it is ready to give up by now is given on as few of its lightest issues as can bear it. All but the
    last of them go the way that the others ask for, the last may be split, and on all others its offers stay at what
    its best package has. An issue is as heavy as its options differ in points.
    """

    def lines(self, view: View) -> tuple[Condition, ...]:
        """The options that the party refuses; also those to which its consent is not needed."""
        refused, stands = view.preferences.refused, view.menu.offering.standing.outcome
        moving = {axis: refused[axis] & (np.arange(len(refused[axis])) != stands[axis]) for axis in _axes(view)}
        return tuple(Condition({axis: mask}) for axis, mask in moving.items() if mask.any())

    def held(self, view: View) -> tuple[Condition, ...]:
        """All but its best option where it holds, all but that and what the others ask for where it has given in."""
        best = view.menu.best()
        if best is None:
            return ()
        stands, (given, at) = view.menu.offering.standing.outcome, self.traded(view)
        own, asked = best.on(stands), [package.on(stands) for package in view.others.values()]
        kept = {axis: {own[axis]} | ({one[axis] for one in asked} if axis in given else set()) for axis in _axes(view)}
        return tuple(except_for(view, axis, options) for axis, options in kept.items() if axis != at)

    def traded(self, view: View) -> tuple[set[int], int | None]:
        """The lightest issues, as few as can bear what it is ready to give up by now: those before the last, the last.

        On those before the last it has nothing left to give but what the others ask for.
        """
        ready, borne, given = view.menu.highest - self.aspiration(view, view.time), 0, list[int]()
        for axis, stake in sorted(stakes(view).items(), key=lambda pair: (pair[1], pair[0])):
            if borne >= ready:
                break
            given.append(axis)
            borne += stake
        return set(given[:-1]), given[-1] if given else None


@register(
    "tactic",
    "logroll",
    use="where the sides weigh the issues in different ways, so that votes can be traded",
    source="Froman & Cohen 1970, Behavioral Science 15:180; Pruitt 1981, Negotiation Behavior",
    parameters=(EXPONENT,),
)
class Logroll(Principled):
    """Swaps whole issues: each goes either its own way or the way that the other asks for, never half-way.

    Of the packages that are worth its aspiration it offers the one in which most issues go the way of the seats that it
    needs, so that it gives what weighs little to itself and keeps what weighs much. A compromise would split each.
    """

    def held(self, view: View) -> tuple[Condition, ...]:
        """On every issue, all options but the one of its best package and those that the others asked for last."""
        best = view.menu.best()
        if best is None:
            return ()
        asked = [package.on(view.menu.offering.standing.outcome) for package in (best, *view.others.values())]
        return tuple(except_for(view, axis, {one[axis] for one in asked}) for axis in _axes(view))


@register(
    "tactic",
    "linkage_keeper",
    use="for a side that gives one thing only together with another",
    source="Tollison & Willett 1979, Int. Organization 33:425; Sebenius 1983, Int. Organization 37:281",
    parameters=(EXPONENT,),
)
class LinkageKeeper(Principled):
    """Agrees to no package that parts what it has tied together, whatever else the package brings.

    It neither offers nor accepts what leads to one of its linkages that cost it points, unless what stands already
    does. Else it concedes over time.
    """

    def lines(self, view: View) -> tuple[Condition, ...]:
        """The conditions of the linkages that cost it points, and that what stands doesn't meet."""
        stands = view.menu.offering.standing.outcome
        costly = [one.when for one in view.preferences.linkages if one.points < 0]
        return tuple(when for when in costly if not when.met_by(stands))


def _axes(view: View) -> tuple[int, ...]:
    """The open issues."""
    return view.menu.offering.axes
