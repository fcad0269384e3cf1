"""The key `war` of a scenario file: a war that goes on while an issue stands at an option."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Discriminator, Field, StrictInt, Tag, model_validator
from pydantic_core import PydanticCustomError

from negosim.errors import Diagnostic
from negosim.scenario.blocks import Part
from negosim.scenario.checks.base import Path, at_key, at_value, bad_name, bad_names, bad_option, some, unknown
from negosim.scenario.spec.common import MOST_POINTS, Basis, Key, Model, NumbersBasis, Words
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import Between, OptionName, Probability, UncertainNumber
from negosim.scenario.yaml.nodes import Node

__all__ = ["WAR", "BeliefSpec", "FrontSpec", "RejectionSpec", "WarSpec"]

PointsCost = Annotated[UncertainNumber, Between(0, MOST_POINTS)]
SIDES = 2


Intensity = Annotated[UncertainNumber, Between(0, 1)]
"""How intense the fighting is: 1 is the war as the other numbers have it."""

Fought = Annotated[
    Annotated[OptionName, Tag("<option>")]
    | Annotated[Annotated[dict[OptionName, Intensity], Field(min_length=1)], Tag("<mapping>")],
    Discriminator(lambda value: "<mapping>" if isinstance(value, Mapping) else "<option>"),
]
"""The option of a war, or several with the intensity of each."""


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
    option: Fought
    """While this option stands, there is war; or several, each with its intensity, which scales cost and battles."""
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

    @property
    def fought(self) -> tuple[str, ...]:
        """The options under which there is war."""
        return tuple(self.option) if isinstance(self.option, dict) else (self.option,)

    def intensity(self, option: str, numbers: Mapping[str, float]) -> float:
        """How intense the war is under an option; 1 where the file names one option alone."""
        return numbers[f"war.option.{option}"] if isinstance(self.option, dict) else 1.0


# Checks of it


def war_names_what_exists(scenario: Scenario, war: WarSpec, root: Node) -> Iterator[Diagnostic]:
    """The issue, its option and the belligerents exist."""
    if war.issue not in scenario.issues:
        yield unknown(root, ("war", "issue"), "issue", war.issue, scenario.issues)
    else:
        for option in war.fought:
            path, by_option = ("war", "option"), isinstance(war.option, dict)
            place: Path = (*path, option) if by_option else path
            yield from bad_option(scenario, root, place, war.issue, option, on_key=by_option)
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
        if war.issue in scenario.issues and terms.get(war.issue, war.fought[0]) in war.fought:
            message = f"what {side} would impose leaves {war.issue!r} at {terms.get(war.issue, war.fought[0])!r}"
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
