"""The workers that play chunks, as executors: this process, processes of this machine, or a Dask cluster.

Worker processes are spawned, leave Ctrl-C to their parent, and end with it: pool workers of a killed parent would
otherwise live on (CPython issue 111873). Dask runs the chunks of a killed worker again. Before the first chunk, every
worker of a cluster must show the version of negosim and the digest of the ensemble's first rows of this machine.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from multiprocessing.connection import wait
from typing import Any, TypeVar

from negosim.errors import RunError, UsageError
from negosim.experiments.ensemble.chunk import kernel

__all__ = ["Serial", "Workforce", "cluster_workers", "local_workers", "usable_cores"]

T = TypeVar("T")

AHEAD = 3
"""Chunks in flight per worker, so that none waits for the driver."""

MOST = 1024

PATIENCE = 10
"""Seconds that a cluster has to answer."""


class Serial(Executor):
    """An executor that runs each task at once in this process."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """The result, or the exception, at once."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@dataclass(frozen=True)
class Workforce:
    """`hire` gives an executor, again if its workers have died; `at_once` is the number of chunks in flight.

    `dismiss` is called at the end.
    """

    hire: Callable[[], Executor]
    at_once: int
    name: str
    dismiss: Callable[[], object] = lambda: None


def usable_cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def local_workers(workers: int) -> Workforce:
    """Processes of this machine; a single worker is this process itself."""
    if not 1 <= workers <= MOST:
        raise UsageError(f"workers must be from 1 to {MOST}, not {workers}")
    if workers == 1:
        return Workforce(Serial, 1, "this process")
    spawn = multiprocessing.get_context("spawn")
    return Workforce(
        lambda: ProcessPoolExecutor(workers, mp_context=spawn, initializer=_begin),
        AHEAD * workers,
        f"{workers} processes of this machine",
    )


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def cluster_workers(address: str, parcel: str, expected: str) -> Workforce:
    """The workers of a Dask scheduler by its address, `tcp://...`; `expected` is the kernel digest of this machine.

    Errors: `UsageError` without the extra; `RunError` if there is no answer, or a worker computes other numbers.
    """
    if find_spec("distributed") is None:
        raise UsageError("--cluster needs dask.distributed: pip install 'negosim[cluster]'")
    client = _client(address)
    try:
        threads = _checked(client, address, parcel, expected)
    except RunError:
        client.close()
        raise
    name = f"{threads} threads of the cluster {address}"
    return Workforce(lambda: client.get_executor(pure=False, retries=2), AHEAD * threads, name, client.close)


def _client(address: str) -> Any:
    from distributed import Client  # noqa: PLC0415  (an extra)

    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]  # dask has none
    except (OSError, ValueError) as error:
        raise RunError(f"no Dask scheduler answers at {address} within {PATIENCE} seconds") from error


def _checked(client: Any, address: str, parcel: str, expected: str) -> int:
    """The number of threads of all workers, after checking that each computes the same."""
    client.wait_for_workers(1, timeout=PATIENCE)
    for worker, (theirs, digest) in client.run(kernel, parcel).items():
        if theirs != version("negosim"):
            raise RunError(f"the worker {worker} of {address} has negosim {theirs}, this machine {version('negosim')}")
        if digest != expected:
            raise RunError(f"the worker {worker} of {address} computes other numbers than this machine")
    return sum(client.nthreads().values())
