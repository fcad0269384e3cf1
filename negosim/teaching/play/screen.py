"""The screen of a seat: plain text of 80 columns made of its turn, headings first, nothing told by colour or place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from negosim.analysis.phrases import listed, points
from negosim.negotiation.log import LogEntry
from negosim.negotiation.protocols.base import Accept, Leave, Offer, Pass, Reject
from negosim.report.terminal import number, paragraph
from negosim.teaching.play.phrases import difference, happening, names_of, option_words, package_words
from negosim.teaching.play.turn import Turn

__all__ = ["head", "offers_so_far", "on_the_table", "screen", "what_stands", "your_turn"]

SHOWN = 8
"""Offers that the screen shows of a meeting; the command `offers` shows all."""

COMMANDS = {
    Offer: "offer (build an offer)",
    Accept: "accept",
    Reject: "reject",
    Pass: "pass (let this turn go by)",
    Leave: "leave (walk out for good)",
}
"""Kind of act -> the command for it, in the order in which they are told."""


def screen(turn: Turn, seen: int = 0) -> list[str]:
    """All that a seat is shown at its turn; `seen` entries of its log were shown before."""
    parts = [head(turn), news(turn, seen), what_stands(turn), offers_so_far(turn, SHOWN), on_the_table(turn)]
    return [line for part in [*parts, your_turn(turn)] if part for line in ("", *part)][1:]


def head(turn: Turn) -> list[str]:
    """Where one is."""
    seat, view = turn.seat, turn.view
    others = listed([seat.names[party] for party in turn.present if party != seat.party])
    last = " This is its last round." if view.round == view.rounds else ""
    return [
        f"YOU ARE {seat.name.upper()}",
        paragraph(f"Meeting: {seat.meetings[view.meeting]}. Round {view.round} of {view.rounds}.{last}"),
        paragraph(f"With you at the table: {others or 'nobody'}."),
    ]


def news(turn: Turn, seen: int) -> list[str]:
    """What has happened since one was asked last, offers and answers left out."""
    told = [text for event in turn.view.events[seen:] if (text := happening(turn.seat, turn.space, event))]
    return ["WHAT HAS HAPPENED", *(paragraph(f"- {text}", hang=2) for text in told)] if told else []


def what_stands(turn: Turn) -> list[str]:
    """What stands on every issue, and what it is worth to oneself."""
    listed_ = [paragraph(_standing(turn, axis), hang=4) for axis in turn.open]
    others = [axis for axis in range(len(turn.space.issues)) if axis not in turn.open]
    rest = [paragraph(_standing(turn, axis), hang=4) for axis in others]
    worth = (
        f"If it stays so, it is worth {points(turn.stands)} to you; the cost of all delay to come is taken off. "
        f"You have no reason to agree to anything worth less than {points(turn.reservation)}."
    )
    return [
        "WHAT STANDS ON THE ISSUES OF THIS MEETING",
        *listed_,
        *(["", "WHAT STANDS ON THE OTHER ISSUES", *rest] if rest else []),
        "",
        paragraph(worth),
    ]


def _standing(turn: Turn, axis: int) -> str:
    """One issue: where it stands, and who is bound to it."""
    issue, option = turn.space.issues[axis], turn.standing.outcome[axis]
    bound = tuple(party for party in turn.seat.names if party in turn.standing.bound[axis])
    kept = f" (bound to it: {names_of(turn.seat, bound)})" if bound else ""
    return f"{axis + 1}. {issue.title}: {issue.labels[option]}{kept}"


def offers_so_far(turn: Turn, most: int | None = None) -> list[str]:
    """The offers of this meeting with their worth to oneself now, and who said what."""
    told = list(_offers(turn))
    shown = told if most is None else told[-most:]
    if not told:
        return []
    left = [paragraph(f"({len(told) - len(shown)} earlier ones: type offers)")] if len(shown) < len(told) else []
    return ["OFFERS SO FAR IN THIS MEETING, WITH THEIR WORTH TO YOU NOW", *left, *shown]


def _offers(turn: Turn) -> Iterator[str]:
    """Each offer that is over, with the answers to it."""
    events = [event for event in turn.view.events if event.meeting == turn.view.meeting]
    starts = [place for place, event in enumerate(events) if event.kind == "offered"]
    ends = [*starts[1:], len(events)] if starts else []
    for start, end in zip(starts, ends, strict=True):
        if turn.view.offer is None or start != starts[-1]:
            yield paragraph(_offered(turn, events[start], events[start + 1 : end]), hang=4)


def _offered(turn: Turn, event: LogEntry, after: Sequence[LogEntry]) -> str:
    assert event.package is not None  # noqa: S101  (an offer has a package)
    answers = [
        f"{_who(turn, one)} said {'yes' if one.facts['accepts'] else 'no'}" for one in after if one.kind == "answered"
    ]
    worth = turn.worth_of(event.package)
    said = f" {_sentence(listed(answers))}" if answers else ""
    agreed = " It was agreed." if any(one.kind == "agreed" for one in after) else ""
    return (
        f"- Round {event.round - turn.before}, {_who(turn, event)}: {package_words(turn.space, event.package)}. "
        f"Worth {number(worth)}.{said}{agreed}"
    )


def _who(turn: Turn, event: LogEntry) -> str:
    return "you" if event.seat == turn.seat.party else turn.seat.names[event.seat]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def on_the_table(turn: Turn) -> list[str]:
    """The offer that one is to answer."""
    package = turn.view.offer
    if package is None:
        return []
    worth = turn.worth_of(package)
    enough = "" if worth >= turn.reservation else " That is less than you need to agree."
    refused = " Your brief forbids you to accept it." if turn.view.menu.refuses(package) else ""
    others = tuple(party for party in turn.needed(package) if party != turn.view.by)
    mine = turn.seat.party in turn.consent(package)
    whose = "" if mine else " Your agreement is not needed for it: you may only say what you think of it."
    more = f" It also needs {names_of(turn.seat, others)}." if others else ""
    return [
        f"ON THE TABLE, FROM {turn.seat.names[turn.view.by].upper()}",
        *(paragraph(f"- {option_words(turn.space, axis, option)}", hang=2) for axis, option in package.terms),
        paragraph(f"It is worth {points(worth)} to you, {difference(turn, worth)}.{enough}{refused}{whose}{more}"),
    ]


def your_turn(turn: Turn) -> list[str]:
    """What can be done now."""
    acts = [words for kind, words in COMMANDS.items() if kind in turn.allowed]
    asked = "You are asked to answer." if turn.view.offer is not None else "It is your turn to offer."
    counter = (
        " To make a counter-offer, type counter: it says no now and keeps your offer for your next turn to offer."
        if Reject in turn.allowed
        else ""
    )
    return [
        "YOUR TURN",
        paragraph(f"{asked} You can: {'; '.join(acts)}.{counter}"),
        paragraph("Also: advice, brief, sheet, offers, screen, help, quit."),
    ]
