"""The check of a received footprint against PACT 3.0: its mandatory members, each in its form.

A footprint that fails it does not conform to the standard, and its event is refused. One that passes may still be of no
use here (goods in liters) or have findings (totals that do not add up): it is accepted, and listed with these.

Source: PACT Technical Specifications 3.0.3, data model. Left out: the form of optional members (`findings`).
"""

import re
from typing import get_args

from ledger.footprint.external.document import Fields, parse_document
from ledger.footprint.external.pact import VERSION_3
from schemas.errors import CradleError
from schemas.exchanged.pact.footprint import DeclaredUnit

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_URN = re.compile(r"urn:\S+", re.IGNORECASE)

DECIMALS = (
    "declaredUnitAmount",
    "productMassPerDeclaredUnit",
    "pcfExcludingBiogenicUptake",
    "pcfIncludingBiogenicUptake",
    "fossilGhgEmissions",
    "fossilCarbonContent",
    "exemptedEmissionsPercent",
)
"""The mandatory decimals of a carbon footprint."""


def check_footprint(data: bytes, place: str) -> None:
    """Check a footprint of an event; `place` is its path there.

    Raises:
        CradleError: `json.*`, `external.*`, `pact.uuid` or `pact.urn`, with the path in the event.
    """
    try:
        check_members(parse_document(data))
    except CradleError as error:
        path = f"{place}.{error.place}" if error.place else place
        raise CradleError(error.code, error.detail, path) from None


def check_members(top: Fields) -> None:
    """Check the members of a footprint.

    Raises:
        CradleError: `external.*`, `pact.uuid` or `pact.urn`, with the path in the footprint.
    """
    _require(_UUID, top.text("id"), "pact.uuid", "id")
    if VERSION_3.fullmatch(top.text("specVersion")) is None:
        detail = (
            f"{top.text('specVersion')!r:.40} is not a version of PACT 3; convert the footprint."
        )
        raise CradleError("external.format", detail, "specVersion")
    top.timestamp("created")
    top.word("status", ("Active", "Deprecated"))
    for name in ("companyName", "productNameCompany"):
        top.text(name)
    if not top.has("productDescription"):
        detail = "The member productDescription is missing; state it, empty if there is none."
        raise CradleError("external.field", detail, "productDescription")
    for name in ("companyIds", "productIds"):
        for text in top.texts(name):
            _require(_URN, text, "pact.urn", name)
    _check_pcf(top.node("pcf"))


def _check_pcf(pcf: Fields) -> None:
    pcf.word("declaredUnitOfMeasurement", get_args(DeclaredUnit))
    for name in DECIMALS:
        pcf.number(name, numbers=False)
    for name in ("referencePeriodStart", "referencePeriodEnd"):
        pcf.timestamp(name)
    for name in ("ipccCharacterizationFactors", "crossSectoralStandards"):
        pcf.texts(name)


def _require(form: re.Pattern[str], text: str, code: str, place: str) -> None:
    if form.fullmatch(text) is None:
        word = code.partition(".")[2].upper()
        raise CradleError(code, f"{text!r:.80} is not a {word}; correct it.", place)
