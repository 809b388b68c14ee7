"""The triggers that keep rows as they were inserted, in the SQL of each database.

They guard against manual changes and programming errors, and are not the proof: the owner of the
database can drop them, but the signed roots then reveal the change. Migrations run these statements.
"""

from collections.abc import Iterator

FUNCTION = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "RAISE EXCEPTION USING MESSAGE = 'rows of ' || TG_TABLE_NAME || ' are insert-only'; END $$"
)
"""The function that the triggers of PostgreSQL call; it is dropped with the last table."""


def insert_only(dialect: str, table: str) -> Iterator[str]:
    """The statements that forbid changing or removing rows of a table."""
    yield from _trigger(dialect, table, "DELETE")
    yield from _trigger(dialect, table, "UPDATE")


def drop_insert_only(dialect: str, table: str) -> Iterator[str]:
    """The statements that drop the triggers of `insert_only`, for a migration that fills a new column."""
    of = "" if dialect == "sqlite" else f" ON {table}"
    verbs = ("delete", "update") if dialect == "sqlite" else ("delete", "truncate", "update")
    yield from (f"DROP TRIGGER IF EXISTS {table}_no_{verb}{of}" for verb in verbs)


def rising_only(dialect: str, table: str, *columns: str) -> Iterator[str]:
    """The statements that forbid removing rows of a table, and lowering these numbers in them."""
    yield from _trigger(dialect, table, "DELETE")
    lowered = " OR ".join(f"NEW.{column} < OLD.{column}" for column in columns)
    yield from _trigger(dialect, table, "UPDATE", f"WHEN ({lowered})")


def _trigger(dialect: str, table: str, verb: str, when: str = "") -> Iterator[str]:
    begin = f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
    if dialect == "sqlite":
        yield f"{begin} {when} BEGIN SELECT RAISE(ABORT, 'rows of {table} are insert-only'); END"
        return
    yield FUNCTION
    call = "EXECUTE FUNCTION refuse_change()"
    yield f"{begin} FOR EACH ROW {when} {call}"
    if verb == "DELETE":
        yield (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT {call}"
        )
