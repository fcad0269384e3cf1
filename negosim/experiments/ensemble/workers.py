"""Who plays the chunks: this process, or processes of this machine behind `concurrent.futures.Executor`.

Worker processes are started afresh (spawn), leave Ctrl-C to their parent, and end when it is gone: pool workers of a
killed parent would otherwise live on (CPython issue 111873).
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Any, TypeVar

from negosim.errors import UsageError

__all__ = ["Serial", "Workforce", "local", "usable_cores"]

T = TypeVar("T")

AHEAD = 3
"""Chunks in flight for each worker, so that none waits for the driver."""

MOST = 1024


class Serial(Executor):
    """Plays each chunk when it is handed in, in this process."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """The result, or what was raised, at once."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@dataclass(frozen=True)
class Workforce:
    """How to get an executor (again, when its workers have died), how many chunks it takes at once, and its name.

    `dismiss` is called when all is done.
    """

    hire: Callable[[], Executor]
    at_once: int
    name: str
    dismiss: Callable[[], object] = lambda: None


def usable_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def local(workers: int) -> Workforce:
    """Processes of this machine; one worker is this process itself."""
    if not 1 <= workers <= MOST:
        raise UsageError(f"workers must be from 1 to {MOST}, not {workers}")
    if workers == 1:
        return Workforce(Serial, 1, "this process")
    return Workforce(lambda: _pool(workers), AHEAD * workers, f"{workers} processes of this machine")


def _pool(workers: int) -> Executor:
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=spawn, initializer=_begin)


def _begin() -> None:
    """What a worker process does first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
