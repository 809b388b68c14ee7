"""The method behind a figure in the words of PACT and Catena-X: standard, IPCC report, sources, shares and ratings.

A rulebook is exported as a sector rule of its own. The standard beside it is its base: ISO 14067, the PEF method for
the battery rules derived from it, or life-cycle assessment in general for a study.
"""

from decimal import Decimal
from typing import NamedTuple

from ledger.documents.delivery_contents import DeliveryContents
from ledger.exchange.units_and_validity import carbon_of
from ledger.footprint.external.remarks import IPCC_REPORTS
from ledger.footprint.graph.numbers import EXACT, ONE, ZERO, format_decimal
from schemas.errors import CradleError
from schemas.signed.quality import Quality
from schemas.signed.rulebook import Rulebook

_HUNDRED = Decimal(100)


class Scores(NamedTuple):
    """Ratings from 1 (best) to 5: technology, geography, time."""

    technology: str
    geography: str
    time: str


def standard_of(rulebook: Rulebook) -> str:
    """The standard that a rulebook is based on."""
    if rulebook.id.startswith("iso-14067"):
        return "ISO14067"
    return "ISO14040-44" if rulebook.legal_status == "study" else "PEF"


def ipcc_report(rulebook: Rulebook) -> str:
    """Return the IPCC report of the characterization factors.

    Raises:
        CradleError: `exchange.method` if the report is not known.
    """
    method = rulebook.characterization.method
    if method not in IPCC_REPORTS:
        detail = (
            f"PACT requires an IPCC report, and none is known for method {method}; send a bundle."
        )
        raise CradleError("exchange.method", detail, "figure.rulebook")
    return IPCC_REPORTS[method]


def primary_share(quality: Quality | None) -> str | None:
    """Return the share of company-specific data that the entry states, in per cent.

    Raises:
        CradleError: `exchange.share`.
    """
    if quality is None or quality.company_specific_share is None:
        return None
    share = Decimal(quality.company_specific_share)
    return _percent(share, "quality.company_specific_share")


def exempted_share(quality: Quality | None) -> str | None:
    """Return the share of emissions that the entry's stated coverage leaves out, in per cent.

    Raises:
        CradleError: `exchange.share`.
    """
    if quality is None or quality.coverage is None:
        return None
    return _percent(EXACT.subtract(ONE, Decimal(quality.coverage)), "quality.coverage")


def scores_of(quality: Quality | None) -> Scores | None:
    """Return the worst rating of each criterion over the entry's groups; None if the entry has no ratings.

    The contribution of each group is the supplier's secret, so a weighted mean is not possible.
    """
    if quality is None or not quality.ratings:
        return None
    rows = quality.ratings
    return Scores(
        technology=max((row.te_r for row in rows), key=Decimal),
        geography=max((row.ge_r for row in rows), key=Decimal),
        time=max((row.ti_r for row in rows), key=Decimal),
    )


def not_stated(contents: DeliveryContents) -> tuple[str, ...]:
    """List the members that PACT requires and that the entry does not state; their exported value is a placeholder."""
    missing = []
    if exempted_share(contents.quality) is None:
        missing.append("exemptedEmissionsPercent")
    if carbon_of(contents) is None:
        missing.append("fossilCarbonContent")
    return tuple(missing)


def _percent(share: Decimal, place: str) -> str:
    if not ZERO <= share <= ONE:
        detail = f"A share of {share:f} is not from 0 to 1; correct section quality of the entry."
        raise CradleError("exchange.share", detail, place)
    return format_decimal(EXACT.multiply(share, _HUNDRED))
