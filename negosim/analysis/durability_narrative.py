"""Describe whether a deal would hold: who gains by walking away from it, and who would answer how."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from negosim.analysis.durability import Durability
from negosim.document import listed
from negosim.theory.stability.journeys import Journey
from negosim.theory.stability.verdicts import Concept, Verdict

__all__ = ["durability_words"]


def durability_words(hold: Durability) -> Iterator[str]:
    """The verdicts of each party in a sentence, then what coalitions gain by."""
    if not hold.described:
        yield "The scenario describes no move that a party could make by itself, so whether the deal holds is open."
        return
    for number, name in enumerate(hold.conflict.decision_makers):
        yield _party(hold, name, {concept: found[number] for concept, found in hold.verdicts.items()})
    for parties, journeys in hold.jointly.items():
        yield f"{listed(parties)} would gain together by this: {_moves(hold, journeys[0])}."


def _party(hold: Durability, name: str, verdicts: dict[Concept, Verdict]) -> str:
    """One party's verdicts, the concepts by their short names."""
    improvements = verdicts[Concept.R].improvements
    if not improvements:
        return f"{name} has no move of its own that it gains by ({', '.join(Concept)})."
    holds = [concept for concept, verdict in verdicts.items() if verdict.stable]
    if not holds:
        gain = _moves(hold, verdicts[Concept.GMR].unsanctioned[0])
        return f"{name} gains by this, and no answer takes the gain away: {gain} ({', '.join(verdicts)})."
    answer = verdicts[holds[0]].sanctions[0].response
    leaves = [concept for concept in verdicts if concept not in holds]
    return (
        f"{name} gains at first by this: {_moves(hold, improvements[0])}; but the answer could be: "
        f"{_moves(hold, answer)}. So who looks ahead stays ({', '.join(holds)}), who doesn't leaves "
        f"({', '.join(leaves)})."
    )


def _moves(hold: Durability, journey: Journey) -> str:
    """A sequence of moves by their titles."""
    path = [hold.outcomes[state] for state in (journey.origin, *(step.state for step in journey.steps))]
    titles = (next(move.title for move in hold.moves if move.on(a) == b) for a, b in pairwise(path))
    return ", then ".join(titles)
