"""War: battles move a front while the talks go on, both sides learn from them, and either may win or collapse.

Slantchev 2003 (APSR 97:621): fighting and bargaining at once, each telling both sides how strong they are. Wagner 2000
(AJPS 44:469) and Powell 2004 (AJPS 48:344): the war can end without an agreement, by victory or by collapse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from negosim.domain.costly_lottery import CostlyLottery, Terms
from negosim.domain.fixed_point import in_20_bits
from negosim.domain.outcomes import OutcomeSpace
from negosim.errors import Diagnostic
from negosim.negotiation.environment.base import Block, Mark, Measure, Names, Now, Track, Value
from negosim.negotiation.facts import Facts, private
from negosim.negotiation.log import Effect, Kind, LogEntry
from negosim.negotiation.packages import Package
from negosim.registry import register
from negosim.scenario.blocks import Builder, ConditionalCost, Effects, Part
from negosim.scenario.checks.base import Path, at_key, at_value, bad_name, bad_names, bad_option, some, unknown
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.common import MOST_POINTS, Basis, Key, Model, NumbersBasis, Words
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import Between, OptionCondition, OptionName, Probability, UncertainNumber
from negosim.scenario.yaml.nodes import Node
from negosim.theory.bargaining.costly_war import chance_from, posterior

__all__ = ["Battle", "Learned", "Victory", "War", "WarEffects", "WarKind", "WarSpec", "war_effects"]

# The key `war` of a scenario file

PointsCost = Annotated[UncertainNumber, Between(0, MOST_POINTS)]
SIDES = 2


class FrontSpec(Model):
    """Where the front is: a place between the defeat of the first belligerent (0) and its victory (the last)."""

    places: Annotated[StrictInt, Field(ge=2, le=1000)] = 10
    """Number of the last place, where the first belligerent has won."""
    start: Annotated[StrictInt, Field(ge=1)] = 5
    """Where the front is before the first round."""

    @model_validator(mode="after")
    def _between(self) -> FrontSpec:
        if self.start >= self.places:
            message = "'start' must lie between 0 and 'places': at either end the war is over"
            raise PydanticCustomError("either", message)
        return self


class RejectionSpec(Model):
    """What a rejection tells: how often the other side turns an offer down, by how strong the first belligerent is."""

    strong: Probability
    """Its chance if the first belligerent is strong."""
    weak: Probability
    """Its chance if it is weak."""


class BeliefSpec(Model):
    """What a belligerent believes of the first one's chance to win a battle: one of two numbers, it is unsure which."""

    strong: Probability
    """The chance if the first belligerent is strong."""
    weak: Probability
    """The chance if it is weak."""
    prior: Probability
    """How likely it holds the first belligerent to be strong before the first battle."""
    rejection: RejectionSpec | None = None
    """What it learns when the other side turns down an offer of its; without it nothing."""
    basis: Basis
    """Where the direction of the belief comes from."""
    numbers: NumbersBasis
    """Where its numbers come from."""


class WarSpec(Model):
    """A war that goes on while an issue stands at an option."""

    title: Words = "The war"
    """What it is called."""
    issue: Key
    """The issue that decides whether it goes on."""
    option: OptionName
    """While this option stands, there is war."""
    belligerents: Annotated[tuple[Key, ...], Field(min_length=SIDES, max_length=SIDES)]
    """The two sides; the front and all chances are seen from the first."""
    imposed: dict[Key, dict[Key, OptionName]]
    """Belligerent -> issue -> the option that would stand if it won."""
    battle: Probability
    """The first belligerent's chance to win a battle, as it is."""
    volatility: Probability
    """The chance that a round of war sees a battle that moves the front."""
    cost_per_round: dict[Key, PointsCost]
    """Belligerent -> points that a round of war costs it."""
    collapse: dict[Key, Probability] = Field(default_factory=dict)
    """Belligerent -> the chance that it collapses in a round of war; the other side then imposes its outcome."""
    front: FrontSpec = FrontSpec()
    """Where the front is."""
    beliefs: dict[Key, BeliefSpec]
    """Belligerent -> what it believes."""
    basis: Basis
    """Where it comes from that there is this war."""
    numbers: NumbersBasis
    """Where its numbers come from, apart from those of the beliefs."""


# Checks of it


def war_names_what_exists(scenario: Scenario, war: WarSpec, root: Node) -> Iterator[Diagnostic]:
    """The issue, its option and the belligerents exist."""
    if war.issue not in scenario.issues:
        yield unknown(root, ("war", "issue"), "issue", war.issue, scenario.issues)
    else:
        yield from bad_option(scenario, root, ("war", "option"), war.issue, war.option)
    yield from bad_names(root, ("war", "belligerents"), "party", war.belligerents, scenario.parties)


def sides_are_whole(_: Scenario, war: WarSpec, root: Node) -> Iterator[Diagnostic]:
    """Each belligerent, and nobody else, has a cost, a belief and an outcome that it would impose."""
    for name in ("imposed", "cost_per_round", "beliefs", "collapse"):
        given: Mapping[str, object] = getattr(war, name)
        for key in given:
            place = ("war", name, key)
            yield from bad_name(root, place, "belligerent", key, war.belligerents, code="R130", on_key=True)
        lacking = [key for key in war.belligerents if key not in given]
        if lacking and name != "collapse":
            yield at_key(root, ("war", name), "R130", f"nothing for {some(lacking)}", "each belligerent needs its own")


def victory_ends_the_war(scenario: Scenario, war: WarSpec, root: Node) -> Iterator[Diagnostic]:
    """What a side would impose names issues and options that exist, and moves the war's issue off war."""
    for side, terms in war.imposed.items():
        path: Path = ("war", "imposed", side)
        for issue, option in terms.items():
            if issue not in scenario.issues:
                yield unknown(root, (*path, issue), "issue", issue, scenario.issues, on_key=True)
            else:
                yield from bad_option(scenario, root, (*path, issue), issue, option)
        if war.issue in scenario.issues and terms.get(war.issue, war.option) == war.option:
            message = f"what {side} would impose leaves {war.issue!r} at {war.option!r}"
            yield at_key(root, path, "R131", message, f"say to which option of {war.issue!r} a victory leads")


def types_differ(_: Scenario, war: WarSpec, root: Node) -> Iterator[Diagnostic]:
    """The strong type wins more battles than the weak one, or else they are named the wrong way round."""
    for side, belief in war.beliefs.items():
        if belief.strong.centre < belief.weak.centre:
            message = "the strong type wins fewer battles than the weak one"
            yield at_value(root, ("war", "beliefs", side, "strong"), "R132", message, "change the two round")


WAR = Part(
    key="war",
    model=WarSpec,
    about="The war that goes on while nothing ends it.",
    called="war",
    codes={
        "R130": "Each belligerent of a war, and nobody else, has a cost, a belief and an outcome that it would impose.",
        "R131": "What a belligerent would impose ends the war.",
        "R132": "The strong type of a belief wins at least as many battles as the weak one.",
    },
    checks=(war_names_what_exists, sides_are_whole, victory_ends_the_war, types_differ),
    rank=1,
)

# Its effects at given numbers

FRONT = "war.front"
"""Path of the place of the front in a realization, once it has moved."""


class WarEffects(Effects):
    """The costly lottery of each belligerent, and its cost of a round of war."""

    def __init__(self, war: WarSpec, builder: Builder, numbers: Mapping[str, float]) -> None:
        self.war, self.space, self.numbers = war, builder.space, numbers
        self._fought = builder.condition("war", {war.issue: OptionCondition((war.option,))})

    def costs(self, party: str) -> tuple[ConditionalCost, ...]:
        """The cost of a round of war to a belligerent."""
        if party not in self.war.belligerents:
            return ()
        points = self.numbers[f"war.cost_per_round.{party}"]
        return (ConditionalCost("war", self.war.title, self._fought, points),)

    def gambles(self, party: str) -> tuple[CostlyLottery, ...]:
        """While there is war, a belligerent has a lottery on what either side would impose."""
        return (self._lotteries[party],) if party in self._lotteries else ()

    @cached_property
    def _lotteries(self) -> dict[str, CostlyLottery]:
        when = (self.space.term(self.war.issue, self.war.option),)
        first, second = self.war.belligerents
        won = {side: _terms(self.space, self.war.imposed[side]) for side in (first, second)}
        return {
            side: CostlyLottery(when, won[side], won[other], in_20_bits(chance))
            for (side, chance), other in zip(self.believed.items(), (second, first), strict=True)
        }

    @property
    def believed(self) -> dict[str, float]:
        """Each belligerent's own chance to win, as it sees it."""
        return {side: believed(self.war, side, self.numbers) for side in self.war.belligerents}

    @property
    def chance(self) -> float:
        """The first belligerent's chance to win, as it is."""
        return chance_from(_place(self.war, self.numbers), self.war.front.places, self.numbers["war.battle"])


def war_effects(realization: Realization) -> WarEffects | None:
    """The war of a realization, if there is one."""
    found = realization.effects.get("war")
    return found if isinstance(found, WarEffects) else None


def believed(war: WarSpec, party: str, numbers: Mapping[str, float]) -> float:
    """A belligerent's believed chance to win the war, from the place of the front (Slantchev 2003).

    The gambler's ruin of each type, weighted by the belief in that type.
    """
    at, places, place = f"war.beliefs.{party}", war.front.places, _place(war, numbers)
    strong, weak = (chance_from(place, places, numbers[f"{at}.{one}"]) for one in ("strong", "weak"))
    first = numbers[f"{at}.prior"] * strong + (1.0 - numbers[f"{at}.prior"]) * weak
    return first if party == war.belligerents[0] else 1.0 - first


def _place(war: WarSpec, numbers: Mapping[str, float]) -> float:
    return numbers.get(FRONT, float(war.front.start))


def _terms(space: OutcomeSpace, named: Mapping[str, str]) -> Terms:
    return tuple(sorted(space.term(issue, option) for issue, option in named.items()))


# The course of the war

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
        self.axis, self.option = realization.space.term(war.issue, war.option)
        self.imposed = {side: Package(_terms(realization.space, terms)) for side, terms in war.imposed.items()}

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
        if now.standing.outcome[self.axis] != self.option:
            return
        learned = dict(self._learned(now))
        if learned:
            yield LogEntry(WarKind.LEARNED, facts=Learned(learned), effect=Effect(numbers=self._paths(learned)))
        winner = self._collapse(now)
        if winner:
            yield self._won(winner, "collapse")
        elif self._lot(now, "fought") < now.realization.numbers["war.volatility"]:
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
        place = round(_place(self.war, numbers)) + (1 if ahead else -1)
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
                    yield f"In round {entry.round} {who} {ENDS[how]}, which settled: {what}."

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
            "war.front": round(_place(self.war, numbers)),
            "war.won": next((entry.seat for entry in log if isinstance(entry.facts, Victory)), None),
            "war.rounds": self._rounds(now),
            **{f"war.believed.{side}": believed(self.war, side, numbers) for side in self.war.belligerents},
        }

    def _rounds(self, now: Now) -> int:
        """Rounds during which there was war, up to the end of the talks."""
        standing, since, total = now.opened, 0, 0
        for entry in now.log:
            after = entry.applied_to(standing)
            if standing.outcome[self.axis] == self.option != after.outcome[self.axis]:
                total += entry.round - since
            elif after.outcome[self.axis] == self.option != standing.outcome[self.axis]:
                since = entry.round
            standing = after
        return total + (now.round - since if standing.outcome[self.axis] == self.option else 0)

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
