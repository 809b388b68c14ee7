"""The notices of an organisation as it is shown them, and those of all that are not sent, for the operator.

One that is about a thing which its organisation may no longer see is left out.
"""

from collections.abc import Iterable, Mapping

from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.service.notices.readers import NoticeReader
from ledger.service.notices.wording import show_notice
from ledger.state.view import View
from ledger.store.engine import Connection
from ledger.store.notices.notices import Notice, notices_named, notices_of
from ledger.store.notices.sendings import (
    Sending,
    Subscription,
    sendings_of,
    subscriptions_named,
    unsent,
)
from schemas.views.notices import NoticeView, Sent, UnsentNotice


def notices_for(
    view: View, principal: Principal, before: int, count: int, now: int
) -> tuple[tuple[NoticeView, ...], int | None]:
    """The newest notices of the caller's organisation, newest first, and the number that older ones are below.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.NOTICES)
    rows = notices_of(view.connection, principal.organisation, before, count + 1)
    reader = NoticeReader.of(view, principal.organisation, now)
    shown = _shown(view, reader, rows[:count]) if reader is not None else ()
    return tuple(shown), rows[count - 1].number if len(rows) > count else None


def _shown(view: View, reader: NoticeReader, rows: Iterable[Notice]) -> Iterable[NoticeView]:
    sent = _sent(view.connection, (row.id for row in rows))
    for row in rows:
        shown = show_notice(reader, row)
        if shown is not None:
            yield shown.model_copy(update={"sent": sent.get(row.id, ())})


def _sent(connection: Connection, notices: Iterable[str]) -> Mapping[str, tuple[Sent, ...]]:
    """The results of sending, by notice."""
    found: dict[str, tuple[Sent, ...]] = {}
    rows = sendings_of(connection, notices)
    addresses = subscriptions_named(connection, (row.subscription for row in rows))
    for row in sorted(rows, key=lambda row: addresses[row.subscription].address):
        shown = show_sending(row, addresses[row.subscription])
        found[row.notice] = (*found.get(row.notice, ()), shown)
    return found


def show_sending(sending: Sending, subscription: Subscription) -> Sent:
    """The result of a sending."""
    return Sent.model_validate(
        {
            "channel": subscription.channel,
            "address": subscription.address,
            "state": sending.state,
            "at": sending.at,
            "attempts": sending.attempts,
            "reason": sending.outcome or None,
        }
    )


def unsent_notices(view: View, principal: Principal, most: int) -> tuple[UnsentNotice, ...]:
    """The notices of all organisations that are not sent, the newest first; for the operator.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.ADMINISTER)
    rows = unsent(view.connection, most)
    addresses = subscriptions_named(view.connection, (row.subscription for row in rows))
    kinds = {
        row.id: row.kind for row in notices_named(view.connection, (row.notice for row in rows))
    }
    return tuple(
        UnsentNotice.model_validate(
            {
                "notice": row.notice,
                "organisation": addresses[row.subscription].organisation,
                "kind": kinds[row.notice],
                "sent": show_sending(row, addresses[row.subscription]),
            }
        )
        for row in rows
    )
