"""The short sensitivity analysis in every ensemble's report: variance by basis, and the effect of refusals left out."""

from __future__ import annotations

from negosim.document import Section
from negosim.errors import NegosimError
from negosim.experiments.paired.runs import Runs
from negosim.experiments.sensitivity.basis import by_basis
from negosim.experiments.sensitivity.leave_out import leave_out, removable_parts
from negosim.experiments.sensitivity.narrative import narrate_basis, narrate_left_out

__all__ = ["AGAIN", "brief"]

AGAIN = 100
"""Runs replayed for each group of numbers: a few seconds."""


def brief(runs: Runs, again: int = AGAIN) -> tuple[Section, ...]:
    """Variance of the first runs by basis, and the central case without each refusal and each reported direction."""
    try:
        shares = by_basis(runs, again)
    except NegosimError as error:
        return (Section("By basis: where the spread comes from", (f"It can't be said: {error}",)),)
    left_out = [leave_out(runs, part, 0) for part in removable_parts(runs.scenario)]
    return narrate_basis(shares), narrate_left_out(left_out)
