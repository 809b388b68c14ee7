"""Findings on a PACT 3 footprint of another issuer: shape, signs, ranges, sums, times.

The standard's schema accepts "twelve" as an emission and does not enforce its sum rule; three of the four samples that
PACT has published break it. Every finding has a code, the member, and the fault. `read_external` decides if a figure
can be imported; its refusal is a finding here, with its own code.

Rounding may change a stated number by half a unit of its last place, and does not change a zero. A total differs from
its parts only beyond what such rounding explains.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC
from decimal import Decimal

from ledger.exchange.regions import PLACES_WITHIN, region_fault
from ledger.footprint.external.document import Fields, parse_document
from ledger.footprint.external.figure import ExternalFigure
from ledger.footprint.external.formats import read_external
from ledger.footprint.external.pact import RATINGS, three_years_later
from ledger.footprint.external.remarks import sum_faults
from ledger.footprint.graph.numbers import EXACT, ONE, ZERO, format_decimal
from ledger.footprint.graph.resolution import Problem
from schemas.errors import CradleError
from schemas.exchanged.pact.footprint import GEOGRAPHIES

_URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{0,31}:\S+", re.IGNORECASE)
_HUNDRED, _WORST = Decimal(100), Decimal(5)

NOT_NEGATIVE = (
    "declaredUnitAmount",
    "productMassPerDeclaredUnit",
    "fossilGhgEmissions",
    "fossilCarbonContent",
    "biogenicCarbonContent",
    "recycledCarbonContent",
    "landUseChangeGhgEmissions",
    "landCarbonLeakage",
    "landManagementFossilGhgEmissions",
    "landManagementBiogenicCO2Emissions",
    "biogenicNonCO2Emissions",
    "landAreaOccupation",
    "aircraftGhgEmissions",
    "packagingGhgEmissions",
    "packagingBiogenicCarbonContent",
    "outboundLogisticsGhgEmissions",
    "ccuCarbonContent",
)
NOT_POSITIVE = (
    "landManagementBiogenicCO2Removals",
    "biogenicCO2Uptake",
    "ccsTechnologicalCO2Capture",
    "technologicalCO2Removals",
)
INSIDE_FOSSIL = ("landManagementFossilGhgEmissions", "aircraftGhgEmissions")
"""The members that repeat a part of a footprint's fossil emissions."""

FLAGS: Mapping[str, tuple[str, ...]] = {
    "packagingEmissionsIncluded": ("packagingGhgEmissions", "packagingBiogenicCarbonContent"),
    "ccsTechnologicalCO2CaptureIncluded": ("ccsTechnologicalCO2Capture",),
}
"""Each flag, and the members that must be absent if it is false."""


def findings_of(data: bytes) -> tuple[Problem, ...]:
    """List the findings on a version 3 footprint, each with its place in the file; none for a sound one.

    Raises:
        CradleError: `json.*` if it is not a JSON object; `external.field` without `pcf`.
    """
    top = parse_document(data)
    if top.has("data") and not top.has("pcf"):
        top = top.node("data")
    problems = member_faults(top)
    places = {problem.subject for problem in problems}
    try:
        figure = read_external(top)
    except CradleError as error:
        if error.place not in places:
            problems.append(Problem(error.code, error.place, error.detail))
        return tuple(problems)
    return (*problems, *_sums(figure))


def member_faults(top: Fields) -> list[Problem]:
    """List the findings on the members of a version 3 footprint, apart from its totals.

    Raises:
        CradleError: `external.field` without `pcf`.
    """
    pcf = top.node("pcf")
    checks = (
        name_faults(top),
        _numbers(pcf),
        _ratings(pcf),
        _coherence(pcf),
        time_faults(top, pcf),
    )
    return [problem for check in checks for problem in _guarded(check)]


def _guarded(problems: Iterator[Problem]) -> Iterator[Problem]:
    """Yield the problems, and as the last one the refusal that ended the search."""
    try:
        yield from problems
    except CradleError as error:
        yield Problem(error.code, error.place, error.detail)


def _sums(figure: ExternalFigure) -> Iterator[Problem]:
    for total, detail in sum_faults(figure):
        if EXACT.abs(total.difference) > total.allowance:
            explained = format_decimal(total.allowance)
            yield Problem("pact.sum", total.place, f"{detail}; rounding explains {explained}")


def name_faults(top: Fields) -> Iterator[Problem]:
    """Check that ids of company and product, and classifications, are URNs."""
    for name in ("companyIds", "productIds", "productClassifications"):
        if not top.has(name):
            continue
        wrong = [text for text in top.texts(name) if _URN.fullmatch(text) is None]
        if wrong:
            yield Problem("pact.urn", top.path(name), f"{wrong[0]!r:.80} is not a URN")


def _number(fields: Fields, name: str) -> Decimal | None:
    """A member as a number; None if it is absent or not a number, which another finding reports."""
    try:
        return fields.number(name, numbers=False) if fields.has(name) else None
    except CradleError:
        return None


def _numbers(pcf: Fields) -> Iterator[Problem]:
    totals = ("pcfExcludingBiogenicUptake", "pcfIncludingBiogenicUptake")
    percents = ("exemptedEmissionsPercent", "primaryDataShare")
    for name in (*totals, *NOT_NEGATIVE, *NOT_POSITIVE, *percents):
        if not pcf.has(name):
            continue
        value = _number(pcf, name)
        if value is None:
            detail = f"{name} is not a decimal string"
            yield Problem("pact.decimal", pcf.path(name), detail)
        elif (value < ZERO and name in NOT_NEGATIVE) or (value > ZERO and name in NOT_POSITIVE):
            side = "less" if name in NOT_POSITIVE else "more"
            yield Problem(
                "pact.sign", pcf.path(name), f"{name} is {value}; it must be zero or {side}"
            )
        elif name in percents and not ZERO <= value <= _HUNDRED:
            yield Problem("pact.range", pcf.path(name), f"{name} is {value}, not from 0 to 100")


def _ratings(pcf: Fields) -> Iterator[Problem]:
    if not pcf.has("dqi"):
        return
    dqi = pcf.node("dqi")
    for name in RATINGS[:3]:
        value = _number(dqi, name)
        if value is None or not ONE <= value <= _WORST:
            yield Problem("pact.range", dqi.path(name), f"{name} is not a rating from 1 to 5")


def _coherence(pcf: Fields) -> Iterator[Problem]:
    """Members that contradict each other."""
    geographies = [name for name in GEOGRAPHIES if pcf.has(name)]
    if len(geographies) > 1:
        detail = (
            f"{' and '.join(geographies)} are both stated; a footprint has one geography at most"
        )
        yield Problem("pact.geography", pcf.path(geographies[1]), detail)
    yield from place_faults(pcf)
    for flag, members in FLAGS.items():
        denied = pcf.has(flag) and not pcf.flag(flag)
        for name in members:
            if pcf.has(name) and denied:
                code = "pact.packaging" if flag.startswith("packaging") else "pact.capture"
                yield Problem(code, pcf.path(name), f"{name} is stated, but {flag} is false")
    fossil = _number(pcf, "fossilGhgEmissions")
    for name in INSIDE_FOSSIL:
        part = _number(pcf, name)
        if fossil is not None and part is not None and part > fossil:
            detail = f"{name} is {part}, more than the fossil emissions that it is part of"
            yield Problem("pact.part", pcf.path(name), detail)


def place_faults(pcf: Fields) -> Iterator[Problem]:
    """Check that region, country and subdivision name one place, where a footprint states several of them."""
    region, country, part = (pcf.text(name) if pcf.has(name) else "" for name in GEOGRAPHIES)
    country = country or part.partition("-")[0]
    if part and part.partition("-")[0] != country:
        detail = f"{part} is not in {country}"
        yield Problem("pact.region", pcf.path(GEOGRAPHIES[2]), detail)
    fault = region_fault(region, country) if country else None
    if region and region not in PLACES_WITHIN:
        fault = f"{region!r:.80} is not a region of UN M49"
    if fault is not None:
        yield Problem("pact.region", pcf.path(GEOGRAPHIES[0]), fault)


def time_faults(top: Fields, pcf: Fields) -> Iterator[Problem]:
    """Check the order of reference period and validity, and the limit of three years."""
    start, end = (
        pcf.timestamp(f"referencePeriod{word}").astimezone(UTC) for word in ("Start", "End")
    )
    from_, to = (
        top.timestamp(name).astimezone(UTC) if top.has(name) else None
        for name in ("validityPeriodStart", "validityPeriodEnd")
    )
    if start >= end:
        detail = "The reference period does not end after it starts"
        yield Problem("pact.period", pcf.path("referencePeriodEnd"), detail)
    if from_ is not None and from_ < end:
        detail = "The validity starts before the reference period has ended"
        yield Problem("pact.validity", "validityPeriodStart", detail)
    if to is not None and not (from_ or end) < to <= three_years_later(end):
        detail = "The validity does not end after its start and within three years of the period"
        yield Problem("pact.validity", "validityPeriodEnd", detail)
