"""Briefs: a page for each person, made of what everybody may see and of one seat's own score sheet, of no other's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from negosim.analysis.body_words import body_words
from negosim.analysis.score_sheet import Clause, Matter, score_sheet
from negosim.analysis.suspension_narrative import waiting_words
from negosim.document import points
from negosim.domain.preferences import Preferences, Term
from negosim.report.pages.page import render
from negosim.scenario.realize.realization import Realization
from negosim.teaching.classroom.agenda import AgendaItem, agenda
from negosim.teaching.classroom.seating import SeatingPlan
from negosim.teaching.classroom.short_names import condition_code

__all__ = ["Brief", "brief_page", "briefs"]


@dataclass(frozen=True)
class RoundCost:
    """What delay costs: its title, the points of a round in words and of all rounds, and while what stands."""

    title: str
    when: str
    each: str
    all: float
    rounds: int


@dataclass(frozen=True)
class Score:
    """The private part of a brief: what the seat is told, its score sheet, and what it has without a deal.

    `issues` pairs what everybody may see of an issue with what it is worth to the seat.
    """

    briefing: str
    issues: tuple[tuple[AgendaItem, Matter], ...]
    linkages: tuple[Clause, ...]
    costs: tuple[RoundCost, ...]
    reserve: float
    reservation: float


@dataclass(frozen=True)
class Brief:
    """What one person gets; `score` is None for somebody who looks on. `file` is the name of its page.

    `rules` say of each body who votes in it and what it takes, and what counts only while something else holds.
    """

    file: str
    person: str
    seat: str
    table: int
    table_mates: tuple[str, ...]
    items: tuple[AgendaItem, ...]
    score: Score | None
    rules: tuple[str, ...] = ()


def briefs(realization: Realization, plan: SeatingPlan) -> Iterator[Brief]:
    """The briefs of a class, table by table; seats of agents have none."""
    items, names = agenda(realization), {key: party.name for key, party in realization.scenario.parties.items()}
    rules = (*body_words(realization), *(f"{text}." for text in waiting_words(realization.space)))
    scores = {party: _score(realization, party, items) for party in realization.parties}
    for table in plan.tables:
        mates = tuple(f"{names[party]}: {person or 'an agent'}" for party, person in table.seats.items())
        for party, person in table.seats.items():
            if person is not None:
                file = f"table-{table.number:02d}-{party}.html"
                yield Brief(file, person, names[party], table.number, mates, items, scores[party], rules)
        for place, person in enumerate(table.observers, 1):
            file = f"table-{table.number:02d}-OBSERVER-{place}.html"  # no key of a party has capitals
            yield Brief(file, person, "Observer", table.number, mates, items, None, rules)


def _score(realization: Realization, party: str, items: tuple[AgendaItem, ...]) -> Score:
    """What one seat may know of its own preferences; nothing else of the realization goes in."""
    preferences, horizon = realization.preferences[party], realization.horizon
    sheet, space = score_sheet(preferences), realization.space
    return Score(
        briefing=realization.scenario.parties[party].briefing or "",
        issues=tuple(zip(items, sheet.matters, strict=True)),
        linkages=tuple(
            Clause(term.title, condition_code(space, term.when), preferences.scale.points(term.points))
            for term in preferences.linkages
        ),
        costs=tuple(_cost(preferences, term, horizon) for term in preferences.costs),
        reserve=sheet.reserve,
        reservation=preferences.scale.points(preferences.reservation_value(space.status_quo, horizon)),
    )


def _cost(preferences: Preferences, term: Term, rounds: int) -> RoundCost:
    """A cost of delay; the points of a round are small and counted often, and so have three decimals."""
    when = condition_code(preferences.space, term.when) if term.when.options else ""
    each = preferences.scale.points(term.points)
    return RoundCost(term.title, when, points(each, 3), each * rounds, rounds)


def brief_page(realization: Realization, brief: Brief) -> bytes:
    """One brief as a page that loads nothing from outside."""
    return render("brief.html.j2", {"scenario": realization.scenario, "brief": brief}).encode()
