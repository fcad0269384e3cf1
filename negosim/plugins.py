"""What writers of tactics, protocols, blocks, solutions and figures need, in one place that stays as it is.

Everything here is looked up on first use, so that a tactic does not import what only a figure needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from negosim.lazy import attach

if TYPE_CHECKING:
    from negosim.domain.preferences import Preferences as Preferences
    from negosim.errors import Diagnostic as Diagnostic
    from negosim.negotiation.acts import (
        ACCEPT as ACCEPT,
        LEAVE as LEAVE,
        NONE as NONE,
        PASS as PASS,
        REJECT as REJECT,
        Accept as Accept,
        Act as Act,
        Leave as Leave,
        Offer as Offer,
        Pass as Pass,
        Reject as Reject,
    )
    from negosim.negotiation.contracts.protocols import protocol_breaches as protocol_breaches
    from negosim.negotiation.environment.base import (
        Block as Block,
        Mark as Mark,
        Measure as Measure,
        Now as Now,
        Track as Track,
    )
    from negosim.negotiation.facts import Facts as Facts, private as private
    from negosim.negotiation.log import (
        CARRIED as CARRIED,
        FOLLOWS as FOLLOWS,
        NEEDED as NEEDED,
        YES as YES,
        Approval as Approval,
        Assent as Assent,
        Effect as Effect,
        Ending as Ending,
        Kind as Kind,
        LogEntry as LogEntry,
        Proposal as Proposal,
        Reply as Reply,
    )
    from negosim.negotiation.packages import Package as Package
    from negosim.negotiation.protocols.base import (
        NOBODY as NOBODY,
        Floor as Floor,
        Protocol as Protocol,
        Steps as Steps,
    )
    from negosim.negotiation.protocols.offer_and_answer import Answers as Answers, OneOffer as OneOffer
    from negosim.negotiation.protocols.offer_space import OfferSpace as OfferSpace
    from negosim.negotiation.protocols.turns import FIXED as FIXED, OTHER_RULES as OTHER_RULES, TurnOrder as TurnOrder
    from negosim.negotiation.tactics.acceptance import PendingOffer as PendingOffer
    from negosim.negotiation.tactics.base import AspirationTactic as AspirationTactic, Tactic as Tactic, View as View
    from negosim.negotiation.tactics.mix import Mix as Mix, OfferingStrategy as OfferingStrategy
    from negosim.negotiation.tactics.models.base import OpponentModel as OpponentModel
    from negosim.registry import Parameter as Parameter, register as register
    from negosim.report.figures.style import Drawn as Drawn, figure as figure
    from negosim.scenario.blocks import (
        Builder as Builder,
        Effects as Effects,
        Part as Part,
        ConditionalCost as ConditionalCost,
        Veto as Veto,
    )
    from negosim.scenario.checks.base import at_key as at_key, at_value as at_value, unknown as unknown
    from negosim.scenario.realize.realization import Realization as Realization
    from negosim.scenario.spec.common import Basis as Basis, Key as Key, Model as Model, NumbersBasis as NumbersBasis
    from negosim.scenario.spec.scenario import Scenario as Scenario
    from negosim.scenario.spec.values import (
        Between as Between,
        Probability as Probability,
        UncertainNumber as UncertainNumber,
    )
    from negosim.scenario.yaml.nodes import Node as Node
    from negosim.theory.bargaining.base import Solution as Solution

_HOMES = {
    "negosim.domain.preferences": ("Preferences",),
    "negosim.negotiation.acts": (
        *("Accept", "Act", "Leave", "Offer", "Pass", "Reject"),
        *("ACCEPT", "LEAVE", "NONE", "PASS", "REJECT"),
    ),
    "negosim.negotiation.contracts.protocols": ("protocol_breaches",),
    "negosim.negotiation.environment.base": ("Block", "Mark", "Measure", "Now", "Track"),
    "negosim.negotiation.facts": ("Facts", "private"),
    "negosim.negotiation.log": (
        *("Approval", "Assent", "Effect", "Ending", "Kind", "LogEntry", "Proposal", "Reply"),
        *("CARRIED", "FOLLOWS", "NEEDED", "YES"),
    ),
    "negosim.negotiation.packages": ("Package",),
    "negosim.negotiation.protocols.base": ("NOBODY", "Floor", "Protocol", "Steps"),
    "negosim.negotiation.tactics.acceptance": ("PendingOffer",),
    "negosim.negotiation.tactics.base": ("AspirationTactic", "Tactic", "View"),
    "negosim.negotiation.tactics.mix": ("Mix", "OfferingStrategy"),
    "negosim.negotiation.tactics.models.base": ("OpponentModel",),
    "negosim.registry": ("Parameter", "register"),
    "negosim.report.figures.style": ("Drawn", "figure"),
    "negosim.negotiation.protocols.offer_and_answer": ("Answers", "OneOffer"),
    "negosim.negotiation.protocols.offer_space": ("OfferSpace",),
    "negosim.negotiation.protocols.turns": ("FIXED", "OTHER_RULES", "TurnOrder"),
    "negosim.scenario.blocks": ("Builder", "Effects", "Part", "ConditionalCost", "Veto"),
    "negosim.scenario.checks.base": ("at_key", "at_value", "unknown"),
    "negosim.scenario.realize.realization": ("Realization",),
    "negosim.scenario.spec.common": ("Basis", "Key", "Model", "NumbersBasis"),
    "negosim.scenario.spec.values": ("Between", "Probability", "UncertainNumber"),
    "negosim.errors": ("Diagnostic",),
    "negosim.scenario.spec.scenario": ("Scenario",),
    "negosim.scenario.yaml.nodes": ("Node",),
    "negosim.theory.bargaining.base": ("Solution",),
}
"""Module -> the names that it gives to writers of plug-ins."""

if not TYPE_CHECKING:  # a checker of types knows the names from above, and no others
    __all__ = [name for names in _HOMES.values() for name in names]
    __getattr__, __dir__ = attach(__name__, _HOMES)
