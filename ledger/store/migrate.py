"""Bringing a database to the present tables, by the migrations that ship with the package.

A database at the present revision costs one query; alembic is loaded only where there is work.
Every migration runs inside the caller's transaction, so a failed one leaves nothing behind.
"""

from importlib.resources import as_file, files

from sqlalchemy import inspect, text

from ledger.store.engine import Connection

HEAD = "0003"
"""The revision that the tables of this version are at."""

VERSION_TABLE = "alembic_version"


def revision_of(connection: Connection) -> str | None:
    """The revision a database is at; None for one without tables."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar_one_or_none()
    return found


def migrate(connection: Connection, revision: str = HEAD) -> None:
    """Bring a database to a revision, forwards or (with `base`) back to nothing."""
    if revision_of(connection) == revision:
        return
    from alembic import command  # noqa: PLC0415 - slow to load, and rarely needed
    from alembic.config import Config  # noqa: PLC0415 - as above

    with as_file(files("ledger.store").joinpath("migrations")) as scripts:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        run = command.downgrade if revision == "base" else command.upgrade
        run(config, revision)
