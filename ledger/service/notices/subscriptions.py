"""The addresses to which an organisation has its notices sent: chosen and ended by any login of its own.

A webhook is a request that this server makes to an address that somebody typed. The address is https and names no
address inside a network; the operator's `CRADLE_LAB` permits others. A host name is not looked up here, since the
answer would say which names exist in the server's network; each call looks it up and checks it
(`ledger.client.guard`).
The secret of a webhook is encrypted as those of PACT partners are, because the server must sign with it.
"""

from base64 import b64encode
from hashlib import sha256
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

from ledger.client.addresses import check_address
from ledger.client.guard import is_public
from ledger.service.access.accounts import SecretSource
from ledger.service.access.journal import AccessRecord, event_of
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.store.access.organisations import organisation_of
from ledger.store.notices.sendings import (
    Subscription,
    end_subscription,
    live_subscription,
    subscriptions_of,
)
from ledger.store.rows import put
from ledger.store.store import Store
from schemas.errors import CradleError
from schemas.views.notices import SubscriptionRequest, SubscriptionView

MOST: Final = 10
"""The most addresses of an organisation."""

PREFIX: Final = "whsec_"
"""The beginning of a secret in the form of Standard Webhooks; Base64 of its bytes follows."""

REMOVED: Final = "removed"


def list_subscriptions(store: Store, principal: Principal) -> tuple[SubscriptionView, ...]:
    """The addresses of the caller's organisation.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.NOTICES)
    with store.read() as connection:
        return tuple(map(_show, subscriptions_of(connection, principal.organisation)))


def subscribe(
    store: Store,
    principal: Principal,
    asked: SubscriptionRequest,
    name: str,
    draw: SecretSource,
    secrets: Fernet,
    now: int,
    *,
    lab: bool,
) -> SubscriptionView:
    """Have notices sent to an address from now on; the answer has the secret of a webhook.

    Raises:
        CradleError: `access.denied`, `notice.address`, `notice.exists`, `notice.many`, `organisation.unknown`.
    """
    scope_of(principal, Action.NOTICES)
    secret = ""
    if asked.channel == "webhook":
        _check_webhook(asked.address, lab=lab)
        secret = PREFIX + b64encode(sha256(draw().encode()).digest()).decode("ascii")
    row = Subscription(
        id=name,
        organisation=principal.organisation,
        channel=asked.channel,
        address=asked.address,
        daily=asked.daily,
        language=asked.language,
        secret=secrets.encrypt(secret.encode("ascii")).decode("ascii") if secret else "",
        created=now,
    )
    with store.write() as connection:
        if organisation_of(connection, row.organisation) is None:
            detail = "Notices are sent for an organisation; log in as one of its own."
            raise CradleError("organisation.unknown", detail)
        present = subscriptions_of(connection, row.organisation)
        if any(other.address == row.address for other in present):
            detail = "Notices are sent to this address already; remove it first to change how."
            raise CradleError("notice.exists", detail, "address")
        if len(present) >= MOST:
            detail = f"Notices are sent to {MOST} addresses at most; remove one first."
            raise CradleError("notice.many", detail, "address")
        put(connection, row)
        done = AccessRecord(
            "subscribe", name, principal.participant, f"{row.channel} {row.address}"
        )
        put(connection, event_of(principal, now, done))
    return _show(row).model_copy(update={"secret": secret or None})


def unsubscribe(store: Store, principal: Principal, name: str, now: int) -> None:
    """Send nothing more to an address; what waits for it is kept as unsent.

    Raises:
        CradleError: `access.denied`, `notice.unknown`.
    """
    scope_of(principal, Action.NOTICES)
    with store.write() as connection:
        row = live_subscription(connection, name)
        if row is None or row.organisation != principal.organisation:
            detail = f"There is no address {name:.80} for notices; see the list."
            raise CradleError("notice.unknown", detail)
        end_subscription(connection, name, now, REMOVED)
        done = AccessRecord("unsubscribe", name, principal.participant, row.channel)
        put(connection, event_of(principal, now, done))


def _show(row: Subscription) -> SubscriptionView:
    return SubscriptionView.model_validate(
        {
            name: getattr(row, name)
            for name in ("id", "channel", "address", "daily", "language", "created")
        }
    )


def _check_webhook(address: str, *, lab: bool) -> None:
    try:
        check_address(address, secret=False)
        parts = urlsplit(address)
        host = parts.hostname or ""
    except (CradleError, ValueError):
        raise _no_webhook("This is not an address of a web server") from None
    if not address.isascii() or not address.isprintable() or " " in address or parts.fragment:
        raise _no_webhook("This is not an address of a web server")
    if lab:
        return
    if parts.scheme != "https":
        raise _no_webhook("The address is not https")
    try:
        named = ip_address(host)
    except ValueError:
        return
    if not is_public(str(named)):
        raise _no_webhook("The address is in a private network")


def _no_webhook(what: str) -> CradleError:
    detail = f"{what}; write one such as https://firm.example/cradle."
    return CradleError("notice.address", detail, "address")
