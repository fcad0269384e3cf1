"""The design of an ensemble: independent draws, or Sobol' points in independent scramblings.

Independent draws are those of `negosim run --draw`: run k depends on seed and k alone, as Wilson's interval and the
stop rule require. Sobol' points (Sobol' 1967; scrambled as in Owen 1998) cover the space of assumptions more evenly;
their error can be estimated only between independent scramblings.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negosim.domain.rng import RandomSource
from negosim.errors import UsageError, did_you_mean

__all__ = ["DESIGNS", "INDEPENDENT", "SCRAMBLINGS", "SOBOL", "check_design", "scrambling", "sobol_levels"]

INDEPENDENT = "independent"
SOBOL = "sobol"
DESIGNS = (INDEPENDENT, SOBOL)

SCRAMBLINGS = 16
"""Number of scramblings; a power of two, so that the total number of runs is one too."""


def check_design(name: str, runs: int, until: float | None) -> None:
    """`UsageError` for an unknown design, or one that cannot have this number of runs."""
    if name not in DESIGNS:
        raise UsageError(f"no design {name!r}: {did_you_mean(name, DESIGNS)}")
    if name == SOBOL and until is not None:
        raise UsageError("--until rests on independent draws: leave out --design sobol, or give --runs")
    if name == SOBOL and (runs < 2 * SCRAMBLINGS or runs & (runs - 1)):
        near = max(2 * SCRAMBLINGS, 1 << (runs - 1).bit_length())
        raise UsageError(f"a Sobol' design has a power of two of runs, {2 * SCRAMBLINGS} at least: take --runs {near}")


def scrambling(run: int, runs: int) -> int:
    """The scrambling of a run in a Sobol' design."""
    return run // (runs // SCRAMBLINGS)


def sobol_levels(seed: int, runs: int, span: range, width: int) -> NDArray[np.float64]:
    """The quantile levels of `width` uncertain numbers in the runs of `span`, shape (runs, numbers)."""
    size = runs // SCRAMBLINGS
    parts = []
    while span:
        which = span.start // size
        part = range(span.start, min(span.stop, (which + 1) * size))
        parts.append(_points(seed, which, part.start - which * size, len(part), width))
        span = range(part.stop, span.stop)
    return np.vstack(parts)


def _points(seed: int, which: int, first: int, count: int, width: int) -> NDArray[np.float64]:
    """Points `first` to `first + count` of one scrambling, shape (count, width)."""
    from scipy.stats import qmc  # noqa: PLC0415  (takes half a second, and only this design needs it)

    if not width:
        return np.zeros((count, 0))
    seed_ = int(RandomSource(seed, which).generator("ensemble.sobol").integers(1 << 63))
    sobol = qmc.Sobol(width, seed=seed_)
    start: NDArray[np.float64] = sobol.random(1)
    if first > 1:
        sobol.fast_forward(first - 1)
    if first > 0:
        return np.asarray(sobol.random(count))
    return np.vstack([start, sobol.random(count - 1)])
