"""Secrets, and the hashes that recognise them; the server does not store a secret itself.

A person's password is hashed with argon2id (RFC 9106) at the cost that `pwdlib` recommends, because
it may be guessed. A machine's secret, an API key and a session's cookie are 32 random bytes, which
cannot be guessed, so their SHA-256 is enough and a request costs no 64 MiB of memory. The caller
supplies the random bytes.

Few passwords are hashed at a time, and few wait, so that many logins at once take neither the memory
of the process nor all of its threads; places are shared by address (`turns`).
"""

from hashlib import sha256
from hmac import compare_digest
from typing import Final

from pwdlib import PasswordHash

from ledger.service.access.turns import Turns
from schemas.errors import CradleError

LEAST: Final = 12
"""The fewest characters of a password (NIST SP 800-63B asks for 8; here it is rarely typed)."""

MOST: Final = 256

AT_ONCE: Final = 2
"""The most passwords that are hashed at a time, 64 MiB each."""

WAITING: Final = 16
"""The most passwords that wait for their turn."""

EACH: Final = 4
"""The most passwords of one address that wait."""

_TURNS: Final = Turns(AT_ONCE, WAITING, EACH)

_ARGON2: Final = PasswordHash.recommended()
_ABSENT: Final = _ARGON2.hash("a password that is compared where none is kept")


def hash_password(password: str, address: str = "") -> str:
    """The stored hash of a password, for a client at an address.

    Raises:
        CradleError: `password.length`, `login.busy`.
    """
    if not LEAST <= len(password) <= MOST:
        detail = f"A password has {LEAST} to {MOST} characters; use several words."
        raise CradleError("password.length", detail, "password")
    with _TURNS.turn(address):
        return _ARGON2.hash(password)


def is_password(password: str, kept: str | None, address: str = "") -> bool:
    """True if this is the password that was hashed, for a client at an address.

    It takes as long where no hash is kept, and then returns false.

    Raises:
        CradleError: `login.busy`.
    """
    with _TURNS.turn(address):
        return _ARGON2.verify(password[:MOST], kept or _ABSENT) and kept is not None


def hash_secret(secret: str) -> str:
    """The stored hash of a random secret."""
    return sha256(secret.encode("utf-8")).hexdigest()


def is_secret(secret: str, kept: str) -> bool:
    """True if this is the secret that was hashed, compared in constant time."""
    return compare_digest(hash_secret(secret), kept)
