"""Catena-X footprints, `io.catenax.pcf` 9: totals of three stages, masses, identity, places and times.

The model's own formula makes each stage's total from its positions A to H (`ledger.footprint.external.catena_x`). A
stage that is outside the boundary has no values. A retrospective footprint is valid from the end of its reference
period on, and leaves out at most 10 % of the emissions.

Source: the model's JSON Schema, version 9.0.0. Left out: free texts, attestations except their link, mass balancing.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import get_args

from ledger.exchange.lint.finding import (
    collect,
    error,
    node_at,
    of_problem,
    require_nodes,
    rows_of,
    warning,
)
from ledger.exchange.lint.masses import MASS, carbon_faults, mass_faults, uptake_faults
from ledger.exchange.lint.numbers import (
    Bound,
    missing_faults,
    number,
    number_faults,
    unit_faults,
)
from ledger.exchange.lint.pact import created_faults
from ledger.exchange.lint.sums import PART_SUM, sum_faults, sums_of
from ledger.exchange.lint.texts import (
    company_faults,
    link_faults,
    moment,
    order_faults,
    product_faults,
    uuid_faults,
)
from ledger.exchange.pact.findings import place_faults
from ledger.footprint.external.catena_x import (
    LARGEST_EXEMPTION,
    PARTS,
    RATINGS,
    STAGES,
    stage_member,
    stage_sums,
)
from ledger.footprint.external.document import Fields
from ledger.footprint.external.figure import NEGATIVE, sum_at
from schemas.exchanged.pact.footprint import GEOGRAPHIES, DeclaredUnit
from schemas.views.lint_report import LintFinding

UNITS = (
    *(word for word in get_args(DeclaredUnit) if word != "megabit second"),
    "megabit",
    "second",
)
"""The units of PACT, of which Catena-X splits the last in two."""

WORLD = ("Global", "Several")
"""The regions that Catena-X has beyond those of PACT."""

TOTALS = ("pcfExcludingBiogenicUptake", "pcfIncludingBiogenicUptake")
EMISSIONS = ("productLifeCycleStagesAndEmissions",)
COMPANY = ("companyAndProductInformation", "companyInformation")
PRODUCT = ("companyAndProductInformation", "productInformation")
ABOUT = ("pcfAssessmentAndMethodology", "pcfAssessmentInformation")
QUALITY = ("pcfAssessmentAndMethodology", "dataSourcesAndQuality")
NODES = (
    ("scopeOfPcfForm",),
    (*EMISSIONS, "productionStage"),
    COMPANY,
    PRODUCT,
    *((*ABOUT, name) for name in ("idAndVersion", "boundarySpecifications", "geography", "time")),
)
"""The paths of the objects that a footprint must have."""


def lint_pcf_9(top: Fields) -> list[LintFinding]:
    """Check a footprint of version 9."""
    findings = collect(top, [require_nodes(top, *path) for path in NODES])
    findings += collect(top, [_stage(top, *stage) for stage in STAGES])
    emissions = node_at(top, *EMISSIONS)
    checks = [_product(top), _carbon(top), _identity(top), _geography(top), _times(top)]
    checks += [_quality(top), _links(top)]
    if emissions is not None:
        checks.append(sums_of(top, PART_SUM, lambda: stage_sums(emissions), findings))
    return [*findings, *collect(top, checks)]


def _stage(top: Fields, name: str, prefix: str, flag: str | None) -> Iterator[LintFinding]:
    stage = node_at(top, *EMISSIONS, name)
    if stage is None:
        return
    bounds = {stage_member(prefix, total): Bound.ANY for total in TOTALS}
    for member, part in PARTS:
        bound = Bound.NOT_POSITIVE if part in NEGATIVE else Bound.NOT_NEGATIVE
        bounds[stage_member(prefix, member)] = bound
    yield from number_faults(stage, bounds)
    if flag is not None and stage.has(flag) and not stage.flag(flag):
        members = [member for member in bounds if number(stage, member)]
        if members:
            detail = f"{members[0]} has a value, and {flag} says that the stage is not counted; correct one of them."
            yield warning("lint.flag", stage.path(members[0]), detail, stage.stated(members[0]))


def _product(top: Fields) -> Iterator[LintFinding]:
    product = node_at(top, *PRODUCT)
    if product is not None:
        yield from missing_faults(product, ("productNameCompany", "productIds"))
        bounds = {"declaredUnitAmount": Bound.POSITIVE, MASS: Bound.NOT_NEGATIVE}
        yield from missing_faults(product, ("declaredUnitOfMeasurement", *bounds))
        yield from number_faults(product, bounds)
        yield from unit_faults(product, "declaredUnitOfMeasurement", *UNITS)
        yield from mass_faults(product, "declaredUnitOfMeasurement", "declaredUnitAmount")
        if product.has("productIds"):
            yield from product_faults(product, "productIds")


def _carbon(top: Fields) -> Iterator[LintFinding]:
    """Check the carbon contents among each other, and against mass and uptake."""
    carbon, product = node_at(top, "carbonContent"), node_at(top, *PRODUCT)
    if carbon is None:
        return
    parts = ("fossilCarbonContent", "biogenicCarbonContent")
    names = (
        "carbonContentTotal",
        *parts,
        "recycledCarbonContent",
        "packagingBiogenicCarbonContent",
    )
    yield from number_faults(carbon, dict.fromkeys(names, Bound.NOT_NEGATIVE))
    whole, *rows = (number(carbon, name) for name in names[:3])
    contents = [row for row in rows if row is not None]
    if whole is not None and len(contents) == len(parts):
        yield from sum_faults("lint.carbon", [sum_at(carbon, names[0], whole, contents)])
    mass = None if product is None else number(product, MASS)
    yield from carbon_faults(mass, carbon, names[:1] if whole is not None else parts)
    production = node_at(top, *EMISSIONS, "productionStage")
    if production is not None:
        yield from uptake_faults(production, "biogenicCO2Uptake", number(carbon, parts[1]))


def _identity(top: Fields) -> Iterator[LintFinding]:
    company, named = node_at(top, *COMPANY), node_at(top, *ABOUT, "idAndVersion")
    if company is not None:
        yield from missing_faults(company, ("companyName",))
        yield from company_faults(company, "companyIds")
    if named is not None:
        yield from uuid_faults(named, "id")


def _geography(top: Fields) -> Iterator[LintFinding]:
    place = node_at(top, *ABOUT, "geography")
    if place is None or place.stated(GEOGRAPHIES[0]) in WORLD:
        return
    yield from missing_faults(place, GEOGRAPHIES[:1])
    yield from (of_problem(top, problem) for problem in place_faults(place))


def _times(top: Fields) -> Iterator[LintFinding]:
    time, named = node_at(top, *ABOUT, "time"), node_at(top, *ABOUT, "idAndVersion")
    if time is None:
        return
    for name in ("referencePeriodStart", "referencePeriodEnd", "created", "validityPeriodEnd"):
        time.timestamp(name)
    words = "The reference period does not end after it starts; correct it."
    yield from order_faults(time, "referencePeriodStart", "referencePeriodEnd", words)
    words = "The validity does not end after the reference period starts; correct it."
    yield from order_faults(time, "referencePeriodStart", "validityPeriodEnd", words)
    kind = None if named is None else named.stated("retroOrProspectivePcfType")
    if kind is not None and kind.startswith("Retrospective"):
        yield from created_faults(time, time)
        starts, ended = moment(time, "validityPeriodStart"), moment(time, "referencePeriodEnd")
        if starts is not None and ended is not None and starts < ended:
            detail = "A retrospective footprint is valid from the end of its reference period on; let it start later."
            yield error(
                "lint.date",
                time.path("validityPeriodStart"),
                detail,
                time.stated("validityPeriodStart"),
            )


def _quality(top: Fields) -> Iterator[LintFinding]:
    quality = node_at(top, *QUALITY)
    if quality is not None:
        bounds = {"primaryDataShare": Bound.PERCENT, **dict.fromkeys(RATINGS, Bound.RATING)}
        yield from number_faults(quality, bounds)
    limits = node_at(top, *ABOUT, "boundarySpecifications")
    if limits is not None:
        yield from exemption_faults(limits, LARGEST_EXEMPTION)
    shares = node_at(top, ABOUT[0], "verificationAndCertificationShares")
    if shares is not None:
        yield from number_faults(shares, dict.fromkeys(shares.names(), Bound.PERCENT))


def exemption_faults(fields: Fields, most: Decimal) -> Iterator[LintFinding]:
    """Check the share of emissions that a footprint leaves out, in per cent."""
    name = "exemptedEmissionsPercent"
    yield from missing_faults(fields, (name,))
    yield from number_faults(fields, {name: Bound.NOT_NEGATIVE})
    value = number(fields, name)
    if value is not None and value > most:
        detail = f"{value} % of the emissions are left out; the model allows {most} %. Count more of them."
        yield error("lint.range", fields.path(name), detail, fields.stated(name))


def _links(top: Fields) -> Iterator[LintFinding]:
    for row in rows_of(top, "attestationOfConformance"):
        yield from link_faults(row, "attestationOfConformanceLink")
