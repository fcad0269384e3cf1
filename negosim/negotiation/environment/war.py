"""War: battles move a front while the talks go on, both sides learn from them, and either may win or collapse.

Slantchev 2003 (APSR 97:621): fighting and bargaining at once, each telling both sides how strong they are. Wagner 2000
(AJPS 44:469) and Powell 2004 (AJPS 48:344): the war can end without an agreement, by victory or by collapse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from negosim.negotiation.environment.base import Block, Mark, Measure, Names, Now, Track, Value
from negosim.negotiation.environment.war_effects import FRONT, WarEffects, believed, imposed, place_of_front
from negosim.negotiation.environment.war_spec import WAR, WarSpec
from negosim.negotiation.facts import Facts, private
from negosim.negotiation.log import Effect, Kind, LogEntry
from negosim.negotiation.packages import Package
from negosim.registry import register
from negosim.scenario.blocks import Builder, Effects
from negosim.scenario.realize.realization import Realization
from negosim.theory.bargaining.costly_war import posterior

__all__ = ["Battle", "Learned", "Victory", "War", "WarKind"]

How = Literal["victory", "collapse"]

ENDS: Mapping[How, str] = {"victory": "won at the front", "collapse": "won when the other side collapsed"}
"""How a side won the war, in words."""


class WarKind(StrEnum):
    """Entries of a war, besides the victory of a side, which moves its issues."""

    BATTLE = "battle"
    """The seat won a battle (`Battle`)."""
    LEARNED = "learned"
    """A side learned from what the other turned down (`Learned`)."""


@dataclass(frozen=True)
class Battle(Facts):
    """The place of the front after a battle, and by side its belief that the first belligerent is strong."""

    kinds = (WarKind.BATTLE,)
    front: int
    beliefs: Mapping[str, float] | None = private()


@dataclass(frozen=True)
class Learned(Facts):
    """By side that learned something, its belief that the first belligerent is strong."""

    kinds = (WarKind.LEARNED,)
    beliefs: Mapping[str, float] | None = private()


@dataclass(frozen=True)
class Victory(Facts):
    """How a side won the war."""

    kinds = (Kind.MOVED,)
    block = "war"
    how: How


@register("block", "war", source="Slantchev 2003, APSR 97:621; Powell 2004, AJPS 48:344")
class War(Block[WarSpec]):
    """Fighting goes on while its issue stands at war: it moves the front, tells both sides something, and may end."""

    part = WAR
    facts = (Battle, Learned, Victory)

    def __init__(self, realization: Realization, war: WarSpec) -> None:
        self.war = war
        self.axis = realization.space.axis(war.issue)
        self.options = {realization.space.term(war.issue, option)[1]: option for option in war.fought}
        self.imposed = {side: Package(imposed(war, realization.space, side)) for side in war.belligerents}

    @classmethod
    def reached(cls, spec: WarSpec, issue: str) -> Iterable[str]:
        """A victory moves issues to what the winner would impose."""
        return (terms[issue] for terms in spec.imposed.values() if issue in terms)

    @classmethod
    def added(cls, spec: WarSpec) -> Iterable[tuple[str, str]]:
        """The cost of a round of war to each side."""
        return ((f"war.cost_per_round.{side}", f"parties.{side}") for side in spec.cost_per_round)

    @classmethod
    def effects(cls, spec: WarSpec, builder: Builder, numbers: Mapping[str, float]) -> Effects:
        """A costly lottery for each belligerent."""
        return WarEffects(spec, builder, numbers)

    # What happens

    def between_rounds(self, now: Now) -> Iterable[LogEntry]:
        """While there is war: what sides learned from refusals, then a collapse or a battle."""
        option = self.options.get(now.in_force[self.axis])
        if option is None:
            return
        learned = dict(self._learned(now))
        if learned:
            yield LogEntry(WarKind.LEARNED, facts=Learned(learned), effect=Effect(numbers=self._paths(learned)))
        winner = self._collapse(now)
        if winner:
            yield self._won(winner, "collapse")
            return
        numbers = now.realization.numbers
        if self._lot(now, "fought") < numbers["war.volatility"] * self.war.intensity(option, numbers):
            yield from self._battle(now, learned)

    def _lot(self, now: Now, purpose: str) -> float:
        return now.chance.uniform(f"war.{purpose}", now.round)

    def _learned(self, now: Now) -> Iterator[tuple[str, float]]:
        """Beliefs after the refusals of the round: a side learns when the other turns down its offer."""
        first, second = self.war.belligerents
        offered, refused = now.log.said_in(now.round)
        for side, other in ((first, second), (second, first)):
            if self.war.beliefs[side].rejection is not None and side in offered and other in refused:
                at, numbers = f"war.beliefs.{side}", now.realization.numbers
                chances = (numbers[f"{at}.rejection.{one}"] for one in ("strong", "weak"))
                yield side, posterior(numbers[f"{at}.prior"], *chances)

    def _collapse(self, now: Now) -> str:
        """The side that wins because the other collapses, by lot if both do; empty if neither does."""
        chances = {side: now.realization.numbers.get(f"war.collapse.{side}", 0.0) for side in self.war.belligerents}
        fallen = [side for side, chance in chances.items() if chance and self._lot(now, f"collapse.{side}") < chance]
        if len(fallen) == len(chances):
            fallen = [self.war.belligerents[int(self._lot(now, "both") < 0.5)]]  # noqa: PLR2004  (an even lot)
        return next((side for side in self.war.belligerents if fallen and side not in fallen), "")

    def _battle(self, now: Now, learned: Mapping[str, float]) -> Iterator[LogEntry]:
        """A battle: the front moves by one place, and both sides update their beliefs (Slantchev 2003)."""
        numbers = {**now.realization.numbers, **self._paths(learned)}
        ahead = self._lot(now, "battle") < numbers["war.battle"]
        place = round(place_of_front(self.war, numbers)) + (1 if ahead else -1)
        winner = self.war.belligerents[0 if ahead else 1]
        beliefs = {}
        for side in self.war.belligerents:  # a battle won by the first belligerent is evidence for the strong type
            prior, strong, weak = (numbers[f"war.beliefs.{side}.{one}"] for one in ("prior", "strong", "weak"))
            beliefs[side] = posterior(prior, strong, weak) if ahead else posterior(prior, 1 - strong, 1 - weak)
        effect = Effect(numbers={FRONT: float(place), **self._paths(beliefs)})
        yield LogEntry(WarKind.BATTLE, seat=winner, facts=Battle(place, beliefs), effect=effect)
        if place in (0, self.war.front.places):
            yield self._won(winner, "victory")

    def _paths(self, beliefs: Mapping[str, float]) -> dict[str, float]:
        return {f"war.beliefs.{side}.prior": belief for side, belief in beliefs.items()}

    def _won(self, winner: str, how: How) -> LogEntry:
        return LogEntry(Kind.MOVED, seat=winner, package=self.imposed[winner], facts=Victory(how))

    # Results

    def narrate(self, events: Sequence[LogEntry], words: Names) -> Iterable[str]:
        """How the fighting went, in a sentence or two."""
        battles = [(entry.seat, entry.facts.front) for entry in events if isinstance(entry.facts, Battle)]
        if battles:
            yield self._campaign(battles, words)
        for entry in events:
            match entry.facts, entry.package:
                case Victory(how), Package() as package:
                    who, what = words.party(entry.seat), words.package(package)
                    yield f"In {words.round(entry.round)} {who} {ENDS[how]}, which settled: {what}."

    def announce(self, entry: LogEntry, words: Names) -> str | None:
        """A battle; what a side learns is its own."""
        match entry.kind:
            case WarKind.BATTLE:
                return f"{words.party(entry.seat)} won a battle."
            case WarKind.LEARNED:
                return ""
        return None

    def _campaign(self, battles: Sequence[tuple[str, int]], words: Names) -> str:
        """A sentence on the battles of a meeting, given as pairs (winner, place of the front)."""
        won = Counter(winner for winner, _ in battles)
        score = ", ".join(f"{words.party(side)} won {won[side]}" for side in self.war.belligerents)
        place, places = battles[-1][1], self.war.front.places
        many = "one battle was" if len(battles) == 1 else f"{len(battles)} battles were"
        first = words.party(self.war.belligerents[0])
        return f"Meanwhile {many} fought: {score}. The front then stood at {place} of {places}, seen from {first}."

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Battles, the front, who won if anybody did, and what each side believed at the end."""
        sides = self.war.belligerents
        return (
            Measure("war.battles", "battles", "int"),
            Measure("war.front", f"place of the front at the end, 0 to {self.war.front.places}", "int"),
            Measure("war.won", "who won the war outright", "text", sides),
            Measure("war.rounds", "rounds of war", "int"),
            *(Measure(f"war.believed.{side}", f"chance to win the war as {side} sees it", "float") for side in sides),
        )

    def measured(self, now: Now) -> dict[str, Value]:
        """The measures at the end."""
        log, numbers = now.log, now.realization.numbers
        return {
            "war.battles": sum(isinstance(entry.facts, Battle) for entry in log),
            "war.front": round(place_of_front(self.war, numbers)),
            "war.won": next((entry.seat for entry in log if isinstance(entry.facts, Victory)), None),
            "war.rounds": self._rounds(now),
            **{f"war.believed.{side}": believed(self.war, side, numbers) for side in self.war.belligerents},
        }

    def _rounds(self, now: Now) -> int:
        """Rounds during which there was war, up to the end of the talks."""
        in_force, standing, since, total = now.realization.space.in_force, now.opened, 0, 0
        war = in_force.of(standing.outcome)[self.axis] in self.options
        for entry in now.log:
            standing, before = entry.applied_to(standing), war
            war = in_force.of(standing.outcome)[self.axis] in self.options
            if before and not war:
                total += entry.round - since
            elif war and not before:
                since = entry.round
        return total + (now.round - since if war else 0)

    def tracks(self, now: Now, words: Names) -> Iterable[Track]:
        """The front, and the chance to win that each side believes in."""
        battles = ((one.round, float(one.facts.front)) for one in now.log if isinstance(one.facts, Battle))
        front = ((0, float(self.war.front.start)), *battles)
        yield Track("front", front, 0.0, float(self.war.front.places))
        for side in self.war.belligerents:
            yield Track("believed chance to win the war", tuple(self._beliefs(now, side)), 0.0, 1.0, side)

    def _beliefs(self, now: Now, side: str) -> Iterator[tuple[int, float]]:
        """A side's belief after every entry that changed it."""
        numbers = dict(now.opening.numbers)
        yield 0, believed(self.war, side, numbers)
        for entry in now.log:
            if entry.effect.numbers:
                numbers.update(entry.effect.numbers)
                yield entry.round, believed(self.war, side, numbers)

    def marks(self, now: Now, words: Names) -> Iterable[Mark]:
        """The end of the war, where a side won it."""
        for entry in now.log:
            if isinstance(entry.facts, Victory):
                yield Mark(entry.round, f"{words.party(entry.seat)} {ENDS[entry.facts.how]}")
