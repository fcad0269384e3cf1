"""Mediators: seats that search for a text that the sides prefer, or carry one side's offers to another.

A mediator with preferences of its own proposes nothing that is a loss to it; one without is indifferent.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from negosim.negotiation.acts import Accept, Act, Offer, Pass, Reject
from negosim.negotiation.log import Kind, Reply
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.offer_space import Additive, OfferSpace
from negosim.negotiation.tactics.base import Tactic, View
from negosim.registry import Parameter, register

__all__ = ["Annealing", "Attempts", "Courier", "HillClimbing"]

BITS = 21
"""Bits of a distance that is squared."""

SOURCE = "Klein, Faratin, Sayama & Bar-Yam 2003, IEEE Intelligent Systems 18(6):32"


@dataclass(frozen=True)
class Attempts:
    """A mediator's attempts on the current text of a meeting: the text and its own offers since.

    `accepting` is the share of the sides that accepted the last of them.
    """

    text: Package | None
    offers: tuple[Package, ...]
    accepting: float

    @classmethod
    def in_view(cls, view: View) -> Attempts:
        """The attempts in the log of the meeting."""
        backwards = (entry for entry in reversed(view.events) if entry.meeting == view.meeting)
        offers: list[Package] = []
        answers: list[bool] = []
        text = None
        for entry in backwards:
            if entry.kind == Kind.DRAFTED:
                text = entry.package
                break
            if entry.kind == Kind.OFFERED and entry.seat == view.party and entry.package is not None:
                offers.append(entry.package)
            elif isinstance(entry.facts, Reply) and not offers:
                answers.append(entry.facts.accepts)
        accepting = sum(answers) / len(answers) if answers and offers else 0.0
        return cls(text, tuple(reversed(offers)), accepting)


class _Mediator(Tactic):
    """A mediator, which accepts whatever is not a loss to it."""

    def act(self, view: View) -> Act:
        """Propose, or answer."""
        if view.offer is not None:
            return Accept() if view.acceptable(view.offer) else Reject()
        package = self.package(view)
        return Pass() if package is None else Offer(package)

    @abstractmethod
    def package(self, view: View) -> Package | None:
        """The package that it proposes, or None."""


@register("tactic", "hill_climbing", source=SOURCE, use="for a mediator of a single text that only goes uphill")
class HillClimbing(_Mediator):
    """A mediator of a single text: it changes one issue of the present text at a time, at random.

    Where that would break a constraint, another of its issues moves along.
    It starts from a random package. It does not repeat an attempt on the same text, and passes when none is left.
    """

    def package(self, view: View) -> Package | None:
        """A first text, or the current one with a change."""
        attempts = Attempts.in_view(view)
        start = self._start(view, attempts)
        if start is None:
            return view.menu.random(view.reservation, view.chance.generator(f"tactic.{view.party}", view.course_round))
        untried = [one for one in _neighbours(view, start) if one != attempts.text and one not in attempts.offers]
        lot = view.chance.uniform(f"tactic.{view.party}", view.course_round)
        return untried[int(lot * len(untried))] if untried else None

    def _start(self, view: View, attempts: Attempts) -> Package | None:
        """The text that it changes."""
        return attempts.text


def _neighbours(view: View, text: Package) -> Iterator[Package]:
    """The texts that differ on one issue, are on offer and not a loss; by issue and option.

    They differ on a second issue where a constraint would be broken without.
    """
    offering = view.menu.offering
    changed = (one for axis in offering.axes for one in _changes(offering, text, axis))
    for package in dict.fromkeys(one for text in changed for one in _mended(offering, *text)):
        if view.menu.offers(package) and view.acceptable(package):
            yield package


def _changes(offering: OfferSpace, text: Package, axis: int) -> Iterator[tuple[Package, int]]:
    """The texts that differ on one issue, with this issue."""
    terms, stands = dict(text.terms), offering.standing.outcome
    for option in range(offering.space.shape[axis]):
        if option != terms.get(axis, stands[axis]):
            moved = {key: one for key, one in {**terms, axis: option}.items() if one != stands[key]}
            yield Package.of(moved), axis


def _mended(offering: OfferSpace, text: Package, changed: int) -> Iterator[Package]:
    """A text itself; or where it breaks a constraint, those that meet it and differ on another of its issues too."""
    broken = offering.broken_by(text)
    if not broken:
        yield text
        return
    stands, constraint = offering.standing.outcome, broken[0]
    for axis in sorted(constraint.axes.intersection(offering.axes) - {changed}):
        for package, _ in _changes(offering, text, axis):
            if constraint.met_by(package.on(stands)):
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

    This lets it escape a text that no single change improves for all. The probability is `heat` times the share of the
    sides that accepted its last attempt, times the time left (from 1 to 0). In the source, sides also say how strongly
    they refuse; here they only accept or reject.
    """

    def __init__(self, heat: float = 1.0) -> None:
        self.heat = heat

    def _start(self, view: View, attempts: Attempts) -> Package | None:
        chance = self.heat * attempts.accepting * (1.0 - view.time)
        if attempts.offers and view.chance.uniform(f"tactic.{view.party}.heat", view.course_round) < chance:
            return attempts.offers[-1]
        return attempts.text


@register(
    "tactic",
    "courier",
    source="Raiffa 1982, The Art and Science of Negotiation, ch. 14-16",
    use="for a mediator who shuttles between sides that do not hear one another",
    parameters=(
        Parameter("improves", "flag", False, "whether it brings a package between the sides' last offers instead"),
    ),
)
class Courier(_Mediator):
    """A mediator that goes to and fro: it brings a side the last offer of another, as it is.

    With `improves` it brings what lies in the middle, once two have made an offer: the package with the least mean
    square of distances, issue by issue, from the last offers of all whom it needs. It does not carry what is a loss to
    itself. At a table where it has turns of its own, it starts with its best package.
    """

    def __init__(self, improves: bool = False) -> None:
        self.improves = improves

    def package(self, view: View) -> Package | None:
        """The last offer of another side, or a package in between."""
        visited = view.turns.turn
        others = {seat: one for seat, one in view.others.items() if self.improves or seat != visited}
        if self.improves and len(others) > 1:
            return view.menu.cheapest(self._squares(view, others), view.reservation)
        for seat, package, _ in reversed(view.thread):
            if seat not in (view.party, visited) and view.menu.offers(package) and view.acceptable(package):
                return package
        best = view.menu.best() if visited == view.party else None
        return best if best is not None and view.acceptable(best) else None

    @staticmethod
    def _squares(view: View, offers: Mapping[str, Package]) -> dict[str, Additive]:
        """By seat, the squared distances from its last offer, or from what stands."""
        offering = view.menu.offering
        spare = max(0, offering.span.bit_length() - BITS)
        away = {seat: offering.away(offers.get(seat)) for seat in view.menu.others}
        return {seat: Additive(tuple((part >> spare) ** 2 for part in one.parts)) for seat, one in away.items()}
