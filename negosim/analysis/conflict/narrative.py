"""Describe a conflict: its states, who would stay where, what holds, and how one gets there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from negosim.analysis.conflict.conflict_analysis import ConflictAnalysis
from negosim.document import (
    Content,
    Definition,
    Document,
    NumberedList,
    Paragraph,
    Section,
    Table,
    counted,
    grouped,
    listed,
)
from negosim.theory.stability.sentences import route, sentence
from negosim.theory.stability.verdicts import Concept

__all__ = ["narrate_conflict", "reasons"]

SHOWN = 60
"""States listed at the most; --json has them all."""

CONCEPTS = (
    "R (Nash): it has no move of its own to a state that it prefers. GMR: against each such move the others have some "
    "answer that takes the gain away. SMR: and it cannot escape from that answer. SEQ: an answer by which those who "
    "give it gain themselves."
)


def narrate_conflict(analysis: ConflictAnalysis) -> Document:
    """The whole analysis; states count from 1."""
    sections = [
        Section("The states", tuple(_states(analysis))),
        Section("Who would stay where", (Paragraph(CONCEPTS), _stability(analysis))),
        Section("What holds", tuple(map(Paragraph, _equilibria(analysis)))),
    ]
    if analysis.conflict.start is not None:
        sections.append(Section("From the status quo", tuple(map(Definition, _paths(analysis)))))
    sections.append(Section("Why", tuple(reasons(analysis))))
    source = analysis.file.source
    lead = (Paragraph(f"Source: {source}"),) if source else ()
    return Document(analysis.file.title, tuple(sections), lead)


def _states(analysis: ConflictAnalysis) -> Iterator[Content]:
    labels, start = analysis.conflict.labels, analysis.conflict.start
    yield NumberedList(
        tuple(f"{label} (status quo)" if state == start else label for state, label in enumerate(labels[:SHOWN]))
    )
    if len(labels) > SHOWN:
        yield Paragraph(f"and {counted(len(labels) - SHOWN, 'more state')}: --json lists them all")


def _stability(analysis: ConflictAnalysis) -> Table:
    """State by decision maker: the concepts by which it would stay."""
    makers = analysis.conflict.decision_makers
    columns = [{concept: analysis.stable[concept][name] for concept in Concept} for name in makers]
    columns.append({concept: frozenset(analysis.equilibria[concept]) for concept in Concept})
    rows = [
        (f"{state + 1:>3}", [_concepts(column, state) for column in columns])
        for state in range(min(SHOWN, analysis.conflict.states))
    ]
    return Table.of("", (*makers, "everybody"), rows)


def _concepts(stable: Mapping[Concept, frozenset[int]], state: int) -> str:
    concepts = [concept for concept, states in stable.items() if state in states]
    return "all four" if len(concepts) == len(stable) else " ".join(concepts) or "-"


def _equilibria(analysis: ConflictAnalysis) -> Iterator[str]:
    """The equilibria by concept, and what coalitions could do."""
    yield from _by_states("Stable for everybody", analysis.equilibria)
    if analysis.without_coalitions:
        yield f"Nothing is said of what several could do together: {analysis.without_coalitions}."
        return
    yield from _by_states("Also against what several could do together", analysis.coalition_equilibria)
    for move in analysis.joint_moves:
        steps = f"{route(analysis.conflict, move.journey)} ({move.journey.end + 1})"
        yield f"From {move.origin + 1} {listed(analysis.names(move.members))} would gain together: {steps}."


def _by_states(head: str, equilibria: Mapping[Concept, Sequence[int]]) -> Iterator[str]:
    """Concepts with the same states in one line."""
    for states, concepts in grouped((tuple(states), concept) for concept, states in equilibria.items()).items():
        yield f"{head} by {listed(concepts)}: {listed(str(one + 1) for one in states[:SHOWN]) or 'no state'}."


def _paths(analysis: ConflictAnalysis) -> Iterator[str]:
    """How states can be reached from the status quo, and how many cannot."""
    for state, path in list(analysis.paths.items())[:SHOWN]:
        if path.steps:
            gaining = analysis.improving_paths.get(state)
            by = "" if gaining is None else f"; {counted(len(gaining.steps), 'step')} by which each who moves gains"
            yield f"To {state + 1} in {counted(len(path.steps), 'step')}{by}: {route(analysis.conflict, path)}."
    missing = analysis.conflict.states - len(analysis.paths)
    if missing:
        yield f"{counted(missing, 'state')} cannot be reached."


def reasons(analysis: ConflictAnalysis) -> Iterator[str]:
    """For each state described, who has nothing to gain by leaving it, and what follows where somebody has."""
    for state in analysis.described:
        verdicts = analysis.verdicts(state)
        staying = [one.decision_maker for one in verdicts if not one.improvements]
        label = analysis.conflict.labels[state]
        if len(staying) == len(verdicts) > 1:
            yield f"Nobody has a move from '{label}' to a state that it prefers."
        elif staying:
            has = "has" if len(staying) == 1 else "have"
            yield f"{listed(staying)} {has} no move from '{label}' to anything better."
        yield from (sentence(analysis.conflict, one) for one in verdicts if one.improvements)
