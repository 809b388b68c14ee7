"""Runners on worker processes, by Dask distributed (https://distributed.dask.org): on this machine, or past it.

Each worker gets one snapshot. A worker that dies takes its snapshot and its block with it; what it has not finished is
done again by the others, and a snapshot that no worker has any more is sent again. Dask gives no login:
a scheduler runs the code of every program that reaches it, so it belongs on a private network or behind Dask's TLS.
"""

import gc
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from typing import Final, cast

from distributed import Client, Future, KilledWorker, LocalCluster, as_completed
from distributed.client import FutureCancelledError

from ledger.workers.runner import Block, Result, Runner, Snapshot
from schemas.errors import CradleError

SENDINGS: Final = 3
"""The number of times that a snapshot is sent to the workers."""

PATIENCE: Final = 30
"""Seconds to wait for a scheduler and its first worker."""

SAME: Final = ("cradle-ledger", "numba", "numpy")
"""Packages whose version decides the bits of a result."""


@contextmanager
def local(workers: int) -> Iterator[Runner]:
    """A runner on so many processes of this machine, each with one thread."""
    with (
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,
    ):
        yield _runner(client)


@contextmanager
def remote(scheduler: str) -> Iterator[Runner]:
    """A runner on the workers of a scheduler, such as tcp://10.0.0.5:8786.

    Raises:
        CradleError: `workers.scheduler` if it cannot be reached or has no worker; `workers.version` if a worker has
            another version of a package that decides the bits of a result.
    """
    with _connected(scheduler) as client:
        _require_workers(client, scheduler)
        yield _runner(client)


def _connected(scheduler: str) -> Client:
    with suppress(OSError, TimeoutError, ValueError):
        return Client(scheduler, timeout=PATIENCE)
    # A client that did not connect closes when it is collected. Later that may be under a lock of the next one, which
    # it then waits for.
    gc.collect()
    detail = f"No scheduler answers at {scheduler}; check the address and that it is running."
    raise CradleError("workers.scheduler", detail, "--scheduler")


def _require_workers(client: Client, scheduler: str) -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        detail = f"The scheduler at {scheduler} has no worker; start `dask worker {scheduler}`."
        raise CradleError("workers.scheduler", detail, "--scheduler") from None
    here = versions()
    for address, there in client.run(versions).items():
        if there != here:
            detail = f"The worker {address} has {there}, and this machine {here}; install the same."
            raise CradleError("workers.version", detail, "--scheduler")


def versions() -> str:
    """The versions of `SAME` that are installed, in one line."""
    return ", ".join(f"{name} {_version(name)}" for name in SAME)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "is missing"


def _runner(client: Client) -> Runner:
    def run(
        work: Callable[[Snapshot, Block], Result], snapshot: Snapshot, blocks: Sequence[Block]
    ) -> Iterator[tuple[int, Result]]:
        left = dict(enumerate(blocks))
        for _ in range(SENDINGS):
            if not left:
                return
            copies = _sent(client, snapshot)
            futures = {
                client.submit(work, copies, block, pure=False): number
                for number, block in left.items()
            }
            for future in as_completed(futures):
                try:
                    block_result = future.result()
                except FutureCancelledError:
                    continue  # the snapshot, or this result, was lost with its last worker
                except KilledWorker:
                    raise _lost() from None
                del left[futures[future]]
                yield futures[future], block_result
        if left:
            raise _lost()

    return run


def _sent(client: Client, snapshot: Snapshot) -> Future[Snapshot]:
    try:
        (copies,) = client.scatter([snapshot], broadcast=True, hash=False)
    except TimeoutError:
        raise _lost() from None
    return cast("Future[Snapshot]", copies)


def _lost() -> CradleError:
    detail = "Workers died again and again over the same work; give each of them more memory."
    return CradleError("workers.lost", detail)
