"""Notices of the small battery's parties: events, derivation, addresses, and the receivers of what is sent."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from cryptography.fernet import Fernet
from support.http_api import NOW, SECRETS_KEY, furnish
from support.ledger_battery import BatteryChain
from support.ledger_world import YEAR
from support.receivers import Mailbox

from ledger.append.ledger import Ledger
from ledger.service.access.principal import Principal
from ledger.service.notices.deriving import derive_notices
from ledger.service.notices.listing import notices_for
from ledger.service.notices.sending import NoticeSender, Outlets
from ledger.service.notices.subscriptions import subscribe
from ledger.service.requests.asking import ask
from ledger.store.access.credentials import credential_with_participant
from schemas.exchanged.request import DataRequest
from schemas.views.notices import (
    Notices,
    NoticeView,
    Sent,
    SubscriptionRequest,
    SubscriptionView,
)
from schemas.vocabulary import CredentialKind, Role

DESK = "desk@mine.example"
BASE = "https://cradle.example"
SECRETS = Fernet(SECRETS_KEY)
DAY = 86_400
_NUMBERS = count()


def noticed_chain(chain: BatteryChain) -> Ledger:
    """The chain's ledger with accounts, all that is in it noticed."""
    furnish(chain)
    ledger = chain.world.ledger
    derive_notices(ledger, NOW)
    return ledger


def principal(ledger: Ledger, organisation: str) -> Principal:
    """The script of an organisation."""
    with ledger.store.read() as connection:
        found = credential_with_participant(connection, f"{organisation}.script")
    assert found is not None
    roles = frozenset(Role(word) for word in found.credential.roles.split())
    name = found.credential.id
    return Principal(name, CredentialKind.SCRIPT, organisation, found.participant, roles)


def request_data(chain: BatteryChain, due: str = "2026-03-01", now: int = NOW) -> str:
    """The plant asks the mine for ore; return the id of the request."""
    asked = {
        "reference": f"R-{next(_NUMBERS)}",
        "participant": chain.mine.id,
        "product": "urn:test:ore-of-no-delivery",
        "period": YEAR,
        "due": due,
    }
    ledger = chain.world.ledger
    data = DataRequest.model_validate(asked)
    return ask(ledger, principal(ledger, "plant"), data, f"{next(_NUMBERS):032x}", now).id


def notices(ledger: Ledger, organisation: str, now: int = NOW) -> Sequence[NoticeView]:
    """All notices of an organisation, the oldest first, after all that is new was noticed."""
    derive_notices(ledger, now)
    with ledger.view() as view:
        shown, older = notices_for(view, principal(ledger, organisation), 2**31 - 1, 1000, now)
    assert older is None
    return Notices(items=shown[::-1]).items


def kinds(ledger: Ledger, organisation: str, now: int = NOW) -> list[str]:
    """The kinds of an organisation's notices."""
    return [row.kind for row in notices(ledger, organisation, now)]


def address(
    ledger: Ledger, organisation: str, to: str, secrets: Fernet = SECRETS, **parts: object
) -> SubscriptionView:
    """Have an organisation's notices sent to a mail address, or a webhook of this machine."""
    channel = "webhook" if to.startswith("http") else "mail"
    asked = SubscriptionRequest.model_validate({"channel": channel, "address": to, **parts})
    name = f"{next(_NUMBERS):032x}"
    who = principal(ledger, organisation)
    drawn = f"secret {name}"
    return subscribe(ledger.store, who, asked, name, lambda: drawn, secrets, NOW, lab=True)


def outlets(**parts: object) -> Outlets:
    """The means to send in tests, to this machine."""
    return Outlets(**{"base": BASE, "secrets": SECRETS, "lab": True, **parts})  # type: ignore[arg-type]


def send(ledger: Ledger, by: Outlets, now: int = NOW) -> int:
    """Notice what is new, and send what is due."""
    derive_notices(ledger, now)
    with NoticeSender(ledger, by) as sender:
        return sender.send_due(now)


def results(ledger: Ledger, now: int = NOW) -> list[Sent]:
    """The results of sending the mine's notices, the oldest notice first."""
    return [sent for row in notices(ledger, "mine", now) for sent in row.sent]


def states(ledger: Ledger, now: int = NOW) -> list[tuple[str, str | None]]:
    """The states and reasons of these."""
    return [(sent.state, sent.reason) for sent in results(ledger, now)]


def mailed(box: Mailbox, **parts: object) -> Outlets:
    """The means to send mail to a server."""
    return outlets(mail=replace(box.server, **parts))
