"""Nothing is lost and nothing is sent twice: real receivers that accept, refuse, stall, are down, or stop midway."""

import socket
from itertools import pairwise

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
    outlets,
    principal,
    request_data,
    results,
    send,
    states,
)
from support.receivers import hook_server, mail_server
from support.serve_process import free_port

from ledger.client.retrying import FIRST, GIVEN_UP
from ledger.service.notices.deriving import derive_notices
from ledger.service.notices.mail import MailServer
from ledger.service.notices.sending import INTERRUPTED, NoticeSender
from ledger.service.notices.subscriptions import unsubscribe
from ledger.store.access.credentials import end_credential
from ledger.store.notices.sendings import claim, due_sendings, send_again, subscriptions_of


def test_all_that_waits_is_one_mail(chain: BatteryChain) -> None:
    """It lists each notice with the link to its page, and the way to turn it off; a second run sends nothing."""
    ledger = noticed_chain(chain)
    address(ledger, "mine", DESK)
    names = [request_data(chain) for _ in range(3)]
    with mail_server() as box:
        assert send(ledger, mailed(box)) == 1
        assert send(ledger, mailed(box), NOW + DAY) == 0
    (message,) = box.messages
    lines = message.get_content().splitlines()
    assert (message["To"], message["Auto-Submitted"]) == (DESK, "auto-generated")
    assert {f"{BASE}/supplier/requests/{name}" for name in names} <= {*lines}
    assert lines[-1] == f"{BASE}/notices"
    assert states(ledger) == [("sent", None)] * 3


def test_only_what_is_noticed_after_the_choice_is_sent(chain: BatteryChain) -> None:
    """An address that is added gets no old notices, and other firms' notices never."""
    ledger = noticed_chain(chain)
    request_data(chain)
    derive_notices(ledger, NOW)
    address(ledger, "mine", DESK)
    address(ledger, "recycler", "desk@recycler.example")
    with mail_server() as box:
        assert send(ledger, mailed(box)) == 0
        request_data(chain)
        assert send(ledger, mailed(box)) == 1
    assert [message["To"] for message in box.messages] == [DESK]


@pytest.mark.parametrize("step", ["recipient", "data"])
@pytest.mark.parametrize("status", [450, 550])
def test_a_refusal_for_now_is_tried_again_and_one_for_good_is_kept(
    chain: BatteryChain, step: str, status: int
) -> None:
    """After a pause the same message is accepted, once; a refusal with 5xx stays unsent, with its reason."""
    ledger = noticed_chain(chain)
    address(ledger, "mine", DESK)
    request_data(chain)
    with mail_server() as box:
        setattr(box, step, f"{status} not for now")
        assert send(ledger, mailed(box)) == 0
        is_final = status == 550
        assert states(ledger) == [("unsent" if is_final else "waiting", f"answered {status}")]
        box.recipient = box.data = "250 accepted"
        box.messages.clear()
        assert send(ledger, mailed(box), NOW + FIRST - 1) == 0
        assert send(ledger, mailed(box), NOW + FIRST) == (0 if is_final else 1)
        assert send(ledger, mailed(box), NOW + DAY) == 0
        assert len(box.messages) == (0 if is_final else 1)
        if is_final:
            with ledger.store.write() as connection:
                assert send_again(connection, NOW + DAY) == 1
            assert send(ledger, mailed(box), NOW + DAY) == 1
    assert states(ledger) == [("sent", None)]


def test_a_server_that_is_down_loses_nothing(chain: BatteryChain) -> None:
    """Pauses grow; after 72 hours the notice is kept as unsent, and is never gone."""
    ledger = noticed_chain(chain)
    address(ledger, "mine", DESK)
    request_data(chain)
    down = outlets(mail=MailServer("127.0.0.1", free_port(), "a@b.example", "none"))
    now, attempts = NOW, []
    while states(ledger, now)[:1] in ([], [("waiting", None)], [("waiting", "unreachable")]):
        send(ledger, down, now)
        attempts.append(now)
        (result,) = results(ledger, now)[:1]
        assert result.reason == "unreachable"
        with ledger.store.read() as connection:
            (subscription,) = subscriptions_of(connection, "mine")
            rows = due_sendings(connection, subscription.id, NOW + 10 * DAY)
        if not rows:
            break
        now = rows[0].due
    pauses = [later - earlier for earlier, later in pairwise(attempts)]
    assert pauses == sorted(pauses)
    assert pauses[:3] == [FIRST, 2 * FIRST, 4 * FIRST]
    assert now - NOW >= GIVEN_UP
    assert states(ledger, now)[:1] == [("unsent", "unreachable")]


def test_a_mail_server_that_is_silent_from_the_start_is_tried_again(chain: BatteryChain) -> None:
    """It accepts the connection and says nothing, so nothing was handed over."""
    ledger = noticed_chain(chain)
    address(ledger, "mine", DESK)
    request_data(chain)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        server = MailServer("127.0.0.1", port, "a@b.example", "none", seconds=0.3)
        assert send(ledger, outlets(mail=server)) == 0
    assert states(ledger) == [("waiting", "unreachable")]


def test_a_mail_without_an_answer_may_be_sent_and_is_not_sent_again(chain: BatteryChain) -> None:
    """The server takes the message and is too slow to answer; the operator alone sends it again."""
    ledger = noticed_chain(chain)
    address(ledger, "mine", DESK)
    request_data(chain)
    with mail_server(seconds=0.5) as box:
        box.stall = 1.5
        assert send(ledger, mailed(box)) == 0
        assert states(ledger) == [("unknown", None)]
        box.stall = 0.0
        assert send(ledger, mailed(box), NOW + DAY) == 0
        assert len(box.messages) == 1
        with ledger.store.write() as connection:
            assert send_again(connection, NOW + DAY) == 1
        assert send(ledger, mailed(box), NOW + DAY) == 1
        first, second = (message["Message-ID"] for message in box.messages)
        assert first == second


@pytest.mark.parametrize("channel", ["mail", "webhook"])
def test_after_a_crash_a_webhook_is_sent_again_and_a_mail_is_not(
    chain: BatteryChain, channel: str
) -> None:
    """The claim is in the database and no result: what `test_crash` leaves behind with a killed process."""
    ledger = noticed_chain(chain)
    with mail_server() as box, hook_server() as hook:
        address(ledger, "mine", DESK if channel == "mail" else hook.url)
        request_data(chain)
        derive_notices(ledger, NOW)
        with ledger.store.write() as connection:
            (subscription,) = subscriptions_of(connection, "mine")
            (row,) = due_sendings(connection, subscription.id, NOW)
            assert claim(connection, subscription.id, [row.notice], row.notice, NOW)
        assert send(ledger, mailed(box), NOW + INTERRUPTED - 1) == 0
        assert states(ledger) == [("sending", None)]
        assert send(ledger, mailed(box), NOW + INTERRUPTED) == (1 if channel == "webhook" else 0)
        assert hook.ids == ([row.notice] if channel == "webhook" else [])
        assert box.messages == []
    assert states(ledger) == [("unknown" if channel == "mail" else "sent", None)]


def test_a_daily_address_gets_one_mail_a_day(chain: BatteryChain) -> None:
    """At six in the morning of UTC, with all that came; a refused one is the same mail again."""
    ledger = noticed_chain(chain)
    address(ledger, "mine", DESK, daily=True)
    six = NOW - NOW % DAY + DAY + 6 * 3600
    with mail_server() as box:
        for at in range(3):
            request_data(chain, now=NOW + at * 600)
            assert send(ledger, mailed(box), NOW + at * 600) == 0
        assert send(ledger, mailed(box), six - 1) == 0
        box.recipient = "450 later"
        assert send(ledger, mailed(box), six) == 0
        box.recipient = "250 accepted"
        request_data(chain, now=six + FIRST)
        assert send(ledger, mailed(box), six + FIRST) == 1
        assert "(3)" in box.messages[0]["Subject"]
        for hours in range(1, 24):
            assert send(ledger, mailed(box), six + hours * 3600) == 0
        assert send(ledger, mailed(box), six + DAY) == 1
        assert "(1)" in box.messages[1]["Subject"]
    assert len(box.messages) == 2


def test_two_senders_send_once(chain: BatteryChain) -> None:
    """Both run at the same time over the same ledger, again and again."""
    ledger = noticed_chain(chain)
    with mail_server() as box, hook_server() as hook:
        for to in (DESK, "daily@mine.example", hook.url):
            address(ledger, "mine", to, daily=to.startswith("daily"))
        names = {request_data(chain) for _ in range(5)}
        derive_notices(ledger, NOW)
        by = mailed(box)
        with NoticeSender(ledger, by) as one, NoticeSender(ledger, by) as other:
            for now in (NOW, NOW, NOW + 2 * DAY, NOW + 2 * DAY):
                for future in [*one.start_due(now), *other.start_due(now)]:
                    future.result()
    assert sorted(message["To"] for message in box.messages) == ["daily@mine.example", DESK]
    assert len(hook.ids) == len(set(hook.ids)) == len(names)


def test_what_may_no_longer_be_seen_is_not_sent(chain: BatteryChain) -> None:
    """A firm's last login ends between the notice and the mail."""
    ledger = noticed_chain(chain)
    address(ledger, "mine", DESK)
    request_data(chain)
    derive_notices(ledger, NOW)
    with ledger.store.write() as connection:
        end_credential(connection, "mine.script", NOW)
    with mail_server() as box:
        assert send(ledger, mailed(box)) == 0
        assert box.messages == []


def test_a_removed_address_gets_nothing_and_keeps_what_waited(chain: BatteryChain) -> None:
    """It is kept as unsent."""
    ledger = noticed_chain(chain)
    added = address(ledger, "mine", DESK)
    request_data(chain)
    derive_notices(ledger, NOW)
    unsubscribe(ledger.store, principal(ledger, "mine"), added.id, NOW)
    with mail_server() as box:
        assert send(ledger, mailed(box)) == 0
        assert box.messages == []
    assert states(ledger) == [("unsent", "removed")]


def test_without_a_mail_server_mail_waits(chain: BatteryChain) -> None:
    """It is off by default; what waits is shown, and goes in one mail as soon as it is on."""
    ledger = noticed_chain(chain)
    address(ledger, "mine", DESK)
    request_data(chain)
    assert send(ledger, outlets()) == 0
    request_data(chain)
    assert send(ledger, outlets(), NOW + DAY) == 0
    assert states(ledger) == [("waiting", None)] * 2
    with mail_server() as box:
        assert send(ledger, mailed(box), NOW + 30 * DAY) == 1
    assert len(box.messages) == 1
