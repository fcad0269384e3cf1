"""The screens of a seat: plain text of 80 columns, headings first, without meaning in colour or position."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from negosim.analysis.phrases import condition_words, on_day, option_words, package_words
from negosim.document import amount, listed, points
from negosim.negotiation.acts import Abstain, Accept, Leave, Offer, Pass, Reject
from negosim.negotiation.course import Course
from negosim.negotiation.log import Kind, LogEntry, Reply
from negosim.negotiation.packages import Package, Standing
from negosim.report.terminal import paragraph
from negosim.teaching.play.screen_phrases import difference, happening, names_of
from negosim.teaching.play.turn import Seat, Turn

__all__ = ["final_screen", "offers_so_far", "screen"]

SHOWN = 8
"""Offers that the screen shows of a meeting; the command `offers` shows all."""

COMMANDS = {
    Offer: "offer (build an offer)",
    Accept: "accept",
    Reject: "reject",
    Abstain: "abstain",
    Pass: "pass (let this turn go by)",
    Leave: "leave (walk out for good)",
}
"""Type of act -> the command for it, in the order of the screen."""


def screen(turn: Turn, seen: int = 0) -> list[str]:
    """All that a seat is shown at its turn; `seen` entries of its log were shown before."""
    parts = [_head(turn), _news(turn, seen), _what_stands(turn), offers_so_far(turn, SHOWN), _on_the_table(turn)]
    return [line for part in [*parts, _your_turn(turn)] if part for line in ("", *part)][1:]


def _head(turn: Turn) -> list[str]:
    seat, view = turn.seat, turn.view
    others = listed([seat.names[party] for party in turn.present if party != seat.party])
    day = on_day(seat.day(view.course_round))
    last = " This is its last round." if view.round == view.rounds else ""
    return [
        f"YOU ARE {seat.name.upper()}",
        paragraph(f"Meeting: {seat.meetings[view.meeting]}. Round {view.round} of {view.rounds}{day}.{last}"),
        paragraph(f"With you at the table: {others or 'nobody'}."),
    ]


def _news(turn: Turn, seen: int) -> list[str]:
    texts = [text for event in turn.view.events[seen:] if (text := happening(turn.seat, turn.space, event))]
    return ["WHAT HAS HAPPENED", *(paragraph(f"- {text}", hang=2) for text in texts)] if texts else []


def _what_stands(turn: Turn) -> list[str]:
    others = [axis for axis in range(len(turn.space.issues)) if axis not in turn.open]
    worth = (
        f"If it stays so, it is worth {points(turn.stands)} to you; the cost of all delay to come is taken off. "
        f"You have no reason to agree to anything worth less than {points(turn.reservation)}."
    )
    return [
        "WHAT STANDS ON THE ISSUES OF THIS MEETING",
        *(_standing(turn, axis) for axis in turn.open),
        *(["", "WHAT STANDS ON THE OTHER ISSUES"] if others else []),
        *(_standing(turn, axis) for axis in others),
        "",
        paragraph(worth),
    ]


def _standing(turn: Turn, axis: int) -> str:
    issue, option = turn.space.issues[axis], turn.standing.outcome[axis]
    bound = tuple(key for key in turn.seat.everybody if key in turn.standing.bound[axis])
    commitment = f" (bound to it: {names_of(turn.seat, bound)})" if bound else ""
    waits = turn.space.in_force.waits if axis in turn.space.in_force.suspended(turn.standing.outcome) else {}
    waiting = f" (it waits for {condition_words(turn.space, waits[axis])})" if waits else ""
    return paragraph(f"{axis + 1}. {issue.title}: {issue.labels[option]}{commitment}{waiting}", hang=4)


def offers_so_far(turn: Turn, most: int | None = None) -> list[str]:
    """The offers of this meeting with their worth to oneself now, and who answered what."""
    offers = list(_past_offers(turn))
    if not offers:
        return []
    shown = offers if most is None else offers[-most:]
    earlier = len(offers) - len(shown)
    head = [paragraph(f"({earlier} earlier ones: type offers)")] if earlier else []
    return ["OFFERS SO FAR IN THIS MEETING, WITH THEIR WORTH TO YOU NOW", *head, *shown]


def _past_offers(turn: Turn) -> Iterator[str]:
    """Each offer of the meeting with the answers to it; not the one that is on the table."""
    events = [event for event in turn.view.events if event.meeting == turn.view.meeting]
    starts = [place for place, event in enumerate(events) if event.kind == Kind.OFFERED]
    for start, end in pairwise([*starts, len(events)]):
        if turn.view.offer is None or start != starts[-1]:
            yield paragraph(_past_offer(turn, events[start], events[start + 1 : end]), hang=4)


def _past_offer(turn: Turn, event: LogEntry, after: Sequence[LogEntry]) -> str:
    assert event.package is not None  # noqa: S101  (an offer has a package)
    answers = listed(f"{_who(turn, one)} {_said(one.facts)}" for one in after if isinstance(one.facts, Reply))
    answered = f" {answers[:1].upper()}{answers[1:]}." if answers else ""
    before = turn.view.course_round - turn.view.round  # rounds that were over when this meeting began
    agreed = " It was agreed." if any(one.kind == Kind.AGREED for one in after) else ""
    return (
        f"- Round {event.round - before}{on_day(turn.seat.day(event.round))}, {_who(turn, event)}: "
        f"{package_words(turn.space, event.package)}. "
        f"Worth {amount(turn.worth_of(event.package))}.{answered}{agreed}"
    )


def _said(reply: Reply) -> str:
    return "abstained" if reply.abstains else f"said {'yes' if reply.accepts else 'no'}"


def _who(turn: Turn, event: LogEntry) -> str:
    return "you" if event.seat == turn.seat.party else turn.seat.names[event.seat]


def _on_the_table(turn: Turn) -> list[str]:
    package = turn.view.offer
    if package is None:
        return []
    worth = turn.worth_of(package)
    enough = "" if worth >= turn.reservation else " That is less than you need to agree."
    refused = " Your brief forbids you to accept it." if turn.view.menu.refuses(package) else ""
    others = tuple(key for key in turn.needed(package) if key not in (turn.view.by, *turn.votes(package)))
    whose = "" if turn.seat.party in turn.consent(package) else _without_consent(turn, package)
    more = f" It also needs {names_of(turn.seat, others)}." if others else ""
    return [
        f"ON THE TABLE, FROM {turn.seat.names[turn.view.by].upper()}",
        *(paragraph(f"- {option_words(turn.space, axis, option)}", hang=2) for axis, option in package.terms),
        paragraph(f"It is worth {points(worth)} to you, {difference(turn, worth)}.{enough}{refused}{whose}{more}"),
    ]


def _without_consent(turn: Turn, package: Package) -> str:
    """What one's answer is good for where one's own agreement is not needed."""
    if bodies := turn.votes(package):
        return f" You have a vote on it in {names_of(turn.seat, bodies)}, and may abstain."
    return " Your agreement is not needed for it: you may only say what you think of it."


def _your_turn(turn: Turn) -> list[str]:
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


def final_screen(course: Course, seat: Seat) -> list[str]:
    """How the talks ended for one seat: what was agreed, what stands, and its own points alone."""
    space, outcome = course.realization.space, course.standing.outcome
    shown = (
        Kind.AGREED,
        Kind.MOVED,
        Kind.INITIALLED,
        Kind.FELL,
        Kind.LAPSED,
        Kind.RENEWED,
        Kind.SUSPENDED,
        Kind.RESUMED,
        Kind.SKIPPED,
        Kind.ENDED,
    )
    events = (happening(seat, space, event) for event in course.log if event.kind in shown)
    stands = (f"{axis + 1}. {option_words(space, axis, option)}" for axis, option in enumerate(outcome))
    return [
        f"THE TALKS ARE OVER, {seat.name.upper()}",
        *(paragraph(f"- {text}", hang=2) for text in events),
        "",
        "WHAT STANDS AT THE END",
        *(paragraph(text, hang=4) for text in stands),
        "",
        "YOUR POINTS",
        *map(paragraph, _own_points(course, seat)),
    ]


def _own_points(course: Course, seat: Seat) -> Iterator[str]:
    """What the seat has of it, beside what no deal at all would have left."""
    own = course.realization.preferences[seat.party]
    party, opening = seat.party, course.realization.as_of(0, Standing.at_first(course.realization.space))
    at_first = opening.preferences[party]
    asked = at_first.reservation_value(course.realization.space.status_quo, course.realization.horizon)
    reserved = own.scale.of(asked, at_first.scale)
    steps = (course.value(party), course.paid[party], course.final(party), reserved, course.final(party) - reserved)
    worth, paid, final, without, gain = map(own.scale.points, steps)
    yield f"What came of it is worth {points(worth)} to you; delay has cost you {points(paid)}."
    yield (
        f"So you end with {points(final)}, {points(abs(gain))} {'less' if gain < 0 else 'more'} than "
        f"your reservation value before the first round, {points(without)}."
    )
