"""How a figure was made, in the words of PACT and Catena-X: standard, IPCC report, sources, shares and ratings.

A rulebook is told as what it is, a sector rule of its own. The standard beside it is the one it rests on: ISO 14067,
the PEF method for the battery rules that are made from it, and life-cycle assessment at large for a study.
"""

from decimal import Decimal
from typing import NamedTuple

from ledger.exchange.declared import carbon_of
from ledger.footprint.external.remarks import IPCC_REPORTS
from ledger.footprint.graph.numbers import EXACT, ONE, ZERO, format_decimal
from ledger.service.answers.delivery_contents import DeliveryContents
from schemas.errors import CradleError
from schemas.quality import Quality
from schemas.rulebook import Rulebook

_HUNDRED = Decimal(100)


class Scores(NamedTuple):
    """Ratings from 1 (best) to 5: technology, geography, time."""

    technology: str
    geography: str
    time: str


def standard_of(rulebook: Rulebook) -> str:
    """The standard that a rulebook rests on."""
    if rulebook.id.startswith("iso-14067"):
        return "ISO14067"
    return "ISO14040-44" if rulebook.legal_status == "study" else "PEF"


def ipcc_report(rulebook: Rulebook) -> str:
    """The IPCC report whose characterization factors were used.

    Raises:
        CradleError: `exchange.method` where that is not known.
    """
    method = rulebook.characterization.method
    if method not in IPCC_REPORTS:
        detail = f"PACT asks for the IPCC report behind {method}, which is not known here."
        raise CradleError("exchange.method", detail, "figure.rulebook")
    return IPCC_REPORTS[method]


def primary_share(quality: Quality | None) -> str | None:
    """The share of company-specific data that the entry states, in per cent.

    Raises:
        CradleError: `exchange.share`.
    """
    if quality is None or quality.company_specific_share is None:
        return None
    share = Decimal(quality.company_specific_share)
    return _percent(share, "quality.company_specific_share")


def exempted_share(quality: Quality | None) -> str | None:
    """What the entry's stated coverage leaves out, in per cent.

    Raises:
        CradleError: `exchange.share`.
    """
    if quality is None or quality.coverage is None:
        return None
    return _percent(EXACT.subtract(ONE, Decimal(quality.coverage)), "quality.coverage")


def scores_of(quality: Quality | None) -> Scores | None:
    """The worst rating of each criterion over the entry's groups; None where nothing is rated.

    How much each group contributes is the supplier's secret, so no mean could be weighted.
    """
    if quality is None or not quality.ratings:
        return None
    rows = quality.ratings
    return Scores(
        technology=max((row.te_r for row in rows), key=Decimal),
        geography=max((row.ge_r for row in rows), key=Decimal),
        time=max((row.ti_r for row in rows), key=Decimal),
    )


def not_stated(told: DeliveryContents) -> tuple[str, ...]:
    """Members that PACT demands, and whose value stands for nothing that anybody stated."""
    missing = []
    if exempted_share(told.quality) is None:
        missing.append("exemptedEmissionsPercent")
    if carbon_of(told) is None:
        missing.append("fossilCarbonContent")
    return tuple(missing)


def _percent(share: Decimal, place: str) -> str:
    if not ZERO <= share <= ONE:
        detail = f"A share of {share:f} is not from 0 to 1; correct section quality of the entry."
        raise CradleError("exchange.share", detail, place)
    return format_decimal(EXACT.multiply(share, _HUNDRED))
