"""Footprints of PACT: data model 3 (Technical Specifications 3.0), and 2 as far as it can be mapped.

Version 3 states the parts of a total separately, and the sum that they form (its own field notes):

    excluding uptake = fossil + land use change + land management + land removals
                       + technological removals + capture and storage + biogenic without CO2
    including uptake = excluding uptake + uptake

Members that are already inside a part (land management fossil, aircraft, packaging) are not added again, and those
outside the total (outbound logistics, leakage, carbon contents) do not count.

Version 2 has another split. Its total without biogenic emissions counts whole: the fossil emissions named in it as
fossil, the rest as unspecified; its land management is one net number; its withdrawal was first written as a positive
and later as a negative number, and is uptake either way. Land use change elsewhere (iLUC) is in no total.

A figure is valid to the end of its validity, at most three years after its reference period, as PACT says.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from ledger.footprint.external.document import Fields
from ledger.footprint.external.figure import (
    ExternalFigure,
    Portion,
    Sum,
    collect,
    declared_amount,
    part_of,
    ratings_of,
    share_of,
    sum_at,
    unit_of,
    validity,
)
from ledger.footprint.graph.numbers import EXACT, ZERO, format_decimal
from schemas.external_words import ExternalFormat, ExternalPart
from schemas.values import Period

VERSION_3 = re.compile(r"3\.[0-9]{1,3}\.[0-9]{1,3}(-[0-9]{8})?")
VERSION_2 = re.compile(r"2\.[0-9]{1,3}\.[0-9]{1,3}(-[0-9A-Za-z-]{1,40})?")

PARTS = (
    ("fossilGhgEmissions", ExternalPart.FOSSIL),
    ("landUseChangeGhgEmissions", ExternalPart.LAND_USE_CHANGE),
    ("landManagementBiogenicCO2Emissions", ExternalPart.LAND_MANAGEMENT),
    ("landManagementBiogenicCO2Removals", ExternalPart.LAND_REMOVAL),
    ("technologicalCO2Removals", ExternalPart.CAPTURE),
    ("ccsTechnologicalCO2Capture", ExternalPart.CAPTURE),
    ("biogenicNonCO2Emissions", ExternalPart.BIOGENIC),
    ("biogenicCO2Uptake", ExternalPart.UPTAKE),
)
"""The members that the sum of version 3 consists of, and their parts."""

PARTS_2 = (
    ("dLucGhgEmissions", ExternalPart.LAND_USE_CHANGE),
    ("otherBiogenicGhgEmissions", ExternalPart.BIOGENIC),
)
"""The members of version 2 that are a part without conversion."""

RATINGS = (
    "technologicalDQR",
    "geographicalDQR",
    "temporalDQR",
    "completenessDQR",
    "reliabilityDQR",
)

_FOSSIL_2 = frozenset({ExternalPart.FOSSIL, ExternalPart.UNSPECIFIED})
"""The parts of the total of version 2 without biogenic emissions."""

_YEARS = 3


def read_pact_3(top: Fields) -> ExternalFigure:
    """The figure of a version 3 footprint; its decimals are strings.

    Raises:
        CradleError: `external.*`, with the path in the file.
    """
    pcf = top.node("pcf")
    mass = pcf.number("productMassPerDeclaredUnit", least=ZERO, numbers=False)
    return ExternalFigure(
        format=ExternalFormat.PACT_3,
        id=top.text("id"),
        company=top.text("companyName"),
        products=top.texts("productIds"),
        unit=unit_of(pcf, "declaredUnitOfMeasurement"),
        declared_amount=declared_amount(pcf, "declaredUnitAmount", numbers=False),
        mass=format_decimal(mass),
        boundary="cradle_to_gate",
        valid=_valid(top, pcf),
        values=collect(_portions_3(pcf)),
        sums=pact_3_sums(pcf),
        methods=pcf.texts("ipccCharacterizationFactors"),
        primary_share=share_of(pcf),
        ratings=_ratings(pcf),
        active=top.word("status", ("Active", "Deprecated")) == "Active",
    )


def read_pact_2(top: Fields) -> ExternalFigure:
    """The figure of a version 2 footprint; its decimals are strings or numbers.

    Raises:
        CradleError: `external.*`, with the path in the file.
    """
    pcf = top.node("pcf")
    mass = "productMassPerDeclaredUnit"
    return ExternalFigure(
        format=ExternalFormat.PACT_2,
        id=top.text("id"),
        company=top.text("companyName"),
        products=top.texts("productIds"),
        unit=unit_of(pcf, "declaredUnit"),
        declared_amount=declared_amount(pcf, "unitaryProductAmount"),
        mass=format_decimal(pcf.number(mass, least=ZERO)) if pcf.has(mass) else None,
        boundary="cradle_to_gate",
        valid=_valid(top, pcf),
        values=collect(_portions_2(pcf)),
        sums=pact_2_sums(pcf),
        methods=_methods_2(pcf),
        primary_share=share_of(pcf),
        ratings=_ratings(pcf),
        active=top.word("status", ("Active", "Deprecated")) == "Active",
    )


def pact_3_sums(pcf: Fields) -> tuple[Sum, ...]:
    """The totals of a version 3 footprint.

    Raises:
        CradleError: `external.*`, with the path in the file.
    """
    portions = _portions_3(pcf)
    excluding = pcf.number("pcfExcludingBiogenicUptake", numbers=False)
    including = pcf.number("pcfIncludingBiogenicUptake", numbers=False)
    counted = (row.value for row in portions if row.part is not ExternalPart.UPTAKE)
    taken_up = (row.value for row in portions if row.part is ExternalPart.UPTAKE)
    return (
        sum_at(pcf, "pcfExcludingBiogenicUptake", excluding, counted),
        sum_at(pcf, "pcfIncludingBiogenicUptake", including, (excluding, *taken_up), counts=False),
    )


def pact_2_sums(pcf: Fields) -> tuple[Sum, ...]:
    """The totals of a version 2 footprint.

    Raises:
        CradleError: `external.*`, with the path in the file.
    """
    portions = tuple(_portions_2(pcf))
    excluding = pcf.number("pCfExcludingBiogenic", least=ZERO)
    fossil = [row for row in portions if row.part in _FOSSIL_2]
    first = sum_at(pcf, "pCfExcludingBiogenic", excluding, (row.value for row in fossil))
    if not pcf.has("pCfIncludingBiogenic"):
        return (first,)
    others = (row.value for row in portions if row.part not in _FOSSIL_2)
    including = pcf.number("pCfIncludingBiogenic")
    return first, sum_at(pcf, "pCfIncludingBiogenic", including, (excluding, *others))


def _portions_3(pcf: Fields) -> list[Portion]:
    """The parts of a version 3 footprint."""
    return [
        Portion(part, part_of(pcf, name, part, numbers=False))
        for name, part in PARTS
        if name == "fossilGhgEmissions" or pcf.has(name)
    ]


def _portions_2(pcf: Fields) -> Iterator[Portion]:
    """The parts of a version 2 footprint."""
    fossil = pcf.number("fossilGhgEmissions", least=ZERO)
    rest = EXACT.subtract(pcf.number("pCfExcludingBiogenic", least=ZERO), fossil)
    yield Portion(ExternalPart.FOSSIL, fossil)
    if rest > ZERO:
        yield Portion(ExternalPart.UNSPECIFIED, rest)
    for name, part in PARTS_2:
        if pcf.has(name):
            yield Portion(part, part_of(pcf, name, part))
    if pcf.has("landManagementGhgEmissions"):
        net = pcf.number("landManagementGhgEmissions")
        gained = net < ZERO
        yield Portion(ExternalPart.LAND_REMOVAL if gained else ExternalPart.LAND_MANAGEMENT, net)
    if pcf.has("biogenicCarbonWithdrawal"):
        withdrawn = pcf.number("biogenicCarbonWithdrawal").copy_abs().copy_negate()
        yield Portion(ExternalPart.UPTAKE, withdrawn)


def _methods_2(pcf: Fields) -> tuple[str, ...]:
    """The IPCC reports that a version 2 footprint names; its list, if present, is more detailed."""
    if pcf.has("ipccCharacterizationFactorsSources"):
        return pcf.texts("ipccCharacterizationFactorsSources")
    return (pcf.text("characterizationFactors"),)


def _ratings(pcf: Fields) -> tuple[tuple[str, str], ...]:
    return ratings_of(pcf.node("dqi"), RATINGS) if pcf.has("dqi") else ()


def _valid(top: Fields, pcf: Fields) -> Period:
    """From the start of the reference period to the end of validity, at most three years after it."""
    ends = pcf.timestamp("referencePeriodEnd")
    latest = three_years_later(ends.astimezone(UTC))
    if top.has("validityPeriodEnd"):
        latest = min(latest, top.timestamp("validityPeriodEnd"))
    return validity(pcf.timestamp("referencePeriodStart"), latest, "pcf.referencePeriodStart")


def three_years_later(moment: datetime) -> datetime:
    """The same day and time three years later, where PACT ends every validity; 29 February becomes 1 March."""
    try:
        return moment.replace(year=moment.year + _YEARS)
    except ValueError:
        return moment.replace(year=moment.year + _YEARS, month=3, day=1)
