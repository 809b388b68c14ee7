"""What a case states for the carbon border: the code and route of an output, and the carbon prices that a site paid."""

from ledger.exchange.case_plan import Plan
from ledger.exchange.case_rows import FurtherOutput, Site
from ledger.footprint.graph.numbers import EXACT, format_decimal
from schemas.signed.cbam_good import CbamGood
from schemas.signed.inventory import PaidCarbonPrice


def good_of(row: Site | FurtherOutput) -> CbamGood | None:
    """The good that an output is; None for one without a code."""
    return None if row.cn is None else CbamGood(cn=row.cn, route=row.route)


def carbon_prices(plan: Plan, site: str) -> tuple[PaidCarbonPrice, ...] | None:
    """The carbon prices that a site paid over its volume; None if the case states none."""
    volume = plan.outputs[site]
    paid = tuple(
        PaidCarbonPrice(
            scheme=row.scheme,
            currency=row.currency,
            amount=format_decimal(EXACT.multiply(row.per_unit, volume)),
        )
        for row in plan.case.carbon_prices
        if row.site == site
    )
    return paid or None
