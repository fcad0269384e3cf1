"""Ratification: what a delegation signs takes effect only if the blocs at home pass it.

Putnam 1988 (International Organization 42:427): a game on two levels. A smaller win-set brings better terms where the
delegation can point to it, and more deals that are signed and not ratified ("involuntary defection").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Self

from negosim.domain.win_set import WinSet
from negosim.negotiation.environment.base import Block, Mark, Measure, Now, Value, Words
from negosim.negotiation.log import LogEntry
from negosim.registry import register
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.ratifiers import RatifierSpec

__all__ = ["Ratification"]


@register("block", "ratification", source="Putnam 1988, International Organization 42:427")
class Ratification(Block):
    """Blocs vote on what a delegation has signed; what they turn down does not take effect."""

    def __init__(self, ratifiers: Mapping[str, RatifierSpec]) -> None:
        self.ratifiers = ratifiers

    @classmethod
    def of(cls, realization: Realization) -> Self | None:
        """The ratifiers of a scenario."""
        ratifiers = realization.scenario.ratifiers
        return cls(ratifiers) if ratifiers else None

    def on_signing(self, now: Now, signed: LogEntry) -> Iterable[LogEntry]:
        """One entry for each party whose ratifiers must vote on the package."""
        assert signed.package is not None  # noqa: S101  (only a package is signed)
        after, stands = signed.package.on(now.standing.outcome), now.standing.outcome
        for party in self.ratifiers:
            win_set = now.realization.win_sets[party]
            if party in signed.parties and win_set.asked(after):
                chance = win_set.chance(after, stands)
                passed = now.chance.uniform(f"ratification.{party}", signed.round) < chance
                yield LogEntry("voted", seat=party, facts=_vote(win_set, win_set.votes(after, stands), chance, passed))

    def told(self, events: Sequence[LogEntry], words: Words) -> Iterable[str]:
        """Every vote: who passed or turned down what, and which blocs were for it and against it."""
        return (self._told(event, words) for event in events if event.kind == "voted")

    def _told(self, event: LogEntry, words: Words) -> str:
        spec, facts = self.ratifiers[event.seat], event.facts
        verb = "ratified" if facts["ratified"] else "turned down"
        sides = "; ".join(
            f"{side} it {self._blocs(event.seat, facts[side])}" for side in ("for", "against") if facts[side]
        )
        return (
            f"{spec.title} of {words.party(event.seat)} {verb} what was signed in round {event.round}: {sides} "
            f"({facts['share']:.0%} for it)."
        )

    def _blocs(self, party: str, keys: Iterable[str]) -> str:
        return ", ".join(self.ratifiers[party].blocs[key].title for key in keys)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """For each party, how much was ratified and how much was signed and turned down, and by which bloc last."""
        return tuple(measure for party, spec in self.ratifiers.items() for measure in _measures(party, spec))

    def measured(self, now: Now) -> dict[str, Value]:
        """The measures at the end."""
        return dict(item for party in self.ratifiers for item in _counted(party, now.log))

    def marks(self, now: Now, words: Words) -> Iterable[Mark]:
        """What was turned down at home."""
        for event in now.log:
            if event.kind == "voted" and not event.facts["ratified"]:
                yield Mark(event.round, f"turned down by {self.ratifiers[event.seat].title}")


def _vote(win_set: WinSet, votes: Mapping[str, bool], chance: float, passed: bool) -> dict[str, object]:
    """The facts of a vote: whether it passed, which blocs were for it and against it, and their share.

    The chance of a yes tells what the blocs stood to gain: no seat hears of it.
    """
    share = sum(bloc.weight for bloc in win_set.blocs if votes[bloc.key])
    heaviest = sorted(win_set.blocs, key=lambda bloc: -bloc.weight)
    sides = {side: [one.key for one in heaviest if votes[one.key] is (side == "for")] for side in ("for", "against")}
    return {"ratified": passed, **sides, "share": share, "inward": {"chance": chance}}


def _measures(party: str, spec: RatifierSpec) -> tuple[Measure, ...]:
    blocs = tuple(spec.blocs)
    return (
        Measure(f"ratified.{party}", f"agreements that {spec.title} ratified", "int"),
        Measure(f"not_ratified.{party}", f"agreements that {spec.title} turned down", "int"),
        Measure(f"against.{party}", f"heaviest bloc against what {spec.title} turned down last", "text", blocs),
    )


def _counted(party: str, log: Sequence[LogEntry]) -> Iterator[tuple[str, Value]]:
    votes = [event.facts for event in log if event.kind == "voted" and event.seat == party]
    lost = [facts for facts in votes if not facts["ratified"]]
    yield f"ratified.{party}", len(votes) - len(lost)
    yield f"not_ratified.{party}", len(lost)
    yield f"against.{party}", next(iter(lost[-1]["against"]), None) if lost else None
