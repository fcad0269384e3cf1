"""Rules about days: what is counted in them, and that meetings wait for earlier ones."""

from __future__ import annotations

from collections.abc import Iterator

from negosim.errors import Diagnostic
from negosim.scenario.checks.base import at_value, bad_name
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.nodes import Node

__all__ = ["CODES", "RULES", "late_openings"]

CODES = {
    "R250": "What counts rounds is a whole number, or a span of days or a day where such may be written.",
    "R251": "A day, or a span of days, needs a calendar.",
    "R252": "A day is not before the calendar begins.",
    "R253": "A meeting opens some time after one that comes before it in the file.",
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


RULES = (meetings_wait_for_earlier_ones,)
