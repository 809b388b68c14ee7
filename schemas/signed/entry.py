"""`entry`: one unit process result: a process at a site over a period or for a lot, in totals, not intensities.

The header states site, process, period and the basis of the data. The amounts are in sections: `inventory` is for the
issuer, the operator and the engaged auditor, `product` and `quality` also for the recipients of the goods. An entry
states its own process only and cites its inputs. It has a `model` if and only if its main output is the battery as
delivered.
"""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, model_validator

from schemas.base import Grammar, Model, broken, require_sorted
from schemas.signed.cbam_good import CbamGood, Installation
from schemas.signed.statement import Issued, Superseding
from schemas.values import Amount, Code, Country, Digest, ModelId, NotNegative, Period, Text
from schemas.vocabulary import DataBasis, ProcessCode


class Site(Model):
    """A place of production, by the issuer's code; `zone` is the grid zone if it differs from the country."""

    code: Code
    country: Country
    zone: Code | None = None


class EntrySections(Model):
    """The digests of an entry's sections."""

    inventory: Digest
    product: Digest
    quality: Digest | None = None


class Entry(Issued):
    """A unit process result."""

    site: Site
    process: ProcessCode
    period: Period
    lot: Code | None = None
    basis: DataBasis
    model: ModelId | None = None
    supersedes: Superseding | None = None
    sections: EntrySections

    @model_validator(mode="after")
    def _basis_fits(self) -> "Entry":
        if (self.basis is DataBasis.LOT_ACTUAL) != (self.lot is not None):
            detail = "Give a lot if, and only if, the basis is lot_actual"
            raise broken("entry.lot", detail)
        if self.basis is DataBasis.OPAQUE_IMPORT:
            detail = "opaque_import is the basis of a row, not of an entry; choose another basis"
            raise broken("entry.basis", detail)
        return self


class Element(Model):
    """The mass fraction of a chemical element in the product in its stated form.

    `recycled` is the share of the element that was recovered from waste batteries or battery production waste; 0 states
    that none was, and without it the supplier states nothing.
    """

    element: Annotated[
        str, Grammar(r"^[A-Z][a-z]?$", "product.element", "a chemical symbol such as Co")
    ]
    fraction: Amount
    recycled: NotNegative | None = None

    @model_validator(mode="after")
    def _a_share(self) -> "Element":
        if any(Decimal(share) > 1 for share in (self.fraction, self.recycled or "0")):
            raise broken("product.share", "a fraction or share is above 1; write 0.25 for 25 %")
        return self


class ProductLine(Model):
    """The data on one output line that its recipient needs, per unit of the line; `name` is what a person calls it.

    `kg_per_unit` is the mass, `kwh_per_unit` the energy, and `kwp_per_unit` the peak power of photovoltaics.
    `cbam` is its code and route at the carbon border.
    """

    line: Code
    name: Text | None = None
    form: Annotated[str, Grammar(r"^(as_is|dry|hydrate)$", "product.form", "as_is, dry or hydrate")]
    formula: (
        Annotated[
            str,
            Grammar(
                r"^[A-Za-z0-9().]{1,64}$",
                "product.formula",
                "a formula of letters, digits, points and brackets",
            ),
        ]
        | None
    ) = None
    kg_per_unit: Amount | None = None
    kwh_per_unit: Amount | None = None
    kwp_per_unit: Amount | None = None
    elements: tuple[Element, ...] = ()
    cbam: CbamGood | None = None

    @model_validator(mode="after")
    def _elements_in_order(self) -> "ProductLine":
        require_sorted((row.element for row in self.elements), "product.order", "elements")
        return self


class Product(Model):
    """Section `product`: one row for each output line of the inventory, and the installation that made them."""

    lines: tuple[ProductLine, ...] = Field(min_length=1)
    installation: Installation | None = None

    @model_validator(mode="after")
    def _lines_in_order(self) -> "Product":
        require_sorted((row.line for row in self.lines), "product.order", "lines")
        return self
