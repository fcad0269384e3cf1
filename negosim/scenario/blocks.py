"""What a block is to a scenario file: a key of its own, checks of what stands there, and what that comes to in numbers.

The blocks themselves are classes in the registry, one file each; the course of the talks asks them what happens.
Nothing in this package knows any of them: `format.py` looks them up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from negosim.domain.costly_lottery import CostlyLottery
from negosim.domain.outcomes import Condition, Outcome, OutcomeSpace
from negosim.domain.preferences import Preferences, Term
from negosim.errors import Diagnostic
from negosim.scenario.spec.common import Model
from negosim.scenario.spec.parties import Linkage, Stance
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import OptionCondition
from negosim.scenario.yaml.nodes import Node

__all__ = ["Builder", "Effects", "Part", "PartCheck", "ScenarioBlock", "Veto"]

S = TypeVar("S")

PartCheck = Callable[[Scenario, Any, Node], Iterator[Diagnostic]]
"""A rule on what stands under a block's key: the scenario, that part of it, the nodes of the file -> the faults."""


@dataclass(frozen=True)
class Part:
    """A key at the top of a scenario file that belongs to a block.

    `model` is a `Model` for a part that a file may leave out, or `dict[Key, SomeModel]` for any number of such. `about`
    is what editors show; `called` is what a basis below it is the basis of. `codes` are those of its own messages, each
    with the rule behind it in one sentence; `checks` are asked where the file has the part. Keys are listed by `rank`.
    """

    key: str
    model: Any
    about: str
    called: str
    codes: Mapping[str, str] = field(default_factory=dict, compare=False)
    checks: tuple[PartCheck, ...] = ()
    rank: int = 1000

    @property
    def with_default(self) -> tuple[Any, Any]:
        """The type and the default of the key, as pydantic asks for them."""
        if isinstance(self.model, type) and issubclass(self.model, Model):
            return self.model | None, Field(default=None, description=self.about)
        return self.model, Field(default_factory=dict, description=self.about)


class HasStances(Protocol):
    """Whoever wants something in a scenario file: a party, or a bloc at home."""

    @property
    def stances(self) -> Mapping[str, Stance]:
        """Issue -> what it wants there."""

    @property
    def linkages(self) -> Mapping[str, Linkage]:
        """Points for options on several issues that come together."""


class Builder(Protocol):
    """Makes conditions and preferences of what a scenario file says of them."""

    @property
    def space(self) -> OutcomeSpace:
        """The outcome space."""

    def condition(self, path: str, when: Mapping[str, OptionCondition] | None) -> Condition:
        """The condition that stands at a path of the file; without any it is always met."""

    def wants(self, path: str, key: str, spec: HasStances, numbers: Mapping[str, float]) -> Preferences:
        """The preferences that the stances and linkages at a path make, with no cost and no reserve."""


class Veto(Protocol):
    """Somebody who may turn down what a party signs (a veto player: Tsebelis 2002), such as its parliament.

    `reason` is the kind of reason that this is for a package to fail, `says` and `matter` the same in words: "{party}'s
    parliament would turn it down", "what its parliament passes".
    """

    @property
    def reason(self) -> str:
        """The kind of reason, as `analyze --json` names it."""

    @property
    def says(self) -> str:
        """Why it fails, a sentence with the party's name for `{party}`."""

    @property
    def matter(self) -> str:
        """On what the party could give way."""

    @property
    def known(self) -> bool:
        """Whether the party's delegation knows what it would turn down, and neither offers nor accepts that."""

    def turned_down(self, axes: Sequence[int], standing: Outcome) -> NDArray[np.bool_]:
        """The outcomes over some issues, the others as they stand, that it would rather turn down than pass."""

    def rejects(self, after: Outcome, stands: Outcome) -> bool:
        """The same of one outcome that a package leads to from what stands."""


class Effects:
    """What a block's part comes to once every number is known; one that overrides nothing changes nothing."""

    def costs(self, party: str) -> tuple[Term, ...]:
        """What a round costs a party by it, while some condition stands."""
        return ()

    def gambles(self, party: str) -> tuple[CostlyLottery, ...]:
        """The lotteries that it makes of some outcomes, as a party sees them."""
        return ()

    def veto(self, party: str) -> Veto | None:
        """Who by it may turn down what a party signs."""
        return None


class ScenarioBlock(Generic[S]):
    """The side of a block that scenario files know; `S` is the type of what stands under its key.

    A block without a `part` (one that reads other keys) has nothing else of this either.
    """

    part: ClassVar[Part | None] = None

    @classmethod
    def spec(cls, scenario: Scenario) -> S | None:
        """What a scenario says under the block's key; None where it says nothing."""
        found: S | None = scenario.blocks.get(cls.part.key) if cls.part is not None else None
        return found or None

    @classmethod
    def reached(cls, spec: S, issue: str) -> Iterable[str]:
        """The options to which it may move an issue without an agreement, so that later meetings may ask for them."""
        return ()

    @classmethod
    def effects(cls, spec: S, builder: Builder, numbers: Mapping[str, float]) -> Effects:
        """What its part comes to at some numbers, each by its path in the file."""
        return Effects()
