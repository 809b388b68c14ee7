"""Secrets, and the hashes that recognise them; the server does not store a secret itself.

A person's password is hashed with argon2id (RFC 9106) at the cost that `pwdlib` recommends, because
it may be guessed. A machine's secret, an API key and a session's cookie are 32 random bytes, which
cannot be guessed, so their SHA-256 is enough and a request costs no 64 MiB of memory. The caller
supplies the random bytes.

Few passwords are hashed at a time, and few wait, so that many logins at once take neither the memory
of the process nor all of its threads.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from hmac import compare_digest
from threading import BoundedSemaphore
from typing import Final

from pwdlib import PasswordHash

from schemas.errors import CradleError

LEAST: Final = 12
"""The fewest characters of a password (NIST SP 800-63B asks for 8; here it is rarely typed)."""

MOST: Final = 256

AT_ONCE: Final = 2
"""The most passwords that are hashed at a time, 64 MiB each."""

WAITING: Final = 16
"""The most passwords that wait for their turn."""

_turns: Final = BoundedSemaphore(AT_ONCE)
_places: Final = BoundedSemaphore(AT_ONCE + WAITING)

_ARGON2: Final = PasswordHash.recommended()
_ABSENT: Final = _ARGON2.hash("a password that is compared where none is kept")


def hash_password(password: str) -> str:
    """The stored hash of a password.

    Raises:
        CradleError: `password.length`, `login.busy`.
    """
    if not LEAST <= len(password) <= MOST:
        detail = f"A password has {LEAST} to {MOST} characters; use several words."
        raise CradleError("password.length", detail, "password")
    with _turn():
        return _ARGON2.hash(password)


def is_password(password: str, kept: str | None) -> bool:
    """True if this is the password that was hashed.

    It takes as long where no hash is kept, and then returns false.

    Raises:
        CradleError: `login.busy`.
    """
    with _turn():
        return _ARGON2.verify(password[:MOST], kept or _ABSENT) and kept is not None


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for a turn to hash; refuse if too many wait."""
    if not _places.acquire(blocking=False):
        detail = "Too many people are logging in at this moment; try again in a few seconds."
        raise CradleError("login.busy", detail)
    try:
        with _turns:
            yield
    finally:
        _places.release()


def hash_secret(secret: str) -> str:
    """The stored hash of a random secret."""
    return sha256(secret.encode("utf-8")).hexdigest()


def is_secret(secret: str, kept: str) -> bool:
    """True if this is the secret that was hashed, compared in constant time."""
    return compare_digest(hash_secret(secret), kept)
