"""Seats whose tactics may fail: a tactic that loops, raises or breaks a rule loses its turn, and the talks go on.

The log says so in an entry of its own (`forfeited`), and the seat then passes or rejects. A replay submits the same
entries and comes to the same log.

An act may take so many seconds of processor time, which other programs don't change, and `CLOCK` times as many by
the clock, for one that sleeps. negosim's own tactics (`is_own`) are trusted, and not timed. The system's timers
(SIGPROF, SIGALRM) interrupt a loop in Python. Where there are none (Windows, or outside a process's main thread), an
act that took too long is found once it has come to its end, and a loop without end is not; nor is, anywhere, one inside
a library that doesn't come back to Python, or one that catches everything it meets.
"""

from __future__ import annotations

import re
import signal
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from functools import partial
from types import FrameType
from typing import Any, TypeVar

from negosim.errors import NegosimError, UsageError
from negosim.negotiation.acts import Act, Forfeit, Leave, Pass, Reject
from negosim.negotiation.course import Course
from negosim.negotiation.driving import play, take_turn
from negosim.negotiation.session import IllegalActError, Session
from negosim.negotiation.tactics.base import Tactic

__all__ = ["LIMIT", "TimeLimit", "TimeUpError", "play_guarded"]

T = TypeVar("T")

LIMIT = 2.0
"""Seconds of processor time that a tactic has for an act; most turns take a thousandth of it."""

CLOCK = 10
"""By the clock an act may take so many times as long."""

TIMERS: tuple[tuple[int, int, int], ...] = (
    ((signal.ITIMER_PROF, signal.SIGPROF, 1), (signal.ITIMER_REAL, signal.SIGALRM, CLOCK))
    if hasattr(signal, "setitimer")
    else ()
)
"""Timer, its signal, and how many times the limit it runs: of processor time, and by the clock."""

AGAIN = 0.01
"""Seconds after which a signal comes again that fell where an exception would be swallowed."""

SHORTEST, MOST = 0.001, 3600

LONGEST = 200
"""Letters of a reason that the log keeps."""

ADDRESS = re.compile(r"\b0x[0-9a-fA-F]+")
"""A place in memory, which differs from run to run."""


class TimeUpError(BaseException):
    """An act took too long; no `Exception`, so that a tactic's own `except Exception` doesn't swallow it."""


class TimeLimit:
    """A number of seconds for each call: `with TimeLimit(1.0) as limit: limit.within(call)`."""

    def __init__(self, seconds: float) -> None:
        if not SHORTEST <= seconds <= MOST:
            raise UsageError(f"an act's limit must be from {SHORTEST} to {MOST} seconds, not {seconds:g}")
        self.seconds = seconds
        able = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
        self._timers = TIMERS if able else ()
        self._before: list[Any] = []

    def __enter__(self) -> TimeLimit:
        self._before = [signal.signal(number, _time_is_up) for _, number, _ in self._timers]
        return self

    def __exit__(self, *raised: object) -> None:
        for (_, number, _), handler in zip(self._timers, self._before, strict=True):
            signal.signal(number, handler)

    def within(self, call: Callable[[], T]) -> T:
        """What a call gives; `TimeUpError` where it takes too long."""
        return self._interrupted(call) if self._timers else self._looked_at(call)

    def _interrupted(self, call: Callable[[], T]) -> T:
        for timer, _, factor in self._timers:
            signal.setitimer(timer, factor * self.seconds, AGAIN)
        try:
            return call()
        finally:
            _stop(self._timers)

    def _looked_at(self, call: Callable[[], T]) -> T:
        worked, began = time.thread_time(), time.monotonic()
        result = call()
        if time.thread_time() - worked > self.seconds or time.monotonic() - began > CLOCK * self.seconds:
            raise TimeUpError
        return result


def _stop(timers: tuple[tuple[int, int, int], ...]) -> None:
    for timer, _, _ in timers:
        signal.setitimer(timer, 0)


def _time_is_up(_number: int, frame: FrameType | None) -> None:
    """End the act, once; in a finalizer, where Python swallows what is raised, wait for the signal to come again."""
    while frame:
        if frame.f_code.co_name == "__del__" or frame.f_code.co_filename == weakref.__file__:
            return
        frame = frame.f_back
    _stop(TIMERS)
    raise TimeUpError


def play_guarded(course: Course, tactics: Mapping[str, Tactic], seconds: float = LIMIT) -> Course:
    """The driver that goes on when a tactic fails: `seconds` for each act, and a lost turn for each failure."""
    with TimeLimit(seconds) as limit:
        return play(course, tactics, partial(_take_turn, limit))


def _take_turn(limit: TimeLimit, session: Session, party: str, tactic: Tactic, own: bool) -> None:
    """One act, or the turn lost."""
    try:
        take_turn(session, party, tactic, own, limit.within)
    except TimeUpError:
        _lose_turn(session, party, f"{type(tactic).__name__} took longer than {limit.seconds:g} s")
    except NegosimError as error:
        broke = isinstance(error, IllegalActError)
        _lose_turn(session, party, f"its act broke a rule: {error}" if broke else str(error))


def _lose_turn(session: Session, party: str, reason: str) -> None:
    """Say why, then let the turn go by."""
    session.submit(party, Forfeit(ADDRESS.sub("0x...", reason)[:LONGEST]))
    session.submit(party, _least(session))


def _least(session: Session) -> Act:
    """The act that does least: pass, reject, or leave, whichever the protocol lets the seat do now."""
    allowed = session.protocol.permitted
    return next(kind for kind in (Pass, Reject, Leave) if kind in allowed)()
