"""The analysis of a conflict as one plain object, as `negosim conflict --json` prints it; states count from 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from negosim.analysis.conflict.conflict_analysis import ConflictAnalysis
from negosim.analysis.conflict.file import ConflictFile
from negosim.analysis.conflict.narrative import reasons
from negosim.theory.stability.graph import Conflict
from negosim.theory.stability.journeys import Journey
from negosim.theory.stability.sentences import route
from negosim.theory.stability.verdicts import Concept

__all__ = ["conflict_findings"]


def conflict_findings(file: ConflictFile) -> dict[str, Any]:
    """The graph model's analysis of a conflict as plain data."""
    analysis, conflict = ConflictAnalysis(file), file.conflict
    return {
        "format": 1,
        "conflict": file.name,
        "title": file.title,
        "source": file.source,
        "decision_makers": list(conflict.decision_makers),
        "states": [{"state": number, "label": label} for number, label in enumerate(conflict.labels, start=1)],
        "status_quo": None if conflict.start is None else conflict.start + 1,
        "stable": {
            str(concept): {name: _from_one(sorted(states)) for name, states in by.items()}
            for concept, by in analysis.stable.items()
        },
        "equilibria": _equilibria(analysis.equilibria),
        "coalitions": _coalitions(analysis),
        "from_status_quo": None if conflict.start is None else _paths(analysis),
        "sentences": list(reasons(analysis)),
    }


def _from_one(states: Iterable[int]) -> list[int]:
    return [state + 1 for state in states]


def _equilibria(equilibria: Mapping[Concept, Iterable[int]]) -> dict[str, list[int]]:
    return {str(concept): _from_one(states) for concept, states in equilibria.items()}


def _coalitions(analysis: ConflictAnalysis) -> dict[str, Any]:
    """What coalitions could do, or why it was not examined."""
    reason = analysis.without_coalitions
    moves = [
        {"parties": analysis.names(move.members), "from": move.origin + 1} | _end(analysis.conflict, move.journey)
        for move in analysis.joint_moves
    ]
    withstood = None if reason else _equilibria(analysis.coalition_equilibria)
    return {"equilibria": withstood, "moves": moves, "reason": reason}


def _paths(analysis: ConflictAnalysis) -> list[dict[str, Any]]:
    """How each state can be reached from the status quo: by any moves, and by improvements alone."""
    gaining = {state: len(path.steps) for state, path in analysis.improving_paths.items()}
    return [
        _end(analysis.conflict, path) | {"by_improvements": gaining.get(state)}
        for state, path in analysis.paths.items()
    ]


def _end(conflict: Conflict, journey: Journey) -> dict[str, Any]:
    return {"to": journey.end + 1, "steps": len(journey.steps), "route": route(conflict, journey)}
