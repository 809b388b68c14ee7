"""Secrets, and what is kept of them: enough to recognise one, never the secret.

A person's password is hashed with argon2id (RFC 9106) at the cost that `pwdlib` recommends, for it
may be guessed. A machine's secret, an API key and a session's cookie are 32 random bytes, which
nobody guesses, so their SHA-256 is enough and a request costs no 64 MiB of memory. Random bytes come
in from the rim.
"""

from hashlib import sha256
from hmac import compare_digest
from typing import Final

from pwdlib import PasswordHash

from schemas.errors import CradleError

LEAST: Final = 12
"""Characters that a password has at least (NIST SP 800-63B asks for 8; nobody here types one often)."""

MOST: Final = 256

_ARGON2: Final = PasswordHash.recommended()
_NOBODY: Final = _ARGON2.hash("the password of nobody")


def hash_password(password: str) -> str:
    """What is kept of a password.

    Raises:
        CradleError: `password.length`.
    """
    if not LEAST <= len(password) <= MOST:
        detail = f"A password has {LEAST} to {MOST} characters; take several words."
        raise CradleError("password.length", detail, "password")
    return _ARGON2.hash(password)


def is_password(password: str, kept: str | None) -> bool:
    """Whether this is the password that was hashed; as slow where there is none, and then false."""
    return _ARGON2.verify(password[:MOST], kept or _NOBODY) and kept is not None


def hash_secret(secret: str) -> str:
    """What is kept of a random secret."""
    return sha256(secret.encode("utf-8")).hexdigest()


def is_secret(secret: str, kept: str) -> bool:
    """Whether this is the secret that was hashed, compared in constant time."""
    return compare_digest(hash_secret(secret), kept)
