"""What a meeting asks of the course around it."""

from __future__ import annotations

from typing import Protocol

from negosim.domain.rng import RandomSource
from negosim.negotiation.log import LogEntry
from negosim.negotiation.log_rows import Log
from negosim.negotiation.packages import Standing
from negosim.scenario.realize.realization import Realization

__all__ = ["SessionHost"]


class SessionHost(Protocol):
    """The course as its meetings know it: the common log, chance, and the numbers in force."""

    log: Log
    chance: RandomSource
    realization: Realization
    standing: Standing

    def votes_on(self, signed: LogEntry) -> tuple[LogEntry, ...]:
        """The votes of those who must ratify what was signed; none where nobody votes."""

    def settle(self, agreed: LogEntry) -> None:
        """Something was agreed."""

    def initial(self, draft: LogEntry, prepared: str) -> None:
        """A draft was initialled for a meeting."""

    def walk_out(self, party: str, round_: int) -> None:
        """A party took its outside option in a round of the course."""

    def end_round(self) -> None:
        """A round of the meeting is over."""
