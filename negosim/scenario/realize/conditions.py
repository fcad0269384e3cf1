"""The conditions of a scenario on its outcomes, from the keys of the file to masks over options."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from negosim.domain.outcomes import Condition, OutcomeSpace
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import OptionCondition

__all__ = ["Conditions"]


class Conditions:
    """Makes the conditions of a scenario; each is made once, since all realizations share it."""

    def __init__(self, scenario: Scenario, space: OutcomeSpace) -> None:
        self.scenario = scenario
        self.space = space
        self._made: dict[str, Condition] = {}

    def mask(self, issue: str, selection: OptionCondition | None) -> NDArray[np.bool_]:
        """The options of an issue that are selected, none where nothing is."""
        spec = self.scenario.issues[issue]
        mask = np.zeros(len(spec.option_keys), dtype=np.bool_)
        if selection is not None:
            mask[list(spec.selected(selection))] = True
        return mask

    def at(self, path: str, when: Mapping[str, OptionCondition] | None) -> Condition:
        """The condition that stands at a path of the file: all of some selections by issue, always met without any."""
        if path not in self._made:
            masks = {self.space.axis(key): self.mask(key, selection) for key, selection in (when or {}).items()}
            self._made[path] = Condition(masks)
        return self._made[path]
