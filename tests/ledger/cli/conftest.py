"""The chain that tests of commands against a server share, on both databases."""

from support.shared_chain import built, chain, shared

__all__ = ["built", "chain", "shared"]
