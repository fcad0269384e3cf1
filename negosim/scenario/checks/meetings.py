"""Rules about the course of the talks: every meeting has something to decide and can take place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from negosim.errors import Diagnostic
from negosim.registry import lookup
from negosim.scenario.checks import bodies
from negosim.scenario.checks.base import Path, at_value, bad_conditions, bad_names, placed_options, unknown
from negosim.scenario.format import file_blocks
from negosim.scenario.realize.bodies import easiest_numbers, requirements
from negosim.scenario.spec.issues import IssueSpec
from negosim.scenario.spec.scenario import MeetingSpec, Scenario
from negosim.scenario.spec.values import OptionCondition
from negosim.scenario.yaml.nodes import Node

__all__ = ["RULES", "held_up_by_themselves", "reachable", "reached_before", "short_of_rounds"]


def meetings_name_what_exists(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """Parties, issues and who begins exist, and who begins sits at the table."""
    for key, meeting in scenario.meetings.items():
        path = ("meetings", key)
        yield from bad_names(root, (*path, "parties"), "party", meeting.parties, scenario.parties)
        yield from bad_names(root, (*path, "issues"), "issue", meeting.issues, scenario.issues)
        yield from bad_conditions(scenario, root, (*path, "if"), meeting.when)
        begins = meeting.protocol.begins
        if begins is not None and begins not in meeting.parties:
            place = (*path, "protocol", "begins")
            yield unknown(root, place, "party", begins, meeting.parties, code="R109", of=f"meeting {key!r}")


def at_table(scenario: Scenario, meeting: MeetingSpec) -> frozenset[str]:
    """Who may agree if all at a table say yes: its parties, the bodies that pass it, and those that vote after signing.

    A body is among them if it passes it in the central case or with most votes.
    """
    cases = [scenario.centres(), easiest_numbers(scenario)] if scenario.bodies else [{}]
    ruled = [requirements(scenario, numbers) for numbers in cases]
    return frozenset[str]().union(*(one.keys(one.satisfied(one.mask(meeting.parties))) for one in ruled))


def reachable(scenario: Scenario, meeting: MeetingSpec, issue: str) -> frozenset[str]:
    """The options to which a meeting's parties alone can move an issue of its agenda; the status quo left out.

    Where it prepares another, they may draft any option. Who is bound by an earlier meeting, and whether this one
    takes place, is not considered.
    """
    spec, seats = scenario.issues[issue], at_table(scenario, meeting)
    if meeting.prepares is not None:
        return spec.movable
    if not isinstance(spec.consent, dict):
        return spec.movable if seats.issuperset(spec.consent) else frozenset()
    return frozenset(key for key in spec.movable if seats.issuperset(spec.consent_to(key)))


def _sound(scenario: Scenario) -> set[str]:
    """The issues whose consent names only parties and bodies that exist: of others it is not known what moves them."""
    known = {*scenario.parties, *scenario.bodies}
    return {key for key, issue in scenario.issues.items() if known.issuperset(issue.consenting)}


def every_issue_can_move(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """Every issue of a meeting has an option on offer there."""
    if not bodies.are_sound(scenario, root):
        return
    sound = _sound(scenario)
    for key, meeting in scenario.meetings.items():
        if scenario.parties.keys() >= {*meeting.parties}:
            for i, issue in enumerate(meeting.issues):
                if issue in sound and not reachable(scenario, meeting, issue):
                    yield _stuck(scenario, root, ("meetings", key, "issues", i), issue)


def _stuck(scenario: Scenario, root: Node, path: Path, issue: str) -> Diagnostic:
    """An issue that cannot move in a meeting, and who is missing for the option that lacks the fewest."""
    spec, meeting = scenario.issues[issue], scenario.meetings[str(path[1])]
    agree = at_table(scenario, meeting)
    needed = (spec.consent_to(key) for key in spec.option_keys if key in spec.movable)
    lacking = [[party for party in parties if party not in agree] for parties in needed]
    if not lacking:
        return at_value(root, path, "R114", f"issue {issue!r} has no option but the status quo")
    message = f"issue {issue!r} has no option on offer here: its consent needs parties not at the table"
    invited = [f"more of {key}" if key in scenario.bodies else key for key in min(lacking, key=len)]
    draft = "" if path[1] == [*scenario.meetings][-1] else ", or say 'prepares: MEETING' if they only draft here"
    return at_value(root, path, "R114", message, f"invite {' and '.join(invited)}{draft}")


def every_condition_can_be_met(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """The options in a meeting's `if` are the status quo or within reach of an earlier meeting."""
    if any(meetings_name_what_exists(scenario, root)) or not bodies.are_sound(scenario, root):
        return
    sound = _sound(scenario)
    for key, meeting, reached in reached_before(scenario):
        for issue, condition in (meeting.when or {}).items():
            if issue in sound:
                yield from _out_of_reach(scenario, root, ("meetings", key, "if", issue), condition, reached[issue])


def reached_before(scenario: Scenario) -> Iterator[tuple[str, MeetingSpec, Mapping[str, set[str]]]]:
    """Every meeting with the options of each issue that can stand when it opens."""
    reached = {key: {issue.status_quo, *_moved_alone(scenario, key)} for key, issue in scenario.issues.items()}
    for key, meeting in scenario.meetings.items():
        yield key, meeting, reached
        for issue in meeting.issues if meeting.prepares is None else ():
            reached[issue] |= reachable(scenario, meeting, issue)


def _moved_alone(scenario: Scenario, key: str) -> set[str]:
    """The options to which an issue can move without an agreement: by a move of one party, or by a block."""
    issue = scenario.issues[key]
    alone = {move.to for move in issue.unilateral} | {one.to or issue.status_quo for one in issue.lapses.values()}
    parts = ((block, block.spec(scenario)) for block in file_blocks().values())
    return alone.union(*(block.reached(part, key) for block, part in parts if part is not None))


def _out_of_reach(
    scenario: Scenario, root: Node, path: Path, condition: OptionCondition, reached: set[str]
) -> Iterator[Diagnostic]:
    issue = str(path[-1])
    spec = scenario.issues[issue]
    selected = spec.selected(condition) if condition.by_bounds else ()
    if selected and not any(spec.option_keys[i] in reached for i in selected):
        yield at_value(root, path, "R115", f"no earlier meeting can move issue {issue!r} between these bounds")
    for place, option in placed_options(root, path, condition):
        if option not in reached:
            message = f"no earlier meeting can move issue {issue!r} to {option!r}"
            yield at_value(root, place, "R115", message, "put a meeting that can before this one")


def held_up_by_themselves(scenario: Scenario) -> Iterator[str]:
    """Meetings whose `if` asks for an issue in force that waits for what nothing before moves."""
    for key, meeting, reached in reached_before(scenario):
        for issue, condition in (meeting.when or {}).items():
            spec = scenario.issues[issue]
            if spec.status_quo in _options(spec, condition):
                continue
            for other, wanted in (spec.pending or {}).items():
                if not reached[other].intersection(_options(scenario.issues[other], wanted)):
                    yield (
                        f"{key} cannot take place: its 'if' asks for {issue} in force, and that waits for {other}, "
                        "which nothing before it can move there"
                    )


def _options(spec: IssueSpec, condition: OptionCondition) -> set[str]:
    return {spec.option_keys[place] for place in spec.selected(condition)}


def short_of_rounds(scenario: Scenario) -> Iterator[str]:
    """Meetings where offers go round in turn and are over before each seat has made one."""
    short = [
        f"{key} ({meeting.protocol.rounds} for {len(meeting.parties)} seats)"
        for key, meeting in scenario.meetings.items()
        if meeting.protocol.rounds < len(meeting.parties) and _in_turn(meeting)
    ]
    if short:
        yield f"meetings with fewer rounds than seats, so that not every seat comes to offer: {', '.join(short)}"


def _in_turn(meeting: MeetingSpec) -> bool:
    """Whether the protocol lets seats offer in turn: it has an order, and that is not random."""
    order = next((one for one in lookup("protocol", meeting.protocol.name).parameters if one.name == "order"), None)
    return order is not None and meeting.protocol.parameters.get("order", order.default) == "rotation"


RULES = (meetings_name_what_exists, every_issue_can_move, every_condition_can_be_met)
