"""Groups of parties, and defaults: what a scenario file says once for many."""

from __future__ import annotations

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from negosim.scenario.spec.common import Basis, BasisKind, Model, NumbersBasis, PartyList, Words
from negosim.scenario.spec.parties import TacticSpec

__all__ = ["DefaultsSpec", "GroupSpec"]


class GroupSpec(Model):
    """Parties that are named together; what the file says for all of them stands with each."""

    title: Words | None = None
    """What the group is called."""
    members: PartyList
    """The parties, groups inside it read as their members."""
    alone = "members"


class DefaultsSpec(Model):
    """What holds where a part of the file leaves it out."""

    basis: Basis | None = None
    """Where a direction comes from; never reported, since what is reported is reported somewhere."""
    numbers: NumbersBasis | None = None
    """Where points come from."""
    consent: PartyList | None = None
    """The parties whose agreement moves an issue."""
    tactic: TacticSpec | None = None
    """How a seat decides."""

    @model_validator(mode="after")
    def _not_reported(self) -> DefaultsSpec:
        if self.basis is not None and self.basis.kind == BasisKind.REPORTED:
            help = {"help": "name the source where it says so"}
            raise PydanticCustomError("basis", "a default basis can't be reported", help)
        return self
