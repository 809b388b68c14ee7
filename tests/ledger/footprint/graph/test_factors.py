"""Looking up factors: exactly one of the named sets has each."""

from decimal import Decimal

import pytest
from support.graph import STUDY, factors, grids
from support.graph_rated import dataset, rated_set
from support.refusal import refused
from support.rows import Row

from ledger.footprint.graph.factors import FactorTable
from ledger.rulebooks.catalog import load_rulebook, rulebook_ids
from schemas.gases import Gas, GasOrigin
from schemas.signed.electricity import Mix
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
    """Unit and direction are part of the key of a factor, and asking twice changes nothing."""
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


MIXES = {
    "SE/average/2021": "0.03",
    "SE/average/2024": "0.02",
    "SE/residual/2020": "0.09",
    "SE/average/2026": "0.01",
    "SE/average/2025/direct": "0.001",
    "CN/production/2024": "0.6",
}


@pytest.mark.parametrize(
    ("grid", "kinds", "year", "flow"),
    [
        ("SE", ("average",), 2025, "grid:SE.average.2024"),
        ("SE", ("average",), 2026, "grid:SE.average.2026"),
        ("SE", ("average",), 2023, "grid:SE.average.2021"),
        ("SE", ("residual", "average"), 2025, "grid:SE.residual.2020"),
        ("SE", ("production", "average"), 2025, "grid:SE.average.2024"),
        ("CN", ("average", "production"), 2025, "grid:CN.production.2024"),
        ("SE", ("average",), 2020, None),
        ("SE", ("production",), 2025, None),
        ("NO", ("average",), 2025, None),
    ],
)
def test_a_mix_is_the_newest_of_the_first_kind_that_there_is(
    grid: str, kinds: tuple[Mix, ...], year: int, flow: str | None
) -> None:
    """Not after the year, of any age, and never of direct emissions; an available kind precedes a newer one."""
    mix = FactorTable([grids(MIXES)], STUDY).mix(grid, kinds, year)
    assert (None if mix is None else mix.valued.flow) == flow


def test_a_mix_says_what_it_is() -> None:
    """Grid, kind and year, and kg CO2e per kWh."""
    mix = FactorTable([grids(MIXES)], STUDY).mix("CN", ("production",), 2024)
    assert mix is not None
    assert mix[:3] == ("CN", "production", 2024)
    assert mix.valued.values == {Group.FOSSIL: Decimal("0.6")}


def test_the_years_of_a_grid_are_those_of_its_mixes() -> None:
    """Of the kinds that are asked for, each year once."""
    table = FactorTable([grids(MIXES)], STUDY)
    assert table.mix_years("SE", ("average", "residual")) == [2020, 2021, 2024, 2026]
    assert table.mix_years("NO", ("average",)) == []


def test_two_mixes_of_a_grid_and_year_are_refused() -> None:
    """Neither of two sets decides which mix a grid has; of other years there may be several."""
    table = FactorTable(
        [grids({"SE": "0.02"}), grids({"SE": "0.03", "SE/average/2026": "1"})], STUDY
    )
    with refused("factor.ambiguous", "SE"):
        table.mix("SE", ("average",), 2025)
    assert table.mix("SE", ("average",), 2026) is not None


def test_the_flow_of_a_mix_is_valued_by_it_alone() -> None:
    """A set that values the flow of a mix a second time makes it as ambiguous as any flow."""
    other = factors({"grid:SE.average.2025": "0.001"}, unit="kWh")
    with refused("factor.ambiguous", "grid:SE.average.2025"):
        FactorTable([grids({"SE": "0.02"}), other], STUDY).mix("SE", ("average",), 2025)


def test_gases_are_valued_by_the_rulebook() -> None:
    """Methane weighs more when its carbon is fossil, and each origin has its group."""
    assert TABLE.of_gas(Gas.CH4, GasOrigin.FOSSIL) == {Group.FOSSIL: Decimal("29.8")}
    assert TABLE.of_gas(Gas.CH4, GasOrigin.BIOGENIC) == {Group.BIOGENIC: Decimal(27)}


def test_a_gas_without_a_factor_is_refused() -> None:
    """There is no uptake of sulfur hexafluoride, so no factor for it."""
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


def test_datasets_of_one_product_meet_by_flow_name_or_what_they_represent() -> None:
    """In any set, per the same unit and in the same direction; a name in other letters and spaces is the same."""

    def row(flow: str, name: str, **members: object) -> Row:
        return {**dataset(flow, "1"), "name": name, **members}

    it = row("test:a", "Nickel sulfate", stands_for="urn:test:nickel")
    alike = [
        row("test:b", "nickel  SULFATE"),
        row("test:c", "Other words", stands_for="urn:test:nickel"),
    ]
    others = [
        row("test:d", "Nickel"),
        row("test:e", "Nickel sulfate", unit="m3"),
        row("test:f", "Nickel sulfate", direction="treatment"),
    ]
    table = FactorTable([rated_set(it, *alike, *others)], STUDY)
    used = table.factor("test:a", "kg", "product")
    assert used is not None
    assert [found.flow for found in table.same_product(used)] == ["test:a", "test:b", "test:c"]
    another = FactorTable([rated_set(row("test:a", "Any name"))], STUDY)
    assert [found.name for found in another.same_product(used)] == ["Any name"]
    assert list(FactorTable([], STUDY).same_product(used)) == []


def test_the_flows_of_a_unit_are_those_that_one_set_values() -> None:
    """In the order of their names; a flow that two sets value is left out."""
    assert [row.flow for row in TABLE.valuing("kg", "product")] == ["test:lime", "test:wood"]
    assert [row.flow for row in TABLE.valuing("m3", "product")] == ["test:lime"]
    assert TABLE.valuing("kWh", "product") == ()


def test_the_grids_are_those_of_the_mixes() -> None:
    """Each once, ascending."""
    table = FactorTable([grids({"SE": "0.1", "DE/residual": "0.5", "SE/residual": "0.2"})], STUDY)
    assert table.grids == ("DE", "SE")
    assert TABLE.grids == ()
