"""Seats that mediate: they look for a text that the sides like better, or carry what one side offers to another.

With preferences of its own a mediator puts nothing forward that is a loss to it; without any, all is alike to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from negosim.negotiation.log import Kind, LogEntry, Reply
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.base import Accept, Act, Offer, Pass, Reject
from negosim.negotiation.tactics.base import Tactic, View
from negosim.registry import Parameter, register

__all__ = ["Annealing", "Courier", "HillClimbing", "Tries"]

SOURCE = "Klein, Faratin, Sayama & Bar-Yam 2003, IEEE Intelligent Systems 18(6):32"


@dataclass(frozen=True)
class Tries:
    """What a mediator has tried on the present text of a meeting: the text, its own offers since, and their answers.

    `accepting` is the share of those who said yes to the last of them.
    """

    text: Package | None
    offers: tuple[Package, ...]
    accepting: float

    @classmethod
    def in_view(cls, view: View) -> Tries:
        """As the log of the meeting tells it."""
        here = [event for event in view.events if event.meeting == view.meeting]
        drafted = [k for k, event in enumerate(here) if event.kind == Kind.DRAFTED]
        since = here[drafted[-1] + 1 :] if drafted else here
        own = [k for k, event in enumerate(since) if event.kind == Kind.OFFERED and event.seat == view.party]
        offers = tuple(package for k in own if (package := since[k].package) is not None)
        return cls(here[drafted[-1]].package if drafted else None, offers, _accepting(since[own[-1] :] if own else []))


def _accepting(events: Sequence[LogEntry]) -> float:
    answers = [event.facts.accepts for event in events if isinstance(event.facts, Reply)]
    return sum(answers) / len(answers) if answers else 0.0


class _Mediating(Tactic):
    """A mediator where it is asked for an answer: it takes what is no loss to it."""

    def act(self, view: View) -> Act:
        """Put something forward, or answer."""
        if view.offer is not None:
            return Accept() if view.acceptable(view.offer) else Reject()
        package = self.package(view)
        return Pass() if package is None else Offer(package)

    def package(self, view: View) -> Package | None:
        """What it puts forward; None where it has nothing."""
        raise NotImplementedError


@register("tactic", "hill_climbing", source=SOURCE, use="for a mediator of a single text that only goes uphill")
class HillClimbing(_Mediating):
    """A mediator of a single text: it changes one issue of the present text at a time, at random.

    It begins anywhere. What it has tried on the present text it doesn't try again, and it passes when nothing is left.
    """

    def package(self, view: View) -> Package | None:
        """The first text, or the present one with a change."""
        tries = Tries.in_view(view)
        start = self._start(view, tries)
        if start is None:
            return view.menu.random(view.reservation, view.chance.generator(f"tactic.{view.party}", view.course_round))
        fresh = [one for one in _changed(view, start) if one != tries.text and one not in tries.offers]
        lot = view.chance.uniform(f"tactic.{view.party}", view.course_round)
        return fresh[int(lot * len(fresh))] if fresh else None

    def _start(self, view: View, tries: Tries) -> Package | None:
        """What it changes."""
        return tries.text


def _changed(view: View, text: Package) -> Iterator[Package]:
    """A text with one issue at another option, where that is on offer and no loss; by issue and option."""
    offering, terms = view.menu.offering, dict(text.terms)
    stands, shape = offering.standing.outcome, offering.space.shape
    for axis in offering.axes:
        for option in range(shape[axis]):
            other = {key: one for key, one in {**terms, axis: option}.items() if one != stands[key]}
            package = Package.of(other)
            if option != terms.get(axis, stands[axis]) and view.menu.offers(package) and view.acceptable(package):
                yield package


@register(
    "tactic",
    "annealing",
    source=SOURCE,
    use="for a mediator of a single text that may go downhill at first, and so gets past a text that is best nearby",
    parameters=(
        Parameter("heat", "number", 1.0, "chance at first to go on from a text that all but nobody refused", 0.0, 1.0),
    ),
)
class Annealing(HillClimbing):
    """A mediator of a single text that sometimes goes on from a text that some refused, the less often the later.

    So it gets past a text on which no single change suits all. The chance is `heat` times the share of those who said
    yes to what it tried last, times the time that is left (from 1 to 0). In the source sides also say how strongly they
    refuse; here they say yes or no.
    """

    def __init__(self, heat: float = 1.0) -> None:
        self.heat = heat

    def _start(self, view: View, tries: Tries) -> Package | None:
        chance = self.heat * tries.accepting * (1.0 - view.time)
        if tries.offers and view.chance.uniform(f"tactic.{view.party}.heat", view.course_round) < chance:
            return tries.offers[-1]
        return tries.text


@register(
    "tactic",
    "courier",
    source="Raiffa 1982, The Art and Science of Negotiation, ch. 14-16",
    use="for a mediator who shuttles between sides that do not hear one another",
    parameters=(
        Parameter("improves", "flag", False, "whether it brings a package between the sides' last offers instead"),
    ),
)
class Courier(_Mediating):
    """A mediator that goes to and fro: it brings a side the last offer of another, as it is.

    With `improves` it brings what lies nearest to the last offers of all whom it needs, once two have made one. It
    holds back what is a loss to itself. At a table where its own turn comes, it begins with its best package.
    """

    def __init__(self, improves: bool = False) -> None:
        self.improves = improves

    def package(self, view: View) -> Package | None:
        """The last offer of another side, or one in between."""
        visited = view.turns.turn
        others = {seat: one for seat, one in view.others.items() if self.improves or seat != visited}
        if self.improves and len(others) > 1:
            return view.menu.nearest(view.reservation, others)
        for package in reversed(self._heard(view, visited)):
            if view.menu.offers(package) and view.acceptable(package):
                return package
        best = view.menu.best() if visited == view.party else None
        return best if best is not None and view.acceptable(best) else None

    @staticmethod
    def _heard(view: View, visited: str) -> list[Package]:
        """What the others have offered in this meeting, in order, without whom it visits."""
        offered = (one for one in view.events if one.kind == Kind.OFFERED and one.meeting == view.meeting)
        return [one.package for one in offered if one.package and one.seat not in (view.party, visited)]
