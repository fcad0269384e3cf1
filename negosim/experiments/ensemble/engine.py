"""The engine: submits chunks to workers, stores the results, and survives dead workers and failed chunks.

Workers are any `concurrent.futures.Executor`. When a pool breaks (a worker was killed, or ran out of memory), a new one
is hired and the chunks that were in flight are retried one at a time, to find the one that kills its worker.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait

from negosim.errors import RunError
from negosim.experiments.ensemble.chunk import Chunk, ChunkFailure, work
from negosim.experiments.ensemble.plan import Plan
from negosim.experiments.ensemble.progress import Outlook, stop
from negosim.experiments.ensemble.storage import Store
from negosim.experiments.ensemble.workers import Workforce

__all__ = ["Engine"]

DEATHS = 3
"""Number of workers that a chunk may kill before it is given up."""

PATIENCE = 30.0
"""Seconds to wait for chunks in flight after an interrupt."""


class Engine:
    """Plays the missing chunks of a store; `watch` receives the progress.

    `agreed` is the number of runs with an agreement in each finished chunk.
    """

    def __init__(self, store: Store, parcel: str, force: Workforce, watch: Callable[[Outlook], None]) -> None:
        self.store = store
        self.plan: Plan = store.manifest.plan
        self.parcel = parcel
        self.force = force
        self.watch = watch
        self.agreed: dict[int, int] = {}
        self.failures: list[ChunkFailure] = []
        self.interrupted = False
        self.decision: dict[str, float] | None = None
        self._todo: deque[int] = deque()
        self._suspects: deque[int] = deque()
        self._suspected: set[int] = set()
        self._deaths: Counter[int] = Counter()
        self._flying: dict[Future[Chunk], int] = {}
        self._began = time.monotonic()
        self._before = 0

    def play(self, todo: Iterable[int], agreed: dict[int, int]) -> None:
        """Play some chunks; `agreed` is of the chunks done before. Ctrl-C stops it without losing finished chunks."""
        self._todo.extend(todo)
        self.agreed = dict(agreed)
        self._before = self._runs_done()
        pool = self.force.hire()
        try:
            while (decision := stop(self.plan, self.agreed)) is None and (self._todo or self._suspects or self._flying):
                pool = self._turn(pool)
            self.decision = decision
        except KeyboardInterrupt:
            self.interrupted = True
            self._collect_running()
        finally:
            self._abandon(pool)

    def _turn(self, pool: Executor) -> Executor:
        """Submit chunks and collect finished ones; gives the executor to go on with."""
        broken = False
        try:
            self._submit(pool)
        except BrokenExecutor:
            broken = True
        done = wait(self._flying, timeout=0.5, return_when=FIRST_COMPLETED).done  # so often is the progress updated
        broken = self._collect(done) or broken
        self.watch(self.outlook())
        if not broken:
            return pool
        self._collect(wait(self._flying, timeout=PATIENCE).done)
        self._abandon(pool)
        return self.force.hire()

    def _abandon(self, pool: Executor) -> None:
        """Cancel pending chunks without waiting for running ones."""
        for future in self._flying:
            future.cancel()
        pool.shutdown(wait=False)

    def _submit(self, pool: Executor) -> None:
        """Keep as many chunks in flight as the workers take; a suspect is alone."""
        queue, most = (self._suspects, 1) if self._suspects else (self._todo, self.force.at_once)
        alone = not self._suspected.isdisjoint(self._flying.values())
        while queue and len(self._flying) < most and not alone:
            future = pool.submit(work, self.parcel, queue[0])
            self._flying[future] = queue.popleft()

    def _collect(self, done: Iterable[Future[Chunk]]) -> bool:
        """Store finished chunks; gives whether the pool has broken."""
        broken = [future for future in done if not self._store_result(future)]
        lone = len(self._flying) == 1
        for future in broken:
            self._retry(self._flying.pop(future), lone)
        return bool(broken)

    def _store_result(self, future: Future[Chunk]) -> bool:
        """Store one chunk or record its failure; False if its worker has died."""
        try:
            chunk = future.result()
        except BrokenExecutor:
            return False
        except CancelledError as error:
            raise RunError("the workers are gone. What was done is kept; --resume goes on") from error
        except Exception as error:
            index = self._flying.pop(future)
            self.failures.append(ChunkFailure(index, None, f"{type(error).__name__}: {error}"))
            return True
        index = self._flying.pop(future)
        self._suspected.discard(index)
        if chunk.failure is not None:
            self.failures.append(chunk.failure)
        else:
            self.store.keep(chunk)
            self.agreed[chunk.index] = chunk.agreed
        return True

    def _retry(self, index: int, lone: bool) -> None:
        """Retry a chunk whose worker has died, or give it up if it kills its workers."""
        self._deaths[index] += 1 if lone else 0
        if self._deaths[index] < DEATHS:
            self._suspected.add(index)
            self._suspects.append(index)
        else:
            self._suspected.discard(index)
            self.failures.append(ChunkFailure(index, None, f"its worker died {DEATHS} times: killed, or out of memory"))

    def _collect_running(self) -> None:
        """After an interrupt: cancel pending chunks, store running ones."""
        for future in list(self._flying):
            if future.cancel():
                del self._flying[future]
        for future in wait(self._flying, timeout=PATIENCE).done:
            self._store_result(future)

    def _runs_done(self) -> int:
        return sum(len(self.plan.span(index)) for index in self.agreed)

    def outlook(self) -> Outlook:
        """The progress so far."""
        done = self._runs_done()
        return Outlook(
            done=done,
            total=self.plan.runs,
            agreed=sum(self.agreed.values()),
            here=done - self._before,
            seconds=time.monotonic() - self._began,
            until=self.plan.until,
        )
