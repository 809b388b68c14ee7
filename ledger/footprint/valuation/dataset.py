"""The dataset behind a term: the factor of the flow that values its row.

That flow is the row's own, a grid mix, or the virgin dataset of a material. A waste is valued by a treatment, unless it
is electricity, which has a mix.
"""

from ledger.footprint.graph.factors import FactorTable
from schemas.signed.rows import Row, Waste
from schemas.signed.rulebook import Factor


def dataset_of(label: str, row: Row | None, table: FactorTable) -> Factor | None:
    """The factor that values a row under a label; None for a gas, an import, a delivery, or without a row."""
    if row is None:
        return None
    is_treated = isinstance(row, Waste) and row.flow == label
    return table.factor(label, row.unit, "treatment" if is_treated else "product")
