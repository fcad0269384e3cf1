"""What the driver for many draws knows: the keys of a scenario, the tactics and the protocol that it can play."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from negosim.domain.preferences import GRID
from negosim.negotiation.environment.base import make_blocks
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.parties import DiscountSpec
from negosim.scenario.spec.scenario import Scenario

__all__ = ["SHIFT", "TACTICS", "halves", "supports", "supports_rules", "supports_tactics"]

TACTICS = ("boulware", "conceder", "hardliner", "linear", "tit_for_tat")
"""Tactics whose aspiration hangs on time, and on the first and the last offers of the others."""

PROTOCOL = "alternating_offers"

LARGEST = 20_000
"""Outcomes of a meeting; with more, a run is work for numpy already, and there is nothing to gain."""

HALF = 1_000
"""Combinations of half of a meeting's issues, between all of which distances are kept."""

SHIFT = 33
"""Bits below the distance in the key by which packages are compared: room for worth."""

ROOM = 1 << (62 - SHIFT)
"""What a distance may reach, in steps of the grid and shares of a seat, for the key to fit into 63 bits."""

POINTS = 4000.0
"""What a worth may reach, in points: 2^32 steps of the grid, and some room."""

NOTES = frozenset({"title", "basis", "numbers", "name", "briefing", "note", "informed", "rubric"})
"""Keys anywhere that no rule hangs on."""

KEYS: Mapping[str, frozenset[str]] = {
    "scenario": frozenset({"negosim", "date", "summary", "sources", "issues", "parties", "meetings", "horizon"}),
    "issues": frozenset({"options", "amount", "status_quo", "consent", "ordered", "positions", "unilateral"}),
    "parties": frozenset({"stances", "linkages", "cost_of_delay", "discount", "reserve", "reservation", "tactic"}),
    "stances": frozenset({"weight", "values", "refuses"}),
    "linkages": frozenset({"when", "points"}),
    "cost_of_delay": frozenset({"points", "while"}),
    "discount": frozenset({"factor", "disagreement"}),
    "meetings": frozenset({"if", "parties", "issues", "protocol"}),
    "protocol": frozenset({"name", "rounds", "begins"}),
}
"""The keys of a scenario's parts that are played; any other has a meaning that only the plain driver knows."""


def supports(scenario: Scenario) -> bool:
    """Whether every part of a scenario is one that can be played side by side, its tactics too."""
    return supports_tactics(party.tactic.name for party in scenario.parties.values()) and supports_rules(scenario)


def supports_tactics(tactics: Iterable[str]) -> bool:
    """Whether tactics of these names can be played side by side."""
    return set(tactics) <= set(TACTICS)


def supports_rules(scenario: Scenario) -> bool:
    """Whether every part of a scenario but its tactics is one that can be played side by side."""
    plain = scenario.plain()
    parts = all(set(part) <= KEYS[kind] | NOTES for kind, part in _parts(plain))
    return parts and all(test(scenario) for test in (_protocols, _talks_only, _sizes, _keys_fit))


def _parts(plain: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every part with its kind."""
    yield "scenario", plain
    for kind in ("issues", "parties", "meetings"):
        yield from ((kind, part) for part in plain[kind].values())
    for party in plain["parties"].values():
        for kind in ("stances", "linkages"):
            yield from ((kind, part) for part in (party.get(kind) or {}).values())
        yield from ((kind, party.get(kind) or {}) for kind in ("cost_of_delay", "discount"))
    yield from (("protocol", meeting["protocol"]) for meeting in plain["meetings"].values())


def _protocols(scenario: Scenario) -> bool:
    return all(meeting.protocol.name == PROTOCOL for meeting in scenario.meetings.values())


def _talks_only(scenario: Scenario) -> bool:
    """Whether nothing happens besides the talks."""
    return not make_blocks(RealizationFactory(scenario).central)


def _sizes(scenario: Scenario) -> bool:
    return all(
        _small([len(scenario.issues[key].option_keys) for key in one.issues]) for one in scenario.meetings.values()
    )


def _small(shape: Sequence[int]) -> bool:
    parted = halves(shape)
    return math.prod(shape) <= LARGEST and max(math.prod(shape[:parted]), math.prod(shape[parted:])) <= HALF


def halves(shape: Sequence[int]) -> int:
    """Where to part issues into first and last ones, so that neither have many combinations.

    >>> halves([4, 3, 2, 6])
    2
    """
    return min(range(len(shape) + 1), key=lambda at: max(math.prod(shape[:at]), math.prod(shape[at:])))


def _keys_fit(scenario: Scenario) -> bool:
    """Whether distance and worth fit into one number, see `seats.Seat.nearest`."""
    seats = max(len(meeting.parties) for meeting in scenario.meetings.values())
    away = len(scenario.issues) * GRID * math.lcm(*range(1, seats))
    return away < ROOM and max(_reach(scenario, key) for key in scenario.parties) < POINTS


def _reach(scenario: Scenario, key: str) -> float:
    """The points that no worth of a party exceeds, up or down."""
    party = scenario.parties[key]
    linked = sum(max(abs(one.points.low), abs(one.points.high)) for one in party.linkages.values())
    delay = party.cost_of_delay.points.high if party.cost_of_delay else 0.0
    return 100.0 + linked + scenario.rounds * delay + _base(party.discount)


def _base(discount: DiscountSpec | None) -> float:
    """How far the points from which waiting takes nothing may lie from 0."""
    given = None if discount is None else discount.disagreement
    return 0.0 if given is None else max(abs(given.low), abs(given.high))
