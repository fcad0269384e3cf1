"""War: battles move a front while the talks go on, both sides learn from them, and either may win or collapse.

Slantchev 2003 (APSR 97:621): fighting and bargaining at once, each telling both sides how strong they are. Wagner 2000
(AJPS 44:469) and Powell 2004 (AJPS 48:344): the war can end without an agreement, by victory or by collapse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Self

from negosim.negotiation.environment.base import Block, Mark, Measure, Now, Track, Value, Words
from negosim.negotiation.log import Effect, LogEntry
from negosim.negotiation.packages import Package
from negosim.registry import register
from negosim.scenario.realize.build_war import FRONT, believed, contest
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.war import WarSpec
from negosim.theory.bargaining.costly_war import posterior

__all__ = ["War"]

ENDS = {"victory": "won at the front", "collapse": "won when the other side collapsed"}


@register("block", "war", source="Slantchev 2003, APSR 97:621; Powell 2004, AJPS 48:344")
class War(Block):
    """Fighting goes on while its issue stands at war: it moves the front, tells both sides something, and may end."""

    def __init__(self, realization: Realization, war: WarSpec) -> None:
        self.war = war
        self.axis = realization.space.axis(war.issue)
        (first,) = contest(war, realization.space, war.belligerents[0], realization.numbers)
        self.option = first.when[0][1]
        self.imposed = dict(zip(war.belligerents, (Package(first.won), Package(first.lost)), strict=True))

    @classmethod
    def of(cls, realization: Realization) -> Self | None:
        """The war of a scenario."""
        return None if realization.scenario.war is None else cls(realization, realization.scenario.war)

    # What happens

    def between_rounds(self, now: Now) -> Iterable[LogEntry]:
        """While there is war: what the offers of the round have told, a collapse, or a battle."""
        if now.standing.outcome[self.axis] != self.option:
            return
        learned = dict(self._learned(now))
        if learned:
            yield LogEntry(
                "learned", facts={"inward": {"beliefs": learned}}, effect=Effect(numbers=self._paths(learned))
            )
        winner = self._collapse(now)
        if winner:
            yield self._won(winner, "collapse")
        elif self._lot(now, "fought") < now.realization.numbers["war.volatility"]:
            yield from self._battle(now, learned)

    def _lot(self, now: Now, purpose: str) -> float:
        return now.chance.uniform(f"war.{purpose}", now.round)

    def _learned(self, now: Now) -> Iterator[tuple[str, float]]:
        """Beliefs after the refusals of the round: a side learns when the other turns down an offer of its own."""
        first, second = self.war.belligerents
        for side, other in ((first, second), (second, first)):
            spec, at = self.war.beliefs[side], f"war.beliefs.{side}"
            if spec.rejection is not None and _turned_down(now, by=other, of=side):
                chances = (now.realization.numbers[f"{at}.rejection.{one}"] for one in ("strong", "weak"))
                yield side, posterior(now.realization.numbers[f"{at}.prior"], *chances)

    def _collapse(self, now: Now) -> str:
        """Who wins because the other side collapses; by lot where both do at once. Empty where nobody does."""
        chances = {side: now.realization.numbers.get(f"war.collapse.{side}", 0.0) for side in self.war.belligerents}
        fallen = [side for side, chance in chances.items() if chance and self._lot(now, f"collapse.{side}") < chance]
        if len(fallen) == len(chances):
            fallen = [self.war.belligerents[int(self._lot(now, "both") < 0.5)]]  # noqa: PLR2004  (an even lot)
        return next((side for side in self.war.belligerents if fallen and side not in fallen), "")

    def _battle(self, now: Now, learned: Mapping[str, float]) -> Iterator[LogEntry]:
        """A battle: the front moves a place, and both sides hold the first for stronger, or for weaker, than before."""
        numbers = {**now.realization.numbers, **self._paths(learned)}
        ahead = self._lot(now, "battle") < numbers["war.battle"]
        place = round(numbers.get(FRONT, self.war.front.start)) + (1 if ahead else -1)
        winner = self.war.belligerents[0 if ahead else 1]
        beliefs = {side: self._after_battle(side, numbers, ahead) for side in self.war.belligerents}
        effect = Effect(numbers={FRONT: float(place), **self._paths(beliefs)})
        yield LogEntry("battle", seat=winner, facts={"front": place, "inward": {"beliefs": beliefs}}, effect=effect)
        if place in (0, self.war.front.places):
            yield self._won(winner, "victory")

    def _after_battle(self, side: str, numbers: Mapping[str, float], ahead: bool) -> float:
        """Bayes over the two types (theory of Slantchev 2003): a battle won by the first speaks for the strong one."""
        prior, strong, weak = (numbers[f"war.beliefs.{side}.{one}"] for one in ("prior", "strong", "weak"))
        return posterior(prior, strong, weak) if ahead else posterior(prior, 1 - strong, 1 - weak)

    def _paths(self, beliefs: Mapping[str, float]) -> dict[str, float]:
        return {f"war.beliefs.{side}.prior": belief for side, belief in beliefs.items()}

    def _won(self, winner: str, how: str) -> LogEntry:
        return LogEntry("moved", seat=winner, package=self.imposed[winner], facts={"block": "war", "how": how})

    # What came of it

    def told(self, events: Sequence[LogEntry], words: Words) -> Iterable[str]:
        """How the fighting went, in a sentence or two."""
        battles = [event for event in events if event.kind == "battle"]
        if battles:
            yield self._campaign(battles, words)
        for event in events:
            if event.facts.get("block") == "war":
                assert event.package is not None  # noqa: S101  (a war ends with a package)
                how, what = ENDS[event.facts["how"]], words.package(event.package)
                yield f"In round {event.round} {words.party(event.seat)} {how}, which settled: {what}."

    def _campaign(self, battles: Sequence[LogEntry], words: Words) -> str:
        won = Counter(event.seat for event in battles)
        score = ", ".join(f"{words.party(side)} won {won[side]}" for side in self.war.belligerents)
        place, places = battles[-1].facts["front"], self.war.front.places
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
            "war.battles": sum(event.kind == "battle" for event in log),
            "war.front": round(numbers.get(FRONT, self.war.front.start)),
            "war.won": next((event.seat for event in log if event.facts.get("block") == "war"), None),
            "war.rounds": self._rounds(now),
            **{f"war.believed.{side}": believed(self.war, side, numbers) for side in self.war.belligerents},
        }

    def _rounds(self, now: Now) -> int:
        """Rounds during which there was war, up to the end of the talks."""
        standing, since, total = now.opened, 0, 0
        for event in now.log:
            after = event.applied_to(standing)
            if standing.outcome[self.axis] == self.option != after.outcome[self.axis]:
                total += event.round - since
            elif after.outcome[self.axis] == self.option != standing.outcome[self.axis]:
                since = event.round
            standing = after
        return total + (now.round - since if standing.outcome[self.axis] == self.option else 0)

    def tracks(self, now: Now, words: Words) -> Iterable[Track]:
        """The front, and the chance to win that each side believes in."""
        yield Track("front", tuple(self._front(now)), 0.0, float(self.war.front.places))
        for side in self.war.belligerents:
            yield Track("believed chance to win the war", tuple(self._beliefs(now, side)), 0.0, 1.0, side)

    def _front(self, now: Now) -> Iterator[tuple[int, float]]:
        yield 0, float(self.war.front.start)
        yield from ((one.round, float(one.facts["front"])) for one in now.log if one.kind == "battle")

    def _beliefs(self, now: Now, side: str) -> Iterator[tuple[int, float]]:
        """A side's belief after every entry that changed it."""
        numbers = dict(now.opening.numbers)
        yield 0, believed(self.war, side, numbers)
        for event in now.log:
            if event.effect.numbers:
                numbers.update(event.effect.numbers)
                yield event.round, believed(self.war, side, numbers)

    def marks(self, now: Now, words: Words) -> Iterable[Mark]:
        """The end of the war, where a side won it."""
        for event in now.log:
            if event.facts.get("block") == "war":
                yield Mark(event.round, f"{words.party(event.seat)} {ENDS[event.facts['how']]}")


def _turned_down(now: Now, *, by: str, of: str) -> bool:
    """Whether an offer of one side was turned down by the other, as a party whose consent it needed, in this round."""
    latest = list(takewhile(lambda event: event.round == now.round, reversed(now.log)))
    offers = [event for event in latest if event.kind == "offered" and event.seat == of]
    answers = [event for event in latest if event.kind == "answered" and event.seat == by]
    return bool(offers) and any(one.facts["needed"] and not one.facts["accepts"] for one in answers)
