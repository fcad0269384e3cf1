"""What a measure of dependence shows where nothing depends on anything: its bias and the floor of its noise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError

__all__ = ["FEWEST", "Corrected", "against_noise"]

FEWEST = 200
"""Permutations below this leave the 95 % quantile to a handful of values."""

LEVEL = 0.95


class Corrected(NamedTuple):
    """Measures with their bias subtracted, shape (..., inputs), and the floor that noise reaches, shape (...)."""

    values: NDArray[np.float64]
    floor: NDArray[np.float64]


def against_noise(
    measure: Callable[[NDArray[Any]], NDArray[np.float64]],
    outcome: NDArray[Any],
    generator: np.random.Generator,
    permutations: int = FEWEST,
) -> Corrected:
    """`measure(outcome)`, shape (..., inputs), less its mean over permutations of the outcome, and the noise floor.

    A permuted outcome depends on no input. The floor is the 95 % quantile, over the permutations, of the largest
    corrected value of any input: inert inputs rise above it in one ensemble out of twenty, all of them taken together
    (Westfall & Young 1993 on the maximum over tests; Plischke, Borgonovo & Smith 2013 on the bias of given data).
    """
    if permutations < FEWEST:
        raise UsageError(f"{permutations} permutations are too few for a noise floor: take {FEWEST} or more")
    noise = np.array([measure(generator.permutation(outcome)) for _ in range(permutations)])
    bias = noise.mean(axis=0)
    floor = np.quantile((noise - bias).max(axis=-1, initial=0.0), LEVEL, axis=0)
    return Corrected(measure(outcome) - bias, np.asarray(floor))
