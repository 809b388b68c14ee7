"""The chain that tests of commands against a server share, on both databases, and a token for each test."""

from support.ledger_fixtures import built, chain, shared
from support.tokens import token

__all__ = ["built", "chain", "shared", "token"]
