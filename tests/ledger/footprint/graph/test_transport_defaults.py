"""Legs that a method assumes if none is known."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.graph import STUDY

from ledger.footprint.graph.transport_defaults import (
    default_legs,
    tonne_kilometres,
    unstated_distance,
)
from ledger.rulebooks.catalog import load_rulebook
from schemas.vocabulary import Purpose

PEF, DRAFT = load_rulebook("pef-2021"), load_rulebook("eu-ev-draft-2024")
MATERIAL, TONNE = Purpose.MATERIAL, Decimal(1000)
INSIDE = [("pef:lorry_over_32t", 130), ("pef:rail", 240), ("pef:barge", 270)]
PACKED = [("pef:lorry_over_32t", 230), ("pef:rail", 280), ("pef:barge", 360)]
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
    """From a supplier in Europe to a factory in Europe; an unknown origin is outside."""
    assert default_legs(TONNE, origin, destination, DRAFT, MATERIAL) == tuple(legs)
    assert unstated_distance(TONNE, origin, destination, DRAFT) == ()


@pytest.mark.parametrize(
    ("origin", "destination", "assumed", "stated"),
    [
        ("PL", "DE", INSIDE, []),
        (None, "DE", OUTSIDE, []),
        ("RoW", "DE", OUTSIDE, []),
        ("CN", "DE", OUTSIDE[:1], OUTSIDE[1:]),
        ("DE", "US", OUTSIDE[:1], OUTSIDE[1:]),
        ("CN", "CN", OUTSIDE[:1], []),
    ],
)
def test_the_ship_is_assumed_of_an_unknown_origin_alone(
    origin: str | None,
    destination: str,
    assumed: list[tuple[str, int]],
    stated: list[tuple[str, int]],
) -> None:
    """Under PEF a known country's distance is to be stated; goods that stay in it have none."""
    assert default_legs(TONNE, origin, destination, PEF, MATERIAL) == tuple(assumed)
    assert unstated_distance(TONNE, origin, destination, PEF) == tuple(stated)


def test_packaging_has_legs_of_its_own_within_europe() -> None:
    """PEF's 230, 280 and 360 km; if a rulebook has none, those of other goods; from outside the same as all."""
    assert default_legs(TONNE, "PL", "DE", PEF, Purpose.PACKAGING) == tuple(PACKED)
    assert default_legs(TONNE, "PL", "DE", DRAFT, Purpose.PACKAGING) == tuple(INSIDE)
    assert default_legs(TONNE, None, "DE", PEF, Purpose.PACKAGING) == tuple(OUTSIDE)


def test_a_rulebook_without_defaults_assumes_nothing() -> None:
    """The study rulebook has no legs, and asks for no distance."""
    assert default_legs(TONNE, "PL", "DE", STUDY, MATERIAL) == ()
    assert unstated_distance(TONNE, "CN", "DE", STUDY) == ()


@pytest.mark.parametrize("name", ["eu-ev-draft-2024", "jrc-cfb-ind-2025"])
def test_the_drafts_fall_back_on_the_same_legs(name: str) -> None:
    """The same numbers as PEF, inferred to apply there."""
    rulebook = load_rulebook(name)
    legs = [default_legs(Decimal(7), None, "DE", it, MATERIAL) for it in (rulebook, PEF)]
    assert legs[0] == legs[1]
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
