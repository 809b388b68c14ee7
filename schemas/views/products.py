"""The products of a manufacturer, each a battery model from one plant, with its statements and what is due. A document.

The statements of a product follow one another: a calculation, an auditor's attestation of it, the declaration that
names both. A product is known by its entries, so one that was never calculated is listed too.
"""

from typing import Literal

from schemas.base import Model
from schemas.values import (
    Code,
    Count,
    Date,
    Figure,
    Index,
    ModelId,
    Period,
    Quantity,
    StatementId,
    Text,
)
from schemas.views.declaration_document import Portion
from schemas.views.standing import FigureStanding
from schemas.vocabulary import Unit

NextStep = Literal[
    "submit",
    "calculate",
    "continue",
    "follow",
    "correct",
    "declare",
    "open",
    "recalculate",
    "explain",
]


class ProductCalculation(Model):
    """The newest calculation of a product; `total` is in kg CO2e per kWh of `per`, or per declared `unit`."""

    id: StatementId
    index: Index
    period: Period
    total: Figure
    per: Literal["total_energy", "usable_capacity", "declared_unit"]
    unit: Unit | None = None
    rulebook: Code


class ProductAttestation(Model):
    """The newest attestation of the calculation."""

    id: StatementId
    index: Index
    auditor: Text
    outcome: Literal["verified", "verified_with_remarks", "refused"]


class ProductDeclaration(Model):
    """The newest live declaration of the product, which may be of an earlier calculation."""

    id: StatementId
    index: Index
    calculation: StatementId
    period: Period


class Coverage(Model):
    """The part of a figure that is company-specific data, and all parts by their basis.

    `primary` is of a lot or of a site's own period, and its rows say how the amount is known, other than by an
    estimate; `not_stated` is of the same bases, and its rows do not say it.
    """

    primary: Quantity
    not_stated: Quantity
    basis: tuple[Portion, ...]


class DueItem(Model):
    """A day after which something is overdue: an answer, a delivery's validity, or a declaration's.

    `subject` is the id of the request, delivery or declaration; `firm` answers for it.
    """

    sort: Literal["request", "delivery", "validity"]
    subject: Text
    firm: Text | None = None
    product: Text | None = None
    day: Date
    overdue: bool


class ProductRow(Model):
    """A battery model from one plant.

    `subject` are the 64 digits under which the registry's `made` leaves name it. `period` is that of its newest live
    entry, `entries` the number of live ones. `standing` is that of its newest calculation; absent if it was never
    calculated. `draft` is the id of a kept draft. `coverage` is absent until it has been
    computed, which is done for a few calculations at a time.
    """

    subject: Text
    issuer: StatementId
    model: ModelId
    site: Code
    period: Period | None = None
    entries: Index
    standing: FigureStanding | None = None
    draft: Text | None = None
    calculation: ProductCalculation | None = None
    attestation: ProductAttestation | None = None
    declaration: ProductDeclaration | None = None
    coverage: Coverage | None = None
    due: tuple[DueItem, ...]
    next: NextStep


class Products(Model):
    """A page of products, the one with the newest entry first, and the number of own requests that are overdue.

    `next` is the cursor of the next page; it is absent on the last one.
    """

    items: tuple[ProductRow, ...]
    overdue_requests: Index
    next: Text | None = None


class MadeModel(Model):
    """A battery model and plant of a manufacturer, and the period of its newest live entry."""

    subject: Text
    model: ModelId
    site: Code
    period: Period | None = None


class MadeEntry(Model):
    """A live entry that made a product, with its lot or period and its number of batteries."""

    id: StatementId
    period: Period
    lot: Code | None = None
    batteries: Count | None = None


class OfferedRow(Model):
    """A part that a composition may count: an own line, or a representative delivery of another firm.

    `firm` is the supplier; None for an own line. `ends_life` is true for a process at the end of life.
    """

    entry: StatementId | None = None
    delivery: StatementId | None = None
    line: Code
    firm: Text | None = None
    product: Text
    unit: Unit
    period: Period | None = None
    valid_until: Date | None = None
    ends_life: bool


class OwedItem(Model):
    """Data that another firm owes to a product: a figure, a newer one, a valid delivery, or an answer."""

    sort: Literal["no_figure", "stale", "not_valid", "asked", "overdue"]
    firm: Text
    product: Text
    subject: Text
    day: Date | None = None


class EngagedAuditor(Model):
    """An auditor that the operator has engaged for a figure, and since which day."""

    name: Text
    since: Date


class Bar(Model):
    """A rule that would refuse the declaration of a figure."""

    code: Text
    detail: Text


class FigureProgress(Model):
    """The progress of one calculation: in the log, auditor engaged, attested, declared.

    `declaration` is the live one of this calculation. `replaces` is another live declaration that shares days with it,
    which a declaration would supersede. `standing` is what the figure is worth. The log has an order and no times, so
    only an engagement has a day.
    """

    model: ModelId
    site: Code
    calculation: ProductCalculation
    standing: FigureStanding
    auditors: tuple[EngagedAuditor, ...]
    attestation: ProductAttestation | None = None
    declaration: ProductDeclaration | None = None
    replaces: StatementId | None = None
    bars: tuple[Bar, ...]
