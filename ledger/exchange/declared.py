"""What a footprint is per, and when: unit words, mass of a unit, validity, and times as formats write them.

The declared amount is always 1: a figure is told per unit of the delivered line. Validity is PACT's: from the end of
the reference period, for three years at most. A representative delivery ends it earlier.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import get_args

from ledger.footprint.external.figure import UNITS
from ledger.footprint.external.pact import three_years_later
from ledger.footprint.graph.numbers import EXACT, format_decimal
from ledger.service.answers.delivery_contents import DeliveryContents
from schemas.errors import CradleError
from schemas.pact.footprint import DeclaredUnit
from schemas.vocabulary import Unit

WORDS: Mapping[Unit, DeclaredUnit] = {
    UNITS[word]: word for word in get_args(DeclaredUnit) if word in UNITS
}
"""The word of each unit that has one."""

MASSLESS = frozenset({Unit.KWH, Unit.MJ, Unit.TKM, Unit.H})
"""Units of energy, transport and services, whose product mass is zero by PACT's rule."""


def unit_word(unit: Unit) -> DeclaredUnit:
    """The word for a unit.

    Raises:
        CradleError: `exchange.unit`.
    """
    if unit not in WORDS:
        detail = (
            f"PACT and Catena-X have no word for the unit {unit.value}; deliver in kg or pieces."
        )
        raise CradleError("exchange.unit", detail, "unit")
    return WORDS[unit]


def mass_of(told: DeliveryContents) -> str:
    """kg of product per unit of the delivered line, without packaging.

    Raises:
        CradleError: `exchange.mass` where the product section does not say.
    """
    unit = told.delivery.unit
    if unit in MASSLESS:
        return "0"
    stated = None if told.line is None else told.line.kg_per_unit
    if stated is not None:
        return stated
    if unit is Unit.KG:
        return "1"
    detail = f"The entry does not say how many kg a {unit.value} has; state kg_per_unit in product."
    raise CradleError("exchange.mass", detail, "product.kg_per_unit")


def carbon_of(told: DeliveryContents) -> str | None:
    """kg of carbon in a unit of the product; None where its elements are not stated, or not this one."""
    elements = () if told.line is None else told.line.elements
    fractions = [Decimal(row.fraction) for row in elements if row.element == "C"]
    if not fractions:
        return None
    return format_decimal(EXACT.multiply(fractions[0], Decimal(mass_of(told))))


def instant(day: str) -> datetime:
    """The start of a day, UTC."""
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def format_time(moment: datetime) -> str:
    """A moment as formats write it: UTC, whole seconds, `Z`. A `+00:00` would lose its plus in a query."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def validity_end(told: DeliveryContents) -> datetime:
    """When a footprint stops being valid.

    Raises:
        CradleError: `exchange.validity` where that is not after its reference period.
    """
    period_end = instant(told.entry.period.end)
    latest = three_years_later(period_end)
    if told.delivery.valid_until is None:
        return latest
    stated = instant(told.delivery.valid_until)
    if stated <= period_end:
        detail = (
            f"The delivery is valid until {told.delivery.valid_until}, and a footprint from the end"
            f" of its period, {told.entry.period.end}, on; deliver with a later valid_until."
        )
        raise CradleError("exchange.validity", detail, "valid_until")
    return min(stated, latest)
