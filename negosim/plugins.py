"""What writers of tactics, protocols, blocks, solutions and figures need, in one place that stays as it is.

Everything here is looked up on first use, so that a tactic does not import what only a figure needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from negosim.lazy import attach

if TYPE_CHECKING:
    from negosim.domain.preferences import Preferences, Term, from_grid, to_grid
    from negosim.errors import Diagnostic
    from negosim.negotiation.environment.base import Block, Mark, Measure, Now, Track
    from negosim.negotiation.facts import Facts, private
    from negosim.negotiation.log import Approval, Assent, Effect, Ending, Kind, LogEntry, Proposal, Reply
    from negosim.negotiation.packages import Package
    from negosim.negotiation.protocols.base import Accept, Act, Leave, Offer, Pass, Protocol, Reject, State
    from negosim.negotiation.protocols.offer_and_answer import OneOffer
    from negosim.negotiation.tactics.acceptance import PendingOffer
    from negosim.negotiation.tactics.base import AspirationTactic, Tactic, View
    from negosim.negotiation.tactics.mix import Mix, OfferingStrategy
    from negosim.negotiation.tactics.models.base import OpponentModel
    from negosim.registry import Parameter, register
    from negosim.report.figures.style import Drawn, figure
    from negosim.scenario.blocks import Builder, Effects, Part, Veto
    from negosim.scenario.checks.base import at_key, at_value, unknown
    from negosim.scenario.realize.realization import Realization
    from negosim.scenario.spec.common import Basis, Key, Model, NumbersBasis
    from negosim.scenario.spec.scenario import Scenario
    from negosim.scenario.spec.values import Between, Probability, UncertainNumber
    from negosim.scenario.yaml.nodes import Node
    from negosim.theory.bargaining.base import Solution

__all__ = [
    "Accept",
    "Act",
    "Approval",
    "AspirationTactic",
    "Assent",
    "Basis",
    "Between",
    "Block",
    "Builder",
    "Diagnostic",
    "Drawn",
    "Effect",
    "Effects",
    "Ending",
    "Facts",
    "Key",
    "Kind",
    "Leave",
    "LogEntry",
    "Mark",
    "Measure",
    "Mix",
    "Model",
    "Node",
    "Now",
    "NumbersBasis",
    "Offer",
    "OfferingStrategy",
    "OneOffer",
    "OpponentModel",
    "Package",
    "Parameter",
    "Part",
    "Pass",
    "PendingOffer",
    "Preferences",
    "Probability",
    "Proposal",
    "Protocol",
    "Realization",
    "Reject",
    "Reply",
    "Scenario",
    "Solution",
    "State",
    "Tactic",
    "Term",
    "Track",
    "UncertainNumber",
    "Veto",
    "View",
    "at_key",
    "at_value",
    "figure",
    "from_grid",
    "private",
    "register",
    "to_grid",
    "unknown",
]

_HOMES = {
    "negosim.domain.preferences": ("Preferences", "Term", "from_grid", "to_grid"),
    "negosim.negotiation.environment.base": ("Block", "Mark", "Measure", "Now", "Track"),
    "negosim.negotiation.facts": ("Facts", "private"),
    "negosim.negotiation.log": ("Approval", "Assent", "Effect", "Ending", "Kind", "LogEntry", "Proposal", "Reply"),
    "negosim.negotiation.packages": ("Package",),
    "negosim.negotiation.protocols.base": (
        "Accept",
        "Act",
        "Leave",
        "Offer",
        "Pass",
        "Protocol",
        "Reject",
        "State",
    ),
    "negosim.negotiation.tactics.acceptance": ("PendingOffer",),
    "negosim.negotiation.tactics.base": ("AspirationTactic", "Tactic", "View"),
    "negosim.negotiation.tactics.mix": ("Mix", "OfferingStrategy"),
    "negosim.negotiation.tactics.models.base": ("OpponentModel",),
    "negosim.registry": ("Parameter", "register"),
    "negosim.report.figures.style": ("Drawn", "figure"),
    "negosim.negotiation.protocols.offer_and_answer": ("OneOffer",),
    "negosim.scenario.blocks": (
        "Builder",
        "Effects",
        "Part",
        "Veto",
    ),
    "negosim.scenario.checks.base": (
        "at_key",
        "at_value",
        "unknown",
    ),
    "negosim.scenario.realize.realization": ("Realization",),
    "negosim.scenario.spec.common": (
        "Basis",
        "Key",
        "Model",
        "NumbersBasis",
    ),
    "negosim.scenario.spec.values": (
        "Between",
        "Probability",
        "UncertainNumber",
    ),
    "negosim.errors": ("Diagnostic",),
    "negosim.scenario.spec.scenario": ("Scenario",),
    "negosim.scenario.yaml.nodes": ("Node",),
    "negosim.theory.bargaining.base": ("Solution",),
}
"""Module -> the names that it gives to writers of plug-ins."""


if not TYPE_CHECKING:  # a checker of types knows the names from above, and no others
    __getattr__, __dir__ = attach(__name__, _HOMES)
