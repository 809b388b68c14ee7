"""The declared unit, mass per unit, validity and times of a footprint, as PACT and Catena-X write them.

The declared amount is always 1: a figure is stated per unit of the delivered line. Validity follows PACT: from the end
of the reference period, for three years at most. A representative delivery ends it earlier.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import get_args

from ledger.documents.delivery_contents import DeliveryContents
from ledger.footprint.external.figure import UNITS
from ledger.footprint.external.pact import three_years_later
from ledger.footprint.graph.numbers import EXACT, format_decimal
from schemas.errors import CradleError
from schemas.exchanged.pact.footprint import DeclaredUnit
from schemas.vocabulary import Unit

WORDS: Mapping[Unit, DeclaredUnit] = {
    UNITS[word]: word for word in get_args(DeclaredUnit) if word in UNITS
}
"""The formats' word for each unit that they know."""

MASSLESS = frozenset({Unit.KWH, Unit.MJ, Unit.TKM, Unit.H})
"""Units of energy, transport and services, whose product mass is zero by PACT's rule."""


def unit_word(unit: Unit) -> DeclaredUnit:
    """Return the formats' word for a unit.

    Raises:
        CradleError: `exchange.unit`.
    """
    if unit not in WORDS:
        known = ", ".join(sorted(it.value for it in WORDS))
        detail = (
            f"PACT and Catena-X have no word for the unit {unit.value}; enter and deliver the line in one that they"
            f" have: {known}."
        )
        raise CradleError("exchange.unit", detail, "unit")
    return WORDS[unit]


def mass_of(contents: DeliveryContents) -> str:
    """Return the kg of product per unit of the delivered line, without packaging.

    Raises:
        CradleError: `exchange.mass` if the product section does not state it.
    """
    unit = contents.delivery.unit
    if unit in MASSLESS:
        return "0"
    kg = None if contents.line is None else contents.line.kg_per_unit
    if kg is not None:
        return kg
    if unit is Unit.KG:
        return "1"
    detail = f"The entry does not state the mass of a {unit.value}; state kg_per_unit in product."
    raise CradleError("exchange.mass", detail, "product.kg_per_unit")


def carbon_of(contents: DeliveryContents) -> str | None:
    """The kg of carbon in a unit of the product; None if the product section does not state carbon."""
    elements = () if contents.line is None else contents.line.elements
    fractions = [Decimal(row.fraction) for row in elements if row.element == "C"]
    if not fractions:
        return None
    return format_decimal(EXACT.multiply(fractions[0], Decimal(mass_of(contents))))


def instant(day: str) -> datetime:
    """The start of a day, UTC."""
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def format_time(moment: datetime) -> str:
    """Write a time in UTC with whole seconds and `Z`; the plus of `+00:00` would be lost in a query."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def validity_end(contents: DeliveryContents) -> datetime:
    """Return the time at which a footprint stops being valid.

    Raises:
        CradleError: `exchange.validity` if that is not after its reference period.
    """
    period_end = instant(contents.entry.period.end)
    latest = three_years_later(period_end)
    if contents.delivery.valid_until is None:
        return latest
    end = instant(contents.delivery.valid_until)
    if end <= period_end:
        detail = (
            f"The delivery is valid until {contents.delivery.valid_until}, but a footprint is valid from"
            f" the end of its period, {contents.entry.period.end}; deliver with a later valid_until."
        )
        raise CradleError("exchange.validity", detail, "valid_until")
    return min(end, latest)
