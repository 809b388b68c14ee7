"""The page of a firm's goods at the carbon border: embedded emissions, free allocation, and what an import would cost.

Nothing on it is signed. A correction factor and prices that are not published are typed by the reader, and none is
filled in. Each question is an address, so it can be kept and sent on. Left out: goods by the tonne of several
installations; each entry stands alone.
"""

from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Response

from api.web.offered_methods import offered_sets
from api.web.rendering import write_figure
from api.web.twins import Rows, columns, twins
from api.web.workspace import Visit, Visited
from api.web.workspaces import SUPPLIER
from ledger.documents.drawing.border_bars import BorderBar, BorderPart, draw_border_bars
from ledger.footprint.graph.numbers import ZERO
from ledger.footprint.trade.cbam.certificates import Certificate, assumptions, importer_view
from ledger.service.access.own_deliveries import goods_for
from schemas.errors import CradleError
from schemas.typed import read_amount, read_day
from schemas.views.cbam_import import CbamImport
from schemas.views.cbam_result import CbamReport, CbamResult

router = APIRouter(prefix=f"{SUPPLIER.root}/border", include_in_schema=False)
Typed = Annotated[str, Query(max_length=100)]

QUANTITIES: Final = (
    "see_direct",
    "see_indirect",
    "embedded_electricity",
    "default_share",
    "sefa",
    "net",
    "see_default",
    "sefa_default",
    "net_default",
)


SHOWN: Final = ("see_direct", "see_indirect", "embedded_electricity", "sefa", "net")
BESIDE: Final = {"see_direct": "see_default", "sefa": "sefa_default", "net": "net_default"}
"""The quantities of the table, and those that stand beside them by default."""


@dataclass(frozen=True)
class Asked:
    """The fields of the form, as they were typed; empty ones were left out."""

    entry: Typed = ""
    factor_set: Annotated[list[str], Query(max_length=16)] = ()  # type: ignore[assignment]
    year: Typed = ""
    cscf: Typed = ""
    tonnes: Typed = ""
    price: Typed = ""
    price_day: Typed = ""
    paid: Typed = ""


Form = Annotated[Asked, Depends()]


def _table(report: CbamReport) -> Rows:
    return columns(report.goods, "line", "cn", "route", "country", "year", *QUANTITIES)


@twins(router, "", _table, "border")
def goods(visit: Visited, asked: Form) -> CbamReport:
    """Return the goods of an entry as data, and as a table, one row for each.

    Raises:
        CradleError: `quantity.*`, `statement.unknown`, or as `border` of the desk.
    """
    year = int(_number(asked.year, "year").partition(".")[0])
    cscf = _number(asked.cscf, "cscf") if asked.cscf else None
    return visit.desk.border(f"sha256:{asked.entry}", tuple(asked.factor_set), year, cscf)


@router.get("")
def border_page(visit: Visited, asked: Form) -> Response:
    """Show what the goods of an entry embed per tonne, and the certificates of an import."""
    report, imported, error = None, None, None
    if asked.entry:
        try:
            report = goods(visit, asked)
            imported = _imported(report, asked)
        except CradleError as refused:
            error = refused
    return visit.page(
        "supplier/border.html",
        error,
        status=HTTPStatus(422) if error else None,
        asked=asked,
        entries=_entries(visit),
        factor_sets=offered_sets(visit),
        picture=lambda row: _picture(visit, row),
        shown=SHOWN,
        beside=BESIDE,
        report=report,
        imported=imported,
        query=visit.request.url.query,
    )


def _number(typed: str, name: str) -> str:
    """A typed number with a point; one comma alone is a decimal comma in every language of the page."""
    return read_amount(typed.strip().replace(",", "."), name)


def _imported(report: CbamReport, form: Asked) -> CbamImport | None:
    if not (form.tonnes or form.price or form.price_day or form.paid):
        return None
    price = Decimal(_number(form.price, "price"))
    certificate = Certificate(price, read_day(form.price_day, "price_day"))
    paid = Decimal(_number(form.paid, "paid")) if form.paid else None
    tonnes = Decimal(_number(form.tonnes, "tonnes"))
    return importer_view(
        report.goods, tonnes, certificate, assumptions(report, certificate, paid), paid
    )


def _entries(visit: Visit) -> list[tuple[str, str]]:
    """The firm's newest entries with their goods and periods, each once."""
    rows = goods_for(visit.ledger, visit.caller)
    return list(
        {row.entry[7:]: f"{row.line.name}, {visit.period(row.period)}" for row in rows}.items()
    )


def _picture(visit: Visit, row: CbamResult) -> str:
    """What the good embeds, what is taken off, what is left, and the same by default."""
    direct = Decimal(row.see_direct)
    by_default = direct * Decimal(row.default_share)
    indirect = Decimal(row.see_indirect or "0") if row.indirect_counts else ZERO
    bars = [
        _bar(
            visit, "embedded", ("actual", direct - by_default + indirect), ("default", by_default)
        ),
        _bar(visit, "sefa", ("allocation", Decimal(row.sefa))),
        _bar(visit, "net", ("actual", Decimal(row.net))),
    ]
    if row.net_default is not None:
        bars.append(_bar(visit, "net_default", ("default", Decimal(row.net_default))))
    return draw_border_bars(bars, visit.say("border.picture", cn=row.cn))


def _bar(visit: Visit, name: str, *parts: tuple[str, Decimal]) -> BorderBar:
    shown = tuple(BorderPart(look, value) for look, value in parts)
    total = sum((value for _, value in parts), ZERO)
    return BorderBar(visit.say(f"border.bar.{name}"), shown, write_figure(total, visit.language))
