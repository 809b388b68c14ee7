"""The chain that tests of the service share, and one that a test may change, on both databases."""

from support.ledger_fixtures import built, chain, shared

__all__ = ["built", "chain", "shared"]
