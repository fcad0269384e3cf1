"""Briefs: a page for each person, made of what everybody may see and of one seat's own score sheet, of no other's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from negosim.analysis.score_sheet import Matter, score_sheet
from negosim.document import points
from negosim.domain.preferences import Preferences, Term, from_grid
from negosim.report.pages.page import render
from negosim.scenario.realize.realization import Realization
from negosim.teaching.classroom.agenda import Item, agenda
from negosim.teaching.classroom.seating import ClassTable, SeatingPlan
from negosim.teaching.classroom.short_names import condition_code, is_amount, option_code

__all__ = ["Brief", "brief_page", "briefs", "briefs_page"]


@dataclass(frozen=True)
class Worth:
    """An option on a brief: its short name, its words, its points, whether it stands, is refused, and whom it needs."""

    code: str
    label: str
    points: float
    stands: bool
    refused: bool
    consent: str


@dataclass(frozen=True)
class BriefIssue:
    """An issue on a brief."""

    item: Item
    worths: tuple[Worth, ...]


@dataclass(frozen=True)
class Extra:
    """Points that come with a condition: what it is, the condition in short names, the points."""

    title: str
    when: str
    points: float


@dataclass(frozen=True)
class Loss:
    """What every round costs: what it is, the points of a round, how many rounds, and while what stands."""

    title: str
    points: float
    rounds: int
    when: str

    @property
    def each(self) -> str:
        """The points of a round in words: small, and counted often."""
        return points(self.points, 3)

    @property
    def all(self) -> float:
        """All of it, where nothing ends it."""
        return self.points * self.rounds


@dataclass(frozen=True)
class Score:
    """The private part of a brief: what the seat is told, its score sheet, and what it has without a deal."""

    briefing: str
    lines: tuple[BriefIssue, ...]
    extras: tuple[Extra, ...]
    losses: tuple[Loss, ...]
    reserve: float
    reservation: float


@dataclass(frozen=True)
class Brief:
    """What one person gets; `score` is None for somebody who looks on. `file` is the name of its page."""

    file: str
    person: str
    seat: str
    table: int
    table_mates: tuple[str, ...]
    items: tuple[Item, ...]
    score: Score | None


def briefs(realization: Realization, plan: SeatingPlan) -> Iterator[Brief]:
    """The briefs of a class, table by table; seats of agents have none."""
    items = agenda(realization)
    scores = {party: _score(realization, party, items) for party in realization.parties}
    for table in plan.tables:
        mates = tuple(_mates(realization, table))
        for party, person in table.seats.items():
            if person is not None:
                file, name = f"table-{table.number:02d}-{party}.html", realization.scenario.parties[party].name
                yield Brief(file, person, name, table.number, mates, items, scores[party])
        for place, person in enumerate(table.observers, 1):
            file = f"table-{table.number:02d}-OBSERVER-{place}.html"  # no key of a party has capitals
            yield Brief(file, person, "Observer", table.number, mates, items, None)


def _mates(realization: Realization, table: ClassTable) -> Iterator[str]:
    for party, person in table.seats.items():
        yield f"{realization.scenario.parties[party].name}: {person or 'an agent'}"


def _score(realization: Realization, party: str, items: tuple[Item, ...]) -> Score:
    """What one seat may know of its own preferences; nothing else of the reading goes in."""
    preferences, horizon = realization.preferences[party], realization.horizon
    sheet, space = score_sheet(preferences), realization.space
    return Score(
        briefing=realization.scenario.parties[party].briefing or "",
        lines=tuple(_lines(preferences, matter, item) for matter, item in zip(sheet.matters, items, strict=True)),
        extras=tuple(_extra(preferences, term) for term in preferences.linkages),
        losses=tuple(_loss(term, preferences, horizon) for term in preferences.costs),
        reserve=sheet.reserve,
        reservation=from_grid(preferences.reservation_value(space.status_quo, horizon)),
    )


def _lines(preferences: Preferences, matter: Matter, item: Item) -> BriefIssue:
    consent = {choice.option: choice.consent for choice in item.choices}
    amount = is_amount(preferences.space.issues[matter.axis])
    worths = tuple(
        Worth(
            "" if amount else option_code(preferences.space, matter.axis, entry.option),
            entry.label,
            entry.points,
            entry.status_quo,
            entry.refused,
            consent.get(entry.option, ""),
        )
        for entry in matter.shown
    )
    return BriefIssue(item, worths)


def _extra(preferences: Preferences, term: Term) -> Extra:
    return Extra(term.title, condition_code(preferences.space, term.when), from_grid(term.points))


def _loss(term: Term, preferences: Preferences, horizon: int) -> Loss:
    when = condition_code(preferences.space, term.when) if term.when.options else ""
    return Loss(term.title, from_grid(term.points), horizon, when)


def brief_page(realization: Realization, brief: Brief) -> bytes:
    """One brief as a page that loads nothing from outside."""
    return render("brief.html.j2", {"scenario": realization.scenario, "brief": brief}).encode()


def briefs_page(realization: Realization, all_briefs: Sequence[Brief]) -> bytes:
    """All briefs on one page, to print at once: the teacher's alone."""
    return render("briefs.html.j2", {"scenario": realization.scenario, "briefs": all_briefs}).encode()
