"""Ratification: what a delegation signs takes effect only if the blocs at home pass it.

Putnam 1988 (International Organization 42:427): a game on two levels. The win-set of a party is what its ratifiers
would pass. A smaller one brings better terms where the delegation can point to it, and more deals that are signed and
not ratified ("involuntary defection").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from negosim.domain.ballot import Ballot, BallotResult
from negosim.domain.outcomes import Outcome
from negosim.negotiation.environment.base import Block, Mark, Measure, Names, Now, Value
from negosim.negotiation.environment.ratification_spec import RATIFIERS, Ratifiers
from negosim.negotiation.environment.win_sets import WinSets, win_sets
from negosim.negotiation.log import Approval, LogEntry, Vote
from negosim.registry import register
from negosim.scenario.blocks import Builder, Effects
from negosim.scenario.realize.realization import Realization

__all__ = ["Ratification", "RatificationKind"]


class RatificationKind(StrEnum):
    """Entries between a signature and its effect."""

    VOTED = "voted"
    """The seat's ratifiers voted on what was signed (`Vote`)."""


@register("block", "ratification", source="Putnam 1988, International Organization 42:427")
class Ratification(Block[Ratifiers]):
    """Blocs vote on what a delegation has signed; what they turn down does not take effect."""

    part = RATIFIERS

    def __init__(self, _: Realization, ratifiers: Ratifiers) -> None:
        self.ratifiers = ratifiers

    @classmethod
    def effects(cls, spec: Ratifiers, builder: Builder, numbers: Mapping[str, float]) -> Effects:
        """A win-set for each party."""
        return WinSets(spec, builder, numbers)

    def on_signing(self, now: Now, signed: LogEntry) -> Iterable[LogEntry]:
        """One entry for each vote on the package, in the order of the file; the first no ends it."""
        assert signed.package is not None  # noqa: S101  (only a package is signed)
        stands = now.standing.outcome
        after = signed.package.on(stands)
        for ballot in self._asked(now, signed, after):
            result = ballot.vote(after, stands)
            yield LogEntry(RatificationKind.VOTED, seat=ballot.party, facts=_vote(result))
            if not result.passed:
                break

    def _asked(self, now: Now, signed: LogEntry, after: Outcome) -> Iterator[Ballot]:
        """Those who must pass the package."""
        for party, ballot in win_sets(now.realization).items():
            if party in signed.parties and ballot.asked(after):
                yield ballot

    def narrate(self, events: Sequence[LogEntry], words: Names) -> Iterable[str]:
        """Every vote: who passed or turned down what, and which blocs were for it and against it."""
        for entry in events:
            if isinstance(entry.facts, Vote) and entry.seat in self.ratifiers:
                who = f"{self.ratifiers[entry.seat].title} of {words.party(entry.seat)}"
                yield f"{who} {self._verdict(entry.seat, entry.facts, entry.round)}"

    def announce(self, entry: LogEntry, words: Names) -> str | None:
        """Every verdict."""
        match entry.kind, entry.facts:
            case RatificationKind.VOTED, Approval(ratified) if entry.seat in self.ratifiers:
                said = "yes" if ratified else "no"
                return f"{words.party(entry.seat)}: those at home who must ratify said {said}."
        return None

    def _verdict(self, party: str, vote: Vote, round_: int) -> str:
        verb = "ratified" if vote.ratified else "turned down"
        named = (("for", vote.supporters), ("against", vote.against))
        titles = {key: bloc.title for key, bloc in self.ratifiers[party].blocs.items()}
        sides = "; ".join(f"{side} it {', '.join(titles[key] for key in blocs)}" for side, blocs in named if blocs)
        return f"{verb} what was signed in round {round_}: {sides} ({vote.share:.0%} for it)."

    @property
    def measures(self) -> tuple[Measure, ...]:
        """For each party, how much was ratified and how much was signed and turned down, and by which bloc last."""
        return tuple(
            measure
            for party, spec in self.ratifiers.items()
            for measure in (
                Measure(f"ratified.{party}", f"agreements that {spec.title} ratified", "int"),
                Measure(f"not_ratified.{party}", f"agreements that {spec.title} turned down", "int"),
                Measure(
                    f"against.{party}",
                    f"heaviest bloc against what {spec.title} turned down last",
                    "text",
                    tuple(spec.blocs),
                ),
            )
        )

    def measured(self, now: Now) -> dict[str, Value]:
        """The measures at the end."""
        values: dict[str, Value] = {}
        for party in self.ratifiers:
            votes = [entry.facts for entry in now.log if isinstance(entry.facts, Vote) and entry.seat == party]
            lost = [vote for vote in votes if not vote.ratified]
            values[f"ratified.{party}"] = len(votes) - len(lost)
            values[f"not_ratified.{party}"] = len(lost)
            values[f"against.{party}"] = next(iter(lost[-1].against), None) if lost else None
        return values

    def marks(self, now: Now, words: Names) -> Iterable[Mark]:
        """Agreements turned down at home."""
        for entry in now.log:
            if isinstance(entry.facts, Vote) and entry.seat in self.ratifiers and not entry.facts.ratified:
                yield Mark(entry.round, f"turned down by {self.ratifiers[entry.seat].title}")


def _vote(result: BallotResult) -> Vote:
    return Vote(result.passed, result.supporters, result.against, result.share, result.chance)
