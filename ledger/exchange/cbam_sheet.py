"""An operator's emissions report as the items of the Commission's communication template for installations (2.1).

Each row names the sheet and the numbered item of its section into which a value is typed, as the template names them;
its cells have no stable names. The template is of the transitional period and has no item for free allocation, so that
row names none. Left out: fuels by source stream, heat and waste gas (sheets B and C), and the verifier's address.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ledger.documents.rendering.csv_table import csv_table
from ledger.footprint.graph.numbers import EXPLAIN, format_decimal
from schemas.views.cbam_result import CbamReport, CbamResult, PrecursorResult

COLUMNS = ("sheet", "item", "label", "value", "unit")


class TemplateItem(NamedTuple):
    """A value and where it is typed; `label` is what the template asks for, in our words."""

    sheet: str
    item: str
    label: str
    value: str
    unit: str = ""


def template_items(report: CbamReport) -> tuple[TemplateItem, ...]:
    """The items of a report, goods in their order; values that are not known are left out."""
    items = [item for at, good in enumerate(report.goods, 1) for item in _good(at, good)]
    return tuple(item for item in items if item.value)


def template_csv(report: CbamReport) -> bytes:
    """The items as one CSV table, UTF-8 with a byte-order mark."""
    return csv_table(COLUMNS, template_items(report))


def _good(at: int, good: CbamResult) -> Iterator[TemplateItem]:
    sheet = "A_InstData"
    yield TemplateItem(sheet, "1 Start", "first day of the period", good.period.start)
    yield TemplateItem(sheet, "1 End", "last day of the period", good.period.last_day)
    yield from _installation(good)
    yield TemplateItem(sheet, f"4(a) G{at}", "good, by its CN code", good.cn)
    yield TemplateItem(sheet, f"4(a) G{at} Route 1", "production route", good.route or "")
    yield TemplateItem(sheet, f"4(b) P{at}", "production process of the good", good.cn)
    bought = [row for row in good.precursors if row.standing != "same_installation"]
    for number, row in enumerate(bought, 1):
        yield from _listed(number, row)
    yield from _process(at, good)
    for number, row in enumerate(bought, 1):
        yield from _purchased(at, number, row, good)
    yield from _communicated(at, good)


def _installation(good: CbamResult) -> Iterator[TemplateItem]:
    sheet, installation = "A_InstData", good.installation
    yield TemplateItem(sheet, "2 viii.", "country", good.country)
    if installation is not None:
        yield TemplateItem(sheet, "2 ii.", "English name of the installation", installation.name)
        yield TemplateItem(sheet, "2 iii.", "address", installation.address)
        yield TemplateItem(sheet, "2 ix.", "UN/LOCODE", installation.unlocode or "")
        yield TemplateItem(sheet, "2 x.", "latitude of the main source", installation.latitude)
        yield TemplateItem(sheet, "2 xi.", "longitude of the main source", installation.longitude)


def _listed(number: int, row: PrecursorResult) -> Iterator[TemplateItem]:
    item = f"5 PP{number}"
    yield TemplateItem("A_InstData", item, "purchased precursor, by its CN code", row.cn or "")
    yield TemplateItem("A_InstData", f"{item} Country code", "country of production", row.country)
    yield TemplateItem("A_InstData", f"{item} Route 1", "production route", row.route or "")


def _process(at: int, good: CbamResult) -> Iterator[TemplateItem]:
    sheet, item = "D_Processes", f"P{at}"
    yield TemplateItem(sheet, f"{item} (a)", "production level", good.activity, "t")
    direct = _times(good.own_direct, good.activity)
    yield TemplateItem(sheet, f"{item} direct", "directly attributable emissions", direct, "t CO2e")
    power = _times(good.own_electricity, good.activity)
    yield TemplateItem(sheet, f"{item} indirect", "electricity consumed", power, "MWh")


def _purchased(
    at: int, number: int, row: PrecursorResult, good: CbamResult
) -> Iterator[TemplateItem]:
    sheet, item = "E_PurchPrec", f"{number}"
    tonnes = _times(row.tonnes, good.activity)
    yield TemplateItem(sheet, f"{item} (a)", "total purchased", tonnes, "t")
    yield TemplateItem(sheet, f"{item} (b) {at}", "consumed in the process", tonnes, "t")
    direct = row.see_direct or row.default or ""
    yield TemplateItem(sheet, f"{item} (e) i.", "direct emissions", direct, "t CO2e/t")
    power = row.embedded_electricity or ""
    yield TemplateItem(sheet, f"{item} (e) ii.", "electricity", power, "MWh/t")
    yield TemplateItem(
        sheet, f"{item} (e) iv.", "indirect emissions", row.see_indirect or "", "t CO2e/t"
    )
    why = "no accredited verifier has attested the delivery" if row.standing == "default" else ""
    yield TemplateItem(sheet, f"{item} (e) v.", "reason for a default", why)


def _communicated(at: int, good: CbamResult) -> Iterator[TemplateItem]:
    sheet = "Summary_Communication"
    yield TemplateItem(sheet, f"{at}", "direct emissions", good.see_direct, "t CO2e/t")
    yield TemplateItem(sheet, f"{at}", "indirect emissions", good.see_indirect or "", "t CO2e/t")
    power = good.embedded_electricity or ""
    yield TemplateItem(sheet, f"{at}", "embedded electricity", power, "MWh/t")
    yield TemplateItem(sheet, f"{at}", "share by default", good.default_share, "of 1")
    for paid in good.carbon_prices:
        yield TemplateItem(sheet, f"{at}", "carbon price due", paid.amount, f"{paid.currency}/t")
    yield TemplateItem("", "", "embedded free allocation (SEFA)", good.sefa, "t CO2e/t")


def _times(each: str | None, tonnes: str) -> str:
    """A quantity over all tonnes; nothing if it is not known."""
    return "" if each is None else format_decimal(EXPLAIN.multiply(Decimal(each), Decimal(tonnes)))
