"""Looking up factors: exactly one of the named sets has each."""

from decimal import Decimal

import pytest
from support.chains import STUDY, factors, grids
from support.refusal import refused

from ledger.footprint.factors import FactorTable
from ledger.rulebooks.catalog import load_rulebook, rulebook_ids
from schemas.gases import Gas, GasOrigin
from schemas.vocabulary import Group

TABLE = FactorTable(
    [
        factors({"test:lime": "1.5", "test:wood/biogenic": "2"}),
        factors({"test:lime": "0.25"}, direction="treatment"),
        factors({"test:lime": "9"}, unit="m3"),
        factors({"test:twice": "1"}),
        factors({"test:twice": "1"}),
    ],
    STUDY,
)


@pytest.mark.parametrize(
    ("flow", "unit", "direction", "values"),
    [
        ("test:lime", "kg", "product", {Group.UNSPECIFIED: Decimal("1.5")}),
        ("test:lime", "kg", "treatment", {Group.UNSPECIFIED: Decimal("0.25")}),
        ("test:lime", "m3", "product", {Group.UNSPECIFIED: Decimal(9)}),
        ("test:wood", "kg", "product", {Group.BIOGENIC: Decimal(2)}),
    ],
)
def test_a_factor_is_found_by_flow_unit_and_direction(
    flow: str, unit: str, direction: str, values: dict[Group, Decimal]
) -> None:
    """Unit and direction are part of what a factor is found by, and asking twice changes nothing."""
    assert TABLE.of_flow(flow, unit, direction) == values
    assert TABLE.of_flow(flow, unit, direction) == values


@pytest.mark.parametrize("flow", ["test:none", "test:wood"])
def test_no_factor_is_refused(flow: str) -> None:
    """A flow that no set values in this unit and direction is refused by name."""
    with refused("factor.none", flow):
        TABLE.of_flow(flow, "MJ", "product")


def test_two_factors_are_refused() -> None:
    """A later set never overrides an earlier one, not even with the same value."""
    with refused("factor.ambiguous", "test:twice"):
        TABLE.of_flow("test:twice", "kg", "product")


def test_a_mix_is_found_by_its_grid() -> None:
    """The average mix unless the residual one is asked for; a grid that no set names has none."""
    table = FactorTable([grids({"SE": "0.02", "SE/residual": "0.09"})], STUDY)
    assert table.of_grid("SE", "average") == ("grid:SE.average", {Group.FOSSIL: Decimal("0.02")})
    assert table.of_grid("SE", "residual") == ("grid:SE.residual", {Group.FOSSIL: Decimal("0.09")})
    assert table.of_grid("NO", "average") is None


def test_two_mixes_of_a_grid_are_refused() -> None:
    """Neither of two sets decides which mix a grid has."""
    table = FactorTable([grids({"SE": "0.02"}), grids({"SE": "0.03"})], STUDY)
    with refused("factor.ambiguous", "SE"):
        table.of_grid("SE", "average")


def test_gases_are_valued_by_the_rulebook() -> None:
    """Methane weighs more when its carbon is fossil, and each origin has its group."""
    assert TABLE.of_gas(Gas.CH4, GasOrigin.FOSSIL) == {Group.FOSSIL: Decimal("29.8")}
    assert TABLE.of_gas(Gas.CH4, GasOrigin.BIOGENIC) == {Group.BIOGENIC: Decimal(27)}


def test_a_gas_without_a_factor_is_refused() -> None:
    """Nobody takes up sulfur hexafluoride, so no factor says what that would be."""
    with refused("gas.not_characterized", "sf6"):
        TABLE.of_gas(Gas.SF6, GasOrigin.UPTAKE)


@pytest.mark.parametrize("name", ["study-full-substitution-1", "eu-ev-draft-2024", "pef-2021"])
def test_an_origin_that_the_method_keeps_out_is_refused(name: str) -> None:
    """Carbon that changed land takes up has a factor, and PEF takes no credit for it."""
    table = FactorTable([], load_rulebook(name))
    with refused("gas.origin_refused", "co2"):
        table.of_gas(Gas.CO2, GasOrigin.LAND_USE_UPTAKE)


def test_a_rulebook_that_refuses_nothing_counts_it() -> None:
    """Under the same set, a rulebook without refused origins values the uptake with -1."""
    asking = STUDY.model_copy(update={"refused_origins": None})
    taken_up = FactorTable([], asking).of_gas(Gas.CO2, GasOrigin.LAND_USE_UPTAKE)
    assert taken_up == {Group.LAND_USE_CHANGE: Decimal(-1)}


@pytest.mark.parametrize("rulebook_id", rulebook_ids())
def test_the_worked_example_of_the_characterization(rulebook_id: str) -> None:
    """The worked example of eu-battery-method.md section 8 comes to 115.568 kg CO2e."""
    table = FactorTable([], load_rulebook(rulebook_id))
    emitted = [
        (Gas.CO2, GasOrigin.FOSSIL, "100"),
        (Gas.CO2, GasOrigin.BIOGENIC, "12"),
        (Gas.CO2, GasOrigin.LAND_USE_CHANGE, "1.5"),
        (Gas.CH4, GasOrigin.FOSSIL, "0.4"),
        (Gas.CH4, GasOrigin.BIOGENIC, "0.05"),
        (Gas.N2O, GasOrigin.FOSSIL, "0.002"),
        (Gas.SF6, GasOrigin.FOSSIL, "0.00001"),
    ]
    total = sum(
        Decimal(kg) * value
        for gas, origin, kg in emitted
        for value in table.of_gas(gas, origin).values()
    )
    assert total == Decimal("115.568")
