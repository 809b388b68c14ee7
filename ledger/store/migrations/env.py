"""Alembic's environment: runs migrations over the connection of `ledger.store.migrate`.

For work on migrations the alembic command may name a database:
`alembic -x url=sqlite:///ledger.db upgrade head`.
"""

from alembic import context

from ledger.store.engine import Connection, open_engine, writing
from ledger.store.schema import METADATA


def run(connection: Connection) -> None:
    """Run the migrations in the connection's transaction."""
    context.configure(connection=connection, target_metadata=METADATA)
    context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    url = context.get_x_argument(as_dictionary=True).get("url", "sqlite://")
    engine = open_engine(url)
    with writing(engine) as opened:
        run(opened)
    engine.dispose()
