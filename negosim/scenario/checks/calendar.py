"""Rules about time: days, meetings that wait for earlier ones, and options that run out."""

from __future__ import annotations

from collections.abc import Iterator

from negosim.errors import Diagnostic
from negosim.scenario.checks.base import Path, at_key, at_value, bad_name, bad_option
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.nodes import Node

__all__ = ["CODES", "RULES", "lapses_cut_off", "late_openings", "openings_after_the_horizon"]

CODES = {
    "R250": "What counts rounds is a whole number, or a span of days or a day where such may be written.",
    "R251": "A day, or a span of days, needs a calendar.",
    "R252": "A day is not before the calendar begins.",
    "R253": "A meeting opens some time after one that comes before it in the file.",
    "R254": "An option lapses to another option of its issue, on a day after the first round has begun.",
}


def meetings_wait_for_earlier_ones(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """The meeting after which another opens exists, and comes before it."""
    order = list(scenario.meetings)
    for place, (key, meeting) in enumerate(scenario.meetings.items()):
        after = meeting.opens.after if meeting.opens is not None else None
        path = ("meetings", key, "opens", "after")
        if after in order[place:]:
            yield at_value(root, path, "R253", f"{after!r} does not come before {key!r}", "name an earlier meeting")
        elif after is not None:
            yield from bad_name(root, path, "meeting", after, order[:place], code="R253")


def late_openings(scenario: Scenario) -> Iterator[str]:
    """Meetings that open later than they are to, if those before them take as long as they may."""
    late = [key for key, one in scenario.timetable.items() if one.due is not None and one.due < one.before]
    if late:
        yield f"meetings that open late if those before them take all their rounds: {', '.join(late)}"


def openings_after_the_horizon(scenario: Scenario) -> Iterator[str]:
    """Meetings that open when the horizon is past."""
    late = [key for key, one in scenario.timetable.items() if one.due is not None and one.due >= scenario.rounds]
    if late:
        yield f"meetings that open after the horizon of {scenario.rounds} rounds: {', '.join(late)}; write a longer one"


def options_lapse_to_others(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """An option that lapses, and what it lapses to, are two options of the issue, and it stands for a while."""
    for key, issue in scenario.issues.items():
        for option, lapse in issue.lapses.items():
            path: Path = ("issues", key, "lapses", option)
            yield from bad_option(scenario, root, path, key, option, on_key=True)
            if lapse.to is not None:
                yield from bad_option(scenario, root, (*path, "to"), key, lapse.to)
            if option == (lapse.to or issue.status_quo):
                yield at_key(root, path, "R254", f"{option!r} lapses to itself", "say 'to:' another option")
            if lapse.on == 0:
                message = f"{option!r} lapses before the talks begin"
                yield at_value(root, (*path, "on"), "R254", message, "say a later day, or leave the option out")


def lapses_cut_off(scenario: Scenario) -> Iterator[str]:
    """Options that run out on a day after the horizon, or stand longer than it, so that it does not count."""
    late = [
        f"{option} of {key}"
        for key, issue in scenario.issues.items()
        for option, lapse in issue.lapses.items()
        if (lapse.after or lapse.on or 0) >= scenario.rounds
    ]
    if late:
        yield f"lapses that the horizon of {scenario.rounds} rounds cuts off: {', '.join(late)}; write a longer one"


RULES = (meetings_wait_for_earlier_ones, options_lapse_to_others)
