"""The votes of bodies at the table, which are cast in the talks, told: in words, as numbers and as marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Self

from negosim.domain.requirements import Body
from negosim.negotiation.environment.base import Block, Mark, Measure, Names, Now, Value
from negosim.negotiation.environment.vote_words import table_vote_words
from negosim.negotiation.log import LogEntry, Vote
from negosim.registry import register
from negosim.scenario.realize.realization import Realization

__all__ = ["TableVotes"]


@register("block", "table_votes", source="Tsebelis 2002, Veto Players")
class TableVotes(Block[None]):
    """Bodies whose members sit at the table: how often each passed and turned down what was put to it."""

    def __init__(self, bodies: Mapping[str, Body]) -> None:
        self.bodies = bodies

    @classmethod
    def of(cls, realization: Realization) -> Self | None:
        """The block of a scenario with such bodies; None without."""
        bodies = {body.key: body for body in realization.requirements.bodies if body.rule is not None}
        return cls(bodies) if bodies else None

    def narrate(self, events: Sequence[LogEntry], words: Names) -> Iterable[str]:
        """The last vote of each body, where it did not pass what was put to it; what it passed is told as agreed."""
        last = {body.key: (entry, body, vote) for entry, body, vote in self._votes(events)}
        for entry, body, vote in last.values():
            if not vote.ratified:
                yield f"The last vote was in {words.round(entry.round)}. {table_vote_words(body, vote, words)}"

    def announce(self, entry: LogEntry, words: Names) -> str | None:
        """Every vote."""
        return next((table_vote_words(body, vote, words) for _, body, vote in self._votes([entry])), None)

    def _votes(self, entries: Iterable[LogEntry]) -> Iterator[tuple[LogEntry, Body, Vote]]:
        for entry in entries:
            if isinstance(entry.facts, Vote) and entry.facts.body in self.bodies:
                yield entry, self.bodies[entry.facts.body], entry.facts

    @property
    def measures(self) -> tuple[Measure, ...]:
        """For each body, how much it passed and turned down, and who was against what it turned down last."""
        return tuple(measure for body in self.bodies.values() for measure in _measures(body))

    def measured(self, now: Now) -> dict[str, Value]:
        """The measures at the end."""
        votes = [(body.key, vote) for _, body, vote in self._votes(now.log)]
        values: dict[str, Value] = {}
        for key in self.bodies:
            lost = [vote for one, vote in votes if one == key and not vote.ratified]
            values[f"ratified.{key}"] = sum(one == key for one, _ in votes) - len(lost)
            values[f"not_ratified.{key}"] = len(lost)
            values[f"against.{key}"] = next(iter(lost[-1].against), None) if lost else None
        return values

    def marks(self, now: Now, words: Names) -> Iterable[Mark]:
        """What the bodies adopted."""
        for entry, body, vote in self._votes(now.log):
            if vote.ratified:
                yield Mark(entry.round, f"adopted by {body.title}")


def _measures(body: Body) -> Iterator[Measure]:
    assert body.rule is not None  # noqa: S101  (its members sit at the table)
    yield Measure(f"ratified.{body.key}", f"packages that {body.title} passed", "int")
    yield Measure(f"not_ratified.{body.key}", f"packages that {body.title} turned down", "int")
    against = f"the first against what {body.title} turned down last"
    yield Measure(f"against.{body.key}", against, "text", body.rule.voters)
