"""A row is placed where it or its factor states, and nowhere by guess."""

import json

import pytest
from pydantic import TypeAdapter
from support.graph import STUDY, factors, grids
from support.rows import emitted, used, wasted
from support.trade_chain import HEAT, POWER

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.trade.places import NOWHERE, Column, Place, country_of_mix, place_of
from schemas.signed.rows import ActivityInput, DeliveryInput, Emission, Row, Waste
from schemas.signed.rulebook import FactorSet

ROWS: TypeAdapter[Row] = TypeAdapter(ActivityInput | Emission | Waste)
TABLE = FactorTable(
    (
        factors({"test:lime": "2", "test:diesel_supply": "1"}),
        factors({"test:alumina": "2"}, geography="AU"),
        factors({"test:world": "2"}, geography="GLO"),
        factors({"test:heat": "0.1"}, unit="MJ"),
        factors({"test:steam": "0.1"}, unit="MJ", carrier="heat"),
        factors({"test:goods": "0.1"}, unit="MJ", carrier="goods"),
        factors({"test:petrol": "3"}, carrier="fuel"),
        factors({"test:power": "0.4"}, unit="kWh"),
        factors({"test:power_of": "0.4"}, unit="kWh", geography="SE"),
        grids({"PL": "0.6", "US-CAL": "0.2", "EU27": "0.3"}),
        factors({"test:slag": "1"}, direction="treatment"),
    ),
    STUDY,
)
ENERGY = {"purpose": "energy", "known": "metered"}


def place(row: dict[str, object], site: str = "DE") -> Place:
    """The place of a row of a site."""
    parsed = ROWS.validate_json(json.dumps(row))
    return place_of(str(row.get("flow", row.get("gas"))), parsed, site, TABLE)


def test_what_a_site_emits_is_on_its_territory() -> None:
    """A gas, and a flow whose purpose is direct emission."""
    assert place(emitted("co2", "5")) == Place(Column.TERRITORIAL, "DE")
    assert place(used("test:lime", "5", purpose="direct")) == Place(Column.TERRITORIAL, "DE")


@pytest.mark.parametrize("flow", ["test:heat", "test:steam"])
def test_heat_and_fuel_in_mj_are_burnt_at_the_site(flow: str) -> None:
    """The row says energy in MJ, and the factor nothing else."""
    assert place(used(flow, "5", **HEAT)) == Place(Column.TERRITORIAL, "DE")


def test_a_fuel_by_weight_is_burnt_if_its_factor_says_that_it_is_fuel() -> None:
    """Energy in kg may be the supply of a fuel alone, whose burning is another row."""
    assert place(used("test:petrol", "5", **ENERGY)) == Place(Column.TERRITORIAL, "DE")
    assert place(used("test:diesel_supply", "5", **ENERGY)) == NOWHERE
    assert place(used("test:petrol", "5")) == NOWHERE


def test_goods_in_mj_are_not_burnt() -> None:
    """The factor says that the flow is goods."""
    assert place(used("test:goods", "5", **HEAT)) == NOWHERE


def test_electricity_is_where_its_mix_is() -> None:
    """The zone of a mix gives its country; a site in DE that books the mix of PL is placed in PL."""
    assert place(used("grid:PL.average.2025", "5", **POWER)) == Place(Column.GRID_ZONE, "PL")
    assert place(used("grid:US-CAL.average.2025", "5", **POWER)) == Place(Column.GRID_ZONE, "US")
    assert place(used("test:power_of", "5", **POWER)) == Place(Column.GRID_ZONE, "SE")


def test_electricity_cannot_be_booked_as_unlocated() -> None:
    """A flow in kWh without a grid, or of a group of countries, is in the grid of the site whose meter it passed."""
    assert place(used("test:power", "5", **POWER)) == Place(Column.GRID_ZONE, "DE")
    assert place(used("grid:EU27.average.2025", "5", **POWER)) == Place(Column.GRID_ZONE, "DE")
    bought = used("test:power", "5", **{**POWER, "purpose": "processing"})
    assert place(bought) == Place(Column.GRID_ZONE, "DE")


def test_a_dataset_is_unlocated_unless_its_factor_states_one_country() -> None:
    """A region is not a country, and a dataset's place is marked as such."""
    assert place(used("test:lime", "5")) == NOWHERE
    assert place(used("test:world", "5")) == NOWHERE
    assert place(used("test:alumina", "5")) == Place(Column.TERRITORIAL, "AU", by_dataset=True)
    assert place(wasted("test:slag", "5")) == NOWHERE
    assert place(used("test:unknown", "5")) == NOWHERE


def test_a_site_that_states_a_region_places_nothing() -> None:
    """Emissions in GLO are not on the territory of a country."""
    assert place(emitted("co2", "5"), "GLO") == NOWHERE
    assert place(used("test:power", "5", **POWER), "RER") == NOWHERE


def test_what_has_no_row_or_is_delivered_is_unlocated() -> None:
    """A filled gap has no row; a delivery's own entry is elsewhere in the graph."""
    assert place_of("filled", None, "DE", TABLE) == NOWHERE
    delivered = DeliveryInput.parse(
        json.dumps(
            {
                "type": "delivery",
                "delivery": f"sha256:{'0' * 64}",
                "purpose": "material",
                "amount": "1",
                "unit": "kg",
                "known": "weighed",
                "evidence": [],
            }
        ).encode()
    )
    assert place_of("x", delivered, "DE", TABLE) == NOWHERE


def test_the_country_of_a_mix_is_its_grid_then_its_geography() -> None:
    """A factor that states neither has no country."""
    named: FactorSet = grids({"FR": "0.1"})
    assert country_of_mix(named.rows[0]) == "FR"
    assert (
        country_of_mix(named.rows[0].model_copy(update={"grid": "zone9", "geography": "IT"}))
        == "IT"
    )
    assert country_of_mix(named.rows[0].model_copy(update={"grid": "zone9"})) is None
    assert country_of_mix(None) is None
