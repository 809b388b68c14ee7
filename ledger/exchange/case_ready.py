"""Check that a planned case can be entered: every statement is built once, with made-up ids, before any is written."""

from collections.abc import Mapping

from ledger.exchange.case import Case
from ledger.exchange.case_cuts import check_loops
from ledger.exchange.case_factors import build_factor_set
from ledger.exchange.case_plan import Plan
from ledger.exchange.case_statements import build_inventory, build_product, line_of
from ledger.rules.allocation import share_fault
from schemas.errors import CradleError
from schemas.signed.entry import Product
from schemas.signed.inventory import Inventory

_ANY_ID = f"sha256:{'0' * 64}"

_COLUMNS: Mapping[str, str] = {
    "kg_per_unit": "mass_kg_per_unit",
    "kwh_per_unit": "energy_kwh_per_unit",
}
"""The column of a field that has another name in an entry."""


def require_enterable(plan: Plan) -> None:
    """Check that the models of an entry can hold every value of a case, and that its loops have a solution.

    Raises:
        CradleError: `case.cut`, `quantity.*`, `entry.allocation_*` or another rule of a model, with folder, file and
            row.
    """
    check_loops(plan)
    build_factor_set(plan)
    received = dict.fromkeys(plan.case.lines, _ANY_ID)
    for site in plan.order:
        inventory = build_inventory(plan, site, received, received)
        _require_shares(plan.case, site, inventory, build_product(plan.case, site))


def _require_shares(case: Case, site: str, inventory: Inventory, product: Product) -> None:
    """Check that outputs that share by mass or energy state it and share by it."""
    lines = {line.line: line for line in product.lines}
    for row in case.made(site):
        output = inventory.output(line_of(case, row.id))
        fault = output and share_fault(inventory.allocation, output, lines.get(output.line))
        if output and fault:
            column = _COLUMNS.get(fault.field, fault.field)
            detail = f"Line {output.line}, over the volume of {site}, {fault.detail}."
            raise CradleError(fault.code, detail, f"{case.folder}/{row.place}, {column}")
