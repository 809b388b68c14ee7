"""Quotas: so many in a minute for each name, counted apart."""

import pytest
from support.refusal import refused

from api.security.quota import Quota
from schemas.errors import CradleError


@pytest.fixture
def quota() -> Quota:
    """Two of each in a minute."""
    return Quota(preview=2, sheet=2, refusal=2, login=2)


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
    quota.require_calm("mine")
    for _ in range(2):
        quota.count_failed_login("mine")
    with refused("quota.logins"):
        quota.require_calm("mine")
    quota.require_calm("ann")
