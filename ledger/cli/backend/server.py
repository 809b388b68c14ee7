"""The server that the command line named, if any: said once, before the command, and held here for it."""

from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import CradleError


@dataclass(frozen=True, slots=True)
class Server:
    """What was said of a server on the command line."""

    url: str
    login: Path | None
    log_keys: tuple[str, ...]


_SERVER: ContextVar[Server | None] = ContextVar("server", default=None)


def use_server(server: Server | None) -> None:
    """Have the command that follows talk to this server, or to the folder."""
    _SERVER.set(server)


def server_named() -> Server | None:
    """The server that was named, if any."""
    return _SERVER.get()


def require_folder() -> None:
    """Refuse a server for a command that works in the ledger's folder only.

    Raises:
        CradleError: `option.server`.
    """
    server = server_named()
    if server is not None:
        detail = f"This command works in the ledger's folder; run it there, without {server.url}."
        raise CradleError("option.server", detail, "--server")
