"""Requests for data for `cradle request`, in the ledger's folder or over HTTP.

The folder needs no login. With keys the caller acts as the participant that they are registered for; without keys, as
the operator, who reads all requests and may decline and withdraw them. Left out: invitation links, which lead to a
server and are made by it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.cli.backend.folder import OPERATOR, folder_desk, open_ledger
from ledger.cli.backend.select import connect
from ledger.cli.backend.server import server_named
from ledger.cli.keys.identity import load_identity
from ledger.client.questions import Questions
from ledger.service.access.principal import Principal
from schemas.vocabulary import CredentialKind, Role


@contextmanager
def open_requests(folder: Path, keys: Path | None) -> Iterator[Questions]:
    """The desk of the named server, or of the ledger in the folder, there as the owner of the keys.

    Raises:
        CradleError: as `open_ledger`, `load_identity` or `connect`.
    """
    if server_named() is not None:
        yield connect()
        return
    with open_ledger(folder) as opened:
        caller = OPERATOR if keys is None else _owner(keys)
        yield folder_desk(opened, caller)


def _owner(keys: Path) -> Principal:
    """The participant whose keys are on this machine."""
    roles = frozenset({Role.SUPPLIER})
    return Principal("keys", CredentialKind.SCRIPT, "", load_identity(keys).id, roles)
