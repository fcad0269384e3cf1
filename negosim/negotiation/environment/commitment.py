"""Commitment: whether a truce holds from round to round, and for how long it would once the talks are over.

Can one look victorious if war starts again in a year? Fearon 1995 and Powell 2006: a truce fails where power shifts and
nothing stops the stronger from using it; Walter 1997 and Fortna 2004: it holds where someone credible stands behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Self

from negosim.domain.outcomes import Outcome
from negosim.domain.preferences import from_grid
from negosim.negotiation.environment.base import Block, Mark, Measure, Now, Value, Words
from negosim.negotiation.log import LogEntry
from negosim.negotiation.packages import Package
from negosim.registry import register
from negosim.scenario.realize.build_truce import hazard, tempted
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.commitment import CommitmentSpec

__all__ = ["Commitment"]


@register("block", "commitment", source="Fearon 1995, International Organization 49:379; Powell 2006, ibid. 60:169")
class Commitment(Block):
    """A truce may break: by chance the less, the more credible its guarantee, or since power shifts while it lasts."""

    def __init__(self, realization: Realization, spec: CommitmentSpec) -> None:
        self.spec, space = spec, realization.space
        self.axis, self.guarantee = space.axis(spec.issue), space.axis(spec.guarantees.issue)
        self.options = {space.term(spec.issue, option)[1] for option in spec.options}
        self.broken = Package((space.term(spec.issue, spec.breaks_to),))
        self.names = [str(option) for option in space.issues[self.guarantee].options]

    @classmethod
    def of(cls, realization: Realization) -> Self | None:
        """The commitment of a scenario."""
        return None if realization.scenario.commitment is None else cls(realization, realization.scenario.commitment)

    # What happens

    def between_rounds(self, now: Now) -> Iterable[LogEntry]:
        """During the talks a truce breaks by chance: a round is a part of a period."""
        if now.standing.outcome[self.axis] in self.options:
            lasting = (1.0 - hazard(now.realization.numbers, self._credibility(now))) ** (1 / self.spec.rounds_a_period)
            if now.chance.uniform("commitment.round", now.round) >= lasting:
                by = self._breaker(now, now.round)
                facts = {"block": "commitment"}
                yield LogEntry("moved", seat=by, package=self.broken, facts=facts)

    def after_talks(self, now: Now) -> Iterable[LogEntry]:
        """What became of the agreement in the periods after the talks."""
        outcome = now.standing.outcome
        if outcome[self.axis] in self.options:
            held, by, why = self._aftermath(now)
            facts = {"held": held, "periods": self.spec.periods, "why": why, "worth": self._worth(now, outcome, held)}
            yield LogEntry("aftermath", seat=by, facts=facts)

    def _credibility(self, now: Now) -> float:
        name = self.names[now.standing.outcome[self.guarantee]]
        return now.realization.numbers[f"commitment.guarantees.credibility.{name}"]

    def _aftermath(self, now: Now) -> tuple[int, str, str]:
        """For how many periods it held, who broke it then, and why; nobody where it held for all."""
        numbers, credibility, shift = now.realization.numbers, self._credibility(now), self.spec.shift
        if shift is not None and tempted(shift, numbers, credibility):
            return 0, next(side for side in shift.costs if side != shift.favours), "shift"
        for period in range(1, self.spec.periods + 1):
            if now.chance.uniform("commitment.period", period) < hazard(numbers, credibility):
                return period - 1, self._breaker(now, now.round + period), "chance"
        return self.spec.periods, "", ""

    def _breaker(self, now: Now, moment: int) -> str:
        """By lot, since the theory says when a truce breaks and not who fires first."""
        return self.spec.sides[int(now.chance.uniform("commitment.by", moment) * len(self.spec.sides))]

    def _worth(self, now: Now, outcome: Outcome, held: int) -> dict[str, float]:
        """Points of every party over the periods: of the agreement while it held, of what it broke to for the rest."""
        after = self.broken.on(outcome)
        share = held / self.spec.periods
        return {
            key: share * from_grid(one.points(outcome)) + (1 - share) * from_grid(one.points(after))
            for key, one in now.realization.preferences.items()
        }

    # What came of it

    def told(self, events: Sequence[LogEntry], words: Words) -> Iterable[str]:
        """Where a truce broke during the talks, and what became of it afterwards."""
        for event in events:
            if event.facts.get("block") == "commitment":
                yield f"After round {event.round} {words.party(event.seat)} broke the truce."
            elif event.kind == "aftermath":
                yield self._told(event, words)

    def _told(self, event: LogEntry, words: Words) -> str:
        facts = event.facts
        held, periods = facts["held"], facts["periods"]
        if held == periods:
            return f"In the {periods} periods after the talks it held."
        why = "before power shifted against it" if facts["why"] == "shift" else "by chance"
        return (
            f"After the talks it held for {held} of {periods} periods; then {words.party(event.seat)} broke it, {why}."
        )

    @property
    def measures(self) -> tuple[Measure, ...]:
        """How often it broke during the talks, and for how long it held after them."""
        return (
            Measure("commitment.broken", "times that the truce broke during the talks", "int"),
            Measure("commitment.held", f"periods that the truce held after the talks, of {self.spec.periods}", "float"),
            Measure("commitment.broken_by", "who broke the truce after the talks", "text", self.spec.sides),
        )

    def measured(self, now: Now) -> dict[str, Value]:
        """The measures at the end; no periods where no truce stood when the talks were over."""
        after = next((event for event in now.log if event.kind == "aftermath"), None)
        return {
            "commitment.broken": sum(event.facts.get("block") == "commitment" for event in now.log),
            "commitment.held": None if after is None else float(after.facts["held"]),
            "commitment.broken_by": None if after is None else after.seat or None,
        }

    def marks(self, now: Now, words: Words) -> Iterator[Mark]:
        """Every truce that broke during the talks."""
        for event in now.log:
            if event.facts.get("block") == "commitment":
                yield Mark(event.round, f"{words.party(event.seat)} breaks the truce")
