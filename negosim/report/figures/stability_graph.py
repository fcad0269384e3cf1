"""Would it hold: the deal and what moves lead away from it, as a graph of states with the verdicts on each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from negosim.analysis.analysis import Analysis
from negosim.analysis.durability import Durability
from negosim.analysis.durability_narrative import durability_words
from negosim.document import clean
from negosim.report.figures.lettering import LINE, POINTS_PER_INCH, wrap
from negosim.report.figures.style import (
    AGREED,
    INK,
    PALE,
    Drawn,
    FigureRow,
    Look,
    Style,
    bare,
    figure,
    marker,
    party_looks,
)
from negosim.theory.stability.bitsets import bits
from negosim.theory.stability.journeys import status_quo
from negosim.theory.stability.verdicts import Concept, equilibria, stable_states

__all__ = ["stability_graph"]

STATES = 16
"""States drawn at the most, the nearest to the deal first; the table has more."""
LISTED = 200
WIDE = 2.3
GAP_X = 1.5
GAP_Y = 0.55
SIZE = 7.5
HOLDS = "#dcefe6"
OPEN = """The scenario describes no move that a party
could make by itself after the deal: it is open
whether it would hold."""


@dataclass(frozen=True)
class Graph:
    """The states of a deal's conflict with their places: columns by distance from the deal."""

    hold: Durability
    looks: tuple[Look, ...]

    @cached_property
    def columns(self) -> list[list[int]]:
        """The states that are drawn, by the number of moves that lead there."""
        found: dict[int, list[int]] = {}
        for state, journey in list(status_quo(self.hold.conflict).items())[:STATES]:
            found.setdefault(len(journey.steps), []).append(state)
        return [found[distance] for distance in sorted(found)]

    @cached_property
    def equilibria(self) -> Mapping[Concept, tuple[int, ...]]:
        """The states that are stable for everybody, by concept."""
        return {concept: equilibria(self.hold.conflict, concept) for concept in Concept}

    @cached_property
    def stable(self) -> Mapping[Concept, list[int]]:
        """For each party the set of its stable states, by concept."""
        conflict = self.hold.conflict
        return {one: [stable_states(conflict, (member,), one) for member in conflict.everyone] for one in Concept}

    def verdict(self, state: int) -> str:
        """By which concepts everybody would stay at a state."""
        holds = [str(concept) for concept, states in self.equilibria.items() if state in states]
        return f"holds by {', '.join(holds)}" if holds else "does not hold"

    def text(self, state: int) -> str:
        """What a box says: what differs from the deal, and the verdict."""
        label = wrap(self.hold.conflict.labels[state], WIDE - 0.15, SIZE, lines=5)
        return f"{label}\n{wrap(self.verdict(state), WIDE - 0.15, SIZE, lines=2)}"

    def high(self, state: int) -> float:
        """Inches of a box."""
        return LINE * SIZE / POINTS_PER_INCH * (self.text(state).count("\n") + 1) + 0.14

    @cached_property
    def places(self) -> dict[int, tuple[float, float]]:
        """The middle of each box, in inches."""
        tall = max(self._tall(column) for column in self.columns)
        found = {}
        for number, column in enumerate(self.columns):
            y = (tall - self._tall(column)) / 2
            for state in column:
                found[state] = (number * (WIDE + GAP_X) + WIDE / 2, y + self.high(state) / 2)
                y += self.high(state) + GAP_Y
        return found

    def _tall(self, column: Sequence[int]) -> float:
        return sum(map(self.high, column)) + GAP_Y * (len(column) - 1)

    @property
    def size(self) -> tuple[float, float]:
        """Inches of the whole drawing."""
        return len(self.columns) * (WIDE + GAP_X) - GAP_X, max(map(self._tall, self.columns))

    def arrows(self) -> Iterator[tuple[int, int, int, bool]]:
        """Mover, origin, end and whether the mover gains, for each move between states that are drawn."""
        conflict = self.hold.conflict
        for mover, moves in enumerate(conflict.moves):
            for origin in self.places:
                for end in bits(moves[origin]):
                    if end in self.places:
                        yield mover, origin, end, bool(conflict.better[mover][origin] >> end & 1)


@figure("stability_graph", title="Would it hold?", analysis=True)
def stability_graph(analysis: Analysis, figure: Figure) -> Drawn:
    """Would it hold: what each party could do by itself after the deal, who gains, and where all would stay."""
    looks = tuple(party_looks(analysis.record).values())
    graph = Graph(analysis.hold, looks)
    wide, high = graph.size
    figure.set_size_inches(max(6.0, wide + 0.6), high + 1.3)
    axes = figure.subplots()
    bare(axes)
    axes.set_xlim(-0.15, max(wide, 5.4) + 0.15)
    axes.set_ylim(high + 0.15, -0.15)
    axes.set_aspect("equal")
    for mover, origin, end, gains in graph.arrows():
        _arrow(axes, graph, (origin, end), mover, gains=gains)
    for state in graph.places:
        _box(axes, graph, state)
    if not graph.hold.described:
        axes.text(WIDE + 0.3, high / 2, OPEN, size=9.0, va="center")
    figure.legend(handles=_legend(graph), loc="outside lower center", ncols=3)
    return Drawn(_alt(graph), _table(graph))


def _box(axes: Axes, graph: Graph, state: int) -> None:
    x, y = graph.places[state]
    high, anywhere = graph.high(state), any(state in states for states in graph.equilibria.values())
    look: Style = {"facecolor": HOLDS if anywhere and graph.hold.described else "white", "edgecolor": INK}
    axes.barh(y, WIDE, high, left=x - WIDE / 2, linewidth=2.2 if state == 0 else 0.8, zorder=3, **look)
    if state == 0:
        axes.plot(x - WIDE / 2, y - high / 2, "*", color=AGREED, markeredgecolor="black", markersize=14, zorder=6)
    text = graph.text(state) if graph.hold.described else clean(graph.hold.conflict.labels[state])
    axes.text(x, y, text, size=SIZE, ha="center", va="center", zorder=5, weight="bold" if state == 0 else "normal")


def _arrow(axes: Axes, graph: Graph, move: tuple[int, int], mover: int, *, gains: bool) -> None:
    """A move from box to box, in the colour of who makes it: full where it gains, dashed where it doesn't."""
    start, stop = _edge(graph, move[0], move[1], mover), _edge(graph, move[1], move[0], mover)
    arrow: Style = {
        "arrowstyle": "-|>",
        "color": graph.looks[mover].colour,
        "linewidth": 1.8 if gains else 1.0,
        "linestyle": "-" if gains else (0, (4, 2)),
        "connectionstyle": f"arc3,rad={0.12 + 0.06 * mover}",
        "shrinkA": 1,
        "shrinkB": 1,
    }
    axes.annotate("", stop, start, arrowprops=arrow, zorder=2 if gains else 1)


def _edge(graph: Graph, state: int, other: int, mover: int) -> tuple[float, float]:
    """Where a move leaves or enters a box: at the side that faces the other, each mover at its own height."""
    (x, y), (there_x, there_y) = graph.places[state], graph.places[other]
    shift = (mover - (len(graph.looks) - 1) / 2) * 0.14
    if there_x == x:
        return x + shift * 3, y + (graph.high(state) / 2 if there_y > y else -graph.high(state) / 2)
    return x + (WIDE / 2 if there_x > x else -WIDE / 2), y + shift


def _legend(graph: Graph) -> list[object]:
    movers = sorted({mover for mover, *_ in graph.arrows()})
    lines = [marker(f"a move of {graph.looks[k].name}", linestyle="-", color=graph.looks[k].colour) for k in movers]
    if movers:
        lines.append(marker("by which it gains", linestyle="-", linewidth=1.8, color=PALE))
        lines.append(marker("by which it doesn't", linestyle=(0, (4, 2)), linewidth=1.0, color=PALE))
    deal = marker("what stands after the talks", marker="*", color=AGREED, markeredgecolor="black", markersize=11)
    if graph.hold.described:
        lines.append(marker("all would stay, by a concept or more", marker="s", color=HOLDS, markersize=9))
    return [*lines, deal]


def _table(graph: Graph) -> tuple[FigureRow, ...]:
    conflict = graph.hold.conflict
    return tuple(_row(graph, state) for state in range(min(conflict.states, LISTED)))


def _row(graph: Graph, state: int) -> FigureRow:
    """A state: what differs from the deal, and by which concepts each party would stay."""
    row: dict[str, str | float | None] = {"state": clean(graph.hold.conflict.labels[state])}
    for member, look in enumerate(graph.looks):
        stays = [str(concept) for concept, sets in graph.stable.items() if sets[member] >> state & 1]
        row[f"{look.name} stays by"] = ", ".join(stays) or "none"
    return row | {"all": graph.verdict(state) if graph.hold.described else "open"}


def _alt(graph: Graph) -> str:
    conflict = graph.hold.conflict
    many = f"{conflict.states} states can come about after the deal by moves that parties can make alone."
    shown = f" The {STATES} nearest are drawn." if conflict.states > STATES else ""
    return clean(" ".join([many + shown if graph.hold.described else "", *durability_words(graph.hold)]))
