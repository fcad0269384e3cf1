"""That a meeting only prepares another: what is agreed there is a draft for it."""

from __future__ import annotations

from typing import Annotated

from negosim.scenario.spec.common import Key, Model, NumbersBasis
from negosim.scenario.spec.values import Between, UncertainNumber

__all__ = ["PreparesSpec"]


class PreparesSpec(Model):
    """The meeting that is prepared, alone or with what the seats hope of it."""

    meeting: Key
    """The later meeting to which what is initialled here goes as a draft."""
    hope: Annotated[UncertainNumber, Between(0, 1)] | None = None
    """How much of the best that the prepared meeting can still bring a seat counts on; all of it where left out."""
    numbers: NumbersBasis | None = None
    """Where the hope comes from."""
    alone = "meeting"
