"""What came of the talks by the scenario's own tactics: points, options, meetings, orders, whether it holds."""

from __future__ import annotations

from collections.abc import Mapping

from negosim.analysis.sequencing import Branch, Sequencing
from negosim.domain.outcomes import Option
from negosim.errors import UsageError
from negosim.registry import Parameter
from negosim.teaching.exercises.quantities.base import ISSUE, OPTION, PARTY, concept, pick, quantity
from negosim.teaching.exercises.subject import Subject
from negosim.theory.stability.verdicts import Concept

BY = Parameter("by", "choice", "played", "played by the tactics, or solved backwards", choices=("played", "solved"))
THAN = Parameter("than", "text", None, "the option to compare with")
OWN = Parameter("own", "flag", True, "whether the points of the issue itself count")


@quantity(PARTY)
def run_points(subject: Subject, party: str) -> float:
    """Points of the run: a party's utility at the end, less what delay has cost it."""
    return subject.measures.points[party]


@quantity(PARTY)
def surplus(subject: Subject, party: str) -> float:
    """Surplus: a party's points of the run above its reservation value before the first round."""
    return subject.measures.surplus[party]


@quantity()
def hurt(subject: Subject) -> tuple[str, ...]:
    """Hurt: the parties that end the run below their reservation value before the first round."""
    return tuple(party for party, points in subject.measures.surplus.items() if points < 0)


@quantity(ISSUE)
def ended(subject: Subject, issue: str) -> str:
    """Ended: the option on which an issue stands at the end of the run."""
    return str(subject.measures.outcome[subject.realization.space.issue(issue).key])


@quantity(ISSUE)
def bound(subject: Subject, issue: str) -> tuple[str, ...]:
    """Bound: the parties that are bound on an issue at the end of the run, and must agree before it moves again."""
    who = subject.record.course.standing.bound[subject.realization.space.axis(issue)]
    return tuple(party for party in subject.realization.parties if party in who)


@quantity()
def agreed(subject: Subject) -> bool:
    """Agreed: whether anything was agreed in the run."""
    return subject.measures.agreed


@quantity()
def meetings_held(subject: Subject) -> tuple[str, ...]:
    """Meetings held: those that took place in the run."""
    return tuple(one.meeting.key for one in subject.record.course.meetings if one.took_place)


@quantity()
def rounds_played(subject: Subject) -> float:
    """Rounds: how many were played in the run, all meetings together."""
    return float(subject.record.course.round)


@quantity()
def distance(subject: Subject) -> float:
    """Distance: from the run to the nearest point of the frontier, in points (Euclidean)."""
    if subject.measures.distance is None:
        raise UsageError(f"the frontier of {subject.scenario.name} is too large to find")
    return subject.measures.distance


@quantity(ISSUE, BY)
def orders_consented(subject: Subject, issue: str, by: str = "played") -> tuple[str, ...]:
    """Orders consented to: options that nobody whose consent they need rules out, or does worse by than with none."""
    found = _order(subject, issue)
    return tuple(str(option) for option in found.consented(_branches(found, by)))


@quantity(PARTY, ISSUE, BY)
def best_order(subject: Subject, party: str, issue: str, by: str = "played") -> str:
    """Best order: the option of an issue that decides which meetings take place by which a party ends best."""
    found = _order(subject, issue)
    return str(found.best(_branches(found, by))[party][0])


@quantity(PARTY, ISSUE, OPTION, THAN, OWN, BY)
def price_of_order(
    subject: Subject, *, party: str, issue: str, option: Option, than: Option, own: bool = True, by: str = "played"
) -> float:
    """Price of order: a party's points by one option of an issue that decides which meetings are held, less another."""
    branches = _branches(_order(subject, issue), by)
    first, second = (pick(branches, one, f"there is no order {one!r}") for one in (option, than))
    if own:
        return first.points[party] - second.points[party]
    return first.without_own[party] - second.without_own[party]


def _order(subject: Subject, issue: str) -> Sequencing:
    return pick({one.issue: one for one in subject.analysis.orders}, issue, f"{issue} decides no meeting")


def _branches(order: Sequencing, by: str) -> Mapping[Option, Branch]:
    chosen = order.played if by == "played" else order.solved
    if not chosen:
        raise UsageError(f"the orders cannot be solved backwards: {order.reason}")
    return chosen


@quantity(concept("R"))
def holds(subject: Subject, concept: str = "R") -> bool:
    """Holds: whether nobody would leave what the run came to by a move of its own."""
    stable = subject.analysis.hold.stable(Concept(concept))
    if stable is None:
        raise UsageError(f"{subject.scenario.name} describes no move that a party could make by itself")
    return stable


@quantity(concept("R"))
def leavers(subject: Subject, concept: str = "R") -> tuple[str, ...]:
    """Leavers: the parties that would leave what the run came to by a move of their own."""
    keys = {party.name: key for key, party in subject.scenario.parties.items()}
    found = subject.analysis.hold.verdicts[Concept(concept)]
    return tuple(keys[one.decision_maker] for one in found if not one.stable)
