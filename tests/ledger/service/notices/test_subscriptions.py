"""An organisation chooses and ends its own addresses; a webhook leads outside, and its secret is encrypted."""

import pytest
from support.http_api import NOW
from support.ledger_battery import BatteryChain
from support.noticed import SECRETS, address, noticed_chain, principal
from support.refusal import refused

from ledger.append.ledger import Ledger
from ledger.service.notices.subscriptions import (
    MOST,
    list_subscriptions,
    subscribe,
    unsubscribe,
)
from ledger.store.access.journal import events_of
from ledger.store.notices.sendings import subscriptions_of
from schemas.errors import CradleError
from schemas.views.notices import SubscriptionRequest

NAME = "0" * 32


def choose(ledger: Ledger, to: str, **parts: object) -> None:
    """Have the mine's notices sent to an address, on a server that is no lab."""
    asked = SubscriptionRequest.model_validate({"channel": "webhook", "address": to, **parts})
    mine = principal(ledger, "mine")
    subscribe(ledger.store, mine, asked, NAME, lambda: "drawn", SECRETS, NOW, lab=False)


@pytest.mark.parametrize(
    "to",
    [
        "http://firm.example/hook",
        "ftp://firm.example",
        "https://",
        "firm.example",
        "https://user:word@firm.example/",
        "https://firm.example/#part",
        "https://firm.example/a b",
        "https://127.0.0.1/hook",
        "https://[::1]/hook",
        "https://10.0.0.1/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:127.0.0.1]/",
        "https://firm.example:99999/",
    ],
)
def test_what_is_no_public_https_address_is_refused(chain: BatteryChain, to: str) -> None:
    """Nothing is stored."""
    ledger = noticed_chain(chain)
    with refused("notice.address"):
        choose(ledger, to)
    assert list_subscriptions(ledger.store, principal(ledger, "mine")) == ()


@pytest.mark.parametrize(
    "to",
    [
        "desk",
        "a@b@c.example",
        "a b@c.example",
        "a@c.example\nBcc: x@y.example",
        "<a@c.example>",
        "a@c.example,b@c.example",
    ],
)
def test_what_is_no_mail_address_is_refused(to: str) -> None:
    """So no address adds a header or a receiver."""
    with pytest.raises(ValueError, match=r"no mail address|notice\.mail"):
        SubscriptionRequest.model_validate({"channel": "mail", "address": to})


def test_a_webhook_is_never_daily() -> None:
    """It has each notice as it comes."""
    members = b'{"channel":"webhook","address":"https://firm.example/","daily":true}'
    with refused("notice.daily"):
        SubscriptionRequest.parse(members)


def test_each_address_once_and_ten_at_most(chain: BatteryChain) -> None:
    """The eleventh is refused until one is removed."""
    ledger = noticed_chain(chain)
    first = address(ledger, "mine", "a0@firm.example")
    with refused("notice.exists"):
        address(ledger, "mine", "a0@firm.example", daily=True)
    for at in range(1, MOST):
        address(ledger, "mine", f"a{at}@firm.example")
    with refused("notice.many"):
        address(ledger, "mine", "more@firm.example")
    unsubscribe(ledger.store, principal(ledger, "mine"), first.id, NOW)
    assert address(ledger, "mine", "more@firm.example").secret is None


def test_an_address_is_its_organisations_own(chain: BatteryChain) -> None:
    """Another firm neither sees nor ends it."""
    ledger = noticed_chain(chain)
    own = address(ledger, "mine", "desk@mine.example")
    plant = principal(ledger, "plant")
    assert list_subscriptions(ledger.store, plant) == ()
    with refused("notice.unknown"):
        unsubscribe(ledger.store, plant, own.id, NOW)
    assert [row.id for row in list_subscriptions(ledger.store, principal(ledger, "mine"))] == [
        own.id
    ]


def test_a_witness_has_no_notices(chain: BatteryChain) -> None:
    """Its login reads the logs alone."""
    ledger = noticed_chain(chain)
    with pytest.raises(CradleError, match="takes the role"):
        list_subscriptions(ledger.store, principal(ledger, "witness"))


def test_a_secret_is_encrypted_and_a_choice_is_in_the_journal(chain: BatteryChain) -> None:
    """The secret is in the answer alone; who chose which address, the firm reads."""
    ledger = noticed_chain(chain)
    added = address(ledger, "mine", "http://127.0.0.1:9/hook")
    with ledger.store.read() as connection:
        (row,) = subscriptions_of(connection, "mine")
        (event,) = events_of(connection, chain.mine.id, 2**31 - 1, 1)
    assert SECRETS.decrypt(row.secret.encode()).decode() == added.secret
    assert (event.action, event.subject) == ("subscribe", added.id)
    assert all(
        one.secret is None for one in list_subscriptions(ledger.store, principal(ledger, "mine"))
    )
