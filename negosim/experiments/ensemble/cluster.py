"""A Dask cluster as workers: `tcp://...`, scheduler and workers in other processes or on other machines.

Dask runs the chunks of a killed worker again. Before the first chunk every worker must show that it computes what this
machine computes: the same version of negosim, and the same digest of the ensemble's first rows.
"""

from __future__ import annotations

from concurrent.futures import Executor
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

from negosim.errors import RunError, UsageError
from negosim.experiments.ensemble.chunk import kernel
from negosim.experiments.ensemble.workers import AHEAD, Workforce

__all__ = ["cluster_workers"]

PATIENCE = 10
"""Seconds that a cluster has to answer."""


def cluster_workers(address: str, parcel: str, expected: str) -> Workforce:
    """The workers behind the address of a Dask scheduler; `expected` is the kernel digest of this machine.

    Errors: `UsageError` without the extra; `RunError` where nobody answers, or a worker computes something else.
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
    return Workforce(lambda: _executor(client), AHEAD * threads, name, client.close)


def _client(address: str) -> Any:
    from distributed import Client  # noqa: PLC0415  (an extra)

    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]  # dask has none
    except (OSError, ValueError) as error:
        raise RunError(f"no Dask scheduler answers at {address} within {PATIENCE} seconds") from error


def _executor(client: Any) -> Executor:
    executor: Executor = client.get_executor(pure=False, retries=2)
    return executor


def _checked(client: Any, address: str, parcel: str, expected: str) -> int:
    """The number of threads of all workers, once each has shown that it computes the same."""
    client.wait_for_workers(1, timeout=PATIENCE)
    for worker, (theirs, digest) in client.run(kernel, parcel).items():
        if theirs != version("negosim"):
            raise RunError(f"the worker {worker} of {address} has negosim {theirs}, this machine {version('negosim')}")
        if digest != expected:
            raise RunError(f"the worker {worker} of {address} computes other numbers than this machine")
    return sum(client.nthreads().values())
