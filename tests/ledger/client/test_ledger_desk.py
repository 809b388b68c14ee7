"""A desk on a server: what a login may not see is unknown, not unchanged."""

from typing import NoReturn

import pytest
from support.refusal import refused

from ledger.client.api import Cradle
from ledger.client.login import ApiKey
from schemas.errors import CradleError

ID = "sha256:" + "0" * 64


def refusing(monkeypatch: pytest.MonkeyPatch, code: str) -> Cradle:
    """A server that refuses to show the statement."""

    def refuse(_ledger: Cradle, _statement: str) -> NoReturn:
        raise CradleError(code, "It is not shown.")

    monkeypatch.setattr(Cradle, "kind", refuse)
    return Cradle("http://127.0.0.1:9", ApiKey("cradle_x_y"))


def test_changes_of_what_is_not_shown_are_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A statement that the login may not see has neither changes nor none."""
    assert refusing(monkeypatch, "statement.unknown").changes_behind(ID) is None


def test_another_refusal_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A login that has ended learns that, and no attestation is signed."""
    with refused("login.invalid"):
        refusing(monkeypatch, "login.invalid").changes_behind(ID)
