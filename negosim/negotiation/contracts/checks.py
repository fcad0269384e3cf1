"""The contracts of tactics: each rule as a check that returns its breaches as sentences.

A contract takes a factory of tactics without arguments and plays small scenarios with it (`scenarios`). `breaches`
checks all contracts; the tests do so for every registered tactic, and a command for a user's file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from negosim.domain.rng import RandomSource
from negosim.errors import NegosimError
from negosim.negotiation.acts import Accept, Act, Leave, Offer, Pass, Reject
from negosim.negotiation.contracts.scenarios import (
    all_refused,
    beyond_a_table,
    empty_zone,
    one_gain,
    other_preferences,
    seats_and_linkages,
    summed,
    two_meetings,
)
from negosim.negotiation.course import Course
from negosim.negotiation.driving import decide, play
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.log import Kind, LogEntry
from negosim.negotiation.packages import Package
from negosim.negotiation.tactics.base import Tactic, View
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario

__all__ = [
    "CONTRACTS",
    "Contract",
    "ContractRun",
    "Factory",
    "RecordingTactic",
    "breaches",
    "play_contract",
    "rule_breaches",
]

Factory = Callable[[], Tactic]
"""Creates a new tactic at each call."""


@dataclass(frozen=True)
class Contract:
    """A rule: its key, its statement, and its check, which returns a sentence for each breach."""

    key: str
    rule: str
    check: Callable[[Factory], list[str]]


class RecordingTactic(Tactic):
    """A tactic that records the views and acts of another."""

    def __init__(self, inner: Tactic) -> None:
        self.inner = inner
        self.turns: list[tuple[View, Act]] = []

    def act(self, view: View) -> Act:
        """The act of the inner tactic."""
        act = decide(self.inner, view)
        self.turns.append((view, act))
        return act


class Reciter(Tactic):
    """Offers the given packages in turn and rejects everything, whatever its preferences."""

    def __init__(self, packages: Sequence[Package]) -> None:
        self.packages = list(packages)

    def act(self, view: View) -> Act:
        """The next package of the list."""
        if view.offer is not None:
            return Reject()
        return Offer(self.packages[view.round % len(self.packages)])


class Leaver(Tactic):
    """Rejects for three turns, then leaves."""

    def __init__(self) -> None:
        self.turns = 0

    def act(self, view: View) -> Act:
        """Pass or reject, and leave at the fourth turn."""
        self.turns += 1
        if self.turns > 3:  # noqa: PLR2004  (all others have offered by then)
            return Leave()
        return Pass() if view.offer is None else Reject()


@dataclass(frozen=True)
class ContractRun:
    """A course with the recorded tactics, and the error that ended it, if any."""

    scenario: Scenario
    course: Course
    recorded: Mapping[str, RecordingTactic]
    error: str = ""


def play_contract(
    scenario: Scenario,
    factory: Factory,
    seats: Sequence[str] = (),
    others: Mapping[str, Tactic] | None = None,
    run: int = 0,
) -> ContractRun:
    """Play the central case with new tactics in `seats` (default: all); other seats use `others` or their own."""
    course = Course(RealizationFactory(scenario).central, RandomSource(run=run))
    own = seats or course.realization.parties
    recorded: dict[str, RecordingTactic] = {}
    try:
        recorded |= {key: RecordingTactic(factory()) for key in own}
        play(course, {**make_tactics(course.realization), **(others or {}), **recorded})
    except NegosimError as error:
        return ContractRun(scenario, course, recorded, str(error))
    return ContractRun(scenario, course, recorded)


def rule_breaches(run: ContractRun) -> list[str]:
    """Breaches of the rules in a run: illegal acts, and offers or acceptances at a loss."""
    title = run.scenario.title
    errors = [f"{title}: {run.error}"] if run.error else []
    return [*errors, *(f"{title}: {loss}" for tactic in run.recorded.values() for loss in _losses(tactic))]


def _losses(tactic: RecordingTactic) -> Iterator[str]:
    """Turns in which a seat committed to less than its reservation value."""
    if tactic.inner.may_lose:
        return
    for view, act in tactic.turns:
        package = _committed_to(view, act)
        if package is not None and view.menu.worth(package) < view.reservation:
            worth, least = map(view.scale.points, (view.menu.worth(package), view.reservation))
            verb = "offered" if isinstance(act, Offer) else "accepted"
            yield f"round {view.round}: {view.party} {verb} what is worth {worth:.1f}, below its {least:.1f}"


def _committed_to(view: View, act: Act) -> Package | None:
    """The package that an act commits the seat to: its own offer, or an accepted one that needs its consent."""
    if isinstance(act, Offer):
        return act.package
    tabled = [event for event in view.events if event.kind == Kind.OFFERED]
    needed = bool(tabled) and view.party in tabled[-1].parties
    return view.offer if isinstance(act, Accept) and needed else None


def _everywhere(scenarios: Sequence[Scenario], factory: Factory) -> list[str]:
    """Breaches with the tactic in every seat, and in the first one only."""
    return [
        breach
        for scenario in scenarios
        for seats in ((), (next(iter(scenario.parties)),))
        for breach in rule_breaches(play_contract(scenario, factory, seats))
    ]


def _tables(factory: Factory) -> list[str]:
    kinds = product((2, 3, 4, 5), (False, True), (False, True))
    return _everywhere([seats_and_linkages(*kind) for kind in kinds], factory)


def _leaving(factory: Factory) -> list[str]:
    cases = ((("ann", "bob"), "cy"), (("bob", "cy"), "ann"))
    runs = [play_contract(two_meetings(), factory, seats, {leaver: Leaver()}) for seats, leaver in cases]
    return [breach for run in runs for breach in rule_breaches(run)]


def _one_gain(factory: Factory) -> list[str]:
    run = play_contract(one_gain(), factory)
    missed = run.course.standing.outcome != (1,) and not run.error
    return rule_breaches(run) + [f"{run.scenario.title}: two of a kind did not agree to it"] * missed


def _empty_zone(factory: Factory) -> list[str]:
    run = play_contract(empty_zone(), factory)
    moved = run.course.standing.outcome != (0,)
    return rule_breaches(run) + [f"{run.scenario.title}: there was an agreement"] * moved


def _refusals(factory: Factory) -> list[str]:
    run = play_contract(all_refused(), factory)
    turns = [turn for tactic in run.recorded.values() for turn in tactic.turns]
    acts = [act for view, act in turns if view.party == "ann" and not view.offer]
    others = sorted({act.kind for act in acts if not isinstance(act, Pass)})
    return rule_breaches(run) + [f"{run.scenario.title}: it did {kind} where it can only pass" for kind in others]


def _repeats(factory: Factory) -> list[str]:
    scenario = seats_and_linkages(3, True)
    first, second = (play_contract(scenario, factory).course.log for _ in range(2))
    return [] if first == second else [f"{scenario.title}: the same seed and run gave another course the second time"]


def _own_eyes(factory: Factory) -> list[str]:
    """If the others say the same, their preferences make no difference to its acts."""
    first, second = (_acts_of_ann(other_preferences(changed), factory) for changed in (False, True))
    return [] if first == second else ["it acted otherwise when the others wanted something else but said the same"]


def _acts_of_ann(scenario: Scenario, factory: Factory) -> list[LogEntry | str]:
    """What ann does while the other seats offer the same packages in the same order."""
    packages = [Package.of({0: x, 1: y}) for x in range(1, 6) for y in range(1, 6)]
    others = {key: Reciter(packages[place:]) for place, key in enumerate(scenario.parties) if place}
    run = play_contract(scenario, factory, ("ann",), others)
    return [*(entry for entry in run.course.log if entry.seat == "ann"), run.error]


CONTRACTS: tuple[Contract, ...] = (
    Contract("tables", "it plays by the rules at tables of two to five, with and without linkages", _tables),
    Contract(
        "consent",
        "it plays by the rules where some agree without the others, meeting after meeting",
        lambda factory: _everywhere([two_meetings()], factory),
    ),
    Contract("leaving", "it plays by the rules when another seat walks out", _leaving),
    Contract(
        "large",
        "it plays by the rules where there are more outcomes than a table holds",
        lambda factory: _everywhere([beyond_a_table()], factory),
    ),
    Contract(
        "constraints",
        "it plays by the rules where what is agreed must come to a sum",
        lambda factory: _everywhere([summed(large=False), summed(large=True)], factory),
    ),
    Contract("one_gain", "two of its kind agree to the one package that both gain by", _one_gain),
    Contract("empty_zone", "it ends without an agreement where there is nothing that all gain by", _empty_zone),
    Contract("refusals", "it passes where it refuses all that is on offer", _refusals),
    Contract("repeats", "it does the same again for the same seed and run", _repeats),
    Contract("own_eyes", "it acts by what it wants and what is said, not by what others want", _own_eyes),
)
"""All contracts, in the order in which they are checked."""


def breaches(factory: Factory, contracts: Sequence[Contract] = CONTRACTS) -> list[str]:
    """All distinct breaches, in the order of the contracts."""
    return list(dict.fromkeys(breach for contract in contracts for breach in contract.check(factory)))
