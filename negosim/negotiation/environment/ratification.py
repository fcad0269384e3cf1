"""Ratification: what was signed takes effect only if those at home pass it.

Putnam 1988 (International Organization 42:427): a game on two levels. The win-set of a party is what its ratifiers
would pass. A smaller one brings better terms where the delegation can point to it, and more deals that are signed and
not ratified ("involuntary defection").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Self

from negosim.document import listed
from negosim.domain.ballot import Ballot, BallotResult
from negosim.domain.outcomes import Outcome
from negosim.negotiation.environment.base import Block, Mark, Measure, Names, Now, Value
from negosim.negotiation.environment.ratification_spec import RATIFIERS, Ratifiers
from negosim.negotiation.environment.vote_words import counts_in_words
from negosim.negotiation.environment.win_sets import WinSets, home_ballots
from negosim.negotiation.log import Kind, LogEntry, Vote
from negosim.negotiation.protocols.votes import counts_told
from negosim.registry import register
from negosim.scenario.blocks import Builder, Effects
from negosim.scenario.realize.realization import Realization

__all__ = ["Ratification"]


@register("block", "ratification", source="Putnam 1988, International Organization 42:427")
class Ratification(Block[Ratifiers]):
    """Blocs vote on what has been signed; what they turn down does not take effect."""

    part = RATIFIERS

    def __init__(self, ballots: Mapping[str, Ballot]) -> None:
        self.ballots = ballots

    @classmethod
    def of(cls, realization: Realization) -> Self | None:
        """The block of a scenario with ratifiers or with bodies of blocs; None without."""
        ballots = home_ballots(realization)
        return cls(ballots) if ballots else None

    @classmethod
    def effects(cls, spec: Ratifiers, builder: Builder, numbers: Mapping[str, float]) -> Effects:
        """A win-set for each party."""
        return WinSets(spec, builder, numbers)

    def on_signing(self, now: Now, signed: LogEntry) -> Iterable[LogEntry]:
        """One entry for each vote on the package, in the order of the file; the first no ends it."""
        assert signed.package is not None  # noqa: S101  (only a package is signed)
        stands = now.standing.outcome
        after = signed.package.on(stands)
        for ballot in _asked(now, signed, after):
            shift = (
                ballot.shift(now.chance.uniform(f"ratification.{ballot.key}", signed.round)) if ballot.swing else 0.0
            )
            result = ballot.vote(after, stands, shift)
            yield LogEntry(Kind.VOTED, seat=ballot.party, facts=_vote(ballot, result))
            if not result.passed:
                break

    def narrate(self, events: Sequence[LogEntry], words: Names) -> Iterable[str]:
        """Every vote: who passed or turned down what, and which blocs were for it and against it."""
        for entry, ballot, vote in self._votes(events):
            of_whom = f" of {words.party(ballot.party)}" if ballot.by_party else ""
            yield f"{ballot.title}{of_whom} {_verdict(ballot, vote, entry.round)}{_signed(events, entry, words)}"

    def announce(self, entry: LogEntry, words: Names) -> str | None:
        """Every verdict."""
        for _, ballot, vote in self._votes([entry]):
            if not ballot.by_party:
                return f"{ballot.title} {'passed it' if vote.ratified else 'turned it down'}."
            said = "yes" if vote.ratified else "no"
            return f"{words.party(entry.seat)}: those at home who must ratify said {said}."
        return None

    def _votes(self, entries: Iterable[LogEntry]) -> Iterator[tuple[LogEntry, Ballot, Vote]]:
        """The votes of blocs among some entries; bodies whose members sit at the table vote there."""
        for entry in entries:
            if isinstance(entry.facts, Vote) and (key := entry.facts.body or entry.seat) in self.ballots:
                yield entry, self.ballots[key], entry.facts

    @property
    def measures(self) -> tuple[Measure, ...]:
        """How much each body passed and turned down, its share for the last, and by which bloc it turned down the last.

        Without the share for ratifiers of a party, as files of version 1 have them.
        """
        return tuple(measure for ballot in self.ballots.values() for measure in _measures(ballot))

    def measured(self, now: Now) -> dict[str, Value]:
        """The measures at the end."""
        votes = [(ballot.key, vote) for _, ballot, vote in self._votes(now.log)]
        return {
            name: value
            for key, ballot in self.ballots.items()
            for name, value in _measured(ballot, [vote for one, vote in votes if one == key])
        }

    def marks(self, now: Now, words: Names) -> Iterable[Mark]:
        """Agreements turned down at home."""
        for entry, ballot, vote in self._votes(now.log):
            if not vote.ratified:
                yield Mark(entry.round, f"turned down by {ballot.title}")


def _asked(now: Now, signed: LogEntry, after: Outcome) -> Iterator[Ballot]:
    """Those who must pass a package: they ratify for one who signed it, or their own consent is needed."""
    for ballot in home_ballots(now.realization).values():
        if {ballot.party, ballot.key}.intersection(signed.parties) and ballot.asked(after):
            yield ballot


def _vote(ballot: Ballot, result: BallotResult) -> Vote:
    """The facts of a vote; of ratifiers of version 1 what their records hold."""
    plain = Vote(result.passed, result.supporters, result.against, result.share, result.chance)
    if ballot.by_party:
        return plain
    voting = {bloc.key for bloc in ballot.blocs}
    return replace(
        plain,
        body=ballot.key,
        abstained=result.abstained,
        away=tuple(voter for voter in ballot.rule.voters if voter not in voting),
        tests=counts_told(ballot.rule, result.counts),
        expected=result.expected if ballot.swing else None,
    )


def _verdict(ballot: Ballot, vote: Vote, round_: int) -> str:
    verb = "turned down" if not vote.ratified else "ratified" if ballot.party else "passed"
    named = (("for it", vote.supporters), ("against it", vote.against), ("abstaining", vote.abstained))
    sides = "; ".join(f"{side} {', '.join(ballot.titles[key] for key in blocs)}" for side, blocs in named if blocs)
    share = (
        f"{vote.share:.0%} for it"
        if vote.expected is None
        else f"{vote.share:.1%} for it, {vote.expected:.1%} expected"
    )
    counts = listed(counts_in_words(ballot.rule, vote))
    side = "against" if ballot.rule.stops else "for"
    needs = f" Votes {side} it: {counts}." if counts else ""
    return f"{verb} what was signed in round {round_}: {sides} ({share}).{needs}"


def _signed(events: Sequence[LogEntry], vote: LogEntry, words: Names) -> str:
    """What had been signed, where it was turned down: what takes effect is told as an agreement."""
    if not isinstance(vote.facts, Vote) or vote.facts.ratified:
        return ""
    before = (one for one in events[: events.index(vote)] if one.kind == Kind.SIGNED)
    signed = [one.package for one in before if one.package is not None]
    return f" What had been signed: {words.package(signed[-1])}." if signed else ""


def _measures(ballot: Ballot) -> Iterator[Measure]:
    key, title = ballot.key, ballot.title
    yield Measure(f"ratified.{key}", f"agreements that {title} ratified", "int")
    yield Measure(f"not_ratified.{key}", f"agreements that {title} turned down", "int")
    if not ballot.by_party:
        yield Measure(f"share.{key}", f"share for what {title} voted on last", "float")
    against = f"heaviest bloc against what {title} turned down last"
    yield Measure(f"against.{key}", against, "text", ballot.rule.voters)


def _measured(ballot: Ballot, votes: Sequence[Vote]) -> Iterator[tuple[str, Value]]:
    key, lost = ballot.key, [vote for vote in votes if not vote.ratified]
    yield f"ratified.{key}", len(votes) - len(lost)
    yield f"not_ratified.{key}", len(lost)
    if not ballot.by_party:
        yield f"share.{key}", votes[-1].share if votes else None
    yield f"against.{key}", next(iter(lost[-1].against), None) if lost else None
