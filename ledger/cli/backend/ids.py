"""Ids of statements in the ledger that a command uses, completed from their first digits."""

from pathlib import Path

from ledger.cli.backend.protocol import LedgerBackend
from ledger.cli.backend.select import select_backend
from ledger.cli.terminal.ids import complete_id, is_full


def full_id(backend: LedgerBackend, given: str, place: str) -> str:
    """The id of the statement in the ledger that begins as given.

    Raises:
        CradleError: as `complete_id`.
    """
    return complete_id(given, backend.ids_beginning, place)


def full_id_in(folder: Path, given: str, place: str) -> str:
    """As `full_id`, for a command without a backend; the ledger is opened only if the id is not in full.

    Raises:
        CradleError: as `complete_id` and `select_backend`.
    """
    if is_full(given):
        return given
    with select_backend(folder) as backend:
        return full_id(backend, given, place)
