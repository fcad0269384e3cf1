"""The graph model's analysis of a conflict: which states hold, what coalitions could do, and what is within reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from negosim.analysis.conflict.file import ConflictFile
from negosim.theory.stability.bitsets import bits
from negosim.theory.stability.graph import Conflict, Members
from negosim.theory.stability.journeys import Journey, status_quo
from negosim.theory.stability.verdicts import (
    DECISION_MAKER_LIMIT,
    Concept,
    Verdict,
    coalition_equilibria,
    coalition_improvements,
    stable_states,
    verdict,
)

__all__ = ["COALITION_LIMIT", "ConflictAnalysis", "JointMove"]

COALITION_LIMIT = 512
"""The most states for which coalitions are examined; there are 2^n of them, each with its own moves."""


@dataclass(frozen=True)
class JointMove:
    """A sequence of moves by which all members of a coalition gain, and that takes a move of each."""

    members: Members
    origin: int
    journey: Journey


@dataclass(frozen=True)
class ConflictAnalysis:
    """The analysis of a conflict, each part computed when asked for; states count from 0."""

    file: ConflictFile

    @property
    def conflict(self) -> Conflict:
        """The graph of the conflict."""
        return self.file.conflict

    @cached_property
    def stable(self) -> Mapping[Concept, Mapping[str, frozenset[int]]]:
        """By concept and decision maker, the states that are stable for it."""
        makers = tuple(enumerate(self.conflict.decision_makers))
        return {
            concept: {name: frozenset(bits(stable_states(self.conflict, (place,), concept))) for place, name in makers}
            for concept in Concept
        }

    @cached_property
    def equilibria(self) -> Mapping[Concept, tuple[int, ...]]:
        """By concept, the states that are stable for everybody, rising."""
        return {concept: tuple(sorted(frozenset.intersection(*by.values()))) for concept, by in self.stable.items()}

    @cached_property
    def described(self) -> tuple[int, ...]:
        """The twelve states worth a sentence: the status quo, then those that most concepts call an equilibrium."""
        times = {state: sum(state in own for own in self.equilibria.values()) for state in range(self.conflict.states)}
        often = sorted((state for state in times if times[state]), key=lambda state: -times[state])
        start = () if self.conflict.start is None else (self.conflict.start,)
        return tuple(dict.fromkeys((*start, *often)))[:12]

    @property
    def without_coalitions(self) -> str:
        """Why coalitions are not examined; empty where they are."""
        if self.conflict.states <= COALITION_LIMIT and len(self.conflict.decision_makers) <= DECISION_MAKER_LIMIT:
            return ""
        return f"coalitions are looked at up to {COALITION_LIMIT} states and {DECISION_MAKER_LIMIT} decision makers"

    @cached_property
    def coalition_equilibria(self) -> Mapping[Concept, tuple[int, ...]]:
        """By concept, the states that withstand every coalition too; none where coalitions are not examined."""
        if self.without_coalitions:
            return {}
        return {concept: tuple(coalition_equilibria(self.conflict, concept)) for concept in Concept}

    @cached_property
    def joint_moves(self) -> tuple[JointMove, ...]:
        """What coalitions could do at the states described, one for each end that no smaller part of them reaches."""
        if self.without_coalitions:
            return ()
        return tuple(
            JointMove(members, state, journey)
            for state in self.described
            for members, journeys in coalition_improvements(self.conflict, state).items()
            for journey in journeys
            if {step.mover for step in journey.steps} == set(members)
        )

    @cached_property
    def paths(self) -> Mapping[int, Journey]:
        """The shortest way from the status quo to each state within reach; none without a status quo."""
        return {} if self.conflict.start is None else dict(sorted(status_quo(self.conflict).items()))

    @cached_property
    def improving_paths(self) -> Mapping[int, Journey]:
        """The same by moves alone by which each who moves gains."""
        return {} if self.conflict.start is None else status_quo(self.conflict, improving=True)

    def verdicts(self, state: int) -> list[Verdict]:
        """Of each decision maker, whether it would stay at a state by SEQ."""
        return [verdict(self.conflict, state, (member,), Concept.SEQ) for member in self.conflict.everyone]

    def names(self, members: Members) -> list[str]:
        """The names of some decision makers."""
        return [self.conflict.decision_makers[member] for member in members]
