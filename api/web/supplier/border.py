"""The page of a firm's goods at the carbon border: embedded emissions, free allocation, and what an import would cost.

Nothing on it is signed. A correction factor and prices that are not published are typed by the reader, and none is
filled in. Each question is an address, so it can be kept and sent on. Left out: goods by the tonne of several
installations; each entry stands alone.
"""

from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from typing import Annotated, Final, NamedTuple

from fastapi import APIRouter, Depends, Query, Response

from api.web.csv_file import csv_response
from api.web.offered_methods import offered_sets
from api.web.wording import format_period
from api.web.workspace import Visit, Visited
from api.web.workspaces import SUPPLIER
from ledger.documents.drawing.border_bars import BorderBar, BorderPart, draw_border_bars
from ledger.footprint.graph.numbers import ZERO, format_money, show_figure
from ledger.footprint.trade.cbam.certificates import Certificate, assumptions, importer_view
from ledger.service.access.own_deliveries import goods_for
from ledger.translations.documents import number
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


class Line(NamedTuple):
    """A quantity of a good as the table shows it: by data, and by default."""

    name: str
    value: str
    by_default: str


class GoodShown(NamedTuple):
    """A good: its result, its picture, and its lines."""

    result: CbamResult
    picture: str
    lines: list[Line]


@router.get(".json")
def border_data(visit: Visited, asked: Form) -> Response:
    """Return the goods of an entry as data."""
    return visit.data(_read(visit, asked))


@router.get(".csv")
def border_table(visit: Visited, asked: Form) -> Response:
    """Return the goods of an entry as a table, one row for each."""
    named = ("line", "cn", "route", "country", "year", *QUANTITIES)
    rows = [[getattr(row, name) for name in named] for row in _read(visit, asked).goods]
    return csv_response("border", named, rows)


@router.get("")
def border_page(visit: Visited, asked: Form) -> Response:
    """Show what the goods of an entry embed per tonne, and the certificates of an import."""
    report, imported, error = None, None, None
    if asked.entry:
        try:
            report = _read(visit, asked)
            imported = _imported(report, asked)
        except CradleError as refused:
            error = refused
    values: dict[str, object] = {
        "asked": asked,
        "entries": _entries(visit),
        "factor_sets": offered_sets(visit),
        "goods": () if report is None else [_shown(visit, row) for row in report.goods],
        "report": report,
        "imported": imported,
        "number": lambda value: number(show_figure(Decimal(value)), visit.language),
        "money": lambda value: number(format_money(Decimal(value)), visit.language),
        "error": error,
        "query": visit.request.url.query,
    }
    status = HTTPStatus.OK if error is None else HTTPStatus.UNPROCESSABLE_ENTITY
    frame = SUPPLIER.frame("history")
    return visit.page("supplier/border.html", visit.say("border.title"), values, frame, status)


def _read(visit: Visit, asked: Asked) -> CbamReport:
    """The goods that an address asks for.

    Raises:
        CradleError: `quantity.*`, `statement.unknown`, or as `border` of the desk.
    """
    year = int(_number(asked.year, "year").partition(".")[0])
    cscf = _number(asked.cscf, "cscf") if asked.cscf else None
    return visit.desk.border(f"sha256:{asked.entry}", tuple(asked.factor_set), year, cscf)


def _number(typed: str, name: str) -> str:
    """A typed number with a point; one comma alone is a decimal comma in every language of the page."""
    return read_amount(typed.strip().replace(",", "."), name)


def _imported(report: CbamReport, asked: Asked) -> CbamImport | None:
    if not (asked.tonnes or asked.price or asked.price_day or asked.paid):
        return None
    price = Decimal(_number(asked.price, "price"))
    certificate = Certificate(price, read_day(asked.price_day, "price_day"))
    paid = Decimal(_number(asked.paid, "paid")) if asked.paid else None
    tonnes = Decimal(_number(asked.tonnes, "tonnes"))
    return importer_view(
        report.goods, tonnes, certificate, assumptions(report, certificate, paid), paid
    )


def _entries(visit: Visit) -> list[tuple[str, str]]:
    """The firm's newest entries with their goods and periods, each once."""
    found = goods_for(visit.context.ledger, visit.caller)
    return list(
        {
            row.entry[7:]: f"{row.line.name}, {format_period(visit, row.period)}" for row in found
        }.items()
    )


def _shown(visit: Visit, row: CbamResult) -> GoodShown:
    return GoodShown(row, _picture(visit, row), [_line(visit, row, name) for name in SHOWN])


SHOWN: Final = ("see_direct", "see_indirect", "embedded_electricity", "sefa", "net")
BESIDE: Final = {"see_direct": "see_default", "sefa": "sefa_default", "net": "net_default"}
"""The quantities of the table, and those that stand beside them by default."""


def _line(visit: Visit, row: CbamResult, name: str) -> Line:
    default = getattr(row, BESIDE[name]) if name in BESIDE else None
    return Line(
        visit.say(f"border.{name}"), _value(visit, getattr(row, name)), _value(visit, default)
    )


def _value(visit: Visit, value: str | None) -> str:
    return visit.say("page.none") if value is None else _written(visit, Decimal(value))


def _written(visit: Visit, value: Decimal) -> str:
    return number(show_figure(value), visit.language)


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
    return BorderBar(visit.say(f"border.bar.{name}"), shown, _written(visit, total))
