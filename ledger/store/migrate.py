"""Migration of a database to the present tables, by the migrations in the package.

A database at the present revision costs one query; alembic is loaded only to list or run migrations. Every
migration runs inside the caller's transaction, so a failed one leaves no trace. An unknown revision was made
by a newer program and is refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import inspect, text

from ledger.store.engine import Connection, is_server
from schemas.errors import CradleError

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0017"
"""The revision of the tables of this version."""

VERSION_TABLE = "alembic_version"


class Step(NamedTuple):
    """A migration: the revision to which it leads, and one sentence that describes it."""

    revision: str
    makes: str


def revision_of(connection: Connection) -> str | None:
    """The revision of a database; None for one without tables."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    revision: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar_one_or_none()
    return revision


def steps_from(revision: str | None) -> tuple[Step, ...]:
    """The migrations from a revision to the present one, in their order; empty at the present one.

    Raises:
        CradleError: `store.newer`.
    """
    if revision == HEAD:
        return ()
    with _configured() as config:
        from alembic.script import ScriptDirectory  # noqa: PLC0415 - slow to load, and rarely needed

        scripts = list(ScriptDirectory.from_config(config).walk_revisions("base", HEAD))[::-1]
    revisions = [script.revision for script in scripts]
    if revision is not None and revision not in revisions:
        detail = (
            f"The database is at revision {revision:.40}, which this program, at {HEAD}, does not know;"
            " install the newer version that made it."
        )
        raise CradleError("store.newer", detail)
    done = 0 if revision is None else revisions.index(revision) + 1
    return tuple(Step(script.revision, script.doc) for script in scripts[done:])


def require_current(connection: Connection) -> None:
    """Refuse tables of another revision than this program's.

    Raises:
        CradleError: `store.older`, `store.newer`, or `ledger.absent` if there are no tables.
    """
    revision = revision_of(connection)
    if revision is None:
        raise CradleError("ledger.absent", "The database holds no ledger; name another.")
    if steps_from(revision):
        detail = (
            f"The database is at revision {revision} and this program at {HEAD};"
            " run `cradle database upgrade` once."
        )
        raise CradleError("store.older", detail)


def prepare_tables(connection: Connection, *, upgrade: bool) -> None:
    """Make the tables of an empty database; with `upgrade`, upgrade older ones in a SQLite file.

    Only the operator upgrades a database server (`cradle database upgrade`): its backups are elsewhere, and a
    command that reads must not change it.

    Raises:
        CradleError: `store.older` or `store.newer`.
    """
    if revision_of(connection) is None or (upgrade and not is_server(connection.engine)):
        migrate(connection)
    else:
        require_current(connection)


def migrate(connection: Connection, revision: str = HEAD) -> None:
    """Migrate a database forwards to a revision, or (with `base`) back to no tables.

    Raises:
        CradleError: `store.newer`.
    """
    current = revision_of(connection)
    if current == revision:
        return
    steps_from(current)
    from alembic import command  # noqa: PLC0415 - slow to load, and rarely needed

    with _configured(connection) as config:
        run = command.downgrade if revision == "base" else command.upgrade
        run(config, revision)


@contextmanager
def _configured(connection: Connection | None = None) -> Iterator["Config"]:
    from alembic.config import Config  # noqa: PLC0415 - slow to load, and rarely needed

    with as_file(files("ledger.store").joinpath("migrations")) as scripts:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        yield config
