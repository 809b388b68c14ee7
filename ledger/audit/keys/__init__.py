"""Signatures, and the keys that could make them."""
