"""Describe the debrief of a class, for the terminal and the page alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from negosim.analysis.phrases import Wording
from negosim.document import Document, Section, Table, amount, listed, percent
from negosim.teaching.classroom.class_debrief import ClassDebrief, TableResult
from negosim.teaching.classroom.seating import Person
from negosim.teaching.classroom.short_names import issue_letter, option_code
from negosim.teaching.debrief.score_sheets import narrate_score_sheets

__all__ = ["narrate_class"]

NOTE = (
    "All tables are measured by the same numbers, those of the briefs. They are assumptions, made so that one can "
    "negotiate: what a table came to says something of the table, and nothing of what the states will do.",
    "A deal counts as if it had come before the first round. Points of two parties are not compared; shares of a "
    "possible gain may be: 0 % is no more than without a deal, 100 % the most that was there while nobody had less.",
    "The score sheets of all sides stand below: show this page when the talks are over.",
)


def narrate_class(found: ClassDebrief, who: Sequence[Person], *, opened: bool = True) -> Document:
    """What came of it, table by table, role by role; then, where it is `opened`, what the sides wanted."""
    narrator = _Narrator(found, who)
    sections = [Section("What came of it", tuple(narrator.came()))]
    sections += [narrator.tables(), narrator.roles(), narrator.marks(), narrator.agreed()] if found.tables else []
    sections += [Section("To know", found.remarks)] if found.remarks else []
    sections += [narrator.people(), *(narrate_score_sheets(found.realization) if opened else ())]
    return Document(found.classroom.scenario.title, tuple(sections), notes=NOTE if opened else NOTE[:1])


class _Narrator:
    """The sections of the debrief of one class."""

    def __init__(self, found: ClassDebrief, who: Sequence[Person]) -> None:
        self.found = found
        self.who = who
        self.realization = found.realization
        self.words = Wording(found.realization)
        self.heads = self.words.names

    def came(self) -> Iterator[str]:
        found = self.found
        yield f"{len(found.agreed)} of {len(found.deals)} tables agreed on something."
        if found.without:
            yield f"Without a deal: {_tables(found.without)}. There everything stays where it stood."
        if found.missing:
            yield f"The sheet is empty, and not counted: {_tables(found.missing)}."
        if found.best:
            best, share = _tables([one.deal.table for one in found.best]), percent(found.best[0].efficiency, 1)
            yield f"Best for all together: {best}. {share} of all outcomes would have been no better for everybody."
        if found.fairest:
            fairest = _tables([one.deal.table for one in found.fairest])
            yield f"Fairest: {fairest}. {_least(found.fairest[0].fairness)}"
        if found.agents is not None:
            runs = f"{len(found.agents):,} runs of agents"
            yield f"Behind the tables stand {runs}, each with its own draw of the numbers."

    def tables(self) -> Section:
        rows = [(f"Table {one.deal.table}", self._table(one)) for one in self.found.tables]
        after = (
            "In brackets: the share of one's possible gain; below 0 is less than without a deal.",
            "Not better for all: the share of the outcomes that would not have left everybody at least as well off and "
            "somebody better. Smallest share: of the party that has least of its possible gain.",
        )
        heads = (*self.heads, "not better for all", "smallest share")
        return Section("The tables", (Table.of("Points by party, and measures of the deal", heads, rows), *after))

    def _table(self, one: TableResult) -> tuple[str, ...]:
        cells = [f"{amount(value)} ({percent(one.gains[party])})" for party, value in one.end.points.items()]
        return (*cells, percent(one.efficiency, 1), percent(one.fairness))

    def roles(self) -> Section:
        benchmark = self.found.benchmark
        heads: tuple[str, ...] = ("least", "middle", "most", "without a deal", "possible")
        heads += ("agents: 5 %", "50 %", "95 %") if self.found.agents is not None else ()
        rows = []
        for party in self.realization.parties:
            own, agents = self.found.spread(party) or (None,) * 3, self.found.of_agents(party) or ()
            values = (*own, benchmark.reservation[party], benchmark.most[party], *agents)
            rows.append((self.words.party(party), tuple(map(amount, values))))
        return Section("By role", (Table.of("Points of each role over the tables", heads, rows),))

    def marks(self) -> Section:
        rows = [
            (f"Table {one.deal.table}", [f"{one.marks[party].total:.0f}" for party in self.realization.parties])
            for one in self.found.tables
        ]
        most = max(marks.most for one in self.found.tables for marks in one.marks.values())
        rubric = f"By the rubric of the scenario, {most:.0f} at the most; a seat of an agent is marked alike."
        return Section("Marks", (rubric, Table.of("Marks by seat", self.heads, rows)))

    def agreed(self) -> Section:
        space = self.realization.space
        heads = tuple(f"table {one.deal.table}" for one in self.found.tables)
        rows = []
        for axis, issue in enumerate(space.issues):
            codes = [option_code(space, axis, one.end.outcome[axis]) for one in self.found.tables]
            moved = [one.end.outcome[axis] != issue.status_quo for one in self.found.tables]
            cells = tuple(code if changed else f"({code})" for code, changed in zip(codes, moved, strict=True))
            rows.append((f"{issue_letter(axis)}. {issue.title}", cells))
        after = ("In brackets: as it stood before.", *self._legend())
        return Section("What the tables agreed on", (Table.of("Options by their short names", heads, rows), *after))

    def _legend(self) -> Iterator[str]:
        """The words of the options that stand at some table."""
        space = self.realization.space
        for axis, issue in enumerate(space.issues):
            chosen = sorted({one.end.outcome[axis] for one in self.found.tables})
            yield "; ".join(f"{option_code(space, axis, option)}: {issue.labels[option]}" for option in chosen) + "."

    def people(self) -> Section:
        by_table: dict[int, dict[str, str]] = {}
        for person in self.who:
            by_table.setdefault(person.table, {})[person.seat] = person.called
        rows = [
            (f"Table {table}", [seats[party] for party in self.realization.parties])
            for table, seats in by_table.items()
        ]
        return Section("Who sat where", (Table.of("Tables and seats", self.heads, rows),))


def _least(share: float | None) -> str:
    """What the party that has least at the fairest table has; a loss is called one."""
    if share is not None and share < 0:
        return "But of the tables with a deal, none left everybody with as much as without one."
    return f"Who has least there has {percent(share)} of its possible gain."


def _tables(numbers: Sequence[int]) -> str:
    return f"table{'s' if len(numbers) > 1 else ''} {listed(map(str, numbers))}"
