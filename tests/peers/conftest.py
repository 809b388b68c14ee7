"""A token for each test."""

from support.tokens import token

__all__ = ["token"]
