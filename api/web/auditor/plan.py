"""The page of the way down in a case: the choices by worth, what settles each, and the words that ask for it."""

from fastapi import APIRouter, Response

from api.paths import IdDigits
from api.web.auditor.case import CASES, case_values
from api.web.auditor.wording import case_title
from api.web.plan import Prices, plan_table, plan_values
from api.web.twins import twins
from api.web.workspace import Visit, Visited
from ledger.service.access.cases import read_case
from schemas.errors import CradleError
from schemas.views.audit_case import AuditCase
from schemas.views.plan import SettlingPlan

router = APIRouter(prefix=CASES, include_in_schema=False)


@twins(router, "/{digits}/plan", plan_table, "plan-{digits:.12}")
def plan(visit: Visited, digits: IdDigits, prices: Prices) -> SettlingPlan:
    """Return the plan of a case as data and as a table."""
    return visit.desk.plan(_case(visit, digits).figure, *prices.asked)


@router.get("/{digits}/plan")
def plan_page(visit: Visited, digits: IdDigits, prices: Prices) -> Response:
    """Show the plan of a case."""
    case = _case(visit, digits)
    report = plan(visit, digits, prices)
    values = case_values(visit, case) | plan_values(report, prices, visit.language)
    own = f"{CASES}/{digits}/plan"
    return visit.page(
        "auditor/plan.html", **values, own=own, asks={}, title=case_title(visit, case)
    )


def _case(visit: Visit, digits: str) -> AuditCase:
    """The case, which is about a calculation.

    Raises:
        CradleError: `plan.no_figure` for a delivery, or as `read_case`.
    """
    case = read_case(visit.ledger, visit.caller, f"sha256:{digits}")
    if case.kind == "delivery":
        detail = "A plan is of a calculation here; `cradle plan` plans the bundle of a delivery."
        raise CradleError("plan.no_figure", detail)
    return case
