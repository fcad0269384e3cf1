"""How far an ensemble has come, in a line."""

from __future__ import annotations

from dataclasses import dataclass

from negosim.experiments.statistics import wilson

__all__ = ["Outlook", "duration"]

MINUTE = 60
HOUR = 60 * MINUTE


@dataclass(frozen=True)
class Outlook:
    """Runs done of those planned, how many agreed, and how many of them were played here in how many seconds."""

    done: int
    total: int
    agreed: int
    here: int
    seconds: float
    until: float | None = None

    @property
    def rate(self) -> float:
        """Runs a second."""
        return self.here / self.seconds if self.seconds > 0 else 0.0

    @property
    def needed(self) -> int:
        """Runs that there will probably be: all, or as many as the stop rule asks for at the present share."""
        if self.until is None or not self.done:
            return self.total
        half = wilson(self.agreed, self.done).half_width
        return min(self.total, max(self.done, round(self.done * (half / self.until) ** 2)))

    @property
    def left(self) -> float | None:
        """Seconds that it will still take; None before one knows."""
        return (self.needed - self.done) / self.rate if self.rate > 0 else None

    def __str__(self) -> str:
        """The line of the progress display.

        >>> print(Outlook(done=500, total=1000, agreed=250, here=500, seconds=2.0))
        500 of 1,000 runs, 250 a second, 2 s left; a deal in 50 % (46 to 54 %)
        """
        parts = [f"{self.done:,} of {self.needed:,} runs"]
        if self.left is not None:
            parts.append(f"{self.rate:,.0f} a second, {duration(self.left)} left")
        return ", ".join(parts) + (f"; {self._estimate()}" if self.done else "")

    def _estimate(self) -> str:
        low, high = wilson(self.agreed, self.done)
        return f"a deal in {100 * self.agreed / self.done:.0f} % ({100 * low:.0f} to {100 * high:.0f} %)"


def duration(seconds: float) -> str:
    """A time in the unit that says it shortest.

    >>> duration(8.2), duration(90), duration(7200)
    ('8 s', '2 min', '2 h')
    """
    if seconds < MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / MINUTE:.0f} min" if seconds < HOUR else f"{seconds / HOUR:.0f} h"
