"""`delivery` and `withdrawal`: goods for one customer, and the withdrawal of a statement.

A physical delivery has an amount and draws on its line. A representative one gives the figure of goods of another
period, or not yet made, until `valid_until`. Either may carry a figure per unit for this customer, each value rounded
to 4 significant digits, because long exact digits let a customer reconstruct amounts. A delivery with a figure may open
some of the suppliers behind it, in a section (`schemas.signed.opening`): the signed delivery itself goes to more
readers, as evidence in a PACT footprint.
"""

from typing import Annotated

from pydantic import Field, model_validator

from schemas.base import Model, broken, require_sorted
from schemas.signed.cbam_good import CnCode, Route
from schemas.signed.statement import Issued, Superseding
from schemas.values import (
    Amount,
    Code,
    Date,
    Digest,
    Figure,
    Nonce,
    ProductId,
    RegistryState,
    StatementId,
    Text,
    Year,
)
from schemas.vocabulary import CircularTerm, Group, Reason, Sign, Stage, Unit, Use


class Cell(Model):
    """A part of a figure in kg CO2e: one stage, one group, burden or credit, and one term of the circular formula.

    Without the terms `recycled_content`, `recycling` and `substitution` a figure is the cut-off figure (A = 1).
    """

    stage: Stage
    group: Group
    sign: Sign
    term: CircularTerm | None = None
    value: Figure


def require_cells(cells: tuple[Cell, ...]) -> None:
    """Require cells in the order of stage, group, sign and term, each once, none of them zero."""
    keys = ((r.stage.value, r.group.value, r.sign.value, r.term or "") for r in cells)
    require_sorted(keys, "cells.order", "cells")
    if any(row.value == "0" for row in cells):
        raise broken("cells.zero", "a cell has the value zero; leave it out")


class PaidPerTonne(Model):
    """The carbon price paid per tonne of goods in one currency, net of free allocation and rebates."""

    currency: Code
    amount: Figure


class DeliveredCbam(Model):
    """The quantities of the carbon border per tonne of the delivered goods, to six decimals.

    Six decimals carry a benchmark of three times a factor of three exactly, and are a cent in a thousand tonnes.
    `rulebook` and `tables` are digests; `attestations` are those by which data of precursors count; `cscf` is the
    correction factor that the supplier states. `see_indirect` is absent where a factor of electricity is missing and
    the goods need none.
    """

    rulebook: Digest
    tables: Digest
    year: Year
    cscf: Amount
    attestations: tuple[StatementId, ...] = Field(default=(), max_length=1024)
    cn: CnCode
    route: Route | None = None
    see_direct: Figure
    see_indirect: Figure | None = None
    embedded_electricity: Figure | None = None
    default_share: Figure
    sefa: Figure
    carbon_prices: tuple[PaidPerTonne, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "DeliveredCbam":
        require_sorted(self.attestations, "cbam.order", "attestations")
        require_sorted((row.currency for row in self.carbon_prices), "cbam.order", "carbon_prices")
        return self


class DeliveredFigure(Model):
    """The kg CO2e per unit of the delivered line, to 4 significant digits, and the method that computed it.

    `cbam` has the quantities of the carbon border, by the same state and factor sets.
    """

    registry: RegistryState
    rulebook: Digest
    factor_sets: tuple[Digest, ...] = Field(min_length=1, max_length=16)
    cells: tuple[Cell, ...]
    total: Figure
    cbam: DeliveredCbam | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "DeliveredFigure":
        require_cells(self.cells)
        require_sorted(self.factor_sets, "factor_sets.order", "factor_sets")
        return self


class DeliverySections(Model):
    """The digest of what a delivery opens."""

    opening: Digest


Methods = Annotated[tuple[Digest, ...], Field(min_length=1, max_length=64)]
"""Rulebooks and factor sets by digest, sorted."""


class Delivery(Issued):
    """A delivery of one line to one recipient: physical goods, or a representative of such goods.

    `methods` are those by which the entry and all behind it may be valued for this recipient and its customers.
    Without them these are the rulebook and the factor sets of `figure`, and without a figure all that are admitted.
    """

    recipient: StatementId
    entry: StatementId
    line: Code
    product: ProductId
    unit: Unit
    number: Text
    use: Use
    amount: Amount | None = None
    valid_until: Date | None = None
    figure: DeliveredFigure | None = None
    methods: Methods | None = None
    supersedes: Superseding | None = None
    sections: DeliverySections | None = None
    nonce: Nonce

    @model_validator(mode="after")
    def _fits_its_use(self) -> "Delivery":
        if (self.use is Use.PHYSICAL) != (self.amount is not None):
            raise broken(
                "delivery.amount",
                "give either an amount (a physical delivery) or valid_until (a representative one)",
            )
        if (self.use is Use.REPRESENTATIVE) != (self.valid_until is not None):
            raise broken(
                "delivery.valid_until",
                "give either an amount (a physical delivery) or valid_until (a representative one)",
            )
        if self.sections is not None and self.figure is None:
            detail = "an opening without a figure is a part of nothing; state the figure, or open nothing"
            raise broken("delivery.opening", detail)
        if self.methods is not None:
            require_sorted(self.methods, "methods.order", "methods")
        return self

    @property
    def allowed_methods(self) -> frozenset[str] | None:
        """The documents that may value the goods for its recipient; None for all that are admitted."""
        if self.methods is not None:
            return frozenset(self.methods)
        figure = self.figure
        return None if figure is None else frozenset((figure.rulebook, *figure.factor_sets))


class Withdrawal(Issued):
    """The withdrawal of an entry, delivery, site balance, objection or admission of the same issuer."""

    withdraws: StatementId
    reason: Reason
    nonce: Nonce
