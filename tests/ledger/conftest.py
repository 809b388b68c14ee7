"""The two databases that a ledger runs on, and on each the small battery chain.

A test that asks for one runs on both. `shared` is a chain that no test may change, `chain` one of a test alone.
"""

from support.ledger_fixtures import built, chain, database, kind, shared

__all__ = ["built", "chain", "database", "kind", "shared"]
