"""Goods of the carbon border in a report: the recomputed quantities of each delivery that states some.

A precursor's data count by attestations that the delivery names and the reader accepts; the report names them, so that
a reader sees whose word the quantities rest on, and for which goods a default stands in.
"""

from collections.abc import Iterator, Mapping

from ledger.audit.context import AuditContext
from ledger.footprint.trade.cbam.delivered import rounded_result
from ledger.rules.border import RecomputedGoods
from schemas.signed.calculation import Attestation
from schemas.views.report_goods import ReportedGoods, ReportedPrecursor


def build_goods(context: AuditContext) -> tuple[ReportedGoods, ...] | None:
    """Build the goods of the deliveries whose quantities were recomputed, by their ids; None if there are none."""
    verified = {signed.id: said.delivery or "" for signed, said in context.bundle.of(Attestation)}
    rows = (_goods(name, found, verified) for name, found in sorted(context.goods.items()))
    return tuple(rows) or None


def _goods(name: str, found: RecomputedGoods, verified: Mapping[str, str]) -> ReportedGoods:
    quantities, result = found.quantities, found.result
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
        precursors=tuple(_precursors(found, verified)),
    )


def _precursors(found: RecomputedGoods, verified: Mapping[str, str]) -> Iterator[ReportedPrecursor]:
    for row in rounded_result(found.result).precursors:
        counts = "verified" in {row.standing, row.sefa_standing}
        words = (one for one in found.quantities.attestations if verified.get(one) == row.delivery)
        yield ReportedPrecursor(
            delivery=row.delivery,
            cn=row.cn,
            tonnes=row.tonnes,
            standing=row.standing,
            sefa_standing=row.sefa_standing,
            attestations=tuple(words) if counts else (),
        )
