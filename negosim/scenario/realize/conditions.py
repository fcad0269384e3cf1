"""Conditions of a scenario file as masks over the options of each issue."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from negosim.domain.conditions import Condition
from negosim.scenario.spec.issues import IssueSpec
from negosim.scenario.spec.values import OptionCondition

__all__ = ["condition_on", "selected"]


def condition_on(issues: Mapping[str, IssueSpec], when: Mapping[str, OptionCondition] | None) -> Condition:
    """The condition on some issues, always met without one."""
    axes = {key: axis for axis, key in enumerate(issues)}
    return Condition({axes[key]: selected(issues[key], selection) for key, selection in (when or {}).items()})


def selected(issue: IssueSpec, selection: OptionCondition | None) -> NDArray[np.bool_]:
    """The options of an issue that are selected, none where nothing is."""
    mask = np.zeros(len(issue.option_keys), dtype=np.bool_)
    if selection is not None:
        mask[list(issue.selected(selection))] = True
    return mask
