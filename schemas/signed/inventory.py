"""Section `inventory` of an entry: outputs, inputs, emissions, wastes, avoided production; totals over period or lot.

This module has the outputs and their allocation; `rows` has the other rows. Waste adds to the figure; only an avoided
line subtracts. An offset is reported and never counted. `recyclability` is the evidence for the avoided lines of a
recycler. `due_diligence` names documents on the goods' origin; it is never part of a figure. Nor are `cuts`: goods that
the process used and no row states, because their maker uses what the process makes.
"""

from functools import cached_property

from pydantic import Field, field_validator, model_validator

from schemas.base import Model, broken, require_sorted
from schemas.signed.rows import (
    ActivityInput,
    Avoided,
    DeliveryInput,
    DueDiligence,
    Emission,
    ExternalInput,
    Input,
    Offset,
    Recyclability,
    Recycled,
    Waste,
)
from schemas.values import (
    Amount,
    Code,
    Count,
    Currency,
    Digest,
    NotNegative,
    ProductId,
    Text,
)
from schemas.vocabulary import AllocationBasis, OutputRole, Unit

BURDEN_FREE = frozenset({OutputRole.BY_PRODUCT, OutputRole.SCRAP})
"""The roles of outputs that carry no burdens."""


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

    @field_validator("allocation_value", mode="before")
    @classmethod
    def _worth_something(cls, value: object) -> object:
        if value == "0":
            detail = "the value is zero; make the output a by_product or scrap, and state no value"
            raise broken("inventory.allocation_value", detail)
        return value


class PaidCarbonPrice(Model):
    """A carbon price paid for the process over its period, net of free allocation and rebates, with its evidence."""

    scheme: Text
    currency: Currency
    amount: Amount
    evidence: tuple[Digest, ...] = ()


class LoopCut(Model):
    """Goods that the process used over its period and that were cut out of a loop, so that no row states them.

    `effect` is the kg CO2e of the amount at the figure of the product with the loop solved.
    """

    product: ProductId
    amount: Amount
    unit: Unit
    effect: NotNegative


class Inventory(Model):
    """Section `inventory`: all flows of the process."""

    outputs: tuple[Output, ...] = Field(min_length=1, max_length=64)
    allocation: AllocationBasis | None = None
    inputs: tuple[Input, ...] = ()
    wastes: tuple[Waste, ...] = ()
    emissions: tuple[Emission, ...] = ()
    avoided: tuple[Avoided, ...] = ()
    recyclability: Recyclability | None = None
    offsets: tuple[Offset, ...] | None = None
    carbon_prices: tuple[PaidCarbonPrice, ...] | None = None
    due_diligence: tuple[DueDiligence, ...] | None = Field(
        default=None, min_length=1, max_length=256
    )
    cuts: tuple[LoopCut, ...] | None = Field(default=None, min_length=1, max_length=64)

    @field_validator("cuts")
    @classmethod
    def _products_in_order(cls, rows: tuple[LoopCut, ...] | None) -> tuple[LoopCut, ...] | None:
        require_sorted((row.product for row in rows or ()), "inventory.order", "cuts")
        return rows

    @field_validator("due_diligence")
    @classmethod
    def _documents_in_order(
        cls, rows: tuple[DueDiligence, ...] | None
    ) -> tuple[DueDiligence, ...] | None:
        require_sorted((row.document for row in rows or ()), "inventory.order", "documents")
        return rows

    @model_validator(mode="after")
    def _outputs_consistent(self) -> "Inventory":
        if len(self.outputs) == 1 and self._is_alone(self.outputs[0]):
            return self  # The usual case, in which all rules below hold.
        require_sorted([row.line for row in self.outputs], "inventory.order", "outputs")
        if len({row.product for row in self.outputs}) != len(self.outputs):
            detail = "a product is on two output lines; put all of it on one line"
            raise broken("inventory.product_repeated", detail)
        if [row.role for row in self.outputs].count(OutputRole.MAIN) != 1:
            raise broken(
                "inventory.main", "no output or several have the role main; give it to one"
            )
        shared = len(self.sharing) > 1
        if shared != (self.allocation is not None):
            raise broken(
                "inventory.allocation",
                "Give an allocation if, and only if, two or more outputs share burdens",
            )
        for row in self.outputs:
            states = row.allocation_value is not None
            if states != (shared and row.role not in BURDEN_FREE):
                raise broken(
                    "inventory.allocation_value",
                    f"line {row.line} lacks a value or has one too many; state it where main and"
                    " co-products share burdens, and nowhere else",
                )
        return self

    def _is_alone(self, output: Output) -> bool:
        """True if the output is a main output with no sign of an allocation."""
        is_main = output.role is OutputRole.MAIN
        return is_main and self.allocation is None and output.allocation_value is None

    @property
    def sharing(self) -> tuple[Output, ...]:
        """The outputs that share the burdens: the main output and co-products."""
        return tuple([row for row in self.outputs if row.role not in BURDEN_FREE])

    @cached_property
    def main(self) -> Output:
        """The main output."""
        return next(row for row in self.outputs if row.role is OutputRole.MAIN)

    def output(self, line: str) -> Output | None:
        """The output on that line, or None."""
        for row in self.outputs:
            if row.line == line:
                return row
        return None

    @cached_property
    def delivery_inputs(self) -> tuple[DeliveryInput, ...]:
        """The inputs that draw on deliveries."""
        return tuple([row for row in self.inputs if row.type == "delivery"])

    @cached_property
    def external_inputs(self) -> tuple[ExternalInput, ...]:
        """The inputs with an imported figure."""
        return tuple([row for row in self.inputs if row.type == "external"])

    @property
    def recycled(self) -> tuple[tuple[DeliveryInput | ActivityInput, Recycled], ...]:
        """The inputs that are recycled feedstock, each with its statement about it."""
        rows = [row for row in self.inputs if row.type != "external"]
        return tuple([(row, row.recycled) for row in rows if row.recycled is not None])

    @cached_property
    def cited(self) -> tuple[str, ...]:
        """The ids of all cited deliveries: inputs, avoided lines, and the virgin goods that recycled inputs replace."""
        return (
            *[row.delivery for row in self.delivery_inputs],
            *[row.delivery for row in self.avoided if row.delivery is not None],
            *[row.delivery for _, row in self.recycled if row.delivery is not None],
        )
