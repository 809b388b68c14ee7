"""The layout of each report, by its model: what a notebook shows, and the tables that it can take as data frames."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ledger.documents.difference.layout import layout_comparison, layout_difference
from ledger.documents.origin.layout import layout_origin
from ledger.documents.page import Page
from ledger.documents.reports.border import layout_border
from ledger.documents.reports.history import layout_history
from ledger.documents.reports.objections import layout_objections
from ledger.documents.reports.portfolio import layout_portfolio
from ledger.documents.reports.quality import layout_quality
from ledger.documents.reports.stale import layout_stale
from ledger.documents.trade.layout import layout_price, layout_territory
from schemas.shown import Shown
from schemas.signed.objection import Objections
from schemas.signed.quality import QualityReport
from schemas.views.carbon_price import CarbonPriceReport
from schemas.views.cbam_result import CbamReport
from schemas.views.difference import Comparison, Difference
from schemas.views.history import History
from schemas.views.origin import Origin
from schemas.views.portfolio import Portfolio
from schemas.views.stale import StaleResponse
from schemas.views.territory import TerritoryReport

LAYOUTS: Final[Mapping[type[Shown], Callable[[Any], Page]]] = {
    CarbonPriceReport: layout_price,
    CbamReport: lambda report: layout_border(report, None),
    Comparison: layout_comparison,
    Difference: layout_difference,
    History: layout_history,
    Objections: layout_objections,
    Origin: layout_origin,
    Portfolio: layout_portfolio,
    QualityReport: layout_quality,
    StaleResponse: layout_stale,
    TerritoryReport: layout_territory,
}


def page_of(report: Shown) -> Page | None:
    """The page of a report; None for one without a layout."""
    layout = LAYOUTS.get(type(report))
    return None if layout is None else layout(report)
