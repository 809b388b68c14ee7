"""Declared unit and time of a footprint: unit words, mass, carbon, validity, times."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from support.exchanging import with_delivery, with_entry
from support.refusal import refused

from ledger.documents.delivery_contents import DeliveryContents
from ledger.exchange.units_and_validity import (
    carbon_of,
    format_time,
    mass_of,
    unit_word,
    validity_end,
)
from ledger.footprint.external.figure import UNITS
from schemas.signed.entry import ProductLine
from schemas.values import Period
from schemas.vocabulary import Unit


@pytest.mark.parametrize("unit", Unit)
def test_a_unit_goes_out_by_the_word_it_comes_in_by(unit: Unit) -> None:
    """Metres and bare units have no word and are refused, not converted to pieces."""
    if unit in {Unit.KWP, Unit.M, Unit.M2A, Unit.UNIT}:
        with refused("exchange.unit"):
            unit_word(unit)
    else:
        assert UNITS[unit_word(unit)] is unit


def line_of(**parts: object) -> ProductLine:
    """A product line."""
    return ProductLine(line="main", form="as_is", **parts)


@pytest.mark.parametrize(
    ("unit", "stated", "mass"),
    [
        (Unit.KG, "1", "1"),
        (Unit.KG, None, "1"),
        (Unit.PIECE, "301.7", "301.7"),
        (Unit.KWH, "3", "0"),
        (Unit.TKM, None, "0"),
        (Unit.PIECE, None, None),
        (Unit.M3, None, None),
    ],
)
def test_mass_of_a_unit(
    contents: DeliveryContents, unit: Unit, stated: str | None, mass: str | None
) -> None:
    """As the product section says; energy and services have none; pieces of unknown mass are refused."""
    contents = replace(with_delivery(contents, unit=unit), line=line_of(kg_per_unit=stated))
    if mass is None:
        with refused("exchange.mass"):
            mass_of(contents)
    else:
        assert mass_of(contents) == mass


def test_carbon_is_that_of_the_elements(contents: DeliveryContents) -> None:
    """A fraction of the mass; unknown where no element is carbon."""
    assert carbon_of(contents) == "0.12"
    assert carbon_of(replace(contents, line=line_of(kg_per_unit="2"))) is None
    assert carbon_of(replace(contents, line=None)) is None


@pytest.mark.parametrize(
    ("end", "until", "expected"),
    [
        ("2026-01-01", None, "2029-01-01T00:00:00Z"),
        ("2024-02-29", None, "2027-03-01T00:00:00Z"),
        ("2026-01-01", "2027-06-30", "2027-06-30T00:00:00Z"),
        ("2026-01-01", "2040-01-01", "2029-01-01T00:00:00Z"),
        ("2026-01-01", "2026-01-01", None),
    ],
)
def test_the_end_of_validity(
    contents: DeliveryContents, end: str, until: str | None, expected: str | None
) -> None:
    """Three years after the period, or earlier where the delivery says so, but after the period."""
    contents = with_entry(contents, period=Period(start="2023-01-01", end=end))
    contents = with_delivery(contents, valid_until=until)
    if expected is None:
        with refused("exchange.validity", "valid_until"):
            validity_end(contents)
    else:
        assert format_time(validity_end(contents)) == expected


def test_times_are_utc_with_z() -> None:
    """In UTC from any zone, and without a fraction of a second."""
    zone = timezone(timedelta(hours=5, minutes=30))
    assert format_time(datetime(2025, 1, 1, 2, 0, 7, 9, zone)) == "2024-12-31T20:30:07Z"
    assert format_time(datetime(999, 1, 1, tzinfo=zone)).startswith("0998-12-31T18")
