"""The progress of an ensemble: how far it is, when it will end, and when the stop rule ends it.

The stop rule ends an ensemble once Wilson's interval of the settlement rate is narrow enough. It is checked only after
whole blocks of `BLOCK` runs in run order: a check after every run would stop on lucky streaks, and the order of arrival
would make the decision depend on the workers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from negosim.document import percent
from negosim.experiments.ensemble.plan import BLOCK, Plan
from negosim.experiments.statistics import wilson

__all__ = ["Outlook", "duration", "stop"]

MINUTE, HOUR = 60, 3600


@dataclass(frozen=True)
class Outlook:
    """Runs done, planned and agreed, and the runs played by this process and its workers in how many seconds."""

    done: int
    total: int
    agreed: int
    here: int
    seconds: float
    until: float | None = None

    @property
    def rate(self) -> float:
        """Runs per second."""
        return self.here / self.seconds if self.seconds > 0 else 0.0

    @property
    def needed(self) -> int:
        """Expected total of runs: all, or as many as the stop rule needs at the present settlement rate."""
        if self.until is None or not self.done:
            return self.total
        half = wilson(self.agreed, self.done).half_width
        return min(self.total, max(self.done, round(self.done * (half / self.until) ** 2)))

    @property
    def left(self) -> float | None:
        """Expected seconds left; None if unknown."""
        return (self.needed - self.done) / self.rate if self.rate > 0 else None

    def __str__(self) -> str:
        """The line of the progress display.

        >>> print(Outlook(done=500, total=1000, agreed=250, here=500, seconds=2.0))
        500 of 1,000 runs, 250 a second, 2 s left; a deal in 50 % (46 to 54 %)
        """
        text = f"{self.done:,} of {self.needed:,} runs"
        if self.left is not None:
            text += f", {self.rate:,.0f} a second, {duration(self.left)} left"
        if self.done:
            low, high = wilson(self.agreed, self.done)
            text += f"; a deal in {percent(self.agreed / self.done)} ({100 * low:.0f} to {percent(high)})"
        return text


def duration(seconds: float) -> str:
    """A time in seconds, minutes or hours.

    >>> duration(8.2), duration(90), duration(7200)
    ('8 s', '2 min', '2 h')
    """
    if seconds < MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / MINUTE:.0f} min" if seconds < HOUR else f"{seconds / HOUR:.0f} h"


def stop(plan: Plan, agreed: Mapping[int, int]) -> dict[str, float] | None:
    """The decision to stop, or None; `agreed` is the number of runs with an agreement in each finished chunk."""
    if plan.until is None:
        return None
    share, successes, chunk = BLOCK // plan.chunk, 0, 0
    while all(index in agreed for index in range(chunk, chunk + share)):
        successes += sum(agreed[index] for index in range(chunk, chunk + share))
        chunk += share
        runs = chunk * plan.chunk
        interval = wilson(successes, runs)
        if interval.half_width < plan.until:
            ends = {"low": interval.low, "high": interval.high}
            return {"runs": runs, "agreed": successes, **ends, "until": plan.until}
    return None
