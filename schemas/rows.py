"""Rows of an inventory: what a process took in, gave off, wasted and avoided, each with how it is known.

Every amount is positive; the list that a row stands in gives its direction (ISO 14044, 4.3). An activity holds no
factor: the factor sets that a calculation names value it, so one graph can be computed under another rulebook or
database. Energy in kWh states how its electricity was supplied. What a row is, electricity or heat, its factor decides;
a row in kWh whose factor is silent is electricity.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from schemas.base import Model, broken, require_sorted
from schemas.gases import Gas, GasOrigin
from schemas.quality import Ratings
from schemas.values import (
    Amount,
    Code,
    Count,
    Digest,
    FlowId,
    Material,
    Period,
    Quantity,
    StatementId,
    Text,
)
from schemas.vocabulary import (
    ExternalFormat,
    ExternalPart,
    Known,
    Purpose,
    Source,
    Stage,
    Supply,
    Unit,
)


class Row(Model):
    """An amount, how it is known and how well: the meter or document, and salted digests of the evidence.

    `rating` is of the amount; what values the row is rated in the factor set.
    """

    amount: Amount
    unit: Unit
    known: Known
    document: Text | None = None
    evidence: tuple[Digest, ...] = ()
    rating: Ratings | None = None


class Recycled(Model):
    """Says that a row is recycled feedstock, and which virgin material it takes the place of (Ev).

    That is a delivery to the issuer, a flow, or, where neither is named, the rulebook's virgin dataset of the material.
    `market_average` is a share read in statistics; the Circular Footprint Formula takes only what is `traced`.
    """

    material: Material
    evidence: Literal["traced", "market_average"]
    delivery: StatementId | None = None
    flow: FlowId | None = None

    @model_validator(mode="after")
    def _at_most_one(self) -> "Recycled":
        if self.delivery is not None and self.flow is not None:
            raise broken("inventory.recycled", "what is replaced is a delivery or a flow, not both")
        return self


class DeliveryInput(Row):
    """Goods taken in under a supplier's signed delivery; they keep the stages of the delivered line's figure."""

    type: Literal["delivery"]
    delivery: StatementId
    purpose: Purpose
    recycled: Recycled | None = None


class Certificate(Model):
    """Energy attribute certificates cancelled for a row: a range of serials of one scheme, and what they attest."""

    scheme: Code
    first: Count
    last: Count
    kwh: Amount
    produced: Period

    @model_validator(mode="after")
    def _forward(self) -> "Certificate":
        if self.first > self.last:
            raise broken("inventory.certificate", "a range of serials runs from first to last")
        return self


class ElectricitySupply(Model):
    """How electricity reached the site; a contract names its certificates."""

    supply: Supply
    certificates: tuple[Certificate, ...] = Field(default=(), max_length=256)


class TransportLeg(Model):
    """What a transport row carried and how far; goods under deliveries are named, so that no leg is forgotten."""

    kg: Amount
    km: Amount
    deliveries: tuple[StatementId, ...] = Field(default=(), max_length=1024)


class ActivityInput(Row):
    """A flow that a factor set values; `material` is what a bought good in kg consists of, if of one material."""

    type: Literal["activity"]
    flow: FlowId
    purpose: Purpose
    stage: Stage
    source: Source
    material: Material | None = None
    electricity: ElectricitySupply | None = None
    leg: TransportLeg | None = None
    recycled: Recycled | None = None

    @model_validator(mode="after")
    def _electricity_states_its_supply(self) -> "ActivityInput":
        must = self.purpose is Purpose.ENERGY and self.unit is Unit.KWH
        may = self.unit in {Unit.KWH, Unit.MJ}
        if must if self.electricity is None else not may:
            raise broken(
                "inventory.electricity",
                "energy in kWh states its supply, and only a row in kWh or MJ may; state heat and fuels in MJ",
            )
        return self

    @model_validator(mode="after")
    def _leg_is_transport(self) -> "ActivityInput":
        if self.leg is not None and (self.purpose, self.unit) != (Purpose.TRANSPORT, Unit.TKM):
            raise broken("inventory.leg", "a leg stands on a row of transport in tkm")
        return self


class ExternalValue(Model):
    """One part of an imported figure, kg CO2e per declared amount; of one stage where the file has stages."""

    stage: Stage | None = None
    part: ExternalPart
    value: Quantity


class ExternalInput(Row):
    """Goods whose figure comes from the file of another exchange, with nothing behind it that could be recomputed.

    `file` is the digest of the file's bytes, as they were received; all else but amount, purpose and stage is what the
    file says, so that a figure needs no file and whoever has the file can check the row. `product` is one of the ids
    in it, `valid` runs from its reference period to the end of its validity.
    """

    type: Literal["external"]
    file: Digest
    format: ExternalFormat
    product: Text
    purpose: Purpose
    stage: Stage
    boundary: Literal["cradle_to_gate", "cradle_to_grave"]
    declared_amount: Amount
    valid: Period
    values: tuple[ExternalValue, ...] = ()

    @model_validator(mode="after")
    def _values_in_order(self) -> "ExternalInput":
        keys = ((row.stage or "", row.part.value) for row in self.values)
        require_sorted(keys, "external.order", "values")
        if any(row.value == "0" for row in self.values):
            raise broken("external.zero", "a part of zero is left out")
        return self

    @model_validator(mode="after")
    def _no_electricity(self) -> "ExternalInput":
        if self.unit is Unit.KWH:
            raise broken(
                "inventory.electricity",
                "what is counted in kWh is electricity, an activity that states its supply",
            )
        return self


Input = Annotated[DeliveryInput | ActivityInput | ExternalInput, Field(discriminator="type")]


class Waste(Row):
    """Waste sent to treatment, valued by a factor of direction `treatment`."""

    flow: FlowId
    purpose: Purpose
    stage: Stage


class Emission(Row):
    """A gas given off by the process itself, in kg; uptake is of carbon dioxide."""

    gas: Gas
    origin: GasOrigin
    stage: Stage

    @model_validator(mode="after")
    def _kilograms(self) -> "Emission":
        if self.unit is not Unit.KG:
            raise broken("inventory.emission_unit", "an emission is stated in kg of the gas")
        taken_up = self.origin in {GasOrigin.UPTAKE, GasOrigin.LAND_USE_UPTAKE}
        if taken_up and self.gas is not Gas.CO2:
            raise broken("inventory.uptake", "only carbon dioxide is taken up")
        return self


class Avoided(Row):
    """Production that the process replaced elsewhere: a representative delivery or a flow.

    `material` is what was recovered, as the Circular Footprint Formula asks; without delivery and flow it is valued by
    the rulebook's virgin dataset of that material. `recovery` is `energy` for heat or electricity from burning.
    `allocation_value` is the price by which a joint process is shared out, where the rulebook says so.
    `other_product` is a salted digest of the evidence that the goods of the delivery, which are another product than
    the material, are what the recyclate replaces; the amount is then of these goods.
    """

    delivery: StatementId | None = None
    flow: FlowId | None = None
    material: Material | None = None
    other_product: Digest | None = None
    recovery: Literal["energy"] | None = None
    allocation_value: Amount | None = None
    stage: Stage

    @model_validator(mode="after")
    def _names_what_it_avoids(self) -> "Avoided":
        named = (self.delivery is not None) + (self.flow is not None)
        if named > 1 or (not named and self.material is None):
            raise broken(
                "inventory.avoided",
                "an avoided line names a delivery or a flow, one of them, or a material alone",
            )
        if self.recovery is not None and (self.flow is None or self.material is not None):
            raise broken("inventory.avoided", "recovered energy names the flow that it replaces")
        if self.other_product is not None and (self.delivery is None or self.material is None):
            raise broken(
                "inventory.avoided", "another product is a delivery, and the row names the material"
            )
        return self


class Recyclability(Model):
    """Evidence that what a process treats is recycled, one salted digest for each criterion of ISO 14021, 7.7.4.

    Attributes:
        collected: collection reaches a reasonable share of those who use the product.
        facilities: facilities exist that take what is collected.
        recycled: the product is being collected and recycled.
    """

    collected: Digest
    facilities: Digest
    recycled: Digest


class Offset(Model):
    """A reduction elsewhere that somebody bought: told beside a figure, never part of one. `kg` is of CO2e."""

    certificate: Text
    kg: Amount
