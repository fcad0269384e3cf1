"""What a party wants, in the central case: shares, values, points, linkages, refusals."""

from __future__ import annotations

from collections.abc import Mapping

from negosim.domain.outcomes import Option
from negosim.registry import Parameter
from negosim.teaching.exercises.quantities.base import ISSUE, OPTION, OUTCOME, PARTY, outcome_of, quantity
from negosim.teaching.exercises.subject import Subject

PAYER = Parameter("payer", "party", None, "who gives way")
PAID = Parameter("paid", "party", None, "who gets its way")


@quantity(PARTY, ISSUE)
def share(subject: Subject, party: str, issue: str) -> float:
    """Share: the points of a party's 100 that hang on an issue, its weight over the sum of its weights."""
    numbers = subject.realization.numbers
    weights = {key: numbers[f"parties.{party}.stances.{key}.weight"] for key in subject.scenario.parties[party].stances}
    return 100 * weights.get(issue, 0.0) / sum(weights.values())


@quantity(PARTY, ISSUE)
def weight(subject: Subject, party: str, issue: str) -> float:
    """Weight: the weight of an issue as the file has it, before weights are scaled to a sum of 100."""
    return subject.realization.numbers[f"parties.{party}.stances.{issue}.weight"]


@quantity(PARTY)
def heaviest_issue(subject: Subject, party: str) -> str:
    """Heaviest issue: the one on which most of a party's points hang."""
    return max(subject.scenario.parties[party].stances, key=lambda issue: weight(subject, party, issue))


@quantity(PAYER, PAID)
def best_payment(subject: Subject, payer: str, paid: str) -> str:
    """Best payment: the issue that costs one party least for each point that it brings another, by their shares."""
    issues = [key for key in subject.scenario.parties[paid].stances if share(subject, payer, key) > 0]
    return max(issues, key=lambda issue: share(subject, paid, issue) / share(subject, payer, issue))


@quantity(PARTY, OUTCOME)
def points(subject: Subject, party: str, outcome: Mapping[str, Option]) -> float:
    """Points: what an outcome is worth to a party, linkages included and delay left out."""
    preferences = subject.realization.preferences[party]
    return preferences.scale.points(preferences.points(outcome_of(subject, outcome)))


@quantity(PARTY, OUTCOME)
def change(subject: Subject, party: str, outcome: Mapping[str, Option]) -> float:
    """Change: the points that a party gains by an outcome over the status quo, delay left out."""
    return points(subject, party, outcome) - points(subject, party, {})


@quantity(PARTY, OUTCOME)
def change_without_linkages(subject: Subject, party: str, outcome: Mapping[str, Option]) -> float:
    """Change without linkages: the same, had the party none: the issues taken one by one."""
    space, preferences = subject.realization.space, subject.realization.preferences[party]
    chosen = space.in_force.of(outcome_of(subject, outcome))
    parts = zip(preferences.contributions, chosen, space.status_quo, strict=True)
    return preferences.scale.points(sum(int(part[new] - part[old]) for part, new, old in parts))


@quantity(PARTY, Parameter("linkage", "text", None, "the linkage of the party"))
def linkage_points(subject: Subject, party: str, linkage: str) -> float:
    """Points of a linkage: what a party gains or loses when its condition is met."""
    return subject.realization.numbers[f"parties.{party}.linkages.{linkage}.points"]


@quantity(PARTY, OUTCOME)
def linkages_met(subject: Subject, party: str, outcome: Mapping[str, Option]) -> tuple[str, ...]:
    """Linkages met: those of a party whose condition an outcome meets."""
    chosen = subject.realization.space.in_force.of(outcome_of(subject, outcome))
    return tuple(term.key for term in subject.realization.preferences[party].linkages if term.when.met_by(chosen))


@quantity(ISSUE, OPTION)
def refusers(subject: Subject, issue: str, option: Option) -> tuple[str, ...]:
    """Refusers: the parties that list an option among what they refuse."""
    axis = subject.realization.space.axis(issue)
    number = subject.realization.space.issues[axis].number(option)
    return tuple(key for key, one in subject.realization.preferences.items() if one.refused[axis][number])


@quantity(PARTY, ISSUE)
def best_option(subject: Subject, party: str, issue: str) -> str:
    """Best option: the one that a party values most on an issue taken by itself."""
    axis = subject.realization.space.axis(issue)
    parts = subject.realization.preferences[party].contributions[axis]
    return str(subject.realization.space.issues[axis].options[int(parts.argmax())])
