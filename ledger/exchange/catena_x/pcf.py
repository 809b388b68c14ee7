"""Export a delivery as a Catena-X footprint, model `io.catenax.pcf` 9.0.0.

Production is the figure up to the gate and distribution its distribution stage, each split as in PACT
(`ledger.exchange.parts`). The model demands the totals of a stage and none of its parts, so a stage that is not wholly
split has its totals alone, and the comment says which part is stated. Packaging is not separate; it is within
production. The model has no end of life. A region is mandatory: that of the country, or `Global`.

Methodology members follow the rules of this ledger: the producer of waste carries its burden, recycled material is cut
off, goods come by deliveries and not by mass balance, and technological capture does not count.
Left out: ids of earlier footprints, because the model has no member for them yet (its list holds objects without
members).

Source: the model's schema, version 9.0.0.
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from ledger.documents.delivery_contents import DeliveryContents
from ledger.documents.footprint_ids import footprint_id
from ledger.exchange.json_numbers import Json, write_json
from ledger.exchange.method import (
    exempted_share,
    ipcc_report,
    primary_share,
    scores_of,
    standard_of,
)
from ledger.exchange.naming import company_urns, product_name, product_urn
from ledger.exchange.parts import GATE, Parts, parts_of, unsplit_sentence
from ledger.exchange.regions import REGION_OF, REGION_WORDS
from ledger.exchange.standing import standing_sentence
from ledger.exchange.units_and_validity import (
    carbon_of,
    format_time,
    instant,
    mass_of,
    unit_word,
    validity_end,
)
from ledger.footprint.external.catena_x import LARGEST_EXEMPTION, VERSION
from ledger.footprint.graph.cells import parse_cells
from ledger.footprint.graph.numbers import EXACT, format_decimal
from schemas.errors import CradleError
from schemas.values import ISO_COUNTRIES
from schemas.vocabulary import Stage

UNKNOWN_IF_ZERO = frozenset(
    {"biogenicNonCO2Emissions", "landUseChangeGhgEmissions", "biogenicCO2Uptake"}
)
"""Parts that are left out if the figure has no value of their group: nobody has stated that they are zero."""

UNKNOWN_IF_UNSPLIT = frozenset(
    {"fossilGhgEmissions", "biogenicNonCO2Emissions", "landUseChangeGhgEmissions"}
)
"""Parts that are left out of a stage of which a factor states no group: any of them may have more."""


def pcf_of(contents: DeliveryContents, published: datetime) -> bytes:
    """Write the file of a delivery.

    Args:
        contents: the delivery and the data that its recipient may see.
        published: the time of its publication as a footprint, with a time zone.

    Raises:
        CradleError: `exchange.*`.
    """
    cells = parse_cells(contents.figure.cells)
    production = parts_of(cells, GATE)
    distribution = parts_of(cells, {Stage.DISTRIBUTION})
    counts = any(key.stage is Stage.DISTRIBUTION for key in cells)
    if cells and not counts and not any(key.stage in GATE for key in cells):
        detail = "The whole figure is end of life, for which the model has no stage; send a bundle."
        raise CradleError("exchange.gate", detail, "figure.cells")
    carbon = carbon_of(contents)
    document: Json = {
        "scopeOfPcfForm": [{"specVersion": VERSION, "partialFullPcf": "Cradle-to-gate"}],
        "companyAndProductInformation": [_identity(contents)],
        "pcfAssessmentAndMethodology": [
            {
                "pcfAssessmentInformation": [_assessment(contents, published)],
                "pcfMethodology": [_methodology(contents)],
                "dataSourcesAndQuality": [_quality(contents)],
            }
        ],
        "general": [{"comment": " ".join(_comments(contents, production, distribution))}],
        "carbonContent": [{} if carbon is None else {"carbonContentTotal": Decimal(carbon)}],
        "productLifeCycleStagesAndEmissions": [
            {
                "productionStage": [_stage(production, "")],
                "distributionStage": [
                    {"distributionStageIncluded": counts}
                    | (_stage(distribution, "distributionStage") if counts else {})
                ],
                "packagingStage": [{"packagingEmissionsIncluded": False}],
            }
        ],
    }
    return write_json(document)


def _identity(contents: DeliveryContents) -> dict[str, Json]:
    delivery = contents.delivery
    product: Json = {
        "productNameCompany": product_name(contents),
        "productIds": [product_urn(delivery.product, delivery.origin)],
        "declaredUnitOfMeasurement": unit_word(delivery.unit),
        "declaredUnitAmount": Decimal(1),
        "productMassPerDeclaredUnit": Decimal(mass_of(contents)),
    }
    company: Json = {
        "companyName": contents.company.legal_name,
        "companyIds": list(company_urns(delivery.issuer, contents.company, delivery.origin)),
    }
    return {"companyInformation": [company], "productInformation": [product]}


def _assessment(contents: DeliveryContents, published: datetime) -> dict[str, Json]:
    period = contents.entry.period
    exempted = Decimal(exempted_share(contents.quality) or "0")
    if exempted > LARGEST_EXEMPTION:
        detail = f"The entry leaves out {exempted} % of its emissions; the model allows 10 %."
        raise CradleError("exchange.coverage", detail, "quality.coverage")
    named: Json = {
        "id": footprint_id(contents.id),
        "version": Decimal(0),
        "status": "Active" if contents.active else "Deprecated",
        "retroOrProspectivePcfType": "Retrospective PCF",
    }
    times: Json = {
        "referencePeriodStart": format_time(instant(period.start)),
        "referencePeriodEnd": format_time(instant(period.end)),
        "created": format_time(published),
        "validityPeriodEnd": format_time(validity_end(contents)),
    }
    return {
        "technology": [{"ccsTechnologicalCO2CaptureIncluded": False}],
        "idAndVersion": [named],
        "boundarySpecifications": [{"exemptedEmissionsPercent": exempted}],
        "geography": [_geography(contents.entry.site.country)],
        "time": [times],
    }


def _geography(country: str) -> dict[str, Json]:
    if country in ISO_COUNTRIES:
        region = REGION_OF.get(country, "Global")
        return {"geographyRegionOrSubregion": region, "geographyCountry": country}
    return {"geographyRegionOrSubregion": REGION_WORDS.get(country, "Global")}


def _methodology(contents: DeliveryContents) -> dict[str, Json]:
    standards: Json = {
        "crossSectoralStandards": [standard_of(contents.rulebook)],
        "productOrSectorSpecificRules": [contents.rulebook.id],
    }
    balancing: Json = {
        "massBalancingUsed": False,
        "freeAttributionInMassBalancing": "not applicable",
        "massBalancingCertificateScheme": "none",
    }
    allocation: Json = {
        "allocationWasteIncineration": "polluter pays principle",
        "allocationRecycledCarbon": "cut-off",
    }
    report: Json = {"ipccCharacterizationFactors": ipcc_report(contents.rulebook)}
    return {
        "standards": [standards],
        "gwpCharacterizationFactorDetails": [report],
        "massBalancingInformation": [balancing],
        "allocationInForeground": [allocation],
    }


def _quality(contents: DeliveryContents) -> dict[str, Json]:
    sources = [f"{row.id} {row.version}" for row in contents.factor_sets]
    members: dict[str, Json] = {"secondaryEmissionFactorSources": sources}
    share, scores = primary_share(contents.quality), scores_of(contents.quality)
    if share is not None:
        members["primaryDataShare"] = Decimal(share)
    if scores is not None:
        members["technologicalDQR"] = Decimal(scores.technology)
        members["geographicalDQR"] = Decimal(scores.geography)
        members["temporalDQR"] = Decimal(scores.time)
    return members


def _stage(parts: Parts, prefix: str) -> dict[str, Json]:
    values = {
        "pcfExcludingBiogenicUptake": parts.excluding,
        "pcfIncludingBiogenicUptake": parts.including,
        "fossilGhgEmissions": parts.fossil,
        "biogenicNonCO2Emissions": parts.biogenic,
        "landUseChangeGhgEmissions": parts.land_use_change,
        "biogenicCO2Uptake": parts.uptake,
    }
    return {
        f"{prefix}{name[0].upper()}{name[1:]}" if prefix else name: value
        for name, value in values.items()
        if not (parts.unspecified and name in UNKNOWN_IF_UNSPLIT)
        and (value or name not in UNKNOWN_IF_ZERO)
    }


def _comments(contents: DeliveryContents, production: Parts, distribution: Parts) -> Iterator[str]:
    yield standing_sentence(contents.standing)
    yield "Packaging, if any, is within production."
    if exempted_share(contents.quality) is None:
        yield "Unknown and written as 0: exemptedEmissionsPercent."
    yield from _unsplit("production", production)
    yield from _unsplit("distribution", distribution)
    left_out = EXACT.add(production.left_out, distribution.left_out)
    if left_out:
        yield f"Credits and shared recycling of {format_decimal(left_out)} kg CO2e are left out."


def _unsplit(stage: str, parts: Parts) -> Iterator[str]:
    """What a stage without parts leaves unsaid, and what of it is stated."""
    if not parts.unspecified:
        return
    named = {
        "fossil": parts.fossil,
        "biogenic": parts.biogenic,
        "of land use change": parts.land_use_change,
    }
    stated = ", ".join(f"{format_decimal(kg)} {name}" for name, kg in named.items() if kg)
    rest = f"; stated of it: {stated}" if stated else ""
    yield unsplit_sentence(parts.unspecified)
    yield f"So the {stage} stage has its totals alone{rest}."
