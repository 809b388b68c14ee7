"""The place of a command's work: this process, other processes of this machine, or the workers of a Dask cluster."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Annotated

import typer

from ledger.cli.terminal.display import progress_console
from ledger.workers.runner import Block, Result, Runner, Snapshot, in_process
from schemas.errors import CradleError, missing_extra

Workers = Annotated[
    int,
    typer.Option(
        min=0, max=1024, help="The number of worker processes; 0 uses this process alone."
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(help="Work on a Dask cluster: its scheduler, such as tcp://10.0.0.5:8786."),
]


@contextmanager
def runner(workers: int, scheduler: str | None, what: str) -> Iterator[Runner]:
    """A runner that shows on a terminal how many blocks have ended.

    Args:
        workers: processes of this machine.
        scheduler: of a cluster, in place of them.
        what: the name of a block, such as `bundles`.

    Raises:
        CradleError: `workers.package`, `workers.option`, or those of `ledger.workers.cluster`.
    """
    with _place(workers, scheduler) as run:

        def shown(
            work: Callable[[Snapshot, Block], Result], snapshot: Snapshot, blocks: Sequence[Block]
        ) -> Iterator[tuple[int, Result]]:
            with progress_console.status(f"0 of {len(blocks)} {what}") as status:
                for done, block_result in enumerate(run(work, snapshot, blocks), start=1):
                    status.update(f"{done} of {len(blocks)} {what}")
                    yield block_result

        yield shown if progress_console.is_terminal else run


def _place(workers: int, scheduler: str | None) -> AbstractContextManager[Runner]:
    if not workers and scheduler is None:
        return nullcontext(in_process)
    if workers and scheduler is not None:
        detail = "A cluster has its own workers; give --workers or --scheduler."
        raise CradleError("workers.option", detail, "--workers")
    try:
        from ledger.workers.cluster import local, remote
    except ModuleNotFoundError as missing:
        need = f"Workers need the package {missing.name}"
        raise missing_extra("workers.package", need, "distributed") from None
    return local(workers) if scheduler is None else remote(scheduler)
