"""The amount that an issue of a table becomes: from its lowest to its highest number, in round steps.

The ends are those of the positions and the status quo, as in the expected-utility model (Bueno de Mesquita 1994).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import gcd

from negosim.scenario.spec.common import MAX_STEPS
from negosim.scenario.spec.values import exact

__all__ = ["amount_of"]

FEWEST = 20
"""Steps at the least, so that there is something between the positions."""
MOST = 200
"""Steps at the most where a round step can be found."""
ROUND = (5, 2, 1)
FINER = (1, 2, 4, 5, 8, 10, 16, 20)
"""Divisions of a step that leave it a decimal."""


def amount_of(positions: Sequence[float], status_quo: float | None) -> dict[str, float] | None:
    """`from`, `to` and `step` of the grid; None where no grid holds the ends and the status quo.

    >>> amount_of([4, 7, 10], None)
    {'from': 4, 'to': 10, 'step': 0.2}
    """
    numbers = [exact(number) for number in positions] + ([] if status_quo is None else [exact(status_quo)])
    low, high = min(numbers), max(numbers)
    at = Fraction(0) if status_quo is None else exact(status_quo) - low
    step = next(_steps(high - low, at), None)
    return None if step is None else {"from": _plain(low), "to": _plain(high), "step": _plain(step)}


def _steps(span: Fraction, at: Fraction) -> Iterator[Fraction]:
    """Steps that divide the span and the place of the status quo, the best first."""
    for power in range(9, -7, -1):
        for digit in ROUND:
            step = Fraction(digit) * Fraction(10) ** power
            fits = (span / step).denominator == (at / step).denominator == 1
            if fits and FEWEST <= span / step <= MOST:
                yield step
    common = Fraction(
        gcd(span.numerator * at.denominator, at.numerator * span.denominator), span.denominator * at.denominator
    )
    for parts in FINER:
        if FEWEST <= span / common * parts <= MAX_STEPS:
            yield common / parts


def _plain(number: Fraction) -> float:
    return int(number) if number.denominator == 1 else float(number)
