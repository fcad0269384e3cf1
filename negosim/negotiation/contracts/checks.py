"""What every tactic keeps to, whoever wrote it: each rule as a check that tells its breaches in words.

A contract takes a maker of tactics, a function without arguments that gives a fresh one, and plays small courses with
it (`contract_tables`). `faults` runs them all; the tests run them on every registered tactic, and a command on a file
of a user's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType

from negosim.domain.preferences import from_grid
from negosim.domain.rng import RandomSource
from negosim.errors import NegosimError
from negosim.negotiation.contracts import scenarios as tables
from negosim.negotiation.course import Course, decide, play
from negosim.negotiation.log import Kind, LogEntry
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.base import Accept, Act, Leave, Offer, Pass, Reject
from negosim.negotiation.session import make_tactics
from negosim.negotiation.tactics.base import Tactic, View
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario

__all__ = ["CONTRACTS", "Contract", "Make", "Played", "Watched", "faults", "keeps_to_the_rules", "played"]

Make = Callable[[], Tactic]
"""Gives a fresh tactic each time."""

NOBODY: Mapping[str, Tactic] = MappingProxyType({})


@dataclass(frozen=True)
class Contract:
    """One rule: its key, what it asks in a sentence, and the check, which gives a sentence for each breach."""

    key: str
    rule: str
    check: Callable[[Make], list[str]]


class Watched(Tactic):
    """Another tactic whose views and acts are kept."""

    def __init__(self, inner: Tactic) -> None:
        self.inner = inner
        self.turns: list[tuple[View, Act]] = []

    def act(self, view: View) -> Act:
        """What the inner one does."""
        act = decide(self.inner, view)
        self.turns.append((view, act))
        return act


class Reciter(Tactic):
    """Offers the packages on offer one after the other and turns all down: it hears nothing and wants nothing."""

    def __init__(self, packages: Sequence[Package]) -> None:
        self.packages = list(packages)

    def act(self, view: View) -> Act:
        """The next package of the list."""
        if view.offer is not None:
            return Reject()
        return Offer(self.packages[view.round % len(self.packages)])


class Leaver(Tactic):
    """Says no for three turns, then walks out."""

    def __init__(self) -> None:
        self.turns = 0

    def act(self, view: View) -> Act:
        """Turn all down, and leave at the fourth turn."""
        self.turns += 1
        if self.turns > 3:  # noqa: PLR2004  (the others have offered by then)
            return Leave()
        return Pass() if view.offer is None else Reject()


@dataclass(frozen=True)
class Played:
    """A course with the tactics that were watched in it, and why it broke off, empty where it didn't."""

    scenario: Scenario
    course: Course
    watched: Mapping[str, Watched]
    broken: str = ""


def played(
    of: Scenario, make: Make, seats: Sequence[str] = (), others: Mapping[str, Tactic] = NOBODY, run: int = 0
) -> Played:
    """The central case with fresh tactics in `seats` (all by default); the other seats play `others` or their own."""
    course = Course(RealizationFactory(of).central, RandomSource(run=run))
    own = seats or course.realization.parties
    watched: dict[str, Watched] = {}
    try:
        watched |= {key: Watched(make()) for key in own}
        play(course, {**make_tactics(course.realization), **others, **watched})
    except NegosimError as error:
        return Played(of, course, watched, str(error))
    return Played(of, course, watched)


def keeps_to_the_rules(of: Played) -> list[str]:
    """Breaches of the rules in a course: acts that aren't legal, and offers or assents that are a loss."""
    title = of.scenario.title
    found = [f"{title}: {of.broken}"] if of.broken else []
    return [*found, *(f"{title}: {fault}" for one in of.watched.values() for fault in _losses(one))]


def _losses(of: Watched) -> Iterator[str]:
    """Turns in which a seat bound itself to less than its reservation value."""
    if of.inner.may_lose:
        return
    for view, act in of.turns:
        package = _signed(view, act)
        if package is not None and view.menu.worth(package) < view.reservation:
            worth, least = from_grid(view.menu.worth(package)), from_grid(view.reservation)
            verb = "offered" if isinstance(act, Offer) else "accepted"
            yield f"round {view.round}: {view.party} {verb} what is worth {worth:.1f}, below its {least:.1f}"


def _signed(view: View, act: Act) -> Package | None:
    """The package that an act binds the seat to: its offer, or one that it accepts and whose consent is needed."""
    if isinstance(act, Offer):
        return act.package
    tabled = [event for event in view.events if event.kind == Kind.OFFERED]
    needed = bool(tabled) and view.party in tabled[-1].parties
    return view.offer if isinstance(act, Accept) and needed else None


def _everywhere(scenarios: Sequence[Scenario], make: Make) -> list[str]:
    """The breaches with the tactic in every seat, and in the first one alone."""
    return [
        fault
        for of in scenarios
        for seats in ((), (next(iter(of.parties)),))
        for fault in keeps_to_the_rules(played(of, make, seats))
    ]


def _at_all_tables(make: Make) -> list[str]:
    each = product((2, 3, 4, 5), (False, True), (False, True))
    return _everywhere([tables.seats_and_linkages(*one) for one in each], make)


def _by_option(make: Make) -> list[str]:
    return _everywhere([tables.two_meetings()], make)


def _beyond_a_table(make: Make) -> list[str]:
    return _everywhere([tables.beyond_a_table()], make)


def _one_leaves(make: Make) -> list[str]:
    of = tables.two_meetings()
    leaves = (played(of, make, ("ann", "bob"), {"cy": Leaver()}), played(of, make, ("bob", "cy"), {"ann": Leaver()}))
    return [fault for one in leaves for fault in keeps_to_the_rules(one)]


def _one_gain(make: Make) -> list[str]:
    of = played(tables.one_gain(), make)
    agreed = of.course.standing.outcome == (1,)
    missed = [] if agreed or of.broken else [f"{of.scenario.title}: two of a kind did not agree to it"]
    return keeps_to_the_rules(of) + missed


def _empty_zone(make: Make) -> list[str]:
    of = played(tables.empty_zone(), make)
    moved = [f"{of.scenario.title}: there was an agreement"] if of.course.standing.outcome != (0,) else []
    return keeps_to_the_rules(of) + moved


def _all_refused(make: Make) -> list[str]:
    of = played(tables.all_refused(), make)
    turns = [act for one in of.watched.values() for view, act in one.turns if view.party == "ann" and not view.offer]
    other = sorted({act.kind for act in turns if not isinstance(act, Pass)})
    return keeps_to_the_rules(of) + [f"{of.scenario.title}: it did {kind} where it can only pass" for kind in other]


def _repeats(make: Make) -> list[str]:
    of = tables.seats_and_linkages(3, True)
    first, second = (played(of, make).course.log for _ in range(2))
    return [] if first == second else [f"{of.title}: the same seed and run gave another course the second time"]


def _sees_itself_only(make: Make) -> list[str]:
    """What the others say being the same, what they want makes no difference to its acts."""
    said = [_own_acts(played(of, make, ("ann",), _reciters(of))) for of in map(tables.other_wishes, (False, True))]
    return [] if said[0] == said[1] else ["it acted otherwise when the others wanted something else but said the same"]


def _reciters(of: Scenario) -> dict[str, Tactic]:
    """For the seats but the first, the same packages in the same order whatever they want."""
    outcomes = [(x, y) for x in range(1, 6) for y in range(1, 6)]
    packages = [Package.of(dict(enumerate(outcome))) for outcome in outcomes]
    return {key: Reciter(packages[place:]) for place, key in enumerate(of.parties) if place}


def _own_acts(of: Played) -> list[LogEntry | str]:
    own: list[LogEntry | str] = [event for event in of.course.log if event.seat == "ann"]
    return [*own, of.broken]


CONTRACTS: tuple[Contract, ...] = (
    Contract("tables", "it plays by the rules at tables of two to five, with and without linkages", _at_all_tables),
    Contract("consent", "it plays by the rules where some agree without the others, meeting after meeting", _by_option),
    Contract("leaving", "it plays by the rules when another seat walks out", _one_leaves),
    Contract("large", "it plays by the rules where there are more outcomes than a table holds", _beyond_a_table),
    Contract("one_gain", "two of its kind agree to the one package that both gain by", _one_gain),
    Contract("empty_zone", "it ends without an agreement where there is nothing that all gain by", _empty_zone),
    Contract("refusals", "it passes where it refuses all that is on offer", _all_refused),
    Contract("repeats", "it does the same again for the same seed and run", _repeats),
    Contract("own_eyes", "it acts by what it wants and what is said, not by what others want", _sees_itself_only),
)
"""The rules that a tactic is held to, in the order in which they are checked."""


def faults(make: Make, contracts: Sequence[Contract] = CONTRACTS) -> list[str]:
    """Every breach in words, rule by rule, each once; empty for a tactic that keeps to all of them."""
    return list(dict.fromkeys(fault for contract in contracts for fault in contract.check(make)))
