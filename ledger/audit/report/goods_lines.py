"""Goods of the carbon border in a report as text: the quantities of each delivery, and what its goods are made of.

The delivery that is verified comes first, then those with the largest part by default: that part was not proven. The
values have all six decimals, so that a reader can compare them with those of a delivery.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ledger.audit.report.figure_lines import percent
from ledger.audit.report.lines import SHOWN, listed_lines
from ledger.footprint.graph.numbers import ONE
from schemas.views.cbam_result import Standing
from schemas.views.report import Report
from schemas.views.report_goods import ReportedGoods, ReportedPrecursor

_STANDINGS: Mapping[Standing, str] = {
    "same_installation": "by its own data, as made in the same installation",
    "verified": "by attestation",
    "exempt": "as nothing, from an exempt country",
    "default": "by default",
    "not_covered": "as nothing, no good of the border",
}


def goods_lines(report: Report) -> Iterator[str]:
    """The goods of the first deliveries, and the number of the others; nothing if there are none."""
    rows = sort_goods(report)
    heading = f"Goods at the carbon border: {len(rows)}, in t CO2e per tonne, recomputed here"
    return listed_lines(heading, [goods_words(row) for row in rows])


def sort_goods(report: Report) -> list[ReportedGoods]:
    """The goods of a report: of the verified delivery, then those with the largest part by default."""
    return sorted(
        report.goods or (),
        key=lambda row: (row.delivery != report.subject, -Decimal(row.default_share)),
    )


def goods_words(row: ReportedGoods) -> Iterator[str]:
    """The code, place and year of goods, then their quantities, then each of the goods that they are made of."""
    route = "" if row.route is None else f", route {row.route}"
    yield f"{row.cn}{route}, {row.site} in {row.country}, {row.year}: {row.delivery}"
    indirect = "not stated" if row.see_indirect is None else row.see_indirect
    default = percent(Decimal(row.default_share), ONE)
    yield (
        f"direct {row.see_direct} ({default} by default), indirect {indirect}, free allocation {row.sefa} (correction"
        f" {row.cscf})"
    )
    for precursor in row.precursors[:SHOWN]:
        yield _precursor(precursor)
    if len(row.precursors) > SHOWN:
        yield f"and of {len(row.precursors) - SHOWN} more goods, which the JSON lists"


def _precursor(row: ReportedPrecursor) -> str:
    code = "goods without a code" if row.cn is None else row.cn
    words = f"made of {row.tonnes} t of {code}, counted {_standing(row.standing, row)}"
    if row.sefa_standing != row.standing:
        words += f", with free allocation {_standing(row.sefa_standing, row)}"
    return f"{words}: {row.delivery}"


def _standing(standing: Standing, row: ReportedPrecursor) -> str:
    names = " and ".join(row.attestations) if standing == "verified" else ""
    return f"{_STANDINGS[standing]} {names}".rstrip()
