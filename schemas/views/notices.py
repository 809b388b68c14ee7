"""Notices: what happened that concerns an organisation, and the addresses to which it has them sent.

A notice has no figure. It says that something happened, to which thing and by which firm, as far as its reader is
shown them, and leads to the page on which the rest is.
"""

import re
from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field, model_validator

from schemas.base import Model, broken
from schemas.shown import Shown
from schemas.values import Index, Text

NoticeKind = Literal[
    "request.arrived",
    "request.reminder",
    "figure.changed",
    "case.opened",
    "attestation.arrived",
    "objection.arrived",
    "declaration.replaced",
]
Channel = Literal["mail", "webhook"]
SentState = Literal["waiting", "sending", "sent", "unsent", "unknown"]
NoticeLanguage = Literal["en", "de", "zh"]

MAIL: Final = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){0,8}"
)
"""A mail address in ASCII, of one receiver; no character of it has a meaning in a header."""


class Sent(Model):
    """How far a notice has come on its way to an address, at a time in seconds of UTC since 1970.

    `unknown` is handed over without an answer: it may have been sent. `reason` is why it was not sent, in one word and
    for an answer its status: `unreachable`, `answered 550`, `removed`, `hidden`.
    """

    channel: Channel
    address: Text
    state: SentState
    at: Index
    attempts: Index
    reason: Text | None = None


class NoticeView(Model):
    """A notice as its reader is shown it.

    Attributes:
        id: of the notice; a webhook has the same.
        at: the time at which the server noticed it, in seconds of UTC since 1970.
        name: of the thing: a product, a model or a site.
        firm: that asked, delivered, declared, attested or objected.
        page: the path of the page about it.
        sent: to which addresses, and with which result.
    """

    id: Text
    kind: NoticeKind
    at: Index
    name: Text
    firm: Text
    page: Text
    sent: tuple[Sent, ...] = ()


class Notices(Shown):
    """A page of notices, newest first; `next` is the cursor of the next one."""

    items: tuple[NoticeView, ...]
    next: Text | None = None


class SubscriptionRequest(Model):
    """An address for notices: a mail address, at once or one mail a day at most, or the https address of a webhook."""

    model_config = ConfigDict(strict=False)

    channel: Channel
    address: Annotated[str, Field(min_length=1, max_length=500)]
    daily: bool = False
    language: NoticeLanguage = "en"

    @model_validator(mode="after")
    def _fits(self) -> "SubscriptionRequest":
        if self.daily and self.channel != "mail":
            detail = "a webhook has each notice as it comes; leave `daily` out"
            raise broken("notice.daily", detail)
        if self.channel == "mail" and MAIL.fullmatch(self.address) is None:
            detail = "this is not a mail address; write one such as desk@firm.example"
            raise broken("notice.mail", detail)
        return self


class SubscriptionView(Model):
    """An address for notices; `secret` is that of a webhook's signatures, which is shown once, as it is made."""

    id: Text
    channel: Channel
    address: Text
    daily: bool
    language: NoticeLanguage
    created: Index
    secret: Text | None = None


class Subscriptions(Model):
    """The addresses for notices of an organisation; `mail` is true if this server sends mail."""

    items: tuple[SubscriptionView, ...]
    mail: bool


class UnsentNotice(Model):
    """A notice that is not sent, or may not be; `organisation` is the id of the one that it is for."""

    notice: Text
    organisation: Text
    kind: NoticeKind
    sent: Sent


class UnsentNotices(Model):
    """The notices of all organisations that are not sent, the newest first; at most so many."""

    items: tuple[UnsentNotice, ...]
