"""Regret of options."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from negosim.errors import UsageError
from negosim.experiments.statistics.regret import regret


def test_regret_by_hand() -> None:
    points = np.array([[10.0, 4.0, 8.0], [0.0, 6.0, 5.0]])
    found = regret(points)
    assert (found.worst, found.mean) == ((6.0, 6.0, 2.0), (3.0, 3.0, 1.5))
    assert found.least == (2,)


def test_options_that_tie_are_all_named() -> None:
    assert regret(np.array([[1, 0, 1]])).least == (0, 2)


@given(arrays(np.int64, (6, 3), elements=st.integers(-100, 100)), arrays(np.int64, (6, 1), elements=st.integers(-9, 9)))
def test_regret_does_not_change_with_what_all_options_share(points: np.ndarray, shift: np.ndarray) -> None:
    assert min(regret(points).mean) >= 0
    assert regret(points + shift) == regret(points)


@pytest.mark.parametrize("shape", [(3,), (0, 3), (3, 0)])
def test_regret_needs_draws_and_options(shape: tuple[int, ...]) -> None:
    with pytest.raises(UsageError, match="draws by options"):
        regret(np.zeros(shape))
