"""Selection of the ledger that a command uses: the one at `--server`, or else the one in the folder.

    cradle --server https://ledger.example --login my-login.toml submit entry.json --identity my-keys

The login is a file that only its owner may read, or comes from the environment: `CRADLE_API_KEY`, or
`CRADLE_CLIENT_ID` and `CRADLE_CLIENT_SECRET`.

    server = "https://..."       # then --server is not needed
    api_key = "cradle_..."       # or client_id and client_secret
    [logs]                       # from the operator's publication, as a policy has them
    entries = "ledger.example/battery/entries+..."
    registry = "ledger.example/battery/registry+..."

With the logs' keys every receipt is checked against them. Commands of the operator work in its folder only, and
refuse `--server` so that nothing meant for a server is done in the folder.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.cli.backend.server import Server, server_named
from ledger.cli.private_files import others_may_read
from ledger.cli.terminal.program import program
from ledger.client.login_file import LoginFile, parse_login
from schemas.errors import CradleError
from schemas.signed.policy import LogKeys

if TYPE_CHECKING:
    from ledger.client.api import Cradle
    from ledger.client.ledger_desk import LedgerDesk
    from ledger.client.login import Login
    from ledger.trust.log_key import LogKey

KEY, CLIENT, SECRET = "CRADLE_API_KEY", "CRADLE_CLIENT_ID", "CRADLE_CLIENT_SECRET"


@contextmanager
def select_backend(folder: Path, *, lab: bool = False) -> Iterator["LedgerDesk"]:
    """The desk of the named server, or the operator's at the ledger in the folder if no server is named.

    Raises:
        CradleError: as `open_ledger` or `connect`.
    """
    if server_named() is not None:
        yield connect()
        return
    from ledger.cli.backend.folder import OPERATOR, folder_desk, open_ledger

    with open_ledger(folder) as opened:
        yield folder_desk(opened, OPERATOR, lab=lab)


def connect() -> "Cradle":
    """The client of the named server.

    Raises:
        CradleError: `option.server`, `login.*`, `note.*`.
    """
    from ledger.client.api import Cradle

    return Cradle(*_connection())


def stated_server(login: Path, log_keys: tuple[str, ...]) -> Server | None:
    """The server that a login file names, if any.

    Raises:
        CradleError: as `read_login`.
    """
    url = read_login(login).server
    return None if url is None else Server(url, login, log_keys)


def login_words() -> tuple[str, ...]:
    """The words with which the user began this command, for the next ones to the same server."""
    server = server_named()
    login = () if server is None or server.login is None else ("--login", str(server.login))
    if server is None or (login and stated_server(Path(login[1]), ()) is not None):
        return (program(), *login)
    return (program(), "--server", server.url, *login)


def _connection() -> tuple[str, "Login", dict[str, "LogKey"]]:
    """The address, login and log keys of the named server."""
    server = server_named()
    if server is None:
        detail = "This command needs a server; name one with --server, or in the file of --login."
        raise CradleError("option.server", detail, "--server")
    login_file = LoginFile() if server.login is None else read_login(server.login)
    return server_of(server.url, login_file, server.log_keys)


def server_of(
    url: str, login_file: LoginFile, named: Iterable[str]
) -> tuple[str, "Login", dict[str, "LogKey"]]:
    """Address, login and log keys of a server, of which a login file and the environment have a part.

    Raises:
        CradleError: `login.required`, `note.*`.
    """
    return url, _login(login_file, os.environ), _log_keys(login_file.logs, named)


def read_login(path: Path) -> LoginFile:
    """Read a login file.

    Raises:
        CradleError: `login.file`, or as the model.
    """
    from ledger.cli.terminal.files import read_file

    data = read_file(path)
    if others_may_read(path):
        detail = (
            "Other users can read this file; restrict it to its owner (chmod 600) and try again."
        )
        raise CradleError("login.file", detail, str(path))
    return parse_login(data, str(path))


def _login(login_file: LoginFile, environment: Mapping[str, str]) -> "Login":
    from ledger.client.login import ApiKey, Machine

    key = login_file.api_key or environment.get(KEY)
    name = login_file.client_id or environment.get(CLIENT)
    secret = login_file.client_secret or environment.get(SECRET)
    if name and secret and not login_file.api_key:
        return Machine(name, secret)
    if key:
        return ApiKey(key)
    detail = (
        f"The server needs a login; name a file (--login), or set {KEY}, or {CLIENT} and {SECRET}."
    )
    raise CradleError("login.required", detail, "--login")


def _log_keys(logs: LogKeys | None, named: Iterable[str]) -> dict[str, "LogKey"]:
    """The keys of each log that a login file or a command line names."""
    from ledger.trust.log_key import gather_log_keys, read_log_keys

    file_keys = () if logs is None else read_log_keys(logs)
    keys = {key.name: key for key in file_keys} | gather_log_keys(named)
    return {name.rpartition("/")[2]: key for name, key in keys.items()}
