"""Requests for data up the chain, as they cross the wire: what is asked, what of it is shown, and how far it has come.

A request is operational, like an account: nothing here is signed, and nothing of it enters a log
(docs/decisions/0016). It is answered by a delivery in the log and by nothing else, so no member says "answered" but
those that the ledger derives. What is below a request is told in counts alone.
"""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, model_validator

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
    """What has become of a request; answered and passed on are derived whenever they are told."""

    OPEN = "open"
    PASSED_ON = "passed_on"
    ANSWERED = "answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Declining(StrEnum):
    """Why somebody does not answer."""

    WRONG_ADDRESSEE = "wrong_addressee"
    NOT_OUR_PRODUCT = "not_our_product"
    NO_DATA = "no_data"
    NOT_IN_TIME = "not_in_time"
    CONFIDENTIAL = "confidential"


class Side(StrEnum):
    """From which side a login sees a request."""

    ASKED = "asked"
    RECEIVED = "received"


class RequestAsked(BaseModel):
    """Data asked for: a delivery of a product whose entry shares a day with the period, by the end of the day `due`.

    It is addressed to a participant, or to a firm by its name, which an invitation is to reach. `reference` is the
    asker's own, once for each request: whoever sends the same again makes no second one. The amount only informs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    reference: Text
    participant: StatementId | None = None
    firm: Text | None = None
    product: ProductId
    amount: Amount | None = None
    unit: Unit | None = None
    period: Period
    due: Date

    @model_validator(mode="after")
    def _has_one_addressee(self) -> "RequestAsked":
        if (self.participant is None) == (self.firm is None):
            raise broken(
                "request.addressee", "a request names a participant, or the firm to be invited"
            )
        return self

    @model_validator(mode="after")
    def _amount_has_a_unit(self) -> "RequestAsked":
        if (self.amount is None) != (self.unit is None):
            raise broken("request.amount", "an amount has a unit, and a unit an amount")
        return self


class Tally(Model):
    """Counts of requests: unanswered ones (passed on or not), answered, declined; of the first, how many are overdue.

    `overdue_share` is overdue over all three, to 4 decimal places; absent where there are none.
    """

    open: Index
    answered: Index
    declined: Index
    overdue: Index
    overdue_share: NotNegative | None = None


class Progress(Model):
    """Everything below a request, together and tier by tier, the nearest first."""

    total: Tally
    tiers: tuple[Tally, ...]


class Invited(Model):
    """The link that was made last: until when it holds, and when it was used, in seconds of UTC since 1970."""

    expires: Index
    used: Index | None = None


class RequestShown(Model):
    """A request as one of its two parties sees it.

    `delivery` is what answers it. `parent` and `invited` are shown to the asker alone, `below` where one request is
    read and not a list.
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
    created: Index
    state: State
    overdue: bool
    delivery: StatementId | None = None
    reason: Declining | None = None
    parent: Nonce | None = None
    invited: Invited | None = None
    below: Progress | None = None


class RequestPage(Model):
    """Requests, the newest first; `next` is the cursor of the page that follows."""

    items: tuple[RequestShown, ...]
    next: str | None = None


class Declined(BaseModel):
    """That a request is not answered, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Declining


class InvitationAsked(BaseModel):
    """How long a link is to hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: Count = Field(default=30, le=180)


class Invitation(Model):
    """A link for whoever is to be reached, told this once; it holds until `expires`."""

    link: str
    expires: Index
