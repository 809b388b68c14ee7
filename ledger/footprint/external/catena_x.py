"""Footprints of Catena-X, model `io.catenax.pcf` 9.0.0: the parts of PACT 3, separately for three stages.

Production, packaging and distribution are the supplier's stages, not those of the customer's product: their parts are
added, and the row is assigned to a stage like any other. Packaging and distribution count if the file says that they
are within its boundary. The positions of the model (A fossil, C biogenic without CO2, D uptake, E land use change, F
and G land management and its removals, H aircraft) make the total of each stage,

    excluding uptake = A + C + E + F + G + H        including uptake = A + C + D + E + F + G + H

so air freight, which other formats include in the fossil emissions, is a separate part here and is added to them. The
model demands the totals of a stage and none of its positions. Of a stage without position A, what the others do not
make of the total is not split.

Source: the model's schema, version 9.0.0. Its numbers are JSON numbers and keep their digits. Versions before 9 are not
read: no sample file was available.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

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
    total_of,
    unit_of,
    validity,
)
from ledger.footprint.graph.numbers import EXACT, ZERO, format_decimal
from schemas.errors import CradleError
from schemas.external_words import ExternalFormat, ExternalPart
from schemas.values import Period

VERSION = "urn:io.catenax.pcf:datamodel:version:9.0.0"

PARTS = (
    ("fossilGhgEmissions", ExternalPart.FOSSIL),
    ("aircraftGhgEmissions", ExternalPart.FOSSIL),
    ("biogenicNonCO2Emissions", ExternalPart.BIOGENIC),
    ("landUseChangeGhgEmissions", ExternalPart.LAND_USE_CHANGE),
    ("landManagementBiogenicCO2Emissions", ExternalPart.LAND_MANAGEMENT),
    ("landManagementBiogenicCO2Removals", ExternalPart.LAND_REMOVAL),
    ("biogenicCO2Uptake", ExternalPart.UPTAKE),
)

STAGES = (
    ("productionStage", "", None),
    ("packagingStage", "packaging", "packagingEmissionsIncluded"),
    ("distributionStage", "distributionStage", "distributionStageIncluded"),
)
"""A node, the prefix of its members, and the flag for being within the boundary."""

LARGEST_EXEMPTION = Decimal(10)
"""The largest share of emissions, in per cent, that a footprint of the model may leave out."""

RATINGS = ("technologicalDQR", "geographicalDQR", "temporalDQR")


def read_catena_x(top: Fields) -> ExternalFigure:
    """The figure of a 9.0.0 footprint.

    Raises:
        CradleError: `external.*`, with the path in the file.
    """
    scope, assessment = top.node("scopeOfPcfForm"), top.node("pcfAssessmentAndMethodology")
    if scope.text("specVersion") != VERSION:
        detail = (
            f"Of Catena-X footprints version 9.0.0 is read, not {scope.text('specVersion')!r:.60}."
        )
        raise CradleError("external.format", detail, "scopeOfPcfForm.specVersion")
    identity = top.node("companyAndProductInformation")
    product = identity.node("productInformation")
    about = assessment.node("pcfAssessmentInformation")
    quality = assessment.node("dataSourcesAndQuality")
    named = about.node("idAndVersion")
    stages = tuple(_stages(top.node("productLifeCycleStagesAndEmissions")))
    portions = [portion for rows, _ in stages for portion in rows]
    to_gate = (
        scope.word("partialFullPcf", ("Cradle-to-gate", "Cradle-to-grave")) == "Cradle-to-gate"
    )
    return ExternalFigure(
        format=ExternalFormat.CATENA_X_PCF_9,
        id=named.text("id"),
        company=identity.node("companyInformation").text("companyName"),
        products=product.texts("productIds"),
        unit=unit_of(product, "declaredUnitOfMeasurement"),
        declared_amount=declared_amount(product, "declaredUnitAmount", strings=False),
        mass=format_decimal(
            product.number("productMassPerDeclaredUnit", least=ZERO, strings=False)
        ),
        boundary="cradle_to_gate" if to_gate else "cradle_to_grave",
        valid=_valid(about.node("time")),
        values=collect(portions),
        sums=tuple(total for _, totals in stages for total in totals),
        methods=_methods(assessment),
        primary_share=share_of(quality),
        ratings=ratings_of(quality, RATINGS),
        active=named.word("status", ("Active", "Deprecated")) == "Active",
    )


def stage_sums(emissions: Fields) -> tuple[Sum, ...]:
    """The totals of each stage within the boundary, from the member `productLifeCycleStagesAndEmissions`.

    Raises:
        CradleError: `external.*`, with the path in the file.
    """
    return tuple(total for _, totals in _stages(emissions) for total in totals)


def _stages(emissions: Fields) -> Iterator[tuple[Sequence[Portion], Sequence[Sum]]]:
    """The parts and totals of each stage within the boundary."""
    for name, prefix, flag in STAGES:
        if flag is not None and not emissions.has(name):
            continue
        stage = emissions.node(name)
        if flag is None or stage.flag(flag):
            portions = [
                Portion(part, part_of(stage, stage_member(prefix, member), part, strings=False))
                for member, part in PARTS
                if stage.has(stage_member(prefix, member))
            ]
            portions += _rest(stage, prefix, portions)
            yield portions, list(_sums(stage, prefix, portions))


def _rest(stage: Fields, prefix: str, portions: Sequence[Portion]) -> Iterator[Portion]:
    """The part of a stage's total that a file without fossil emissions does not split."""
    fossil, whole = (
        stage_member(prefix, name) for name in ("fossilGhgEmissions", "pcfExcludingBiogenicUptake")
    )
    if stage.has(fossil) or not stage.has(whole):
        return
    stated = total_of(row for row in portions if row.part is not ExternalPart.UPTAKE)
    rest = EXACT.subtract(stage.number(whole, strings=False), stated)
    if rest > ZERO:
        yield Portion(ExternalPart.UNSPECIFIED, rest)


def _sums(stage: Fields, prefix: str, portions: Sequence[Portion]) -> Iterator[Sum]:
    rows = [row for row in portions if row.part is not ExternalPart.UPTAKE]
    excluding, including = (
        stage_member(prefix, name)
        for name in ("pcfExcludingBiogenicUptake", "pcfIncludingBiogenicUptake")
    )
    total_without_uptake = total_of(rows)
    if stage.has(excluding) or not prefix:
        total_without_uptake = stage.number(excluding, strings=False)
        yield sum_at(stage, excluding, total_without_uptake, (row.value for row in rows))
    if stage.has(including):
        taken_up = (row.value for row in portions if row.part is ExternalPart.UPTAKE)
        total = stage.number(including, strings=False)
        yield sum_at(stage, including, total, (total_without_uptake, *taken_up), counts=False)


def stage_member(prefix: str, name: str) -> str:
    """The member of a stage with this prefix for a member of the production stage."""
    return f"{prefix}{name[0].upper()}{name[1:]}" if prefix else name


def _valid(time: Fields) -> Period:
    start, end = time.timestamp("referencePeriodStart"), time.timestamp("validityPeriodEnd")
    return validity(start, end, time.path("referencePeriodStart"))


def _methods(assessment: Fields) -> tuple[str, ...]:
    details = assessment.node("pcfMethodology").node("gwpCharacterizationFactorDetails")
    return (details.text("ipccCharacterizationFactors"),)
