"""The two databases that a ledger runs on: a test that asks for one runs on both."""

from support.ledger_fixtures import database, kind

__all__ = ["database", "kind"]
