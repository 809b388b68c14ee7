"""Check that a planned case can be entered: every statement is built once, with made-up ids, before any is written."""

from ledger.exchange.case_cuts import check_loops
from ledger.exchange.case_factors import build_factor_set
from ledger.exchange.case_plan import Plan
from ledger.exchange.case_statements import build_inventory, build_product

_ANY_ID = f"sha256:{'0' * 64}"


def require_enterable(plan: Plan) -> None:
    """Check that the models of an entry can hold every value of a case, and that its loops have a solution.

    Raises:
        CradleError: `case.cut`, `quantity.*` or another rule of a model, with folder, file and row.
    """
    check_loops(plan)
    build_factor_set(plan)
    received = dict.fromkeys(plan.case.lines, _ANY_ID)
    for site in plan.order:
        build_inventory(plan, site, received, received)
        build_product(plan.case, site)
