"""The page of the way down in a case: the choices by worth, what settles each, and the words that ask for it."""

from fastapi import APIRouter, Response

from api.paths import IdDigits
from api.web.auditor.case import CASES, case_values
from api.web.auditor.wording import case_title
from api.web.plan import Prices, plan_table, plan_values
from api.web.twins import twins
from api.web.workspace import Visited
from ledger.service.access.cases import read_case
from schemas.views.plan import SettlingPlan

router = APIRouter(prefix=CASES, include_in_schema=False)


@twins(router, "/{digits}/plan", plan_table, "plan-{digits:.12}")
def plan(visit: Visited, digits: IdDigits, prices: Prices) -> SettlingPlan:
    """Return the plan of a case as data and as a table."""
    return visit.desk.plan(
        read_case(visit.ledger, visit.caller, f"sha256:{digits}").figure, *prices.asked
    )


@router.get("/{digits}/plan")
def plan_page(visit: Visited, digits: IdDigits, prices: Prices) -> Response:
    """Show the plan of a case."""
    case = read_case(visit.ledger, visit.caller, f"sha256:{digits}")
    report = plan(visit, digits, prices)
    values = case_values(visit, case) | plan_values(report, prices, visit.language)
    own = f"{CASES}/{digits}/plan"
    return visit.page(
        "auditor/plan.html", **values, own=own, asks={}, title=case_title(visit, case)
    )
