"""A person's own password, which it changes at a server or in the ledger's folder, without a login."""

from pathlib import Path

from ledger.cli.backend.folder import clock, open_ledger
from ledger.cli.backend.server import server_named
from ledger.service.access import own_password


def change_password(folder: Path, name: str, present: str, new: str) -> None:
    """Replace a person's password at the named server, or in the folder.

    Raises:
        CradleError: `login.*`, `password.*`, `quota.logins`, or as `open_ledger` or `remote.*`.
    """
    from ledger.client import own_password as remote

    server = server_named()
    if server is not None:
        remote.change_password(server.url, name, present, new)
        return
    with open_ledger(folder) as opened:
        own_password.change_password(opened.store, name, present, new, clock())
