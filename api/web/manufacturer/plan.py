"""The page of the way down from a figure: its own choices of the manufacturer, and whom to ask."""

from fastapi import APIRouter, Response

from api.paths import IdDigits
from api.web.manufacturer.figure_links import FIGURES, Crumb, figure_crumbs
from api.web.manufacturer.figure_waiting import await_figure
from api.web.plan import Prices, asking_href, plan_table, plan_values
from api.web.twins import twins
from api.web.workspace import Visited
from ledger.state.declared import calculation_behind
from schemas.signed.calculation import Calculation
from schemas.views.plan import SettlingPlan

router = APIRouter(prefix=FIGURES, include_in_schema=False)


@twins(router, "/{digits}/plan", plan_table)
def plan(visit: Visited, digits: IdDigits, prices: Prices) -> SettlingPlan:
    """Return the plan as data and as a table."""
    return visit.desk.plan(f"sha256:{digits}", *prices.asked)


@router.get("/{digits}/plan")
def plan_page(visit: Visited, digits: IdDigits, prices: Prices) -> Response:
    """Show the plan, and for each direct supplier the way to ask it."""
    waiting = await_figure(visit, digits)
    if waiting is not None:
        return waiting
    report = plan(visit, digits, prices)
    with visit.desk.opened() as desk:
        calculation = desk.view.statement(
            calculation_behind(desk.view, f"sha256:{digits}"), Calculation
        )
    if calculation is None:
        raise ValueError("a plan is of a calculation")
    asks = {
        row.participant: asking_href(visit, report, calculation.period, row)
        for row in report.suppliers or ()
    }
    own = f"{FIGURES}/{digits}/plan"
    crumbs = (*figure_crumbs(visit, calculation.model, digits), Crumb(visit.say("plan.crumb")))
    values = plan_values(report, prices, visit.language)
    return visit.page("manufacturer/plan.html", crumbs=crumbs, asks=asks, own=own, **values)
