"""Tactics and protocols made by their names, with the parameters that a scenario gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negosim.errors import RunError
from negosim.negotiation.protocols.base import NOBODY, Floor, Protocol
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.negotiation.tactics.base import Tactic
from negosim.negotiation.tactics.user_code import is_code, load_tactic
from negosim.registry import lookup, parameters_for
from negosim.scenario.realize.realization import Meeting, Named, Realization

__all__ = ["make_protocol", "make_tactics"]


def _parameters(kind: str, named: Named, number: Mapping[str, int] | None = None) -> dict[str, Any]:
    """The parameters of a scenario as the constructor takes them: counts whole, parties by `number` if there is one."""
    known = parameters_for(lookup(kind, named.name), named.parameters)
    return {name: _converted(known[name].kind, value, number or {}) for name, value in named.parameters.items()}


def _converted(kind: str, value: Any, number: Mapping[str, int]) -> Any:
    match kind:
        case "whole":
            return int(value)
        case "party" if number:
            return number[value]
        case "weights" if number:
            return {number[party]: weight for party, weight in value.items()}
        case _:
            return value


def make_protocol(floor: Floor, table: OfferSpace, meeting: Meeting) -> Protocol:
    """The rules of a meeting, by their name in the registry; parties in their parameters become numbers."""
    make = lookup("protocol", meeting.protocol.name).make
    number = {"": NOBODY} | {party: place for place, party in enumerate(table.parties)}
    parameters = _parameters("protocol", meeting.protocol, number)
    protocol: Protocol = make(floor, table, table.present_seats, meeting.rounds, number[meeting.begins], **parameters)
    return protocol


def make_tactics(realization: Realization, *, allow_code: bool = False) -> dict[str, Tactic]:
    """The tactic of every party, by its name in the registry or from a user's file."""
    return {party: _make_tactic(realization, party, named, allow_code) for party, named in realization.tactics.items()}


def _make_tactic(realization: Realization, party: str, named: Named, allow_code: bool) -> Tactic:
    if is_code(named.name):
        folder = named.folder or realization.scenario.folder
        return _make_own(load_tactic(named.name, folder, allowed=allow_code), party, named)
    tactic: Tactic = lookup("tactic", named.name).make(**_parameters("tactic", named))
    return tactic


def _make_own(make: type[Tactic], party: str, named: Named) -> Tactic:
    """A tactic of a user's own, whose parameters nobody has checked; what it raises is told in one sentence."""
    try:
        return make(**named.parameters)
    except Exception as error:
        told = f"{type(error).__name__}: {error}"
        raise RunError(f"the tactic {named.name!r} of {party} cannot be made: {told}") from error
