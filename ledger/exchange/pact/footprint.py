"""Export a delivery as a PACT footprint: its figure up to the gate, per unit, and the visible data of the goods.

    fossilGhgEmissions          fossil, and unspecified: PACT demands the member, and that the parts add up
    landUseChangeGhgEmissions   land use change
    biogenicNonCO2Emissions     biogenic
    biogenicCO2Uptake           uptake
    pcfExcludingBiogenicUptake  the sum of the first three
    pcfIncludingBiogenicUptake  the sum of all

A group without a value is left out: it is unknown, not zero. Two members are mandatory and may be unknown (the exempted
share, the fossil carbon content). They are then 0, and comment and extension name them.

Sums are exact over the delivered figure's values, so PACT's sum rule is met to the last digit. Distribution and end of
life are past the gate; the comment and the extension state them, credits and unspecified emissions. A delivery without
a figure up to the gate is refused: a treatment at end of life would look like a product without emissions.

The module does not read a clock; the caller gives the time of publication.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from pydantic import ValidationError

from ledger.documents.delivery_contents import DeliveryContents
from ledger.documents.footprint_ids import footprint_id
from ledger.exchange.method import (
    exempted_share,
    ipcc_report,
    not_stated,
    primary_share,
    scores_of,
    standard_of,
)
from ledger.exchange.naming import company_urns, product_name, product_urn
from ledger.exchange.parts import GATE, Parts, parts_of, unsplit_sentence
from ledger.exchange.regions import REGION_WORDS
from ledger.exchange.standing import standing_sentence
from ledger.exchange.units_and_validity import (
    carbon_of,
    format_time,
    instant,
    mass_of,
    unit_word,
    validity_end,
)
from ledger.footprint.graph.cells import format_stages, parse_cells, total_of
from ledger.footprint.graph.numbers import EXACT, ZERO, format_decimal
from ledger.trust.encoding import encode_base64
from schemas.base import refusal
from schemas.errors import CradleError
from schemas.exchanged.pact.extension import DATA_SCHEMA, VERSION, PactExtension, SignedStatement
from schemas.exchanged.pact.footprint import (
    CarbonFootprint,
    DataModelExtension,
    DataQuality,
    EmissionFactorSource,
    ProductFootprint,
    SectorRules,
)
from schemas.signed.participant import PublicKey
from schemas.values import ISO_COUNTRIES


def footprint_of(contents: DeliveryContents, published: datetime) -> ProductFootprint:
    """Build the footprint of a delivery; only status and later attestations change its bytes.

    Args:
        contents: the delivery and the data that its recipient may see.
        published: the time of its publication as a footprint, with a time zone.

    Raises:
        CradleError: `exchange.gate`, `exchange.sign`, `exchange.unit`, `exchange.mass`, `exchange.method`,
            `exchange.share` or `exchange.validity`; `pact.*` if PACT cannot express a name of the ledger.
    """
    try:
        return _build(contents, gate_parts(contents), published)
    except ValidationError as error:
        raise refusal(error) from None


def _build(contents: DeliveryContents, parts: Parts, published: datetime) -> ProductFootprint:
    delivery = contents.delivery
    preceding = tuple(map(footprint_id, contents.preceding))
    ends = format_time(validity_end(contents))
    return ProductFootprint(
        id=footprint_id(contents.id),
        precedingPfIds=preceding or None,
        created=format_time(published),
        status="Active" if contents.active else "Deprecated",
        validityPeriodStart=format_time(instant(contents.entry.period.end)),
        validityPeriodEnd=ends,
        companyName=contents.company.legal_name,
        companyIds=company_urns(delivery.issuer, contents.company, delivery.origin),
        productDescription=_description(contents),
        productIds=(product_urn(delivery.product, delivery.origin),),
        productNameCompany=product_name(contents),
        comment=" ".join(_comments(contents, parts)) or None,
        pcf=_carbon(contents, parts),
        extensions=(_extension(contents, parts),),
    )


def format_footprint(footprint: ProductFootprint) -> bytes:
    """Write the file of a footprint without its absent members, as PACT's schema requires."""
    return json.dumps(footprint.to_json(), indent=2, ensure_ascii=False).encode() + b"\n"


def deprecate_document(document: bytes) -> bytes:
    """Return the file of the same footprint, deprecated: one line of `format_footprint`'s output changes."""
    return document.replace(b'\n  "status": "Active"', b'\n  "status": "Deprecated"', 1)


def gate_parts(contents: DeliveryContents) -> Parts:
    """Return the parts of a delivered figure up to the gate.

    Raises:
        CradleError: `exchange.gate` or `exchange.sign`.
    """
    cells = parse_cells(contents.figure.cells)
    if cells and not any(key.stage in GATE for key in cells):
        detail = "The whole figure is past the gate, where PACT's footprints end; send a bundle."
        raise CradleError("exchange.gate", detail, "figure.cells")
    return parts_of(cells, GATE)


def _carbon(contents: DeliveryContents, parts: Parts) -> CarbonFootprint:
    period, country, rulebook = (
        contents.entry.period,
        contents.entry.site.country,
        contents.rulebook,
    )
    scores, exempted = scores_of(contents.quality), exempted_share(contents.quality)
    return CarbonFootprint(
        declaredUnitOfMeasurement=unit_word(contents.delivery.unit),
        declaredUnitAmount="1",
        productMassPerDeclaredUnit=mass_of(contents),
        referencePeriodStart=format_time(instant(period.start)),
        referencePeriodEnd=format_time(instant(period.end)),
        geographyCountry=country if country in ISO_COUNTRIES else None,
        geographyRegionOrSubregion=REGION_WORDS.get(country),
        pcfExcludingBiogenicUptake=format_decimal(parts.excluding),
        pcfIncludingBiogenicUptake=format_decimal(parts.including),
        fossilGhgEmissions=format_decimal(EXACT.add(parts.fossil, parts.unspecified)),
        fossilCarbonContent=carbon_of(contents) or "0",
        landUseChangeGhgEmissions=_known(parts.land_use_change),
        biogenicNonCO2Emissions=_known(parts.biogenic),
        biogenicCO2Uptake=_known(parts.uptake),
        ccsTechnologicalCO2CaptureIncluded=False,
        ipccCharacterizationFactors=(ipcc_report(rulebook),),
        crossSectoralStandards=(standard_of(rulebook),),
        productOrSectorSpecificRules=(
            SectorRules(operator="Other", ruleNames=(rulebook.id,), otherOperatorName="Cradle"),
        ),
        exemptedEmissionsPercent=exempted or "0",
        exemptedEmissionsDescription=None if exempted else "Unknown: the 0 is a placeholder.",
        secondaryEmissionFactorSources=tuple(
            EmissionFactorSource(name=row.id, version=row.version) for row in contents.factor_sets
        ),
        primaryDataShare=primary_share(contents.quality),
        dqi=None
        if scores is None
        else DataQuality(
            technologicalDQR=scores.technology,
            geographicalDQR=scores.geography,
            temporalDQR=scores.time,
        ),
    )


def _known(value: Decimal) -> str | None:
    """A part of the figure; None for a group that it does not have, since nobody has stated that it is zero."""
    return format_decimal(value) if value else None


def _description(contents: DeliveryContents) -> str:
    """The description of the goods: formula, form, and the delivery's own number."""
    line = contents.line
    words = () if line is None else (line.formula, line.form.replace("_", " "))
    return ", ".join(filter(None, (*words, f"delivery {contents.delivery.number}")))


def _comments(contents: DeliveryContents, parts: Parts) -> Iterator[str]:
    """The notes that a reader of the numbers needs."""
    yield standing_sentence(contents.standing)
    if parts.unspecified != ZERO:
        yield unsplit_sentence(parts.unspecified)
        yield (
            "PACT demands fossilGhgEmissions, which includes it; the members of biogenic emissions and"
            " of land use have the stated part alone."
        )
    if parts.left_out != ZERO:
        yield (
            f"Credits and shared recycling of {format_decimal(parts.left_out)} kg CO2e are left out."
        )
    beyond = _beyond_gate(contents)
    if beyond != ZERO:
        yield f"{format_decimal(beyond)} kg CO2e past the gate are not counted."
    missing = not_stated(contents)
    if missing:
        yield f"Unknown and written as 0: {', '.join(missing)}."


def _extension(contents: DeliveryContents, parts: Parts) -> DataModelExtension:
    """The extension that links the footprint's numbers, parts of the delivered figure, to a signature and the log."""
    data = _evidence(contents, parts).to_json()
    return DataModelExtension(specVersion=VERSION, dataSchema=DATA_SCHEMA, data=data)


def _beyond_gate(contents: DeliveryContents) -> Decimal:
    """The distribution and end of life of a delivered figure, kg CO2e per unit."""
    cells = parse_cells(contents.figure.cells)
    return total_of({key: value for key, value in cells.items() if key.stage not in GATE})


def _evidence(contents: DeliveryContents, parts: Parts) -> PactExtension:
    """The evidence as a value (`schemas.exchanged.pact.extension`)."""
    return PactExtension(
        origin=contents.delivery.origin,
        logs=contents.logs,
        issuer=contents.delivery.issuer,
        issuer_key=PublicKey.of(contents.signer),
        delivery=SignedStatement(id=contents.id, envelope=encode_base64(contents.envelope)),
        receipt=contents.receipt,
        entry=SignedStatement(
            id=contents.entry_id, envelope=encode_base64(contents.entry_envelope)
        ),
        lineage=contents.entry.sections,
        rulebook=contents.figure.rulebook,
        factor_sets=contents.figure.factor_sets,
        stages=format_stages(parse_cells(contents.figure.cells)),
        total=contents.figure.total,
        beyond_gate=format_decimal(_beyond_gate(contents)),
        credits=format_decimal(parts.left_out),
        unspecified=format_decimal(parts.unspecified),
        not_stated=not_stated(contents),
        attestations=contents.attestations,
    )
