"""The rule of an opening: each row that a supplier signs is a row that the ledger computes, digit by digit.

A supplier chooses which of its suppliers a delivery opens, and nothing else about them: not the name, the country, the
stages or the digits. Behind a supplier it opens only what that supplier's own deliveries let it pass on. What it leaves
out stays in the rest that the recipient computes, with its size. The rows that may be opened are those of
`ledger.footprint.analysis.opening`, under the method and the registry state of the delivery's figure.

Left out: a reader without the entries behind a delivery, such as its customer, cannot compute the rows.
"""

from collections.abc import Iterable, Mapping

from ledger.footprint.analysis.opening import Firm, SupplierPart, opened_rows
from ledger.footprint.graph.resolution import Problem
from schemas.signed.opening import OpenedSupplier, Opening


def opening_problem(
    name: str, opening: Opening, parts: Mapping[Firm, SupplierPart]
) -> Problem | None:
    """The first row of a delivery's opening that is not the computed one; None if there is none.

    Args:
        name: the id of the delivery.
        opening: as it states it.
        parts: the parts that it may open.
    """
    return _row_problem(name, opening.suppliers, opened_rows(parts), "opening")


def _row_problem(
    name: str, rows: Iterable[OpenedSupplier], computed: Iterable[OpenedSupplier], place: str
) -> Problem | None:
    rows_by_name = {(row.name, row.country): row for row in computed}
    for at, row in enumerate(rows):
        here = f"{place}.suppliers[{at}]"
        computed_row = rows_by_name.get((row.name, row.country))
        if computed_row is None:
            detail = (
                f"no part of the figure comes from {row.name}, {row.country}, that this delivery may open; "
                "open a row of the preview"
            )
            return Problem("delivery.opening", name, detail, here)
        if row.stages != computed_row.stages:
            detail = f"the part of {row.name}, {row.country} is computed otherwise; sign the row of a preview"
            return Problem("delivery.opening", name, detail, f"{here}.stages")
        behind = _row_problem(name, row.suppliers or (), computed_row.suppliers or (), here)
        if behind is not None:
            return behind
    return None
