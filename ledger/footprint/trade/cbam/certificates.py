"""The importer's view: the certificates of an import and their cost, with every assumption listed.

    certificates = max(0, mass x (SEE - SEFA) - what a paid carbon price covers)

A good below zero offsets no other. Prices that are not published are asked for and never carried on. The deduction for
a carbon price paid is that of the Commission's draft of 13 May 2026: the effective price per tonne of the good over the
price of a certificate, times the mass. Sources: Regulation (EU) 2023/956, Articles 9 and 22; draft act
Ares(2026)4841230. Left out: the quarterly holding from 2027, penalties, and the threshold, which is the importer's sum
over all its goods of a year.
"""

from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.numbers import EXACT, ZERO, divide, format_decimal, format_rounded
from schemas.errors import CradleError
from schemas.views.cbam_import import CbamImport, ImportedGood
from schemas.views.cbam_result import CbamReport, CbamResult


class Certificate(NamedTuple):
    """The price of a certificate in EUR, and the day of its publication."""

    eur: Decimal
    day: str


def imported(
    result: CbamResult, tonnes: Decimal, certificate: Certificate, paid_eur: Decimal | None = None
) -> ImportedGood:
    """The certificates of an import of one good, by its data and by default.

    Args:
        result: the good per tonne.
        tonnes: the net mass.
        certificate: the price.
        paid_eur: the effective carbon price paid per tonne of the good, in EUR; None if none is claimed.

    Raises:
        CradleError: `cbam.tonnes` or `cbam.certificate_price` if one is not above zero, `cbam.paid_price` if below.
    """
    for code, value in (("cbam.tonnes", tonnes), ("cbam.certificate_price", certificate.eur)):
        if value <= ZERO:
            raise CradleError(
                code, f"{format_decimal(value)} is not above zero; state a mass and a price."
            )
    if paid_eur is not None and paid_eur < ZERO:
        detail = (
            "A carbon price paid is below zero; state what was paid, net of allowances and rebates."
        )
        raise CradleError("cbam.paid_price", detail)
    covered = (
        ZERO if paid_eur is None else EXACT.multiply(divide(paid_eur, certificate.eur), tonnes)
    )
    due = max(ZERO, EXACT.subtract(EXACT.multiply(Decimal(result.net), tonnes), covered))
    default = result.net_default
    by_default = None if default is None else EXACT.multiply(Decimal(default), tonnes)
    cost = EXACT.multiply(due, certificate.eur)
    cost_by_default = None if by_default is None else EXACT.multiply(by_default, certificate.eur)
    worth = None if cost_by_default is None else EXACT.subtract(cost_by_default, cost)
    return ImportedGood(
        cn=result.cn,
        entry=result.entry,
        tonnes=format_decimal(tonnes),
        certificates=format_decimal(due),
        eur=format_decimal(cost),
        certificates_by_default=_text(by_default),
        eur_by_default=_text(cost_by_default),
        worth_of_proof_eur=_text(worth),
        covered_by_price_paid=format_decimal(covered),
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format_decimal(value)


def assumptions(
    report: CbamReport, certificate: Certificate, paid_eur: Decimal | None = None
) -> tuple[str, ...]:
    """What the sum of an import rests on beside the signed entries, one sentence each."""
    share = max(Decimal(row.default_share) for row in report.goods)
    price = format_decimal(certificate.eur)
    paid = (
        "No carbon price paid in the country of origin is deducted."
        if paid_eur is None
        else f"{format_decimal(paid_eur)} EUR of carbon price paid per tonne are deducted by a draft that is not law."
    )
    return (
        f"The price of a certificate is {price} EUR, of {certificate.day}.",
        f"The cross-sectoral correction factor of {report.year} is {report.cscf}, by the rulebook.",
        f"Default values and benchmarks are {report.tables[:19]}: {report.state}.",
        f"{format_rounded(EXACT.scaleb(share, 2))} % of the direct emissions are by default.",
        paid,
        "The importer is above 50 tonnes in the year.",
    )


def importer_view(
    results: tuple[CbamResult, ...],
    tonnes: Decimal,
    certificate: Certificate,
    assumptions: tuple[str, ...],
    paid_eur: Decimal | None = None,
) -> CbamImport:
    """The import of each good, `tonnes` of each, with what was assumed.

    Arguments and errors: as `imported`; `assumptions` are sentences that stand beside the sum.
    """
    goods = tuple(imported(result, tonnes, certificate, paid_eur) for result in results)
    return CbamImport(
        certificate_eur=format_decimal(certificate.eur),
        certificate_day=certificate.day,
        goods=goods,
        assumptions=assumptions,
    )
