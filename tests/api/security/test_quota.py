"""Quotas: so many in a minute for each name, counted apart."""

import pytest
from support.refusal import refused

from api.security.quota import Quota
from schemas.errors import CradleError


@pytest.fixture
def quota() -> Quota:
    """Two of each in a minute."""
    return Quota(preview=2, sheet=2, refusal=2, login=2, address=5, check=2)


def test_previews(quota: Quota) -> None:
    """The third of an organisation is refused, the first of another not."""
    for _ in range(2):
        with quota.count_preview("mine"):
            pass
    with refused("quota.previews"), quota.count_preview("mine"):
        pass
    with quota.count_preview("plant"):
        pass


def test_a_preview_that_the_server_fails_at_is_not_counted(quota: Quota) -> None:
    """After a failed write the count begins again; a refused preview stays counted."""
    for _ in range(3):
        with refused("store.failed"), quota.count_preview("mine"):
            raise CradleError("store.failed", "The disk is full.")
    for _ in range(2):
        with refused("entry.unknown"), quota.count_preview("mine"):
            raise CradleError("entry.unknown", "There is no such entry.")
    with refused("quota.previews"), quota.count_preview("mine"):
        pass


def test_refusals_and_logins_are_counted_apart(quota: Quota) -> None:
    """An organisation that was refused twice waits, but a login under its name is allowed."""
    quota.require_patience("mine")
    for _ in range(2):
        quota.count_refusal("mine")
    with refused("quota.refusals"):
        quota.require_patience("mine")
    quota.require_patience("plant")
    quota.require_calm("192.0.2.1", "mine")
    for _ in range(2):
        quota.count_failed_login("192.0.2.1", "mine")
    with refused("quota.logins"):
        quota.require_calm("192.0.2.1", "mine")
    quota.require_calm("192.0.2.1", "ann")


def test_a_clock_that_is_set_changes_no_count(
    quota: Quota, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is freed by a wall clock that is set on; the counters read another one."""
    now = [1e9]
    monkeypatch.setattr("time.time", lambda: now[0])
    for moved in (0, 3600):
        now[0] += moved
        quota.count_check("192.0.2.1")
    now[0] += 3600
    with refused("quota.checks"):
        quota.count_check("192.0.2.1")


def test_nobody_locks_an_owner_out(quota: Quota) -> None:
    """Attempts under a name from one address leave the same name free from another."""
    for _ in range(2):
        quota.count_login("192.0.2.1", "ann")
    with refused("quota.logins"):
        quota.count_login("192.0.2.1", "ann")
    quota.count_login("192.0.2.2", "ann")


def test_a_login_that_succeeds_is_forgotten(quota: Quota) -> None:
    """A person may log in as often as the address may, but not a stranger at that address as another."""
    for _ in range(4):
        quota.count_login("192.0.2.1", "ann")
        quota.forget_logins("192.0.2.1", "ann")
    quota.count_login("192.0.2.1", "bob")
    with refused("quota.logins"):
        quota.count_login("192.0.2.1", "carl")


def test_names_beyond_the_longest_are_one(quota: Quota) -> None:
    """A long text is counted by what a name can have, so that it takes no memory."""
    for end in ("a", "b"):
        quota.count_login("192.0.2.1", "x" * 100 + end)
    with refused("quota.logins"):
        quota.count_login("192.0.2.1", "x" * 100 + "c")


def test_forms_are_counted_by_link(quota: Quota) -> None:
    """The third form of a link after two refused ones is refused, that of another link not."""
    for _ in range(2):
        quota.require_calm_link("one")
        quota.count_failed_form("one")
    with refused("quota.logins"):
        quota.require_calm_link("one")
    quota.require_calm_link("other")
