"""Rows of an inventory: inputs, wastes, emissions and avoided production, each with the source of its amount.

Every amount is positive; the list of a row gives its direction (ISO 14044, 4.3). An activity holds no factor: the
factor sets that a calculation names value it, so one graph can be computed under another rulebook or database. Energy
in kWh states how its electricity was supplied. The factor of a row decides if it is electricity or heat; without a
statement of the factor, a row in kWh is electricity.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from schemas.base import Model, broken, require_sorted
from schemas.external_words import ExternalFormat, ExternalPart
from schemas.gases import Gas, GasOrigin
from schemas.signed.quality import Ratings
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
from schemas.vocabulary import Known, Purpose, Source, Stage, Supply, Unit


class Row(Model):
    """An amount, the way it is known, and its evidence: the meter or document, and salted digests of files.

    Without `known` it is how the amount was determined is not stated, and no share of company-specific data counts it.
    `rating` is of the amount; the factor set rates the factor.
    """

    amount: Amount
    unit: Unit
    known: Known | None = None
    document: Text | None = None
    evidence: tuple[Digest, ...] = ()
    rating: Ratings | None = None


class Recycled(Model):
    """The mark of a row as recycled feedstock, and the virgin material that it replaces (Ev).

    The virgin material is a delivery to the issuer, a flow, or, if neither is named, the rulebook's virgin dataset of
    the material. `market_average` is a share from statistics; the Circular Footprint Formula counts only `traced` rows.
    """

    material: Material
    evidence: Literal["traced", "market_average"]
    delivery: StatementId | None = None
    flow: FlowId | None = None

    @model_validator(mode="after")
    def _at_most_one(self) -> "Recycled":
        if self.delivery is not None and self.flow is not None:
            detail = "the replaced material is named by a delivery and by a flow; name one of them"
            raise broken("inventory.recycled", detail)
        return self


class DeliveryInput(Row):
    """Goods received under a supplier's signed delivery; they keep the stages of the delivered line's figure."""

    type: Literal["delivery"]
    delivery: StatementId
    purpose: Purpose
    recycled: Recycled | None = None


class Certificate(Model):
    """Energy attribute certificates cancelled for a row: a range of serials of one scheme, the kWh and their period."""

    scheme: Code
    first: Count
    last: Count
    kwh: Amount
    produced: Period

    @model_validator(mode="after")
    def _forward(self) -> "Certificate":
        if self.first > self.last:
            detail = "the first serial is above the last; write the range in ascending order"
            raise broken("inventory.certificate", detail)
        return self


class ElectricitySupply(Model):
    """The way in which electricity reached the site; a contract names its certificates."""

    supply: Supply
    certificates: tuple[Certificate, ...] = Field(default=(), max_length=256)


class TransportLeg(Model):
    """The load and distance of a transport row, and the deliveries that it carried, so that a missing leg shows."""

    kg: Amount
    km: Amount
    deliveries: tuple[StatementId, ...] = Field(default=(), max_length=1024)


class ActivityInput(Row):
    """A flow that a factor set values; `material` is the material of a bought good in kg that consists of only one."""

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
                "Give the supply of energy in kWh; it is optional in MJ and not allowed elsewhere"
                " (state heat and fuels in MJ)",
            )
        return self

    @model_validator(mode="after")
    def _leg_is_transport(self) -> "ActivityInput":
        if self.leg is not None and (self.purpose, self.unit) != (Purpose.TRANSPORT, Unit.TKM):
            detail = "a leg is on a row that is not transport in tkm; move it to such a row"
            raise broken("inventory.leg", detail)
        return self


class ExternalValue(Model):
    """One part of an imported figure, kg CO2e per declared amount; it has a stage if the file has stages."""

    stage: Stage | None = None
    part: ExternalPart
    value: Quantity


class ExternalInput(Row):
    """Goods with a figure from a file of another exchange, which cannot be recomputed.

    `file` is the digest of the file's bytes as received. All members but amount, purpose and stage repeat the file, so
    a figure needs no file and every holder of the file can check the row. `product` is one of the file's product ids;
    `valid` runs from its reference period to the end of its validity.
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
            raise broken("external.zero", "a part has the value zero; leave it out")
        return self

    @model_validator(mode="after")
    def _no_electricity(self) -> "ExternalInput":
        if self.unit is Unit.KWH:
            raise broken(
                "inventory.electricity",
                "an imported figure is in kWh, which is electricity; state an activity with its supply",
            )
        return self


Input = Annotated[DeliveryInput | ActivityInput | ExternalInput, Field(discriminator="type")]


class Waste(Row):
    """Waste sent to treatment, valued by a factor of direction `treatment`."""

    flow: FlowId
    purpose: Purpose
    stage: Stage


class Emission(Row):
    """A gas emitted by the process itself, in kg; uptake is of carbon dioxide only."""

    gas: Gas
    origin: GasOrigin
    stage: Stage

    @model_validator(mode="after")
    def _kilograms(self) -> "Emission":
        if self.unit is not Unit.KG:
            detail = f"the unit of an emission is {self.unit.value}; state kg of the gas"
            raise broken("inventory.emission_unit", detail)
        taken_up = self.origin in {GasOrigin.UPTAKE, GasOrigin.LAND_USE_UPTAKE}
        if taken_up and self.gas is not Gas.CO2:
            detail = f"the gas of an uptake is {self.gas.value}; only co2 is taken up"
            raise broken("inventory.uptake", detail)
        return self


class Avoided(Row):
    """Production that the process replaced elsewhere: a representative delivery or a flow.

    `material` is the recovered material, as the Circular Footprint Formula requires; without delivery and flow, the
    rulebook's virgin dataset of that material values the row. `recovery` is `energy` for heat or electricity from
    burning. `allocation_value` is the price by which a joint process is allocated, if the rulebook does so.
    `other_product` is a salted digest of the evidence that the recyclate replaces the goods of the delivery, which are
    another product than the material; the amount is then of these goods.
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
                "an avoided line names both a delivery and a flow, or nothing; name one of them, or a"
                " material alone",
            )
        if self.recovery is not None and (self.flow is None or self.material is not None):
            detail = (
                "recovered energy has no flow, or a material; name only the flow that it replaces"
            )
            raise broken("inventory.avoided", detail)
        if self.other_product is not None and (self.delivery is None or self.material is None):
            raise broken(
                "inventory.avoided",
                "other_product stands without a delivery or a material; name both",
            )
        return self


class Recyclability(Model):
    """Evidence that the treated product is recyclable, one salted digest for each criterion of ISO 14021, 7.7.4.

    Attributes:
        collected: collection reaches a reasonable share of the product's users.
        facilities: facilities exist that accept the collected product.
        recycled: the product is being collected and recycled.
    """

    collected: Digest
    facilities: Digest
    recycled: Digest


class Offset(Model):
    """A bought reduction elsewhere, in kg CO2e: reported beside a figure, never part of one."""

    certificate: Text
    kg: Amount


class DueDiligence(Model):
    """A due-diligence document behind the goods of an entry: its standard, such as OECD, and a salted digest of it.

    The issuer keeps the document, and an auditor asks for it. Nothing here judges what it says.
    """

    standard: Text
    document: Digest
