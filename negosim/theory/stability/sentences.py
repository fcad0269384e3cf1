"""Verdicts as English sentences: what the members could do and how the others would respond."""

from __future__ import annotations

from negosim.theory.stability.graph import Conflict
from negosim.theory.stability.journeys import Journey
from negosim.theory.stability.verdicts import Concept, Sanction, Verdict

__all__ = ["route", "sentence"]

WHY_NOT = {
    Concept.R: "",
    Concept.GMR: ", and no answer of the others takes the gain away",
    Concept.SMR: ", and no answer of the others takes the gain away for good",
    Concept.SEQ: ", and no answer that the others gain by takes the gain away",
}
"""Why an improvement is not sanctioned, by concept."""


def sentence(conflict: Conflict, verdict: Verdict) -> str:
    """The verdict and its evidence, with states by their labels."""
    head = f"{verdict.decision_maker} {'stays at' if verdict.stable else 'leaves'} '{conflict.labels[verdict.state]}'"
    return f"{head} ({verdict.concept}): {_reason(conflict, verdict)}."


def route(conflict: Conflict, journey: Journey) -> str:
    """The steps of a sequence: who moves to which state."""
    steps = (f"{conflict.decision_makers[step.mover]} to '{conflict.labels[step.state]}'" for step in journey.steps)
    return ", then ".join(steps)


def _reason(conflict: Conflict, verdict: Verdict) -> str:
    """Why the members stay or leave."""
    if not verdict.improvements:
        return "it has no move to a state that it prefers"
    if verdict.stable:
        return "; ".join(_sanction(conflict, sanction) for sanction in verdict.sanctions)
    return f"it gains by moving, {route(conflict, verdict.unsanctioned[0])}{WHY_NOT[verdict.concept]}"


def _sanction(conflict: Conflict, sanction: Sanction) -> str:
    """One improvement and the response to it."""
    gain, response = route(conflict, sanction.improvement), route(conflict, sanction.response)
    return f"the move {gain} would be answered by {response}, which leaves it no better off"
