"""The cost of a password's hash, which other tests lower (tests/conftest.py)."""

from pathlib import Path

from support.http_api import PASSWORD
from support.second_opinion import load

from ledger.service.access import secrets

REAL = load(Path(secrets.__file__))
"""The module as a server loads it."""


def test_a_password_is_hashed_at_the_recommended_cost() -> None:
    """64 MiB, three passes, four lanes (RFC 9106); a name that does not exist costs the same."""
    kept = REAL.hash_password(PASSWORD)
    for hashed in (kept, REAL._ABSENT):  # noqa: SLF001 - compared where no hash is kept
        assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert REAL.is_password(PASSWORD, kept)
    assert not REAL.is_password(PASSWORD + "s", kept)
    assert not REAL.is_password(PASSWORD, None)
