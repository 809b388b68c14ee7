"""The chain that the commands and lines of the pages run against, on both databases."""

from support.ledger_fixtures import built, chain, database, kind, shared

__all__ = ["built", "chain", "database", "kind", "shared"]
