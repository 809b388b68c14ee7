"""Webhooks over a real server: signed, once under one id, tried again, ended, and never into a private network."""

import json
from base64 import b64decode, b64encode
from hashlib import sha256
from hmac import new

import pytest
from support.http_api import NOW
from support.ledger_battery import BatteryChain
from support.noticed import (
    BASE,
    DAY,
    DESK,
    address,
    mailed,
    noticed_chain,
    notices,
    outlets,
    request_data,
    send,
    states,
)
from support.receivers import Hook, hook_server, mail_server

from ledger.client.retrying import FIRST
from ledger.service.notices import webhook
from ledger.service.notices.deriving import derive_notices
from ledger.service.notices.sending import NoticeSender
from ledger.store.notices.sendings import subscriptions_of


def signed_by(hook: Hook, secret: str) -> bool:
    """Verify the last request as a receiver does, with the standard library alone."""
    headers, body = hook.requests[-1]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    mac = new(b64decode(secret.removeprefix("whsec_")), signed, sha256).digest()
    return headers["webhook-signature"] == f"v1,{b64encode(mac).decode()}"


def test_a_webhook_is_signed_and_has_the_id_of_its_notice(chain: BatteryChain) -> None:
    """One request for each notice; the receiver verifies it by the secret that it was shown once."""
    ledger = noticed_chain(chain)
    with hook_server() as hook:
        secret = address(ledger, "mine", hook.url).secret or ""
        name = request_data(chain)
        request_data(chain)
        assert send(ledger, outlets()) == 2
        assert send(ledger, outlets()) == 0
        assert signed_by(hook, secret)
        assert not signed_by(hook, f"whsec_{b64encode(b'another').decode()}")
    assert hook.ids == [row.id for row in notices(ledger, "mine") if row.sent]
    bodies = [json.loads(body) for _, body in hook.requests]
    assert {body["type"] for body in bodies} == {"request.arrived"}
    assert f"{BASE}/supplier/requests/{name}" in {body["data"]["page"] for body in bodies}
    with ledger.store.read() as connection:
        (row,) = subscriptions_of(connection, "mine")
    assert secret.removeprefix("whsec_") not in row.secret


@pytest.mark.parametrize("status", [302, 400, 500, 503])
def test_a_webhook_that_refuses_is_called_again_with_the_same_id(
    chain: BatteryChain, status: int
) -> None:
    """A redirect is a refusal and is not followed; others wait for the same pause, and keep their order."""
    ledger = noticed_chain(chain)
    with hook_server() as hook:
        address(ledger, "mine", hook.url)
        request_data(chain)
        request_data(chain)
        hook.status = status
        assert send(ledger, outlets()) == 0
        assert len(hook.requests) == 1
        assert sorted(states(ledger), key=str) == [
            ("waiting", f"answered {status}"),
            ("waiting", None),
        ]
        hook.status = 200
        assert send(ledger, outlets(), NOW + FIRST - 1) == 0
        assert send(ledger, outlets(), NOW + FIRST) == 2
        assert hook.ids.count(hook.ids[0]) == 2
        assert len(set(hook.ids)) == 2
    assert states(ledger) == [("sent", None)] * 2


def test_a_webhook_that_is_gone_ends_its_address(chain: BatteryChain) -> None:
    """After 410 nothing more is sent there, and what waited is kept with the reason."""
    ledger = noticed_chain(chain)
    with hook_server() as hook:
        hook.status = 410
        address(ledger, "mine", hook.url)
        request_data(chain)
        request_data(chain)
        assert send(ledger, outlets()) == 0
        assert len(hook.requests) == 1
        request_data(chain)
        assert send(ledger, outlets(), NOW + DAY) == 0
        assert len(hook.requests) == 1
    assert states(ledger) == [("unsent", "answered 410")] * 2
    with ledger.store.read() as connection:
        assert subscriptions_of(connection, "mine") == ()


def test_a_slow_webhook_keeps_no_other_waiting(
    chain: BatteryChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that answers after the limit is tried again; the mail of the same firm is sent meanwhile."""
    monkeypatch.setattr(webhook, "SECONDS", 1.0)
    ledger = noticed_chain(chain)
    with hook_server() as hook, mail_server() as box:
        hook.stall = 3.0
        address(ledger, "mine", hook.url)
        address(ledger, "mine", DESK)
        request_data(chain)
        derive_notices(ledger, NOW)
        with NoticeSender(ledger, mailed(box)) as sender:
            futures = sender.start_due(NOW)
            assert sender.start_due(NOW) == (), "an address that is served has one worker"
            assert sum(future.result() for future in futures) == 1
        assert len(box.messages) == 1
    assert sorted(states(ledger), key=str) == [("sent", None), ("waiting", "unreachable")]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_no_private_address_is_called_outside_a_lab(chain: BatteryChain, host: str) -> None:
    """The name is looked up as the call is made; the answer does not say what is there."""
    ledger = noticed_chain(chain)
    with hook_server() as hook:
        address(ledger, "mine", hook.url.replace("127.0.0.1", host))
        request_data(chain)
        assert send(ledger, outlets(lab=False)) == 0
        assert hook.requests == []
    assert states(ledger) == [("waiting", "unreachable")]
