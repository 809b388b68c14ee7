"""The page of the way down in a delivery: the firm's rows that carry choices, what settles each, and what is asked."""

from typing import Final

from fastapi import APIRouter, Response

from api.paths import IdDigits
from api.web.plan import Prices, plan_table, plan_values
from api.web.twins import twins
from api.web.workspace import Visit, Visited
from api.web.workspaces import SUPPLIER
from ledger.service.access.visibility import unknown_statement
from ledger.service.requests.shown_requests import NEWEST, RequestQuery, query_requests
from schemas.exchanged.request import RequestView, Side, State, Wanted
from schemas.signed.delivery import Delivery
from schemas.views.plan import SettlingPlan

MOST: Final = 200
"""The newest requests that are looked through."""

_STANDING: Final = frozenset({State.OPEN, State.PASSED_ON})
router = APIRouter(prefix=SUPPLIER.root, include_in_schema=False)


@twins(router, "/deliveries/{digits}/plan", plan_table, "plan-{digits:.12}")
def plan(visit: Visited, digits: IdDigits, prices: Prices) -> SettlingPlan:
    """Return the plan of a delivery as data and as a table."""
    _delivery(visit, digits)
    return visit.desk.plan(f"sha256:{digits}", *prices.asked)


@router.get("/deliveries/{digits}/plan")
def plan_page(visit: Visited, digits: IdDigits, prices: Prices) -> Response:
    """Show the plan of a delivery, and what its recipient asks for such goods."""
    found = plan(visit, digits, prices)
    delivery = _delivery(visit, digits)
    return visit.page(
        "supplier/plan.html",
        asks={},
        own=f"{SUPPLIER.root}/deliveries/{digits}/plan",
        number=delivery.number,
        requests=_requests(visit, delivery),
        **plan_values(found, prices, visit.language),
    )


def _delivery(visit: Visit, digits: str) -> Delivery:
    """The delivery; whether the caller may plan it, the question decides.

    Raises:
        CradleError: `statement.unknown`.
    """
    with visit.desk.opened() as desk:
        delivery = desk.view.statement(f"sha256:{digits}", Delivery)
    if delivery is None:
        raise unknown_statement(f"sha256:{digits}")
    return delivery


def _requests(visit: Visit, delivery: Delivery) -> list[RequestView]:
    """The recipient's requests for papers on the product."""
    wanted = RequestQuery(Side.RECEIVED, _STANDING)
    rows = query_requests(visit.ledger, visit.caller, wanted, NEWEST, MOST, visit.now)
    asked = delivery.recipient, delivery.product
    shown = [row.shown for row in rows if row.shown.wants is Wanted.PAPERS]
    return [row for row in shown if (row.asker, row.product) == asked]
