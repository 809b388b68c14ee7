"""The server that the command line names, if any: set once, before the command runs."""

from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import CradleError


@dataclass(frozen=True, slots=True)
class Server:
    """The options of the command line about a server."""

    url: str
    login: Path | None
    log_keys: tuple[str, ...]


_SERVER: ContextVar[Server | None] = ContextVar("server", default=None)


def use_server(server: Server | None) -> None:
    """Make the command use this server, or the folder if it is None."""
    _SERVER.set(server)


def server_named() -> Server | None:
    """The named server, if any."""
    return _SERVER.get()


def require_folder() -> None:
    """Refuse a server for a command that works in the ledger's folder only.

    Raises:
        CradleError: `option.server`.
    """
    server = server_named()
    if server is not None:
        detail = (
            f"This command works in the ledger's folder only; run it there, without {server.url}."
        )
        raise CradleError("option.server", detail, "--server")
