"""Packages and happenings in words, with nothing of anybody's points but one's own."""

from __future__ import annotations

from collections.abc import Iterable

from negosim.analysis.phrases import listed
from negosim.domain.outcomes import OutcomeSpace
from negosim.negotiation.log import LogEntry
from negosim.negotiation.packages import Package
from negosim.report.terminal import number
from negosim.teaching.play.turn import Seat, Turn

__all__ = ["difference", "happening", "names_of", "option_words", "package_words"]


def option_words(space: OutcomeSpace, axis: int, option: int) -> str:
    """An issue at an option."""
    return f"{space.issues[axis].title}: {space.issues[axis].labels[option]}"


def package_words(space: OutcomeSpace, package: Package) -> str:
    """All that a package names."""
    return "; ".join(option_words(space, axis, option) for axis, option in package.terms)


def names_of(seat: Seat, parties: Iterable[str]) -> str:
    """Parties by name, oneself as `you`."""
    return listed("you" if party == seat.party else seat.names[party] for party in parties)


def difference(turn: Turn, worth: float) -> str:
    """How a worth compares with what stands.

    A difference of less than half a tenth is none.
    """
    more = round(worth - turn.stands, 1)
    if not more:
        return "as much as what stands"
    return f"{number(abs(more))} {'more' if more > 0 else 'less'} than what stands"


SENTENCES = {
    "agreed": "{parties} agreed in “{meeting}”: {what}.",
    "declared": "{parties} declared in “{meeting}”: {what}.",
    "moved": "{who} moved this without an agreement: {what}.",
    "skipped": "“{meeting}” did not take place: {reason}.",
    "ended": "“{meeting}” ended: {reason}.",
    "left": "{who} walked out of “{meeting}”.",
    "passed": "{who} let a turn go by.",
    "forfeited": "{who} lost a turn.",
    "outside_option": "{who} took to what it has outside of the talks.",
    "broke_down": "“{meeting}” broke down.",
    "drafted": "The text on the table is now: {what}.",
    "battle": "{who} won a battle.",
    "event": "{event}.",
    "signed": "{parties} signed in “{meeting}”: {what}.",
    "ratified": "{who}: those at home who must ratify said yes.",
    "rejected": "{who}: those at home who must ratify said no.",
    **dict.fromkeys(("began", "offered", "answered", "learned", "sealed"), ""),
}
"""Kind of entry -> its sentence, none for what is told elsewhere.

Of other kinds only the kind is told: their facts may be another seat's.
"""

REASONS = {
    "agreed": "everyone at the table had agreed",
    "deadline": "its rounds were over",
    "voted": "all had a vote on a package, and it passed",
    "nobody left to propose": "nobody was left who may propose",
    "conflict": "nobody gave way any more",
    "nothing on offer": "nothing was left that those at the table could settle",
    "its condition does not hold": "what stands does not call for it",
}
"""Why a meeting ended or was left out -> the same in a sentence."""


def happening(seat: Seat, space: OutcomeSpace, event: LogEntry) -> str:
    """An entry of the log in a sentence; empty for what is told elsewhere, as offers and answers are."""
    kind = _kind(event)
    sentence = SENTENCES.get(kind, f"{kind.replace('_', ' ')}, by {{who}}.")
    reason = str(event.facts.get("reason", ""))
    words = {
        "who": names_of(seat, [event.seat]) if event.seat else "something else",
        "parties": names_of(seat, [one for one in seat.names if one in event.parties]),
        "meeting": seat.meetings.get(event.meeting, "the talks"),
        "what": "" if event.package is None else package_words(space, event.package),
        "reason": REASONS.get(reason, reason),
        "event": seat.events.get(str(event.facts.get("event", "")), "Something happened"),
    }
    return _capital(sentence.format(**words))


def _kind(event: LogEntry) -> str:
    """The kind of an entry as it is told: an agreement of one is a declaration, a vote has two ends."""
    if event.kind == "voted":
        return "ratified" if event.facts["ratified"] else "rejected"
    alone = event.facts.get("declaration", len(event.parties) == 1)
    return "declared" if event.kind == "agreed" and alone else event.kind


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
