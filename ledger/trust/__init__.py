"""Signatures, keys, logs and proofs. Pure: no file, socket, clock or random source."""
