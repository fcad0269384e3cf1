"""Rules about constraints: they name what exists, have the numbers they need, and leave something possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from negosim.domain.constraints import UNBOUNDED, Sum
from negosim.domain.outcomes import TABLE_LIMIT, OutcomeSpace
from negosim.domain.partial_sums import PartialSumsError
from negosim.domain.possible import count_possible, links_of, possible_outcomes
from negosim.errors import Diagnostic, nearest
from negosim.scenario.checks.base import Path, at_key, bad_conditions, bad_name, bad_option, some
from negosim.scenario.checks.meetings import reachable, reached_before
from negosim.scenario.checks.sizes import ties_can_be_searched
from negosim.scenario.realize.build_constraints import WholeSum, whole_sum
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.constraints import ConstraintSpec
from negosim.scenario.spec.scenario import MeetingSpec, Scenario
from negosim.scenario.spec.values import number_text
from negosim.scenario.yaml.nodes import Node

__all__ = ["CODES", "ONCE_ALL_IS_RIGHT", "RULES", "what_the_status_quo_breaks"]

CODES: dict[str, str] = {
    "R230": "Some outcome meets every constraint, and all of them together.",
    "R231": "No constraint rules out all that the parties of a meeting could agree on.",
    "R232": "A sum of a constraint has a number for every option but the status quo; amounts count as they are.",
    "R233": "A sum of a constraint can be counted in 64 bits, and beyond 10^6 outcomes has at most 10^6 partial sums.",
}
"""Code -> what the rule is, in one sentence."""

MOST_TOTALS = 10**5
"""The largest number of different totals among which the nearest is sought."""

LARGEST = UNBOUNDED >> 2
"""What the whole numbers of a sum stay below, so that their differences can be counted in 64 bits."""


def constraints_name_what_exists(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """Conditions and sums name issues and options that exist, and a sum has its numbers."""
    for key, spec in scenario.constraints.items():
        path: Path = ("constraints", key)
        yield from bad_conditions(scenario, root, (*path, "when"), spec.when)
        yield from bad_conditions(scenario, root, (*path, "then"), spec.then)
        faults = list(_bad_sum(scenario, root, (*path, "sum"), spec))
        yield from faults
        if spec.sum is not None and not faults:
            yield from _sum_out_of_reach(scenario, root, path, spec)


def _bad_sum(scenario: Scenario, root: Node, path: Path, spec: ConstraintSpec) -> Iterator[Diagnostic]:
    """Unknown issues and options of a sum, and options without a number."""
    listed = isinstance(root.at(path).value, list)
    for place, (issue, addend) in enumerate((spec.sum or {}).items()):
        at: Path = (*path, place) if listed else (*path, issue)
        if issue not in scenario.issues:
            yield from bad_name(root, at, "issue", issue, scenario.issues, on_key=not listed)
        elif isinstance(addend, Mapping):
            yield from _bad_numbers(scenario, root, at, addend)
        elif scenario.issues[issue].amount is None:
            some_ = ", ".join(f"{option}: " for option in scenario.issues[issue].option_keys[:2])
            help_ = f"give one for each option, as in {issue}: {{{some_}, ...}}"
            yield at_key(root, at, "R232", f"the options of issue {issue!r} have no numbers to add", help_)


def _bad_numbers(scenario: Scenario, root: Node, path: Path, numbers: Mapping[str, float]) -> Iterator[Diagnostic]:
    spec = scenario.issues[str(path[-1])]
    strangers = [option for option in numbers if spec.position(option) is None]
    for option in strangers:
        yield from bad_option(scenario, root, (*path, option), str(path[-1]), option, on_key=True)
    lacking = [option for option in spec.option_keys if option in spec.movable and option not in numbers]
    lacking = [option for option in lacking if nearest(option, strangers) is None]  # one that was misspelt is told once
    if lacking:
        help_ = "every option but the status quo needs one, 0 where it counts nothing"
        yield at_key(root, path, "R232", f"no number for {some(lacking)}", help_)


def _sum_out_of_reach(scenario: Scenario, root: Node, path: Path, spec: ConstraintSpec) -> Iterator[Diagnostic]:
    """A sum that cannot be counted, or that no combination of options comes to."""
    whole = whole_sum(spec, scenario.issues)
    if max(whole.span, *(abs(one) for one in (whole.low, whole.high) if abs(one) != UNBOUNDED)) >= LARGEST:
        yield at_key(root, path, "R233", "the sum is too fine to be counted in 64 bits", "write it with fewer decimals")
    elif totals := _nearest(whole):
        sums = " or ".join(number_text(total / whole.units) for total in totals)
        yield at_key(root, path, "R230", "no outcome meets this", f"the nearest that the sum comes to is {sums}")


def _nearest(whole: WholeSum) -> list[int]:
    """What a sum comes to nearest to its bounds; nothing where it meets them, or comes to too much to look at all."""
    totals = np.zeros(1, dtype=np.int64)
    for counts in whole.amounts.values():
        totals = np.unique(np.add.outer(totals, np.unique(counts)))
        if len(totals) > MOST_TOTALS:
            return []
    below, above = totals[totals < whole.low], totals[totals > whole.high]
    return [] if len(below) + len(above) < len(totals) else [*below[-1:].tolist(), *above[:1].tolist()]


def constraints_leave_something(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """Together the constraints can be searched, leave some outcome possible, and something to move in every meeting."""
    factory = RealizationFactory(scenario)
    if not scenario.constraints or any(ties_can_be_searched(scenario, root)):
        return
    try:
        rows = _carried(factory)
        if rows > TABLE_LIMIT:
            raise PartialSumsError(f"{rows:,} partial sums would be compared ({TABLE_LIMIT:,} at most)")
        possible = possible_outcomes(factory.space)
    except PartialSumsError as error:
        yield at_key(root, ("constraints",), "R233", str(error), "take a wider step, or fewer issues in a sum")
        return
    if possible:
        yield from _stuck_meetings(scenario, root, factory.space)
    else:
        yield at_key(root, ("constraints",), "R230", "no outcome meets all constraints", _nearly(factory.space))


def _carried(factory: RealizationFactory) -> int:
    """How many partial sums stand in a space too large for a table; none in a table."""
    space = factory.space
    if space.size <= TABLE_LIMIT or not any(isinstance(one, Sum) for one in space.constraints):
        return 0
    axes, cliques = tuple(range(len(space.issues))), factory.central.utilities.groups
    links = links_of(cliques, space.constraints, axes, space.shape, space.status_quo)
    return sum(len(one.rows) for chain in links for one in chain)


def _nearly(space: OutcomeSpace) -> str:
    """Which constraints stand in the way alone."""
    others = {one.key: [other for other in space.constraints if other is not one] for one in space.constraints}
    found = [key for key, rest in others.items() if possible_outcomes(OutcomeSpace(space.issues, rest))]
    return f"some would without {' or without '.join(map(repr, found))}" if found else ""


def _stuck_meetings(scenario: Scenario, root: Node, space: OutcomeSpace) -> Iterator[Diagnostic]:
    """Meetings in which the constraints rule out every package, whatever else is agreed before.

    Where an earlier move can change one of the issues that matter, this is not known, and nothing is said.
    """
    for key, meeting, reached in reached_before(scenario):
        agenda = {space.axis(issue) for issue in meeting.issues}
        about = [one for one in space.constraints if not one.axes.isdisjoint(agenda)]
        matter = [space.issues[axis].key for axis in agenda.union(*(one.axes for one in about))]
        if about and all(len(reached[issue]) == 1 for issue in matter) and not _can_move(scenario, meeting, space):
            names = ", ".join(repr(one.key) for one in about)
            message = f"nothing is left to move here: every package would break {names}"
            help_ = "put the issues that must move together on one agenda"
            yield at_key(root, ("meetings", key, "issues"), "R231", message, help_)


def _can_move(scenario: Scenario, meeting: MeetingSpec, space: OutcomeSpace) -> bool:
    """Whether the parties of a meeting have a package from the status quo that breaks no constraint."""
    axes = tuple(sorted(space.axis(issue) for issue in meeting.issues))
    options = {}
    for axis in axes:
        key = space.issues[axis].key
        within = reachable(scenario, meeting, key) | {scenario.issues[key].status_quo}
        options[axis] = np.array([option in within for option in scenario.issues[key].option_keys])
    return count_possible(space.constraints, axes, space.shape, space.status_quo, options=options) > 1


def what_the_status_quo_breaks(scenario: Scenario) -> Iterator[str]:
    """The constraints that the status quo breaks, a sentence each."""
    space = RealizationFactory(scenario).space
    for one in space.constraints:
        if not one.met_by(space.status_quo):
            so = f" (the sum is {number_text(one.total(space.status_quo) / one.units)})" if isinstance(one, Sum) else ""
            yield f"what stands at first breaks {one.key}{so}: an agreement on its issues has to mend that"


RULES = (constraints_name_what_exists,)
ONCE_ALL_IS_RIGHT = (constraints_leave_something,)
