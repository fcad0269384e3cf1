"""The anatomy of a failure: parties by issues, who blocks what, and how far each is from yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from negosim.analysis.analysis import Analysis
from negosim.analysis.impasse.anatomy import Position, positions
from negosim.analysis.impasse.impasse import EnumeratedImpasse
from negosim.analysis.phrases import Wording
from negosim.document import clean, listed, number
from negosim.report.figures.lettering import wrap
from negosim.report.figures.panels import sentence_alone
from negosim.report.figures.style import BAND, INK, PALE, REFUSED, Drawn, FigureRow, Style, bare, figure

__all__ = ["anatomy_of_failure"]

LABELS = 1.7
CELL = 1.35
HIGH = 0.52
HEAD = 0.62
SIZE = 8.0
MEETINGS = 4
"""Meetings drawn at the most; the table has them all."""

YES = "#dcefe6"
FAR = 30.0
"""Points from which on a shortfall has the full colour."""


@dataclass(frozen=True)
class AnatomyPanel:
    """A meeting, or all together, with what blocked it."""

    title: str
    blocking: EnumeratedImpasse
    stands: tuple[Position, ...]

    @property
    def issues(self) -> list[str]:
        """The open issues in order."""
        return list(dict.fromkeys(one.issue for one in self.stands))


def cases(analysis: Analysis) -> list[AnatomyPanel]:
    """The meetings that left issues open, and all parties on everything, where each package could be looked at."""
    titles = {key: one.title for key, one in analysis.record.scenario.meetings.items()}
    found = {f"“{clean(titles[key])}”, what it left open": one for key, one in analysis.blocked.items()}
    if analysis.blocking is not None:
        found["All parties on everything, from the status quo"] = analysis.blocking
    tables = {title: one for title, one in found.items() if isinstance(one, EnumeratedImpasse)}
    return [AnatomyPanel(title, one, positions(one)) for title, one in tables.items()]


@figure("anatomy", title="Who stands in the way of what", analysis=True)
def anatomy_of_failure(analysis: Analysis, figure: Figure) -> Drawn:
    """Who stands in the way of what: what each party refuses, and on which issue it is how far from yes."""
    every, words = cases(analysis), Wording(analysis.record.realization)
    shown = every[-MEETINGS:]
    if not shown:
        text = "There are too many packages to look at what blocks each of them."
        return sentence_alone(figure, text, "meeting", wide=6.0)
    rows = len(analysis.record.realization.parties)
    most = max(len(case.issues) for case in shown)
    high = HEAD + HIGH * rows + 0.45
    figure.set_size_inches(LABELS + CELL * (most + 1) + 0.3, high * len(shown) + 0.5)
    for axes, case in zip(figure.subplots(len(shown), 1, squeeze=False).flat, shown, strict=True):
        _panel(axes, case, words, most)
    figure.supxlabel(
        "Points that a party would have to go below its reservation value, everybody else content. “Others block”: "
        "somebody else stands in the way whatever it does.",
        size=7.5,
        wrap=True,
    )
    return Drawn(_alt(every, words), _table(every, words))


def _panel(axes: Axes, case: AnatomyPanel, words: Wording, most: int) -> None:
    """A matrix of parties by issues, with a last column for any package at all."""
    bare(axes)
    parties, issues = case.blocking.possible.parties, case.issues
    axes.set_xlim(-LABELS / CELL, most + 1)
    axes.set_ylim(len(parties), -HEAD / HIGH)
    verdict = "no package was possible" if case.blocking.empty else "a deal was possible"
    axes.set_title(f"{wrap(case.title, 7.0, 10.0, bold=True, lines=1)}: {verdict}", loc="left", size=9.5)
    heads = [words.issue(key) for key in issues]
    for column, head in enumerate([*heads, "any package"]):
        axes.text(column + 0.5, -0.1, wrap(head, CELL - 0.25, SIZE, lines=3), size=SIZE, ha="center", va="bottom")
    for row, party in enumerate(parties):
        name = wrap(words.party(party), LABELS - 0.15, 8.5, bold=True, lines=2)
        axes.text(-0.07, row + 0.5, name, size=8.5, weight="bold", ha="right", va="center")
        for column, stand in enumerate(one for one in case.stands if one.party == party):
            _cell(axes, row, column, *_shown(stand))
        _cell(axes, row, len(issues), *_any(case, party))


def _shown(stand: Position) -> tuple[str, Style]:
    """The text of a cell and how it is filled."""
    some = f"\nrefuses {stand.refused} of {stand.asked}" if stand.refused else ""
    match stand.kind:
        case "no say":
            return "no say", {"facecolor": "white", "edgecolor": BAND}
        case "absent":
            return "needed, not\nat the table", {"facecolor": "white", "edgecolor": REFUSED, "hatch": "//"}
        case "refuses":
            return "refuses", {"facecolor": REFUSED, "alpha": 0.75}
        case "others":
            return f"others block{some}", {"facecolor": BAND}
        case _:
            return _distance(stand.short) + some, _colour(stand.short)


def _any(case: AnatomyPanel, party: str) -> tuple[str, Style]:
    """How far a party is from yes to any package."""
    kinds = {one.kind for one in case.stands if one.party == party}
    if kinds == {"no say"}:
        return _shown(Position(party, "", "no say"))
    if kinds <= {"no say", "absent"}:
        return _shown(Position(party, "", "absent"))
    concession = case.blocking.concession(party)
    if concession is None:
        return _shown(Position(party, "", "others"))
    short = concession.points.get(party, 0.0)
    return _distance(short), _colour(short)


def _distance(short: float) -> str:
    """How far from yes, in words."""
    return "yes" if short == 0 else f"{number(short) if short >= 0.1 else '< 0.1'} short"  # noqa: PLR2004  (as shown)


def _colour(short: float) -> Style:
    if short == 0:
        return {"facecolor": YES}
    return {"facecolor": REFUSED, "alpha": 0.15 + 0.45 * min(1.0, short / FAR)}


def _cell(axes: Axes, row: int, column: int, text: str, style: Style) -> None:
    edge: Style = {"edgecolor": PALE, "linewidth": 0.4}
    axes.barh(row + 0.5, 0.96, 0.92, left=column + 0.02, **(edge | style))
    box: Style = {"facecolor": "white", "alpha": 0.85, "linewidth": 0, "pad": 1.0} if "hatch" in style else {"alpha": 0}
    axes.text(column + 0.5, row + 0.5, text, size=7.5, color=INK, ha="center", va="center", bbox=box)


def _table(every: Sequence[AnatomyPanel], words: Wording) -> tuple[FigureRow, ...]:
    rows: list[FigureRow] = []
    for case in every:
        for party in case.blocking.possible.parties:
            stands = {one.issue: _flat(_shown(one)[0]) for one in case.stands if one.party == party}
            row: dict[str, str | float | None] = {"meeting": case.title, "party": words.party(party)}
            row |= {words.issue(key): stand for key, stand in stands.items()}
            rows.append(row | {"any package": _flat(_any(case, party)[0])})
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return tuple({column: row.get(column, "") for column in columns} for row in rows)


def _flat(text: str) -> str:
    return text.replace("table\n", "table ").replace("not\nat", "not at").replace("\n", "; ")


def _alt(every: Sequence[AnatomyPanel], words: Wording) -> str:
    sentences = ["Who stands in the way of what, party by party and issue by issue."]
    for case in every:
        verdict = "no package was possible" if case.blocking.empty else "a deal was possible"
        far = [f"{words.party(party)} {_flat(_any(case, party)[0])}" for party in case.blocking.possible.parties]
        sentences.append(f"{case.title}: {verdict}; for any package: {listed(far)}.")
        refusing = [f"{words.party(one.party)} on {words.issue(one.issue)}" for one in case.stands if one.refused]
        sentences += [f"Refusals: {listed(refusing)}."] if refusing else []
    return " ".join(sentences)
