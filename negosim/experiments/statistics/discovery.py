"""Scenario discovery: the box of assumptions under which an outcome occurs.

The patient rule induction method, PRIM (Friedman & Fisher 1999), as applied to scenarios by Bryant & Lempert (2010).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError
from negosim.experiments.statistics.boxes import Box, Inputs, Limit, Mask, drop_limit, in_box, pastes, peels

__all__ = ["Discovery", "FoundBox", "PeelingStep", "discover"]

PEEL = 0.05
"""Share of the box removed by one peel; small steps (patience) keep one bad step from spoiling the box."""

PASTE = 0.01
"""Share of the box regained by one paste."""

SMALLEST = 0.05
"""Least share of all draws in a box."""

SIGNIFICANT = 0.05
"""Limits with a larger quasi-p value are dropped."""


@dataclass(frozen=True)
class PeelingStep:
    """One step of the search on one input, and the quality of the box after it; `start` is without limits."""

    act: Literal["start", "peel", "paste", "drop"]
    name: str
    coverage: float
    density: float
    mass: float

    @property
    def harmonic_mean(self) -> float:
        """The harmonic mean of coverage and density."""
        return 2 * self.coverage * self.density / (self.coverage + self.density) if self.coverage else 0.0


@dataclass(frozen=True)
class FoundBox:
    """The box: its limits with their quasi-p values, and its quality.

    Coverage is the share of all cases in the box, density the share of cases among its draws, mass its share of all
    draws. A quasi-p value is the chance of as many cases if the limit were uninformative; "quasi" because the same
    draws were searched, so that a small value is no proof.
    """

    limits: tuple[Limit, ...]
    quasi_p: tuple[float, ...]
    coverage: float
    density: float
    mass: float


@dataclass(frozen=True)
class Discovery:
    """The selected box and the search: the whole peeling trajectory, then pasting and dropping from the selection."""

    box: FoundBox
    steps: tuple[PeelingStep, ...]


@dataclass(frozen=True)
class _Data:
    """The inputs, and whether each draw is a case."""

    inputs: Inputs
    cases: Mask

    def inside(self, box: Box) -> Mask:
        """Which draws lie in the box."""
        return in_box(box, self.inputs, len(self.cases))

    def density(self, inside: Mask) -> float:
        """The share of cases among these draws."""
        return float(self.cases[inside].mean())

    def step(self, act: Literal["start", "peel", "paste", "drop"], name: str, box: Box) -> PeelingStep:
        """The quality of the box after a step."""
        inside = self.inside(box)
        coverage = float(self.cases[inside].sum() / self.cases.sum())
        return PeelingStep(act, name, coverage, self.density(inside), float(inside.mean()))


Trail = list[tuple[dict[str, Limit], PeelingStep]]


def discover(inputs: Inputs, cases: NDArray[Any], share: float = PEEL, smallest: float = SMALLEST) -> Discovery:
    """The box of `inputs`, numbers or categories of shape (draws,), that best predicts `cases`, booleans (draws,).

    Peel, select the box with the largest harmonic mean of coverage and density, paste, and drop insignificant limits.
    Peels are ranked by gain of density per draw removed, which is fair to categories, since they can only be removed
    whole (Kwakkel & Jaxa-Rozen 2016). `UsageError` if there is no case.
    """
    data = _Data({name: np.asarray(values) for name, values in inputs.items()}, np.asarray(cases, dtype=bool))
    if not data.cases.any():
        raise UsageError("there is no draw in which it happens: no box can tell when it does")
    peeled = _peel(data, share, smallest)
    selected = max(peeled, key=lambda point: point[1].harmonic_mean)
    pasted = _paste(data, selected[0])
    dropped = _drop(data, (pasted or [selected])[-1][0])
    box, last = [selected, *pasted, *dropped][-1]
    tests = tuple(_quasi_p(data, box, name) for name in box)
    found = FoundBox(tuple(box.values()), tests, last.coverage, last.density, last.mass)
    return Discovery(found, tuple(step for _, step in [*peeled, *pasted, *dropped]))


def _peel(data: _Data, share: float, smallest: float) -> Trail:
    """Top-down peeling from no limits to the smallest box, while density increases (Friedman & Fisher 1999)."""
    trail: Trail = [({}, data.step("start", "", {}))]
    fewest = max(1, int(np.ceil(smallest * len(data.cases))))
    while (tighter := _best_peel(data, trail[-1][0], share, fewest)) is not None:
        box = {**trail[-1][0], tighter.name: tighter}
        trail.append((box, data.step("peel", tighter.name, box)))
    return trail


def _best_peel(data: _Data, box: Box, share: float, fewest: int) -> Limit | None:
    """The tighter limit with the largest gain of density per draw removed; None if none gains."""
    inside = np.flatnonzero(data.inside(box))
    cases = data.cases[inside]
    best, most = None, 0.0
    for name, values in data.inputs.items():
        here = values[inside]
        for limit in peels(box.get(name, Limit(name)), here, share):
            gain = _gain(cases, limit.holds(here), fewest)
            if gain > most:
                best, most = limit, gain
    return best


def _gain(cases: Mask, left: Mask, fewest: int) -> float:
    """Gain of density per draw removed; 0 if too few draws are left."""
    number = int(left.sum())
    return float(cases[left].mean() - cases.mean()) / (len(cases) - number) if number >= fewest else 0.0


def _paste(data: _Data, box: dict[str, Limit]) -> Trail:
    """Bottom-up pasting: widen the limits while density does not fall (Friedman & Fisher 1999)."""
    trail: Trail = []
    while (wider := _best_paste(data, box)) is not None:
        box = {**box, wider.name: wider}
        trail.append((box, data.step("paste", wider.name, box)))
    return trail


def _best_paste(data: _Data, box: Box) -> Limit | None:
    """The wider limit with the highest density, the larger box among equals; None if density would fall."""
    now = data.inside(box)
    number = max(1, int(PASTE * now.sum()))
    best, rank = None, (data.density(now), int(now.sum()))
    for name, limit in box.items():
        others = data.inside(drop_limit(box, name))
        values = data.inputs[name]
        for wider in pastes(limit, values[others & ~now], number):
            inside = others & wider.holds(values)
            if (found := (data.density(inside), int(inside.sum()))) > rank:
                best, rank = wider, found
    return best


def _drop(data: _Data, box: dict[str, Limit]) -> Trail:
    """Drop the least significant limit, one at a time, until all are significant; open limits go first."""
    trail: Trail = []
    while box:
        tests = {name: _quasi_p(data, box, name) for name in box}
        name = max(tests, key=tests.__getitem__)
        if tests[name] <= SIGNIFICANT:
            break
        box = drop_limit(box, name)
        trail.append((box, data.step("drop", name, box)))
    return trail


def _quasi_p(data: _Data, box: Box, name: str) -> float:
    """Binomial tail probability of as many cases in the box without this limit (Bryant & Lempert 2010)."""
    from scipy.special import bdtrc  # noqa: PLC0415  (heavy: imported where used)

    inside, others = data.inside(box), data.inside(drop_limit(box, name))
    return float(bdtrc(data.cases[inside].sum() - 1, inside.sum(), data.density(others)))
