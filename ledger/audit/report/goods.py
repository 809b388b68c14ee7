"""Goods of the carbon border in a report: the recomputed quantities of each delivery that states some.

A precursor's data count by attestations that the delivery names and the reader accepts; the report names them, so that
a reader sees whose word the quantities rest on, and for which goods a default stands in.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ledger.audit.context import AuditContext
from ledger.audit.report.findings import SHOWN
from ledger.documents.shown import percent
from ledger.footprint.trade.cbam.delivered import rounded_result
from ledger.rules.border_quantities import RecomputedGoods
from schemas.signed.attestation import Attestation
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


def build_goods(context: AuditContext) -> tuple[ReportedGoods, ...] | None:
    """Build the goods of the deliveries whose quantities were recomputed, by their ids; None if there are none."""
    verified = {signed.id: said.delivery or "" for signed, said in context.bundle.of(Attestation)}
    rows = (
        _goods(name, recomputed_goods, verified)
        for name, recomputed_goods in sorted(context.goods.items())
    )
    return tuple(rows) or None


def _goods(
    name: str, recomputed_goods: RecomputedGoods, verified: Mapping[str, str]
) -> ReportedGoods:
    quantities, result = recomputed_goods.quantities, recomputed_goods.result
    return ReportedGoods(
        delivery=name,
        entry=result.entry,
        site=result.site,
        country=result.country,
        cn=quantities.cn,
        route=quantities.route,
        year=quantities.year,
        cscf=quantities.cscf,
        see_direct=quantities.see_direct,
        see_indirect=quantities.see_indirect,
        default_share=quantities.default_share,
        sefa=quantities.sefa,
        precursors=tuple(_precursors(recomputed_goods, verified)),
    )


def _precursors(
    recomputed_goods: RecomputedGoods, verified: Mapping[str, str]
) -> Iterator[ReportedPrecursor]:
    for row in rounded_result(recomputed_goods.result).precursors:
        counts = "verified" in {row.standing, row.sefa_standing}
        words = (
            attestation
            for attestation in recomputed_goods.quantities.attestations
            if verified.get(attestation) == row.delivery
        )
        yield ReportedPrecursor(
            delivery=row.delivery,
            cn=row.cn,
            tonnes=row.tonnes,
            standing=row.standing,
            sefa_standing=row.sefa_standing,
            attestations=tuple(words) if counts else (),
        )


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
    default = percent(Decimal(row.default_share))
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
