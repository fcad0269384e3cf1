"""What was drafted for a later meeting, and what became of it, in plain language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from negosim.analysis.phrases import ENDINGS, Wording
from negosim.document import grouped, listed
from negosim.negotiation.log import Fall, Kind, LogEntry, No

__all__ = ["WHY_NOT", "narrate_drafts"]

WHY_NOT: dict[str, str] = {
    No.REFUSES: "{who} refused something in it",
    No.HOME: "{who} knew that it would be turned down at home",
    No.LOSES: "{who} would have had less by it than by what stood",
    No.ASKS_FOR_MORE: "{who} asked for more",
}
"""Why a party turned a whole down -> the same in a sentence."""


def narrate_drafts(events: Iterable[LogEntry], words: Wording) -> Iterator[str]:
    """What was initialled, what was put to be taken or left, and what fell."""
    for event in events:
        what = "" if event.package is None else words.package(event.package)
        match event.kind, event.facts:
            case Kind.INITIALLED, _:
                who, by = words.parties(event.parties), words.party(event.seat)
                when = words.round(event.round)
                yield f"In {when} {who} initialled a draft, which binds nobody: {what}. {by} proposed it."
            case Kind.PUT, _:
                yield f"In {words.round(event.round)} the draft was put as it was, to be taken or left: {what}."
            case Kind.FELL, Fall(reason, turned_down):
                why = "; ".join(_who_and_why(turned_down.items(), words)) or ENDINGS.get(reason, reason)
                yield f"The draft fell ({what}): {why}."


def _who_and_why(turned_down: Iterable[tuple[str, str]], words: Wording) -> Iterator[str]:
    """Those who turned it down, by their reason."""
    for why, parties in grouped((why, party) for party, why in turned_down).items():
        yield WHY_NOT.get(why, "{who} turned it down").format(who=listed([words.party(one) for one in parties]))
