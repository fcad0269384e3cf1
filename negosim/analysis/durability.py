"""Durability: would it hold? The graph model for conflict resolution on what was agreed.

States are the outcomes that the scenario's `unilateral` moves reach from the deal (a return to war, payments stopped);
preferences are the points without delay. The verdicts say who would walk away from what, and who would answer how.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.analysis.phrases import option_words, outcome_words
from negosim.domain.outcomes import Outcome
from negosim.errors import UsageError
from negosim.scenario.realize.realization import Realization
from negosim.theory.stability.graph import STATE_LIMIT, Conflict
from negosim.theory.stability.journeys import Journey
from negosim.theory.stability.verdicts import Concept, Verdict, coalition_improvements, verdicts

__all__ = ["Durability", "Move", "durability_of"]


@dataclass(frozen=True)
class Move:
    """A unilateral move of a party: an issue (axis) from some options (a mask) to one."""

    party: str
    axis: int
    start: NDArray[np.bool_]
    to: int
    title: str

    def on(self, outcome: Outcome) -> Outcome | None:
        """Where it leads from an outcome; None where it cannot be made."""
        if outcome[self.axis] == self.to or not self.start[outcome[self.axis]]:
            return None
        return (*outcome[: self.axis], self.to, *outcome[self.axis + 1 :])


@dataclass(frozen=True)
class Durability:
    """The conflict around a deal: `outcomes` are its states, the deal first; `moves` are unilateral."""

    deal: Outcome
    moves: tuple[Move, ...]
    outcomes: tuple[Outcome, ...]
    conflict: Conflict

    @property
    def described(self) -> bool:
        """Whether the scenario describes any move from the deal on; without one nothing is proved."""
        return len(self.outcomes) > 1

    @cached_property
    def verdicts(self) -> dict[Concept, tuple[Verdict, ...]]:
        """By concept, each party's verdict on the deal."""
        return {concept: verdicts(self.conflict, 0, concept) for concept in Concept}

    def stable(self, concept: Concept) -> bool | None:
        """Whether nobody would leave the deal by a concept; None where no move is described."""
        return all(verdict.stable for verdict in self.verdicts[concept]) if self.described else None

    @cached_property
    def jointly(self) -> dict[tuple[str, ...], tuple[Journey, ...]]:
        """By coalition, the journeys from the deal that all its members prefer and that take a move of each."""
        names, found = self.conflict.decision_makers, dict[tuple[str, ...], tuple[Journey, ...]]()
        for members, journeys in coalition_improvements(self.conflict, 0).items():
            by_all = tuple(one for one in journeys if {step.mover for step in one.steps} == set(members))
            if by_all:
                found[tuple(names[k] for k in members)] = by_all
        return found


def durability_of(realization: Realization, deal: Outcome) -> Durability:
    """The conflict that the scenario's unilateral moves span around a deal; `UsageError` beyond the state limit."""
    moves = tuple(_moves(realization))
    outcomes = tuple(_reachable(deal, moves))
    number = {outcome: k for k, outcome in enumerate(outcomes)}
    names = {key: party.name for key, party in realization.scenario.parties.items()}
    edges: dict[str, list[tuple[int, int]]] = {name: [] for name in names.values()}
    for move in moves:
        steps = [(number[one], move.on(one)) for one in outcomes]
        edges[names[move.party]] += [(a, number[b]) for a, b in steps if b is not None]
    points = {
        names[key]: [party.scale.points(party.points(one)) for one in outcomes]
        for key, party in realization.preferences.items()
    }
    labels = [outcome_words(realization.space, outcome, base=deal, same="the deal") for outcome in outcomes]
    return Durability(deal, moves, outcomes, Conflict.of(labels, edges, points, start=0))


def _moves(realization: Realization) -> Iterator[Move]:
    for axis, spec in enumerate(realization.scenario.issues.values()):
        for move in spec.unilateral:
            start = np.zeros(len(spec.option_keys), dtype=np.bool_)
            start[list(spec.selected(move.start))] = True
            to = spec.option_keys.index(move.to)
            title = move.title or option_words(realization.space, axis, to)
            yield Move(move.by, axis, start, to, title)


def _reachable(deal: Outcome, moves: tuple[Move, ...]) -> list[Outcome]:
    """All outcomes that moves lead to, breadth first, the deal first."""
    found = {deal: None}
    queue = [deal]
    for outcome in queue:
        for move in moves:
            there = move.on(outcome)
            if there is not None and there not in found:
                found[there] = None
                queue.append(there)
        if len(found) > STATE_LIMIT:
            raise UsageError(f"the unilateral moves lead to more than {STATE_LIMIT} outcomes: too many to judge")
    return queue
