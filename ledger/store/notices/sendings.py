"""Subscriptions, and the notices that were sent or wait to be sent to each.

The state of a sending is written before its message is handed over, and its result after, so that a crash between the
two is seen. Each claim is one UPDATE whose condition a second sender no longer meets.
"""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from sqlalchemy import BigInteger, Boolean, Index, Update, func, update
from sqlmodel import Field, col, or_, select

from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.notices.notices import Notice
from ledger.store.rows import Table, read_all, read_one


class Subscription(Table, table=True):
    """An address to which an organisation has its notices sent.

    Attributes:
        id: a random id.
        organisation: that chose it.
        channel: `mail` or `webhook`.
        address: the mail address, or the address of the webhook.
        daily: True for one mail a day at most.
        language: of a mail's words.
        secret: of a webhook, encrypted; empty for mail.
        digested: the day of its last daily mail; empty before the first.
        created: seconds of UTC since 1970, as `ended`.
        ended: the time at which it was ended, or None.
    """

    __tablename__ = "notice_subscription"
    id: str = Field(primary_key=True)
    organisation: str = Field(index=True, foreign_key="organisation.id")
    channel: str
    address: str
    daily: bool = Field(default=False, sa_type=Boolean)
    language: str
    secret: str
    digested: str = ""
    created: int = Field(sa_type=BigInteger)
    ended: int | None = Field(default=None, sa_type=BigInteger)


class SendingState(StrEnum):
    """How far a notice has come on its way to an address."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNSENT = "unsent"
    UNKNOWN = "unknown"
    """It was handed over, and no answer came: it may have been sent."""


class Sending(Table, table=True):
    """A notice on its way to an address.

    Attributes:
        notice: the id of the notice.
        subscription: to whose address it goes.
        message: the id of the message that it is part of; empty before it is part of one.
        state: a `SendingState`.
        attempts: to send it.
        due: the time of the next attempt, in seconds of UTC since 1970.
        at: the time of the last change of its state.
        outcome: the reason why it was not sent at the last attempt, or empty.
    """

    __tablename__ = "notice_sending"
    __table_args__ = (Index(None, "state", "due"),)
    notice: str = Field(primary_key=True, foreign_key="notice.id")
    subscription: str = Field(primary_key=True, index=True, foreign_key="notice_subscription.id")
    message: str = ""
    state: str = SendingState.WAITING.value
    attempts: int = 0
    due: int = Field(sa_type=BigInteger)
    at: int = Field(sa_type=BigInteger)
    outcome: str = ""


_LIVE = select(Subscription).where(col(Subscription.ended).is_(None))
_UNSETTLED = (SendingState.SENDING.value, SendingState.UNKNOWN.value)


def subscriptions_of(connection: Connection, organisation: str) -> tuple[Subscription, ...]:
    """The live subscriptions of an organisation, the oldest first."""
    query = _LIVE.where(Subscription.organisation == organisation)
    return read_all(connection, query.order_by(col(Subscription.created), Subscription.id))


def live_subscription(connection: Connection, name: str) -> Subscription | None:
    """The subscription of that id, or None if it has ended."""
    return read_one(connection, _LIVE.where(Subscription.id == name))


def subscriptions_named(connection: Connection, ids: Iterable[str]) -> dict[str, Subscription]:
    """The subscriptions of these ids, also ended ones, by id."""
    query = select(Subscription).where(in_values(col(Subscription.id), "ids"))
    return {row.id: row for row in read_all(connection, query, ids=set(ids))}


def end_subscription(connection: Connection, name: str, at: int, outcome: str) -> None:
    """End a subscription; what waits for it is not sent."""
    of = update(Subscription).where(col(Subscription.id) == name, col(Subscription.ended).is_(None))
    connection.execute(of.values(ended=at))
    waiting = _of(name).where(col(Sending.state) == SendingState.WAITING.value)
    connection.execute(waiting.values(state=SendingState.UNSENT.value, at=at, outcome=outcome))


def sendings_of(connection: Connection, notices: Iterable[str]) -> tuple[Sending, ...]:
    """The sendings of these notices."""
    query = select(Sending).where(in_values(col(Sending.notice), "ids"))
    return read_all(connection, query, ids=set(notices))


def unsent(connection: Connection, count: int) -> tuple[Sending, ...]:
    """The sendings of all organisations that are not sent, the newest first."""
    states = [state.value for state in SendingState if state is not SendingState.SENT]
    query = select(Sending).where(col(Sending.state).in_(states))
    ordered = query.order_by(col(Sending.at).desc(), Sending.notice, Sending.subscription)
    return read_all(connection, ordered.limit(count))


def subscriptions_due(connection: Connection, now: int, today: str) -> tuple[str, ...]:
    """The live subscriptions with something to send, the longest due first; a daily one has not been served today."""
    query = (
        select(Sending.subscription)
        .join(Subscription, col(Subscription.id) == Sending.subscription)
        .where(Sending.state == SendingState.WAITING.value, Sending.due <= now)
        .where(or_(~col(Subscription.daily), Subscription.digested < today, Sending.message != ""))
        .where(col(Subscription.ended).is_(None))
        .group_by(col(Sending.subscription))
        .order_by(func.min(Sending.due), Sending.subscription)
    )
    return tuple(connection.execute(query).scalars())


def due_sendings(connection: Connection, subscription: str, now: int) -> tuple[Sending, ...]:
    """What waits for a subscription and is due, in order: messages that were tried before come first."""
    query = select(Sending).join(Notice, col(Notice.id) == Sending.notice)
    due = query.where(Sending.subscription == subscription, Sending.due <= now)
    waiting = due.where(Sending.state == SendingState.WAITING.value)
    ordered = waiting.order_by(col(Sending.message).desc(), col(Notice.number))
    return read_all(connection, ordered)


def claim_day(connection: Connection, subscription: str, today: str) -> bool:
    """Take the one mail of a day; False if it was taken before."""
    query = update(Subscription).where(col(Subscription.id) == subscription)
    claim = query.where(col(Subscription.digested) < today)
    return connection.execute(claim.values(digested=today)).rowcount == 1


def claim(
    connection: Connection, subscription: str, notices: Collection[str], message: str, now: int
) -> bool:
    """Note that notices are handed over as a message; False if another sender has taken them."""
    waiting = _of(subscription).where(col(Sending.state) == SendingState.WAITING.value)
    taken = waiting.where(in_values(col(Sending.notice), "ids")).values(
        message=message,
        state=SendingState.SENDING.value,
        attempts=col(Sending.attempts) + 1,
        at=now,
    )
    return connection.execute(taken, {"ids": list(notices)}).rowcount == len(notices)


def settle(
    connection: Connection, subscription: str, message: str, changed: Mapping[str, object]
) -> None:
    """Write the result of handing over a message, also of one that was taken for lost meanwhile."""
    handed = _of(subscription).where(
        col(Sending.message) == message, col(Sending.state).in_(_UNSETTLED)
    )
    connection.execute(handed.values(**changed))


def postpone(connection: Connection, subscription: str, due: int) -> None:
    """Let all that waits for a subscription wait until a time."""
    waiting = _of(subscription).where(
        col(Sending.state) == SendingState.WAITING.value, col(Sending.due) < due
    )
    connection.execute(waiting.values(due=due))


def settle_interrupted(connection: Connection, before: int, now: int) -> None:
    """Settle what was handed over before a time without a result: a webhook is sent again, and a mail is not."""
    for channel, state in (("webhook", SendingState.WAITING), ("mail", SendingState.UNKNOWN)):
        of_channel = select(Subscription.id).where(Subscription.channel == channel)
        lost = update(Sending).where(
            col(Sending.state) == SendingState.SENDING.value,
            col(Sending.at) <= before,
            col(Sending.subscription).in_(of_channel),
        )
        connection.execute(lost.values(state=state.value, at=now, due=now))


def is_interrupted(connection: Connection, before: int) -> bool:
    """Return whether something was handed over before a time without a result."""
    query = select(Sending.notice).where(
        Sending.state == SendingState.SENDING.value, Sending.at <= before
    )
    return connection.execute(query.limit(1)).first() is not None


def send_again(connection: Connection, now: int) -> int:
    """Let all that failed or may have failed wait again, where its subscription is live; return its number."""
    failed = update(Sending).where(
        col(Sending.state).in_((SendingState.UNSENT.value, SendingState.UNKNOWN.value)),
        col(Sending.subscription).in_(_LIVE.with_only_columns(col(Subscription.id))),
    )
    waiting = {"state": SendingState.WAITING.value, "due": now, "at": now, "outcome": ""}
    return connection.execute(failed.values(waiting)).rowcount


def _of(subscription: str) -> Update:
    return update(Sending).where(col(Sending.subscription) == subscription)
