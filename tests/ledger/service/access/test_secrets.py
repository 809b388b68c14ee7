"""The cost of a password's hash, which other tests lower (tests/conftest.py)."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Lock

import pytest
from support.http_api import PASSWORD
from support.second_opinion import load

from ledger.service.access import secrets
from schemas.errors import CradleError

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


class Slow:
    """A hash that takes until it is released, and counts how many are computed at once."""

    def __init__(self) -> None:
        self.release, self.at_once, self.most, self.lock = Event(), 0, 0, Lock()

    def verify(self, password: str, kept: str) -> bool:
        """True if the password is the text that is kept."""
        with self.lock:
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        self.release.wait(30)
        with self.lock:
            self.at_once -= 1
        return password == kept


def test_few_passwords_are_hashed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many at once two are computed at a time, some wait, and the others are refused at once."""
    slow, refused = Slow(), Event()
    monkeypatch.setattr(secrets, "_ARGON2", slow)

    def check(at: int) -> str:
        try:
            return str(secrets.is_password(PASSWORD, PASSWORD, f"address {at}"))
        except CradleError as error:
            refused.set()
            return error.code

    places = secrets.AT_ONCE + secrets.WAITING
    with ThreadPoolExecutor(places + 1) as threads:
        running = [threads.submit(check, at) for at in range(places + 1)]
        assert refused.wait(30)
        slow.release.set()
        outcomes = [one.result() for one in running]
    assert sorted(outcomes) == ["True"] * places + ["login.busy"]
    assert slow.most == secrets.AT_ONCE
    assert secrets.is_password(PASSWORD, PASSWORD)
