"""What a block adds to scenario files: a key, checks of what stands there, and its effects at given numbers.

The blocks themselves are classes in the registry, one file each. Nothing in this package knows any of them:
`format.py` looks them up.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from negosim.domain.conditions import Condition
from negosim.domain.costly_lottery import CostlyLottery
from negosim.domain.outcomes import Outcome, OutcomeSpace
from negosim.domain.preferences import Preferences
from negosim.errors import Diagnostic
from negosim.scenario.spec.common import Model
from negosim.scenario.spec.parties import Linkage, Stance
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import OptionCondition
from negosim.scenario.yaml.nodes import Node

__all__ = ["Builder", "ConditionalCost", "Effects", "Part", "PartCheck", "ScenarioBlock", "Veto"]

S = TypeVar("S")

PartCheck = Callable[[Scenario, Any, Node], Iterator[Diagnostic]]
"""A rule on what stands under a block's key: (scenario, that part, nodes of the file) -> faults."""


@dataclass(frozen=True)
class Part:
    """A key at the top of a scenario file that belongs to a block.

    `model` is a `Model` for an optional part, or `dict[Key, SomeModel]` for any number of them. `about` is what editors
    show; `called` is what a basis below it is the basis of. `codes` are those of its own messages, each with its rule
    in one sentence; `checks` run if the file has the part. Keys are listed by `rank`.
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
        """The type and the default of the key, for pydantic."""
        if isinstance(self.model, type) and issubclass(self.model, Model):
            return self.model | None, Field(default=None, description=self.about)
        return self.model, Field(default_factory=dict, description=self.about)


class HasStances(Protocol):
    """Whoever has preferences in a scenario file: a party, or a bloc at home."""

    @property
    def stances(self) -> Mapping[str, Stance]:
        """Stances by issue."""

    @property
    def linkages(self) -> Mapping[str, Linkage]:
        """Linkages by name."""


class Builder(Protocol):
    """Makes conditions and preferences from a scenario file."""

    @property
    def space(self) -> OutcomeSpace:
        """The outcome space."""

    def condition(self, path: str, when: Mapping[str, OptionCondition] | None) -> Condition:
        """The condition at a path of the file; always met without one."""

    def wants(self, path: str, key: str, spec: HasStances, numbers: Mapping[str, float]) -> Preferences:
        """The preferences from the stances and linkages at a path, without costs and reserve."""


class Veto(Protocol):
    """A veto player (Tsebelis 2002) who may turn down what a party signs, such as its parliament.

    `reason` is the kind of reason for a package to fail; `says` and `matter` are it in words: "{party}'s parliament
    would turn it down", "what its parliament passes".
    """

    @property
    def reason(self) -> str:
        """The kind of reason, as `analyze --json` names it."""

    @property
    def says(self) -> str:
        """Why it fails: a sentence with `{party}` for the party's name."""

    @property
    def matter(self) -> str:
        """What the party could give way on."""

    @property
    def known(self) -> bool:
        """Whether the party's delegation knows what would be turned down, and neither offers nor accepts it."""

    def turned_down(self, axes: Sequence[int], standing: Outcome) -> NDArray[np.bool_]:
        """Which outcomes over some issues, the others as they stand, it is expected to turn down."""

    def rejects(self, after: Outcome, stands: Outcome) -> bool:
        """Whether it is expected to turn down one outcome, given what stands."""


@dataclass(frozen=True)
class ConditionalCost:
    """What a block costs a party: points a round, while a condition stands."""

    key: str
    title: str
    when: Condition
    points: float


class Effects:
    """The effects of a block's part once every number is known; none unless overridden."""

    def __init_subclass__(cls) -> None:
        """Take lotteries under their old name, too."""
        super().__init_subclass__()
        gambles = vars(cls).get("gambles")
        if gambles is not None:
            warnings.warn("`gambles` is now called `lotteries`", FutureWarning, stacklevel=2)
            cls.lotteries = gambles  # type: ignore[method-assign]  # the old name stands for it

    def costs(self, party: str) -> tuple[ConditionalCost, ...]:
        """Costs of a round to a party, each while a condition stands."""
        return ()

    def lotteries(self, party: str) -> tuple[CostlyLottery, ...]:
        """Lotteries on some outcomes, as a party sees them."""
        return ()

    def veto(self, party: str) -> Veto | None:
        """Who may turn down what a party signs."""
        return None


class ScenarioBlock(Generic[S]):
    """The part of a block that concerns scenario files; `S` is the type of what stands under its key.

    A block that only reads keys of others has no `part` and needs nothing here.
    """

    part: ClassVar[Part | None] = None

    @classmethod
    def spec(cls, scenario: Scenario) -> S | None:
        """What a scenario says under the block's key; None if nothing."""
        found: S | None = scenario.blocks.get(cls.part.key) if cls.part is not None else None
        return found or None

    @classmethod
    def reached(cls, spec: S, issue: str) -> Iterable[str]:
        """The options to which it may move an issue without agreement, which later meetings may then ask for."""
        return ()

    @classmethod
    def added(cls, spec: S) -> Iterable[tuple[str, str]]:
        """Path of each number of its own that it adds to another -> that number's path, or that of a party.

        Points that it takes from the party `usa` go with `parties.usa`. The scale of a party holds them all.
        """
        return ()

    @classmethod
    def effects(cls, spec: S, builder: Builder, numbers: Mapping[str, float]) -> Effects:
        """The effects of its part at given numbers, by their paths in the file."""
        return Effects()
