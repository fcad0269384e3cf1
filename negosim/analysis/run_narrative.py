"""Describe a run in plain language: how the talks went, what came of them, and what they did to whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from negosim.analysis.bargaining_range import WarRange, war_ranges
from negosim.analysis.bystander_narrative import narrate_bystanders
from negosim.analysis.measures import measured
from negosim.analysis.meeting_narrative import narrate_events, narrate_meetings
from negosim.analysis.outcome_narrative import narrate_outcome
from negosim.analysis.phrases import Wording, default_words, run_words
from negosim.document import Document, Paragraph, Section
from negosim.negotiation.record import Record

__all__ = ["account", "narrate_run"]


def account(record: Record) -> tuple[Section, ...]:
    """How the talks of a run went, meeting by meeting, what the deals did to others, and the limits of it."""
    return (*narrate_meetings(record), *_closing(record))


def narrate_run(record: Record, dependence: str = "") -> Document:
    """The whole run; `dependence` says how far the outcome depends on the tactics, where that is known."""
    meetings = enumerate(narrate_meetings(record), 1)
    sections = [
        Section("How the talks went"),
        *(replace(one, level=2, number=place) for place, one in meetings),
        *([Section("Does it depend on the tactic?", (Paragraph(dependence),))] if dependence else []),
        *narrate_outcome(measured(record)),
        *_closing(record),
    ]
    return Document(record.scenario.title, tuple(sections), (Paragraph(run_words(record)),))


def _closing(record: Record) -> Iterator[Section]:
    """What concerns all meetings together, where there is anything to say."""
    sections = {
        "Before and after the talks": narrate_events(record, [event for event in record.log if not event.meeting]),
        "What fighting on was worth": _war_ranges(record),
        "What the deals did to those who did not sign": narrate_bystanders(record),
        "How to read this": _limits(record),
    }
    for title, sentences in sections.items():
        if content := tuple(map(Paragraph, sentences)):
            yield Section(title, content)


def _war_ranges(record: Record) -> Iterator[str]:
    """The ranges of settlements that both sides of a war prefer to fighting on."""
    for found, when in zip(war_ranges(record).values(), ("Before the talks", "When they were over"), strict=True):
        if found is not None:
            yield from _range_words(record, found, when)


def _range_words(record: Record, found: WarRange, when: str) -> Iterator[str]:
    first, second = (record.scenario.parties[side].name for side in found.sides)
    own, other = (f"{chance:.0%}" for chance in found.believed)
    yield (
        f"{when} {first} believed that it would win the war with a chance of {own}, {second} that {first} would with "
        f"one of {other}; it was {found.chance:.0%}."
    )
    least, most = (f"{share:.0%}" for share in found.seen)
    if found.empty:
        yield (
            f"By what they believed nothing was left that both preferred to war: {first} would have asked for {least} "
            f"of what is fought over at least, and {second} would have left it {most} at most. Both were optimists."
        )
    else:
        yield f"By what they believed both preferred to war that {first} gets {least} to {most} of what is fought over."


def _limits(record: Record) -> Iterator[str]:
    yield "This is what these agents do with these numbers, most of them assumed; it is no forecast."
    yield from filter(None, [default_words(record.scenario)])
    if len(record.course.meetings) > 1:
        yield "A seat values a package by what would then stand, not by what later meetings may bring."
    informed = [key for key, party in record.scenario.parties.items() if party.informed]
    if informed:
        names = Wording(record.realization).parties(informed)
        yield f"{names[:1].upper()}{names[1:]} knew the preferences of the others."
