"""A conflict in option form: its states, who would leave which, and what holds. States count from 1."""

from __future__ import annotations

from negosim.errors import UsageError
from negosim.registry import Parameter
from negosim.teaching.exercises.quantities.base import concept, quantity
from negosim.teaching.exercises.subject import Subject
from negosim.theory.stability.journeys import status_quo
from negosim.theory.stability.verdicts import Concept, coalition_improvements, equilibria, verdicts

STATE = Parameter("state", "whole", None, "the number of the state, from 1", 1)


@quantity()
def conflict_states(subject: Subject) -> float:
    """States of the conflict: how many are feasible."""
    return float(subject.conflict.conflict.states)


@quantity(concept())
def conflict_equilibria(subject: Subject, concept: str) -> tuple[str, ...]:
    """Equilibria: the states that every decision maker would stay at."""
    return tuple(str(state + 1) for state in equilibria(subject.conflict.conflict, Concept(concept)))


@quantity(STATE, concept())
def conflict_leavers(subject: Subject, state: int, concept: str) -> tuple[str, ...]:
    """Who would leave a state: the decision makers for whom it is not stable."""
    found = verdicts(subject.conflict.conflict, _number(subject, state), Concept(concept))
    return tuple(one.decision_maker for one in found if not one.stable)


@quantity(STATE)
def gain_together(subject: Subject, state: int) -> tuple[str, ...]:
    """Who gains together: the decision makers of the smallest coalition with a joint move that all of it prefer."""
    conflict = subject.conflict.conflict
    found = coalition_improvements(conflict, _number(subject, state))
    joint = [who for who, ways in found.items() if any({step.mover for step in way.steps} == set(who) for way in ways)]
    first = min((who for who in joint if len(who) > 1), key=len, default=())
    return tuple(conflict.decision_makers[member] for member in first)


@quantity(STATE, Parameter("improving", "flag", True, "whether every step must be a gain to who takes it"))
def within_reach(subject: Subject, state: int, improving: bool = True) -> bool:
    """Within reach: whether single moves lead from the status quo to a state."""
    if subject.conflict.conflict.start is None:
        raise UsageError(f"the conflict {subject.name!r} has no status quo")
    return _number(subject, state) in status_quo(subject.conflict.conflict, improving=improving)


def _number(subject: Subject, state: int) -> int:
    states = subject.conflict.conflict.states
    if not 1 <= state <= states:
        raise UsageError(f"the conflict has states 1 to {states}, not {state}")
    return state - 1
