"""Default datasets for goods of an unknown supplier: the choice, its emissions, and the difference to a median.

A factor may name the product that it represents (`stands_for`). Of several the highest is used. Its value is compared
with the median of suppliers' figures for the product in this ledger, if at least five suppliers state one: with fewer,
the median would disclose a rival's figure. Otherwise it is compared with the median of the other datasets for the
product; without any the report states that there is no comparison. Values are explanations, not declared digits.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from ledger.exchange.spreadsheet.tables import Record
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.factors import group_values
from ledger.footprint.graph.numbers import EXPLAIN, format_rounded
from schemas.signed.rulebook import Factor, FactorSet
from schemas.views.row_report import DefaultUsed

LEAST_SUPPLIERS = 5
"""The least number of suppliers for a median of their figures."""

SupplierFigures = Mapping[tuple[str, str], Sequence[Decimal]]
"""The suppliers' figures per unit for a product in a unit, one for each supplier."""


@dataclass(frozen=True, slots=True)
class DefaultData:
    """Factor sets that may value goods of unknown suppliers, and figures of a ledger's suppliers."""

    factor_sets: tuple[FactorSet, ...] = ()
    supplier_figures: SupplierFigures = field(default_factory=dict)

    def flow_of(self, product: str, unit: str) -> str | None:
        """The flow of the default dataset of a product; None if no set has one."""
        datasets = self._standing(product, unit)
        best = max(datasets, key=lambda row: (_value(row), row.flow), default=None)
        return None if best is None else best.flow

    def used(self, records: Iterable[Record]) -> Iterator[DefaultUsed]:
        """The emissions of the defaults among these inputs, for each that a named set values."""
        for record in records:
            is_default = record.values.get("kind") == "unknown_supplier" and not record.refused
            flow, unit = record.values.get("flow"), record.values.get("unit")
            factor = self._factor(str(flow), str(unit)) if is_default else None
            if factor is not None:
                yield self._cost(record, factor)

    def _cost(self, record: Record, factor: Factor) -> DefaultUsed:
        product = str(record.values.get("product", factor.stands_for or ""))
        unit, amount = factor.unit.value, str(record.values["amount"])
        figures = self.supplier_figures.get((product, unit), ())
        others = [row for row in self._standing(product, unit) if row.flow != factor.flow]
        values: list[Decimal] = [_value(row) for row in others]
        compared = "datasets" if values else "nothing"
        if len(figures) >= LEAST_SUPPLIERS:
            values, compared = list(figures), "deliveries"
        kg = EXPLAIN.multiply(Decimal(amount), _value(factor))
        fields: dict[str, object] = {
            "sheet": record.sheet,
            "row": record.row,
            "flow": factor.flow,
            "amount": amount,
            "unit": factor.unit,
            "kg": format_rounded(kg),
            "compared": compared,
            "behind": len(values),
        }
        return DefaultUsed.model_validate(fields | _compared(kg, Decimal(amount), values))

    def _standing(self, product: str, unit: str) -> list[Factor]:
        wanted = product, unit, "product"
        return [
            row
            for factors in self.factor_sets
            for row in factors.rows
            if (row.stands_for, row.unit.value, row.direction) == wanted
        ]

    def _factor(self, flow: str, unit: str) -> Factor | None:
        wanted = flow, unit, "product"
        rows = (row for factors in self.factor_sets for row in factors.rows)
        return next((r for r in rows if (r.flow, r.unit.value, r.direction) == wanted), None)


def _compared(kg: Decimal, amount: Decimal, values: Sequence[Decimal]) -> dict[str, object]:
    """The difference between the default and the median of the compared values."""
    if not values:
        return {}
    middle = median(values)
    usual = EXPLAIN.multiply(amount, middle)
    over = EXPLAIN.subtract(kg, usual)
    words: dict[str, object] = {"median": format_rounded(middle), "over": format_rounded(over)}
    if usual:
        share = EXPLAIN.divide(EXPLAIN.multiply(over, Decimal(100)), usual.copy_abs())
        words["over_percent"] = format_rounded(share)
    return words


def _value(factor: Factor) -> Decimal:
    return exact_sum(group_values(factor).values())
