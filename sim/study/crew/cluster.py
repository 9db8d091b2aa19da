"""Dask as a crew: processes on this machine, or a cluster at an address. Needs the extra `cluster`."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from typing import Any

from ...errors import SmarketingError, StudyError
from .crews import Crew, measure_packed, packed, uninterrupted
from .measuring import Chunk, Work

ANSWERS_WITHIN = 10  # seconds for a scheduler to answer
WORKERS_WITHIN = 60  # seconds for lost workers to be back
LOOKS_AFTER, IDLE_FOR = 3.0, 15.0  # seconds without an answer, to see whether anybody works; and of nobody working
MISSING = "a cluster needs Dask, which is not installed; install it with: pip install 'smarketing[cluster]'"


class Cluster(Crew):
    """Workers of a Dask scheduler.

    Dask starts a lost worker anew and gives its chunk to another; what comes back is a chunk that ended
    several workers, or whose plans went with the last worker that had them.
    """

    tries_in_company = 1

    def __init__(self, work: Work, address: str, workers: int) -> None:
        super().__init__(work)
        try:
            import dask
            from distributed import Client, KilledWorker, LocalCluster
        except ImportError:
            raise StudyError(MISSING) from None
        self.lost = (KilledWorker, CancelledError)
        self._cluster: Any = None
        self._client: Any = None
        try:
            with uninterrupted(), dask.config.set({"distributed.scheduler.allowed-failures": 2}):
                if address == "local":
                    self._cluster = LocalCluster(
                        n_workers=workers,
                        threads_per_worker=1,
                        dashboard_address="127.0.0.1:0",
                        silence_logs=logging.CRITICAL,
                    )
                self._client = Client(self._cluster or address, set_as_default=False, timeout=ANSWERS_WITHIN)
            self.size = sum(self._client.ncores().values())
            if not self.size:
                raise StudyError(f"the Dask scheduler at {address} has no workers; start some with `dask worker {address}`")
            self.ahead = 2 * self.size
            self._executor = self._client.get_executor(pure=False)
            self._packed = packed(work)
            self._plans = self._handed_round()
        except (OSError, ValueError) as error:
            self.close(at_once=True)
            raise StudyError(
                f"no Dask scheduler answers at {address} ({error}); start one with `dask scheduler`, or write local"
            ) from None
        except BaseException:
            self.close(at_once=True)
            raise

    def _handed_round(self) -> Any:
        """Give every worker the plans once, rather than with every chunk."""
        return self._client.scatter(self._packed, broadcast=True, hash=False)

    def submit(self, numbers: Sequence[int]) -> Future[Chunk]:
        """Promise the chunk of units of these numbers."""
        promise: Future[Chunk] = self._executor.submit(measure_packed, self._plans, tuple(numbers))
        return promise

    def wait(self, promise: Future[Chunk]) -> Chunk:
        """The chunk. It counts as lost when there are workers and none works at anything, or when there is none, too long.

        A scheduler whose workers were lost with the plans may wait for these forever, and says so to nobody.
        """
        since = time.monotonic()
        while True:
            try:
                return promise.result(LOOKS_AFTER)
            except TimeoutError:
                if promise.done():
                    raise
                now = time.monotonic()
                if any(self._client.processing().values()):
                    since = now
                elif now - since > (IDLE_FOR if self._client.ncores() else WORKERS_WITHIN):
                    raise CancelledError("nobody works at it") from None

    def renew(self) -> None:
        """Wait until workers are back, and hand the plans round again."""
        try:
            self._client.wait_for_workers(1, timeout=WORKERS_WITHIN)
        except TimeoutError:
            raise SmarketingError(f"the cluster has lost its workers, and none came back in {WORKERS_WITHIN} s") from None
        self._plans = self._handed_round()

    def close(self, at_once: bool) -> None:
        """Leave the cluster; end it when it was started here."""
        with uninterrupted():
            if self._client is not None:
                self._client.close()
            if self._cluster is not None:
                self._cluster.close()
