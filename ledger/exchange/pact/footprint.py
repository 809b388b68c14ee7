"""A delivery as a PACT footprint: its figure up to the gate, per unit, and what the recipient may know of the goods.

    fossilGhgEmissions          fossil, and unspecified: of factors that do not say, which PACT has no member for
    landUseChangeGhgEmissions   land use change
    biogenicNonCO2Emissions     biogenic
    biogenicCO2Uptake           uptake
    pcfExcludingBiogenicUptake  the sum of the first three
    pcfIncludingBiogenicUptake  the sum of all

Sums are exact over the delivered figure's values, so PACT's sum rule holds to the last digit. Distribution and end of
life are past the gate; they, credits and unspecified emissions are told in the comment and in the extension. What has
no figure up to the gate is refused: a treatment at end of life would look like a product without emissions.

Nothing here reads a clock: when the footprint was published comes in.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from pydantic import ValidationError

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
    not_stated,
    primary_share,
    scores_of,
    standard_of,
)
from ledger.exchange.naming import company_urns, footprint_id, product_urn
from ledger.exchange.parts import GATE, Parts, parts_of
from ledger.exchange.regions import REGION_WORDS
from ledger.footprint.graph.cells import format_stages, parse_cells, total_of
from ledger.footprint.graph.numbers import EXACT, ZERO, format_decimal
from ledger.service.answers.delivery_contents import DeliveryContents
from ledger.trust.encoding import encode_base64
from schemas.base import refusal
from schemas.errors import CradleError
from schemas.pact.extension import DATA_SCHEMA, VERSION, PactExtension, SignedStatement
from schemas.pact.footprint import (
    CarbonFootprint,
    DataModelExtension,
    DataQuality,
    EmissionFactorSource,
    ProductFootprint,
    SectorRules,
)
from schemas.participant import PublicKey
from schemas.values import ISO_COUNTRIES


def footprint_of(told: DeliveryContents, published: datetime) -> ProductFootprint:
    """The footprint of a delivery; the same bytes each time, but for status and later attestations.

    Args:
        told: the delivery, and what its recipient may see.
        published: when it became a footprint; its zone is stated.

    Raises:
        CradleError: `exchange.gate`, `exchange.sign`, `exchange.unit`, `exchange.mass`, `exchange.method`,
            `exchange.share` or `exchange.validity`; `pact.*` where a name of the ledger has no form in PACT.
    """
    try:
        return _build(told, gate_parts(told), published)
    except ValidationError as error:
        raise refusal(error) from None


def _build(told: DeliveryContents, parts: Parts, published: datetime) -> ProductFootprint:
    delivery = told.delivery
    preceding = tuple(map(footprint_id, told.preceding))
    ends = format_time(validity_end(told))
    return ProductFootprint(
        id=footprint_id(told.id),
        precedingPfIds=preceding or None,
        created=format_time(published),
        status="Active" if told.active else "Deprecated",
        validityPeriodStart=format_time(instant(told.entry.period.end)),
        validityPeriodEnd=ends,
        companyName=told.company.legal_name,
        companyIds=company_urns(delivery.issuer, told.company, delivery.origin),
        productDescription=_description(told),
        productIds=(product_urn(delivery.product, delivery.origin),),
        productNameCompany=delivery.product,
        comment=" ".join(_comments(told, parts)) or None,
        pcf=_carbon(told, parts),
        extensions=(_extension(told, parts),),
    )


def format_footprint(footprint: ProductFootprint) -> bytes:
    """The file of a footprint: nothing absent is written, as PACT's schema demands."""
    return json.dumps(footprint.to_json(), indent=2, ensure_ascii=False).encode() + b"\n"


def deprecate_document(document: bytes) -> bytes:
    """The file of the same footprint, deprecated: one line of what `format_footprint` writes, at the outer level."""
    return document.replace(b'\n  "status": "Active"', b'\n  "status": "Deprecated"', 1)


def gate_parts(told: DeliveryContents) -> Parts:
    """The parts of a delivered figure up to the gate.

    Raises:
        CradleError: `exchange.gate` or `exchange.sign`.
    """
    cells = parse_cells(told.figure.cells)
    if cells and not any(key.stage in GATE for key in cells):
        detail = "The whole figure is past the gate, where PACT's footprints end; send a bundle."
        raise CradleError("exchange.gate", detail, "figure.cells")
    return parts_of(cells, GATE)


def _carbon(told: DeliveryContents, parts: Parts) -> CarbonFootprint:
    period, country, rulebook = told.entry.period, told.entry.site.country, told.rulebook
    scores = scores_of(told.quality)
    return CarbonFootprint(
        declaredUnitOfMeasurement=unit_word(told.delivery.unit),
        declaredUnitAmount="1",
        productMassPerDeclaredUnit=mass_of(told),
        referencePeriodStart=format_time(instant(period.start)),
        referencePeriodEnd=format_time(instant(period.end)),
        geographyCountry=country if country in ISO_COUNTRIES else None,
        geographyRegionOrSubregion=REGION_WORDS.get(country),
        pcfExcludingBiogenicUptake=format_decimal(parts.excluding),
        pcfIncludingBiogenicUptake=format_decimal(parts.including),
        fossilGhgEmissions=format_decimal(EXACT.add(parts.fossil, parts.unspecified)),
        fossilCarbonContent=carbon_of(told) or "0",
        landUseChangeGhgEmissions=format_decimal(parts.land_use_change),
        biogenicNonCO2Emissions=format_decimal(parts.biogenic),
        biogenicCO2Uptake=format_decimal(parts.uptake),
        ccsTechnologicalCO2CaptureIncluded=False,
        ipccCharacterizationFactors=(ipcc_report(rulebook),),
        crossSectoralStandards=(standard_of(rulebook),),
        productOrSectorSpecificRules=(
            SectorRules(operator="Other", ruleNames=(rulebook.id,), otherOperatorName="Cradle"),
        ),
        exemptedEmissionsPercent=exempted_share(told.quality) or "0",
        secondaryEmissionFactorSources=tuple(
            EmissionFactorSource(name=row.id, version=row.version) for row in told.factor_sets
        ),
        primaryDataShare=primary_share(told.quality),
        dqi=None
        if scores is None
        else DataQuality(
            technologicalDQR=scores.technology,
            geographicalDQR=scores.geography,
            temporalDQR=scores.time,
        ),
    )


def _description(told: DeliveryContents) -> str:
    """What is known of the goods: formula and form, and the delivery's own number."""
    line = told.line
    words = () if line is None else (line.formula, line.form.replace("_", " "))
    return ", ".join(filter(None, (*words, f"delivery {told.delivery.number}")))


def _comments(told: DeliveryContents, parts: Parts) -> Iterator[str]:
    """What a reader of the numbers alone must know."""
    if parts.unspecified != ZERO:
        yield (
            f"fossilGhgEmissions holds {format_decimal(parts.unspecified)} kg CO2e of factors that do not"
            " say whether they are fossil."
        )
    if parts.left_out != ZERO:
        yield (
            f"Credits and shared recycling of {format_decimal(parts.left_out)} kg CO2e are left out."
        )
    beyond = _beyond_gate(told)
    if beyond != ZERO:
        yield f"{format_decimal(beyond)} kg CO2e past the gate are not counted."
    missing = not_stated(told)
    if missing:
        yield f"Not known, and written as 0: {', '.join(missing)}."


def _extension(told: DeliveryContents, parts: Parts) -> DataModelExtension:
    """The extension that ties the footprint's numbers, parts of the delivered figure, to a signature and to the log."""
    data = _evidence(told, parts).to_json()
    return DataModelExtension(specVersion=VERSION, dataSchema=DATA_SCHEMA, data=data)


def _beyond_gate(told: DeliveryContents) -> Decimal:
    """The distribution and end of life of a delivered figure, kg CO2e per unit."""
    cells = parse_cells(told.figure.cells)
    return total_of({key: value for key, value in cells.items() if key.stage not in GATE})


def _evidence(told: DeliveryContents, parts: Parts) -> PactExtension:
    """The evidence as a value (`schemas.pact.extension`)."""
    return PactExtension(
        origin=told.delivery.origin,
        logs=told.logs,
        issuer=told.delivery.issuer,
        issuer_key=PublicKey.of(told.signer),
        delivery=SignedStatement(id=told.id, envelope=encode_base64(told.envelope)),
        receipt=told.receipt,
        entry=SignedStatement(id=told.entry_id, envelope=encode_base64(told.entry_envelope)),
        lineage=told.entry.sections,
        rulebook=told.figure.rulebook,
        factor_sets=told.figure.factor_sets,
        stages=format_stages(parse_cells(told.figure.cells)),
        total=told.figure.total,
        beyond_gate=format_decimal(_beyond_gate(told)),
        credits=format_decimal(parts.left_out),
        unspecified=format_decimal(parts.unspecified),
        not_stated=not_stated(told),
        attestations=told.attestations,
    )
