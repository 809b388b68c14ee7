"""A supplier's deliveries and the readings of its data, as its pages show them."""

from schemas.base import Model
from schemas.values import (
    Amount,
    Country,
    Date,
    Figure,
    Index,
    Period,
    ProductId,
    StatementId,
    Text,
)
from schemas.views.history import Status
from schemas.views.names import NamedFirm
from schemas.vocabulary import Reason, Stage, Unit


class DeliveryRow(Model):
    """A delivery of the firm.

    Attributes:
        index: the position of its leaf in the entries log.
        name: of the delivered goods, in their entry.
        period: in which the goods were made.
        amount: absent from a representative delivery, which has `valid_until`.
        figure: the stated kg CO2e per unit, to 4 digits; absent if the delivery states none.
        code: the line for the delivery note; absent if the delivery is no longer live.
        by: the statement that superseded or withdrew it, which gave `reason`.
    """

    id: StatementId
    index: Index
    status: Status
    by: StatementId | None = None
    reason: Reason | None = None
    name: Text
    product: ProductId
    period: Period | None = None
    recipient: NamedFirm
    number: Text
    amount: Amount | None = None
    unit: Unit
    valid_until: Date | None = None
    figure: Figure | None = None
    code: Text | None = None


class DeliveryRows(Model):
    """The firm's deliveries, the newest first."""

    rows: tuple[DeliveryRow, ...]


class Reading(Model):
    """A line of the journal of access about the firm's data.

    Attributes:
        at: the time in seconds of UTC since 1970.
        organisation: the reader's short name, and `name` its name.
        action: such as `read`, `bundle` or `preview`.
        subject: the id of the statement, or what was read if there were several.
        detail: the parts that were read.
    """

    at: Index
    organisation: Text
    name: Text
    action: Text
    subject: Text
    detail: str


class Readings(Model):
    """The newest readings of the firm's data, the newest first; `more` if there are older ones."""

    rows: tuple[Reading, ...]
    more: bool


class OpenedRow(Model):
    """A stage of a supplier that a delivery opens, in kg CO2e per unit of the delivered line.

    Attributes:
        behind: the names of the firms between the issuer of the delivery and this supplier, the nearest to it last.
    """

    name: Text
    country: Country
    behind: tuple[Text, ...]
    stage: Stage
    burdens: Figure
    credits: Figure


class DeliveryOpening(Model):
    """What a delivery opens of its issuer's suppliers.

    Attributes:
        total: the stated figure; absent if there is none, and `rest` with it.
        onward: true if the recipient may show the rows to its own customers; absent if none is opened.
        rest: the total without the rows of the issuer's own suppliers: its own part, and all that it does not open.
    """

    delivery: StatementId
    issuer: NamedFirm
    number: Text
    unit: Unit
    total: Figure | None = None
    onward: bool | None = None
    rows: tuple[OpenedRow, ...]
    rest: Figure | None = None
