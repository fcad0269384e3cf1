"""The conditions of a scenario on its outcomes, from the keys of the file to masks over options."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from negosim.domain.outcomes import Condition, OutcomeSpace
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import OptionCondition as Selection

__all__ = ["Conditions"]


class Conditions:
    """Makes the conditions of a scenario; those that many readings share are made once, by their path."""

    def __init__(self, scenario: Scenario, space: OutcomeSpace) -> None:
        self.scenario = scenario
        self.space = space
        self._kept: dict[str, Condition] = {}

    def mask(self, issue: str, selection: Selection | None) -> NDArray[np.bool_]:
        """The options of an issue that are selected, none where nothing is."""
        spec = self.scenario.issues[issue]
        mask = np.zeros(len(spec.option_keys), dtype=np.bool_)
        if selection is not None:
            mask[list(spec.selected(selection))] = True
        return mask

    def of(self, when: Mapping[str, Selection] | None) -> Condition:
        """The condition that all of some selections make, by issue; without any it is always met."""
        return Condition({self.space.axis(key): self.mask(key, chosen) for key, chosen in (when or {}).items()})

    def at(self, path: str, when: Mapping[str, Selection] | None) -> Condition:
        """The condition of a path, the same for all readings."""
        if path not in self._kept:
            self._kept[path] = self.of(when)
        return self._kept[path]
