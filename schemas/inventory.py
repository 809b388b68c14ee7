"""Section `inventory` of an entry: what the process made, took in, gave off and avoided. Totals over period or lot.

Every amount is positive; the list it stands in gives its direction (ISO 14044, 4.3). An activity holds no factor: the
factor sets that a calculation names value it, so one graph can be computed under another rulebook or database. Waste
adds; only an avoided line subtracts. Energy in kWh is electricity and states its supply; heat and fuels are in MJ.
"""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, model_validator

from schemas.base import Model, broken, require_sorted
from schemas.values import Amount, Code, Count, Digest, FlowId, ProductId, StatementId, Text
from schemas.vocabulary import (
    AllocationBasis,
    Gas,
    GasOrigin,
    Known,
    OutputRole,
    Purpose,
    Source,
    Stage,
    Supply,
    Unit,
)


class Row(Model):
    """An amount, and how it is known: the meter or document, and salted digests of the evidence."""

    amount: Amount
    unit: Unit
    known: Known
    document: Text | None = None
    evidence: tuple[Digest, ...] = ()


class Output(Model):
    """One output line. `allocation_value` is in the unit that the allocation basis implies (kg, MJ, one currency)."""

    line: Code
    product: ProductId
    name: Text
    amount: Amount
    unit: Unit
    role: OutputRole
    allocation_value: Amount | None = None
    batteries: Count | None = None


class DeliveryInput(Row):
    """Goods taken in under a supplier's signed delivery; they keep the stages of the delivered line's figure."""

    type: Literal["delivery"]
    delivery: StatementId
    purpose: Purpose


class ElectricitySupply(Model):
    """How electricity reached the site; a contract names its certificates."""

    supply: Supply
    certificates: tuple[Text, ...] = ()


class ActivityInput(Row):
    """A flow that a factor set values."""

    type: Literal["activity"]
    flow: FlowId
    purpose: Purpose
    stage: Stage
    source: Source
    electricity: ElectricitySupply | None = None

    @model_validator(mode="after")
    def _electricity_states_its_supply(self) -> "ActivityInput":
        is_electricity = self.purpose is Purpose.ENERGY and self.unit is Unit.KWH
        if is_electricity != (self.electricity is not None):
            raise broken(
                "inventory.electricity",
                "energy in kWh is electricity and states its supply; state heat and fuels in MJ",
            )
        return self


Input = Annotated[DeliveryInput | ActivityInput, Field(discriminator="type")]


class Waste(Row):
    """Waste sent to treatment, valued by a factor of direction `treatment`."""

    flow: FlowId
    purpose: Purpose
    stage: Stage


class Emission(Row):
    """A gas given off by the process itself, in kg; `uptake` is carbon dioxide taken up by growing biomass."""

    gas: Gas
    origin: GasOrigin
    stage: Stage

    @model_validator(mode="after")
    def _kilograms(self) -> "Emission":
        if self.unit is not Unit.KG:
            raise broken("inventory.emission_unit", "an emission is stated in kg of the gas")
        if self.origin is GasOrigin.UPTAKE and self.gas is not Gas.CO2:
            raise broken("inventory.uptake", "only carbon dioxide is taken up")
        return self


class Avoided(Row):
    """Production that the process replaced elsewhere: a representative delivery or a flow.

    `material` is the chemical symbol of what was recovered; the Circular Footprint Formula asks for it.
    """

    delivery: StatementId | None = None
    flow: FlowId | None = None
    material: str | None = Field(default=None, pattern=r"^[A-Z][a-z]?$")
    stage: Stage

    @model_validator(mode="after")
    def _one_of_two(self) -> "Avoided":
        if (self.delivery is None) == (self.flow is None):
            raise broken(
                "inventory.avoided", "an avoided line names a delivery or a flow, one of them"
            )
        return self


class Inventory(Model):
    """Section `inventory`: all flows of the process."""

    outputs: tuple[Output, ...] = Field(min_length=1, max_length=64)
    allocation: AllocationBasis | None = None
    inputs: tuple[Input, ...] = ()
    wastes: tuple[Waste, ...] = ()
    emissions: tuple[Emission, ...] = ()
    avoided: tuple[Avoided, ...] = ()

    @model_validator(mode="after")
    def _outputs_consistent(self) -> "Inventory":
        require_sorted((row.line for row in self.outputs), "inventory.order", "output lines")
        if len({row.product for row in self.outputs}) != len(self.outputs):
            raise broken("inventory.product_repeated", "each product stands on one output line")
        if sum(row.role is OutputRole.MAIN for row in self.outputs) != 1:
            raise broken("inventory.main", "exactly one output has the role main")
        shared = len(self.sharing) > 1
        if shared != (self.allocation is not None):
            raise broken(
                "inventory.allocation", "an allocation stands if and only if outputs share"
            )
        for row in self.outputs:
            states = row.allocation_value is not None
            if states != (shared and row.role is not OutputRole.BY_PRODUCT):
                raise broken(
                    "inventory.allocation_value",
                    f"line {row.line}: main and co-products that share state a value, others none",
                )
        return self

    @property
    def sharing(self) -> tuple[Output, ...]:
        """The outputs that share the burdens: main and co-products."""
        return tuple(row for row in self.outputs if row.role is not OutputRole.BY_PRODUCT)

    @property
    def main(self) -> Output:
        """The main output."""
        return next(row for row in self.outputs if row.role is OutputRole.MAIN)

    def output(self, line: str) -> Output | None:
        """The output of that line, or None."""
        return next((row for row in self.outputs if row.line == line), None)

    @property
    def delivery_inputs(self) -> tuple[DeliveryInput, ...]:
        """The inputs that draw on deliveries."""
        return tuple(row for row in self.inputs if isinstance(row, DeliveryInput))

    @property
    def cited(self) -> Iterable[str]:
        """Ids of all deliveries that the inventory rests on: inputs and avoided lines."""
        yield from (row.delivery for row in self.delivery_inputs)
        yield from (row.delivery for row in self.avoided if row.delivery is not None)
