"""The analysis of a conflict as one plain object, as `negosim conflict --json` prints it; states count from 1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from negosim.analysis.conflict.file import ConflictFile
from negosim.document import listed
from negosim.theory.stability.bitsets import bits
from negosim.theory.stability.graph import Conflict, Members
from negosim.theory.stability.journeys import Journey, status_quo
from negosim.theory.stability.sentences import route, sentence
from negosim.theory.stability.verdicts import (
    DECISION_MAKER_LIMIT,
    Concept,
    coalition_equilibria,
    coalition_improvements,
    stable_states,
    verdict,
)

__all__ = ["COALITION_LIMIT", "TOLD", "conflict_findings"]

COALITION_LIMIT = 512
"""The most states for which coalitions are examined; there are 2^n of them, each with its own moves."""

TOLD = 12
"""The most states that are described in sentences."""


def conflict_findings(file: ConflictFile) -> dict[str, Any]:
    """The graph model's analysis of a conflict as plain data."""
    conflict = file.conflict
    stable = {concept: _stable(conflict, concept) for concept in Concept}
    equilibria = {concept: _common(found) for concept, found in stable.items()}
    told = _told(conflict, equilibria)
    return {
        "format": 1,
        "conflict": file.name,
        "title": file.title,
        "source": file.source,
        "decision_makers": list(conflict.decision_makers),
        "states": [{"state": number, "label": label} for number, label in enumerate(conflict.labels, start=1)],
        "status_quo": None if conflict.start is None else conflict.start + 1,
        "stable": {str(concept): _from_one(found) for concept, found in stable.items()},
        "equilibria": {str(concept): [state + 1 for state in found] for concept, found in equilibria.items()},
        "coalitions": _coalitions(conflict, told),
        "from_status_quo": None if conflict.start is None else _paths(conflict),
        "sentences": list(_sentences(conflict, told)),
    }


def _stable(conflict: Conflict, concept: Concept) -> dict[str, tuple[int, ...]]:
    """By decision maker, the states that are stable for it."""
    names = enumerate(conflict.decision_makers)
    return {name: tuple(bits(stable_states(conflict, (number,), concept))) for number, name in names}


def _common(stable: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
    """The states that are stable for everybody, rising."""
    first, *rest = map(set, stable.values())
    return tuple(sorted(first.intersection(*rest)))


def _from_one(stable: Mapping[str, tuple[int, ...]]) -> dict[str, list[int]]:
    return {name: [state + 1 for state in states] for name, states in stable.items()}


def _told(conflict: Conflict, equilibria: Mapping[Concept, tuple[int, ...]]) -> tuple[int, ...]:
    """The states to describe: the status quo, then those that most concepts call an equilibrium."""
    times = {state: sum(state in found for found in equilibria.values()) for state in range(conflict.states)}
    often = sorted((state for state in times if times[state]), key=lambda state: -times[state])
    start = () if conflict.start is None else (conflict.start,)
    return tuple(dict.fromkeys((*start, *often)))[:TOLD]


def _coalitions(conflict: Conflict, told: tuple[int, ...]) -> dict[str, Any]:
    """What coalitions could do, or why it was not examined."""
    if conflict.states > COALITION_LIMIT or len(conflict.decision_makers) > DECISION_MAKER_LIMIT:
        most = f"{COALITION_LIMIT} states and {DECISION_MAKER_LIMIT} decision makers"
        return {"equilibria": None, "moves": [], "reason": f"coalitions are looked at up to {most}"}
    return {
        "equilibria": {str(one): [state + 1 for state in coalition_equilibria(conflict, one)] for one in Concept},
        "moves": [move for state in told for move in _joint(conflict, state)],
        "reason": "",
    }


def _joint(conflict: Conflict, state: int) -> Iterator[dict[str, Any]]:
    """The moves from a state by which a whole coalition gains, one for each end that no smaller part of it reaches."""
    for members, journeys in coalition_improvements(conflict, state).items():
        for journey in journeys:
            if {step.mover for step in journey.steps} == set(members):
                yield {"parties": _names(conflict, members), "from": state + 1} | _end(conflict, journey)


def _names(conflict: Conflict, members: Members) -> list[str]:
    return [conflict.decision_makers[member] for member in members]


def _end(conflict: Conflict, journey: Journey) -> dict[str, Any]:
    return {"to": journey.end + 1, "steps": len(journey.steps), "route": route(conflict, journey)}


def _paths(conflict: Conflict) -> list[dict[str, Any]]:
    """How each state can be reached from the status quo: by any moves, and by improvements alone."""
    possible, gaining = status_quo(conflict), status_quo(conflict, improving=True)
    return [
        _end(conflict, possible[state]) | {"by_improvements": len(gaining[state].steps) if state in gaining else None}
        for state in sorted(possible)
    ]


def _sentences(conflict: Conflict, told: tuple[int, ...]) -> Iterator[str]:
    """For each state, who has nothing to gain by leaving it, and what follows where somebody has."""
    for state in told:
        found = [verdict(conflict, state, (member,), Concept.SEQ) for member in conflict.everyone]
        staying = [one.decision_maker for one in found if not one.improvements]
        if staying:
            yield _content(conflict, state, staying)
        yield from (sentence(conflict, one) for one in found if one.improvements)


def _content(conflict: Conflict, state: int, names: list[str]) -> str:
    """Those who have no move of their own to a state that they prefer."""
    label, everybody = conflict.labels[state], len(names) == len(conflict.decision_makers)
    if everybody and len(names) > 1:
        return f"Nobody has a move from '{label}' to a state that it prefers."
    has = "has" if len(names) == 1 else "have"
    return f"{listed(names)} {has} no move from '{label}' to anything better."
