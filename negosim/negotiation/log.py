"""The log of the talks: what an entry says, what it changes, and what it makes of what stands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from negosim.negotiation.packages import Package, Standing

__all__ = ["NOBODY_LEFT", "NOTHING", "SETTLED", "Effect", "LogEntry"]

NOBODY_LEFT = "nobody left to propose"
"""Why a meeting ended in which all who may propose have walked out."""

SETTLED = ("agreed", "voted")
"""Why a meeting ended in which all at the table had their say on a package that passed."""

JSON = json.JSONEncoder(separators=(",", ":"))
"""Text without spaces; made once, since a run has hundreds of entries."""


@dataclass(frozen=True)
class Effect:
    """What an entry of the log changes from then on, besides what stands.

    `numbers` come into force by their path in the scenario; `charges` cost parties points at once; `rounds` are those
    that meetings now have; meetings in `called_off` don't take place or end, those in `called` take place.
    """

    numbers: Mapping[str, float] = field(default_factory=dict)
    charges: Mapping[str, float] = field(default_factory=dict)
    rounds: Mapping[str, int] = field(default_factory=dict)
    called_off: tuple[str, ...] = ()
    called: tuple[str, ...] = ()


NOTHING = Effect()
"""The effect of most entries."""


@dataclass(frozen=True)
class LogEntry:
    """An entry of the log: what happened, when, by whom, about what.

    `round` counts through the whole course. `parties` are those whose consent an offer needs, or who agreed. A package
    takes effect where the entry is an agreement (`agreed`) or a move without one (`moved`). Facts that decide who hears
    of it: under `to` stand the only parties that do, under `inward` what is somebody's own, a belief for one, which no
    seat hears of. An offer that `follows` from other entries is no act of its own.
    """

    kind: str
    meeting: str = ""
    round: int = 0
    seat: str = ""
    package: Package | None = None
    parties: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    effect: Effect = NOTHING

    @cached_property
    def text(self) -> str:
        """The entry as one line of JSON; kept, since runs that are played side by side share entries."""
        terms = None if self.package is None else self.package.terms
        facts = sorted(self.facts.items())
        effect = [] if self.effect == NOTHING else [vars(self.effect)]
        entry = [self.kind, self.meeting, self.round, self.seat, terms, self.parties, facts, *effect]
        return JSON.encode(entry)

    @cached_property
    def refuser(self) -> str:
        """Who turned an offer down though its consent was needed; empty for all other entries. Kept, as the text is."""
        refused = self.kind == "answered" and self.facts["needed"] and not self.facts["accepts"]
        return self.seat if refused else ""

    def at(self, meeting: str, round_: int) -> LogEntry:
        """The same entry with its meeting and its round in the course."""
        return LogEntry(self.kind, meeting, round_, self.seat, self.package, self.parties, self.facts, self.effect)

    @property
    def heard(self) -> LogEntry:
        """The entry as seats hear of it: without what it changes in numbers, and without what is somebody's own."""
        if self.effect == NOTHING and "inward" not in self.facts:
            return self
        facts = {name: fact for name, fact in self.facts.items() if name != "inward"}
        return replace(self, facts=facts, effect=NOTHING)

    def applied_to(self, standing: Standing) -> Standing:
        """What stands after the entry: an agreement binds, a move without one frees."""
        match self.kind, self.package:
            case "agreed", Package() as package:
                return standing.after(package, frozenset(self.parties))
            case "moved", Package() as package:
                return standing.moved(package)
            case _:
                return standing
