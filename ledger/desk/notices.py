"""Notices: what happened that concerns the caller's organisation, and where it has them sent.

The server derives them from the logs, the requests and the engagements (`ledger.service.notices.deriving`).
"""

from typing import Annotated, Final

from pydantic import Field

from ledger.desk.desk import Desk
from ledger.desk.pages import Cursor, Limit, format_cursor, parse_cursor
from ledger.desk.question import Doc, act, question
from ledger.documents.reports.notices import layout_notices
from ledger.service.access.permissions import Action
from ledger.service.notices.listing import notices_for, unsent_notices
from ledger.service.notices.subscriptions import (
    list_subscriptions,
    subscribe,
    unsubscribe,
)
from schemas.views.notices import (
    Notices,
    SubscriptionRequest,
    Subscriptions,
    SubscriptionView,
    UnsentNotices,
)

NEWEST: Final = 2**31 - 1
"""A number above that of every notice."""

UNSENT: Final = 500
"""The most notices of the list of those that are not sent."""


@question(
    "/notices",
    may=Action.NOTICES,
    tag="notices",
    summary="List notices",
    operation="list_notices",
    told="A page of notices.",
    is_linked=True,
    layout=layout_notices,
)
def notices(desk: Desk, limit: Limit = 25, cursor: Cursor = None) -> Notices:
    """Return what happened that concerns the caller's organisation, newest first, and where each notice was sent."""
    before = parse_cursor(cursor, NEWEST)
    items, older = notices_for(desk.view, desk.caller, before, limit, desk.now)
    return Notices(items=items, next=None if older is None else format_cursor(older))


@question(
    "/notices/unsent",
    may=Action.ADMINISTER,
    tag="notices",
    summary="List unsent notices",
    operation="list_unsent_notices",
    told="The notices that are not sent.",
)
def unsent(desk: Desk) -> UnsentNotices:
    """Return the newest 500 notices of all organisations that wait, failed, or may not be sent; for the operator."""
    return UnsentNotices(items=unsent_notices(desk.view, desk.caller, UNSENT))


@question(
    "/notices/subscriptions",
    may=Action.NOTICES,
    tag="notices",
    summary="List addresses for notices",
    operation="list_subscriptions",
    told="The addresses.",
)
def subscriptions(desk: Desk) -> Subscriptions:
    """Return the addresses to which the caller's organisation has its notices sent."""
    rows = list_subscriptions(desk.ledger.store, desk.caller)
    return Subscriptions(items=rows, mail=desk.site.mails)


@act(
    "/notices/subscriptions",
    may=Action.NOTICES,
    tag="notices",
    summary="Add an address for notices",
    operation="add_subscription",
    told="The address; of a webhook with the secret of its signatures.",
    method="POST",
    body="asked",
    is_described=True,
    is_once=True,
    status=201,
)
def add_subscription(desk: Desk, asked: SubscriptionRequest) -> SubscriptionView:
    """Have new notices sent to a mail address or a webhook; the secret of a webhook is shown once, here."""
    sources = desk.fresh(), desk.draw, desk.secrets
    store, lab = desk.ledger.store, desk.site.lab
    return subscribe(store, desk.caller, asked, *sources, desk.now, lab=lab)


@act(
    "/notices/subscriptions/{subscription}",
    may=Action.NOTICES,
    tag="notices",
    summary="Delete an address for notices",
    operation="remove_subscription",
    told="The address is deleted.",
    method="DELETE",
    status=204,
)
def remove_subscription(
    desk: Desk,
    subscription: Annotated[
        str, Field(pattern="^[0-9a-f]{32}$"), Doc("The id of an address, 32 hexadecimal digits.")
    ],
) -> None:
    """Send nothing more to an address; what waits for it is kept as unsent."""
    unsubscribe(desk.ledger.store, desk.caller, subscription, desk.now)
