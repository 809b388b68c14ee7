"""Requests for data up the supply chain, as the HTTP API exchanges them: the request, its state and its progress.

A request is operational, like an account: it is not signed and never enters a log (docs/decisions/0016). Only a
delivery in the log answers it, so the ledger derives the state "answered" and nobody states it. The requests below a
request are shown as counts alone.
"""

from enum import StrEnum

from pydantic import ConfigDict, Field, model_validator

from schemas.base import Model, broken
from schemas.values import (
    Amount,
    Count,
    Date,
    Index,
    Nonce,
    NotNegative,
    Period,
    ProductId,
    StatementId,
    Text,
)
from schemas.vocabulary import Unit


class State(StrEnum):
    """The state of a request; `answered` and `passed_on` are derived each time it is read."""

    OPEN = "open"
    PASSED_ON = "passed_on"
    ANSWERED = "answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class DeclineReason(StrEnum):
    """The reason for declining a request."""

    WRONG_ADDRESSEE = "wrong_addressee"
    NOT_OUR_PRODUCT = "not_our_product"
    NO_DATA = "no_data"
    NOT_IN_TIME = "not_in_time"
    CONFIDENTIAL = "confidential"


class Side(StrEnum):
    """The side from which an organisation sees a request: it asked, or it received."""

    ASKED = "asked"
    RECEIVED = "received"


class Wanted(StrEnum):
    """What is asked for beside a delivery."""

    PAPERS = "papers"
    """The documents that show the rows of goods in the log: no delivery answers such a request."""


class DataRequest(Model):
    """A request for a delivery of a product, whose entry shares a day with the period, by the end of the day `due`.

    With `wants` it asks a participant for papers on such goods, and stands until its asker withdraws it: who asked
    decides whether they suffice.

    The addressee is a participant, or a firm by its name, to be reached by an invitation. `reference` is the asker's
    own and names one request: sending the same request again creates no second one. The amount is for information.
    """

    model_config = ConfigDict(strict=False)

    reference: Text
    participant: StatementId | None = None
    firm: Text | None = None
    product: ProductId
    amount: Amount | None = None
    unit: Unit | None = None
    period: Period
    due: Date
    wants: Wanted | None = None

    @model_validator(mode="after")
    def _has_one_addressee(self) -> "DataRequest":
        if (self.participant is None) == (self.firm is None):
            detail = "a request names both a participant and a firm, or neither; name one of them"
            raise broken("request.addressee", detail)
        return self

    @model_validator(mode="after")
    def _papers_are_of_a_participant(self) -> "DataRequest":
        if self.wants is not None and self.participant is None:
            detail = "papers are of goods that a registered firm delivered; name a participant, or ask for a delivery"
            raise broken("request.addressee", detail)
        return self

    @model_validator(mode="after")
    def _amount_has_a_unit(self) -> "DataRequest":
        if (self.amount is None) != (self.unit is None):
            detail = "amount and unit are not both stated; state both or neither"
            raise broken("request.amount", detail)
        return self


class Tally(Model):
    """Counts of requests: open (unanswered, passed on or not), answered and declined, and the overdue among the open.

    `overdue_share` is overdue over all three, to 4 decimal places; it is absent if there are no requests.
    """

    open: Index
    answered: Index
    declined: Index
    overdue: Index
    overdue_share: NotNegative | None = None


class Progress(Model):
    """The counts of all requests below a request, in total and by tier, the nearest tier first."""

    total: Tally
    tiers: tuple[Tally, ...]


class InvitationStatus(Model):
    """The newest invitation link: the time it expires and the time it was used, in seconds of UTC since 1970."""

    expires: Index
    used: Index | None = None


class RequestView(Model):
    """A request as one of its two parties sees it.

    `delivery` is the delivery that answers it. `parent` and `invited` are shown to the asker alone, `below` only if a
    single request is read.
    """

    id: Nonce
    reference: Text
    asker: StatementId
    participant: StatementId | None = None
    firm: Text | None = None
    product: ProductId
    amount: Amount | None = None
    unit: Unit | None = None
    period: Period
    due: Date
    wants: Wanted | None = None
    created: Index
    state: State
    overdue: bool
    delivery: StatementId | None = None
    reason: DeclineReason | None = None
    parent: Nonce | None = None
    invited: InvitationStatus | None = None
    below: Progress | None = None


class RequestPage(Model):
    """A page of requests, the newest first; `next` is the cursor of the next page."""

    items: tuple[RequestView, ...]
    next: str | None = None


class DeclineBody(Model):
    """The body that declines a request."""

    model_config = ConfigDict(strict=False)

    reason: DeclineReason


class InvitationBody(Model):
    """The body that asks for an invitation link, valid for `days`."""

    model_config = ConfigDict(strict=False)

    days: Count = Field(default=30, le=180)


class Invitation(Model):
    """An invitation link, shown only once; it is valid until `expires`, in seconds of UTC since 1970."""

    link: str
    expires: Index
