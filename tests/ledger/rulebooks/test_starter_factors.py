"""The starter factors: each value is the one printed in its source, and says where that is."""

import csv
from collections.abc import Mapping
from decimal import Context, Decimal
from pathlib import Path

import pytest

from ledger.audit.subject.method import method_names
from ledger.footprint.graph.factors import FactorTable
from ledger.rulebooks.catalog import load_factor_set, load_rulebook, starter_set_ids
from schemas.signed.rulebook import Factor
from schemas.vocabulary import Group, Unit

DIGITS = Context(prec=12)
"""As imported factors are rounded; it changes only values for each MJ."""
TABLE = Path(__file__).parent / "starter_sources.csv"
ENERGY, MATERIALS, FRENCH = starter_set_ids()
SETS = pytest.mark.parametrize("set_id", starter_set_ids())


def printed() -> dict[tuple[str, str, str], Mapping[str, str]]:
    """The numbers as printed, by set, flow and unit."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(row["set"], row["flow"], row["unit"]): row for row in csv.DictReader(file)}


def rows() -> dict[tuple[str, str, str], Factor]:
    """The factors, by set, flow and unit."""
    sets = [load_factor_set(name) for name in starter_set_ids()]
    return {(each.id, row.flow, row.unit.value): row for each in sets for row in each.rows}


def test_each_value_is_the_sum_of_the_printed_ones() -> None:
    """Over the units in one of the source's: 1,000 kg a tonne, 3.6 MJ a kWh. No row is without a source."""
    known = printed()
    assert set(known) == set(rows())
    for key, row in rows().items():
        numbers = known[key]["printed"].replace(",", ".").split(" + ")
        total = DIGITS.divide(sum(map(Decimal, numbers), Decimal(0)), Decimal(known[key]["per"]))
        assert [(value.group, Decimal(value.value)) for value in row.values] == [
            (Group.UNSPECIFIED, total)
        ], key
        assert total > 0


def test_each_row_says_where_it_is_printed() -> None:
    """The file's rows, and the licence, stand in the source that an entry's reader sees."""
    words = {"flat-file.xlsx": ("DESNZ 2025, flat file, row", "; OGL 3.0")}
    words["Base_Carbone_V22.0.csv"] = (
        "ADEME, Base Carbone V22.0, element ",
        "; Licence Ouverte 2.0",
    )
    for key, row in rows().items():
        begin, end = words[printed()[key]["file"]]
        assert row.source.startswith(begin)
        assert row.source.endswith(end)
        assert f" {printed()[key]['row']}: " in row.source


@pytest.mark.parametrize(
    ("set_id", "methods"), [(ENERGY, {"AR 5"}), (MATERIALS, {"AR 4"}), (FRENCH, set())]
)
def test_a_set_states_how_its_gases_were_counted(set_id: str, methods: set[str]) -> None:
    """One method for each set, or the words that the source does not state it; never a guess."""
    factor_set = load_factor_set(set_id)
    assert method_names(factor_set.method) == methods
    assert factor_set.method.endswith("; totals in CO2e, not split by gas")
    assert methods or factor_set.method.startswith("Not stated")


@SETS
def test_the_shape_of_a_row(set_id: str) -> None:
    """Open, with a place, without a composition or a mark that the source does not state."""
    factor_set = load_factor_set(set_id)
    assert factor_set.licence == "open"
    for row in factor_set.rows:
        assert row.geography is not None
        assert row.elements is row.rating is row.stands_for is row.ef_compliant is row.grid is None
        assert (row.carrier == "fuel") == ("burnt" in row.name)
        assert row.unit is Unit.KG or set_id == ENERGY


def test_energy_is_in_the_unit_that_an_entry_may_state() -> None:
    """An entry states heat and fuels in MJ; what is in kWh there is electricity."""
    units = {row.unit for row in rows().values()}
    assert Unit.KWH not in units
    energy = {row.flow: row.carrier for row in rows().values() if row.unit is Unit.MJ}
    assert energy == {
        "desnz:district_heat.2025": "heat",
        "desnz:natural_gas_gross_cv.2025": "fuel",
        "desnz:natural_gas_net_cv.2025": "fuel",
    }


def test_all_sets_can_be_named_together() -> None:
    """No flow is in two sets, and the same material has the same name in each."""
    table = FactorTable(map(load_factor_set, starter_set_ids()), load_rulebook("pef-2021"))
    for _, flow, unit in rows():
        assert any(table.factor(flow, unit, way) for way in ("product", "treatment"))
    steel = table.factor("ademe:steel_primary.v22", "kg", "product")
    assert steel is not None
    assert {row.flow for row in table.same_product(steel)} == {
        "ademe:steel_primary.v22",
        "desnz:steel_primary.2025",
    }
