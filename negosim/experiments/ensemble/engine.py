"""The engine: hands chunks to workers, keeps what comes back, and goes on when workers die or a chunk fails.

It knows no more of the workers than `concurrent.futures.Executor`. When a pool breaks (a worker was killed, or ran out
of memory), a new one is hired and the chunks that were in flight are tried one at a time, so that the one that kills
its worker is found; the others only lose a second.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait

from negosim.errors import RunError
from negosim.experiments.ensemble.chunk import Chunk, ChunkFailure, work
from negosim.experiments.ensemble.plan import Plan
from negosim.experiments.ensemble.progress import Outlook
from negosim.experiments.ensemble.stopping import stop
from negosim.experiments.ensemble.storage import Store
from negosim.experiments.ensemble.workers import Workforce

__all__ = ["Engine"]

DEATHS = 3
"""How often a chunk may take its worker with it before it is given up."""

TICK = 0.5
"""Seconds between two looks at the clock."""

PATIENCE = 30.0
"""Seconds that chunks in flight have to come home after an interrupt."""


class Engine:
    """Plays the chunks of a plan that a store lacks; `watch` is told how far it has come.

    `agreed` holds, by chunk, how many runs came to an agreement.
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
        """Play some chunks; `agreed` tells of those that are done already. Ctrl-C ends it, and nothing done is lost."""
        self._todo.extend(todo)
        self.agreed = dict(agreed)
        self._before = self._runs_done()
        pool = self.force.hire()
        try:
            while not self._finished():
                pool = self._turn(pool)
        except KeyboardInterrupt:
            self.interrupted = True
            self._bring_home()
        finally:
            self._let_go(pool)

    def _finished(self) -> bool:
        """Whether all is done, or enough."""
        self.decision = stop(self.plan, self.agreed)
        return self.decision is not None or not (self._todo or self._suspects or self._flying)

    def _turn(self, pool: Executor) -> Executor:
        """Hand out work and take in what is done; the executor to go on with."""
        broken = False
        try:
            self._launch(pool)
        except BrokenExecutor:
            broken = True
        done = wait(self._flying, timeout=TICK, return_when=FIRST_COMPLETED).done
        broken = self._take_in(done) or broken
        self.watch(self.outlook())
        if not broken:
            return pool
        self._take_in(wait(self._flying, timeout=PATIENCE).done)
        self._let_go(pool)
        return self.force.hire()

    def _let_go(self, pool: Executor) -> None:
        """Call off what hasn't begun; what is being played needs no one to wait for it."""
        for future in self._flying:
            future.cancel()
        pool.shutdown(wait=False)

    def _launch(self, pool: Executor) -> None:
        """Keep as many chunks in flight as the workers take; a suspect flies alone."""
        queue, most = (self._suspects, 1) if self._suspects else (self._todo, self.force.at_once)
        alone = not self._suspected.isdisjoint(self._flying.values())
        while queue and len(self._flying) < most and not alone:
            future = pool.submit(work, self.parcel, queue[0])
            self._flying[future] = queue.popleft()

    def _take_in(self, done: Iterable[Future[Chunk]]) -> bool:
        """Keep finished chunks; whether the pool has broken."""
        broken = [future for future in done if not self._arrived(future)]
        lone = len(self._flying) == 1
        for future in broken:
            self._died(self._flying.pop(future), lone)
        return bool(broken)

    def _arrived(self, future: Future[Chunk]) -> bool:
        """Take in one chunk, or what was raised in its place; False where its worker has died."""
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
        self._keep(chunk)
        return True

    def _keep(self, chunk: Chunk) -> None:
        if chunk.failure is not None:
            self.failures.append(chunk.failure)
            return
        self.store.keep(chunk)
        self.agreed[chunk.index] = chunk.agreed

    def _died(self, index: int, lone: bool) -> None:
        """A chunk whose worker has died is tried again, and given up where it is the chunk that kills."""
        self._deaths[index] += 1 if lone else 0
        if self._deaths[index] < DEATHS:
            self._suspected.add(index)
            self._suspects.append(index)
        else:
            self._suspected.discard(index)
            self.failures.append(ChunkFailure(index, None, f"its worker died {DEATHS} times: killed, or out of memory"))

    def _bring_home(self) -> None:
        """After an interrupt: call off what hasn't begun, keep what is being played."""
        for future in list(self._flying):
            if future.cancel():
                del self._flying[future]
        for future in wait(self._flying, timeout=PATIENCE).done:
            self._arrived(future)

    def _runs_done(self) -> int:
        return sum(len(self.plan.span(index)) for index in self.agreed)

    def outlook(self) -> Outlook:
        """How far it has come."""
        done = self._runs_done()
        return Outlook(
            done=done,
            total=self.plan.runs,
            agreed=sum(self.agreed.values()),
            here=done - self._before,
            seconds=time.monotonic() - self._began,
            until=self.plan.until,
        )
