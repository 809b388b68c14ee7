"""Goods of an unknown supplier: which dataset stands for them, what it comes to, and what that costs.

A factor may say which product it stands for (`stands_for`). Of several the highest is taken. Its value is set beside
the median of what suppliers told of the product in this ledger, where at least five of them did: with fewer, the
median would tell a rival's figure. Else beside the median of the other datasets that stand for the product; else
beside nothing, and the report says so. Values explain and are no declared digits.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from ledger.exchange.spreadsheet.tables import Record
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.factors import group_values
from ledger.footprint.graph.numbers import EXPLAIN, format_rounded
from schemas.row_report import DefaultUsed
from schemas.rulebook import Factor, FactorSet

LEAST_SUPPLIERS = 5
"""So many suppliers must stand behind a median of told figures."""

SupplierFigures = Mapping[tuple[str, str], Sequence[Decimal]]
"""The figures per unit, one for each supplier, that were told of a product in a unit."""


@dataclass(frozen=True, slots=True)
class DefaultData:
    """Factor sets that may value goods of unknown suppliers, and what a ledger's suppliers told."""

    factor_sets: tuple[FactorSet, ...] = ()
    supplier_figures: SupplierFigures = field(default_factory=dict)

    def flow_of(self, product: str, unit: str) -> str | None:
        """The flow of the default dataset of a product; None where no set has one."""
        found = self._standing(product, unit)
        best = max(found, key=lambda row: (_value(row), row.flow), default=None)
        return None if best is None else best.flow

    def used(self, records: Iterable[Record]) -> Iterator[DefaultUsed]:
        """What the defaults among these inputs come to, as far as a named set values them."""
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
    """How much more the default comes to than the median of what it is compared with."""
    if not values:
        return {}
    middle = median(values)
    usual = EXPLAIN.multiply(amount, middle)
    over = EXPLAIN.subtract(kg, usual)
    found: dict[str, object] = {"median": format_rounded(middle), "over": format_rounded(over)}
    if usual:
        share = EXPLAIN.divide(EXPLAIN.multiply(over, Decimal(100)), usual.copy_abs())
        found["over_percent"] = format_rounded(share)
    return found


def _value(factor: Factor) -> Decimal:
    return exact_sum(group_values(factor).values())
