"""Footprints of battery parts, Catena-X model `io.catenax.pcf_for_battery_component_supplier` 1.0.0.

The model is meant for the time until the delegated act on battery footprints is final. It has that act's four stages:
each a value in kg CO2e per kg or piece, beside an absolute value that is their sum. It names no groups, no IPCC report
and no status. A calculation treats the whole battery at end of life, so the model's end of life would count twice.

Source: the model's schema, version 1.0.0.
"""

from decimal import Decimal

from ledger.footprint.external.document import Fields
from ledger.footprint.external.figure import (
    ExternalFigure,
    Portion,
    Sum,
    collect,
    ratings_of,
    share_of,
    sum_at,
    validity,
)
from ledger.footprint.graph.numbers import ZERO
from schemas.external_words import ExternalFormat, ExternalPart
from schemas.vocabulary import Stage, Unit

UNITS = {"CO2KG/KG": Unit.KG, "CO2KG/piece": Unit.PIECE}

STAGES = (
    ("stage1RawMaterialAquisitionPreProcessing", Stage.RAW_MATERIAL),
    ("stage2MainProductProduction", Stage.MAIN_PRODUCTION),
    ("stage3Distribution", Stage.DISTRIBUTION),
    ("stage4EndOfLifeRecycling", Stage.END_OF_LIFE),
)
"""The members, spelled as the model spells them."""

RATINGS = (
    "technologicalRepresentativeness",
    "geographicalRepresentativeness",
    "timerelatedRepresentativeness",
    "dataQualityRating",
)


def read_battery_component(top: Fields) -> ExternalFigure:
    """The figure of a battery part.

    Raises:
        CradleError: `external.*`, with the path in the file.
    """
    shares = top.node("pcfValues").node("sharesPerStage")
    portions = _portions(shares)
    period = top.node("validityPeriod")
    return ExternalFigure(
        format=ExternalFormat.CATENA_X_BATTERY_COMPONENT_1,
        id="",
        company=top.text("legalidentifier"),
        products=(top.text("manufacturerPartId"), top.text("customerPartId")),
        unit=UNITS[shares.word("declaredUnit", tuple(UNITS))],
        declared_amount="1",
        mass=None,
        boundary="cradle_to_grave",
        valid=validity(
            period.timestamp("validFrom"), period.timestamp("validTo"), "validityPeriod"
        ),
        values=collect(portions),
        sums=component_sums(shares),
        methods=(),
        primary_share=share_of(top),
        ratings=ratings_of(top, RATINGS),
        active=True,
    )


def component_sums(shares: Fields) -> tuple[Sum, ...]:
    """The absolute value beside the sum of the stages, from the member `sharesPerStage`.

    Raises:
        CradleError: `external.*`, with the path in the file.
    """
    rows = (row.value for row in _portions(shares))
    return (sum_at(shares, "absPcfValue", _value(shares, "absPcfValue"), rows),)


def _portions(shares: Fields) -> list[Portion]:
    return [
        Portion(ExternalPart.UNSPECIFIED, _value(shares, name), stage) for name, stage in STAGES
    ]


def _value(shares: Fields, name: str) -> Decimal:
    return shares.node(name).number("stageValue", least=ZERO, strings=False)
