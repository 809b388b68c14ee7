"""A delivery as a Catena-X footprint, model `io.catenax.pcf` 9.0.0.

Production holds the figure up to the gate and distribution its distribution stage, each split as in PACT
(`ledger.exchange.parts`); packaging is not told apart, and what there is of it is within production. End of life has no
place in the model. A region is mandatory: that of the country, or `Global`.

What the model demands and this ledger has a rule for is stated by that rule: waste is paid for by whoever made it,
recycled material is cut off, goods come by deliveries and not by mass balance, and technological capture never counts.
Ids of earlier footprints are left out: the model has no member for them yet (its list holds objects without members).

Source: the model's schema, version 9.0.0.
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from ledger.exchange.catena_x.writing import Json, write_json
from ledger.exchange.declared import (
    carbon_of,
    format_time,
    instant,
    mass_of,
    unit_word,
    validity_end,
)
from ledger.exchange.method import (
    exempted_share,
    ipcc_report,
    primary_share,
    scores_of,
    standard_of,
)
from ledger.exchange.naming import company_urns, footprint_id, product_urn
from ledger.exchange.parts import GATE, Parts, parts_of
from ledger.exchange.regions import REGION_OF, REGION_WORDS
from ledger.footprint.external.catena_x import VERSION
from ledger.footprint.graph.cells import parse_cells
from ledger.footprint.graph.numbers import EXACT, format_decimal
from ledger.service.answers.delivery_contents import DeliveryContents
from schemas.errors import CradleError
from schemas.values import ISO_COUNTRIES
from schemas.vocabulary import Stage

LARGEST_EXEMPTION = Decimal(10)
"""Per cent of emissions that the model lets a footprint leave out."""


def pcf_of(told: DeliveryContents, published: datetime) -> bytes:
    """The file of a delivery.

    Args:
        told: the delivery, and what its recipient may see.
        published: when it became a footprint; its zone is stated.

    Raises:
        CradleError: `exchange.*`.
    """
    cells = parse_cells(told.figure.cells)
    production = parts_of(cells, GATE)
    distribution = parts_of(cells, {Stage.DISTRIBUTION})
    counts = any(key.stage is Stage.DISTRIBUTION for key in cells)
    if cells and not counts and not any(key.stage in GATE for key in cells):
        detail = "The whole figure is of end of life, which the model has no stage for."
        raise CradleError("exchange.gate", detail, "figure.cells")
    carbon = carbon_of(told)
    document: Json = {
        "scopeOfPcfForm": [{"specVersion": VERSION, "partialFullPcf": "Cradle-to-gate"}],
        "companyAndProductInformation": [_identity(told)],
        "pcfAssessmentAndMethodology": [
            {
                "pcfAssessmentInformation": [_assessment(told, published)],
                "pcfMethodology": [_methodology(told)],
                "dataSourcesAndQuality": [_quality(told)],
            }
        ],
        "general": [{"comment": " ".join(_comments(production, distribution))}],
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


def _identity(told: DeliveryContents) -> dict[str, Json]:
    delivery = told.delivery
    product: Json = {
        "productNameCompany": delivery.product,
        "productIds": [product_urn(delivery.product, delivery.origin)],
        "declaredUnitOfMeasurement": unit_word(delivery.unit),
        "declaredUnitAmount": Decimal(1),
        "productMassPerDeclaredUnit": Decimal(mass_of(told)),
    }
    company: Json = {
        "companyName": told.company.legal_name,
        "companyIds": list(company_urns(delivery.issuer, told.company, delivery.origin)),
    }
    return {"companyInformation": [company], "productInformation": [product]}


def _assessment(told: DeliveryContents, published: datetime) -> dict[str, Json]:
    period = told.entry.period
    exempted = Decimal(exempted_share(told.quality) or "0")
    if exempted > LARGEST_EXEMPTION:
        detail = f"The entry leaves out {exempted} % of its emissions; the model allows 10."
        raise CradleError("exchange.coverage", detail, "quality.coverage")
    named: Json = {
        "id": footprint_id(told.id),
        "version": Decimal(0),
        "status": "Active" if told.active else "Deprecated",
        "retroOrProspectivePcfType": "Retrospective PCF",
    }
    times: Json = {
        "referencePeriodStart": format_time(instant(period.start)),
        "referencePeriodEnd": format_time(instant(period.end)),
        "created": format_time(published),
        "validityPeriodEnd": format_time(validity_end(told)),
    }
    return {
        "technology": [{"ccsTechnologicalCO2CaptureIncluded": False}],
        "idAndVersion": [named],
        "boundarySpecifications": [{"exemptedEmissionsPercent": exempted}],
        "geography": [_geography(told.entry.site.country)],
        "time": [times],
    }


def _geography(country: str) -> dict[str, Json]:
    if country in ISO_COUNTRIES:
        region = REGION_OF.get(country, "Global")
        return {"geographyRegionOrSubregion": region, "geographyCountry": country}
    return {"geographyRegionOrSubregion": REGION_WORDS.get(country, "Global")}


def _methodology(told: DeliveryContents) -> dict[str, Json]:
    standards: Json = {
        "crossSectoralStandards": [standard_of(told.rulebook)],
        "productOrSectorSpecificRules": [told.rulebook.id],
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
    report: Json = {"ipccCharacterizationFactors": ipcc_report(told.rulebook)}
    return {
        "standards": [standards],
        "gwpCharacterizationFactorDetails": [report],
        "massBalancingInformation": [balancing],
        "allocationInForeground": [allocation],
    }


def _quality(told: DeliveryContents) -> dict[str, Json]:
    sources = [f"{row.id} {row.version}" for row in told.factor_sets]
    found: dict[str, Json] = {"secondaryEmissionFactorSources": sources}
    share, scores = primary_share(told.quality), scores_of(told.quality)
    if share is not None:
        found["primaryDataShare"] = Decimal(share)
    if scores is not None:
        found["technologicalDQR"] = Decimal(scores.technology)
        found["geographicalDQR"] = Decimal(scores.geography)
        found["temporalDQR"] = Decimal(scores.time)
    return found


def _stage(parts: Parts, prefix: str) -> dict[str, Json]:
    values = {
        "pcfExcludingBiogenicUptake": parts.excluding,
        "pcfIncludingBiogenicUptake": parts.including,
        "fossilGhgEmissions": EXACT.add(parts.fossil, parts.unspecified),
        "biogenicNonCO2Emissions": parts.biogenic,
        "landUseChangeGhgEmissions": parts.land_use_change,
        "biogenicCO2Uptake": parts.uptake,
    }
    return {
        f"{prefix}{name[0].upper()}{name[1:]}" if prefix else name: value
        for name, value in values.items()
    }


def _comments(production: Parts, distribution: Parts) -> Iterator[str]:
    yield "Packaging, where there is any, is within production."
    unspecified = EXACT.add(production.unspecified, distribution.unspecified)
    left_out = EXACT.add(production.left_out, distribution.left_out)
    if unspecified:
        yield f"Fossil emissions hold {format_decimal(unspecified)} kg CO2e of factors that do not say."
    if left_out:
        yield f"Credits and shared recycling of {format_decimal(left_out)} kg CO2e are left out."
