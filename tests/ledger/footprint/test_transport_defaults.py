"""Legs that a method assumes where none is known."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.chains import STUDY

from ledger.footprint.transport_defaults import default_legs, tonne_kilometres
from ledger.rulebooks.catalog import load_rulebook

PEF = load_rulebook("pef-2021")
INSIDE = [("pef:lorry_over_32t", 130), ("pef:rail", 240), ("pef:barge", 270)]
OUTSIDE = [("pef:lorry_over_32t", 1000), ("pef:sea_freight", 18000)]


@pytest.mark.parametrize(
    ("origin", "destination", "legs"),
    [
        ("PL", "DE", INSIDE),
        ("GB", None, INSIDE),
        ("RER", "NO", INSIDE),
        ("CN", "DE", OUTSIDE),
        ("DE", "US", OUTSIDE),
        ("CN", "CN", OUTSIDE),
        (None, "DE", OUTSIDE),
        ("GLO", "DE", OUTSIDE),
    ],
)
def test_short_legs_are_within_europe(
    origin: str | None, destination: str | None, legs: list[tuple[str, int]]
) -> None:
    """From a supplier in Europe to a factory in Europe; whatever is unknown comes from outside."""
    assert default_legs(Decimal(1000), origin, destination, PEF) == tuple(legs)


def test_a_rulebook_without_defaults_assumes_nothing() -> None:
    """The study rulebook has no legs."""
    assert default_legs(Decimal(1000), "PL", "DE", STUDY) == ()


@pytest.mark.parametrize("name", ["eu-ev-draft-2024", "jrc-cfb-ind-2025"])
def test_the_drafts_fall_back_on_the_same_legs(name: str) -> None:
    """The same numbers as PEF, inferred to hold there."""
    rulebook = load_rulebook(name)
    assert default_legs(Decimal(7), "CN", "DE", rulebook) == default_legs(
        Decimal(7), "CN", "DE", PEF
    )
    assert rulebook.transport is not None
    assert {leg.km.confidence for leg in rulebook.transport.other} == {"inferred"}


AMOUNTS = st.decimals("0.000001", "1000000", places=6)


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_tonne_kilometres_add_up(kg: Decimal, more: Decimal, km: Decimal) -> None:
    """Two loads over one way are their sum over it, exactly, and kg and km may change places."""
    both = tonne_kilometres(kg + more, km)
    assert both == tonne_kilometres(kg, km) + tonne_kilometres(more, km)
    assert tonne_kilometres(kg, km) == tonne_kilometres(km, kg)
    assert tonne_kilometres(kg, km) * 1000 == kg * km
