"""Volumes of a planned case: outputs, and flows between sites."""

from decimal import Decimal
from pathlib import Path

import pytest
from support.case_files import ACTIVITIES, SETTINGS, write_case

from ledger.exchange.case_folder import read_case
from ledger.exchange.case_plan import Plan, plan
from schemas.errors import CradleError

LOOP = "HEAT,site,PACK,1,kg,raw material,\n"


def planned(folder: Path, **changed: str | None) -> Plan:
    """The plan of the made-up case."""
    return plan(read_case(write_case(folder / "case", **changed)))


def test_volumes_follow_the_demand(tmp_path: Path) -> None:
    """1000 batteries of 400.5 kg; the mine and boiler make the power of ten above their demand."""
    it = planned(tmp_path)
    assert it.order.index("HEAT") < it.order.index("MINE") < it.order.index("PACK")
    assert it.outputs == {
        "PACK": Decimal(400500),
        "REC": Decimal(100000),
        "MINE": Decimal(1000000),
        "HEAT": Decimal(10000000),
    }


def test_demand_at_a_power_of_ten_is_met_by_it(tmp_path: Path) -> None:
    """A demand of exactly a power of ten needs no more than that."""
    settings = SETTINGS.replace("400.50", "500")
    assert planned(tmp_path, case_toml=settings).outputs["MINE"] == Decimal(1_000_000)
    settings = SETTINGS.replace("400.50", "500.0000001")
    assert planned(tmp_path, case_toml=settings).outputs["MINE"] == Decimal(10_000_000)


def test_rows_on_one_input_are_added(tmp_path: Path) -> None:
    """Two rows on lime are one flow, a zero row is none, and the mine's ore is used once."""
    it = planned(tmp_path)
    lime = [flow for flow in it.flows["PACK"] if flow.input == "lime"]
    assert [flow.amount for flow in lime] == [Decimal("0.75")]
    assert it.physical("PACK") == {"MINE": Decimal(801000)}
    assert it.physical("REC") == {}
    assert it.credited("REC") == ("MINE",)
    assert it.credited("PACK") == ()


def test_rows_that_cancel_are_dropped(tmp_path: Path) -> None:
    """A row of zero on a site is no supply, so it closes no loop either."""
    zero = ACTIVITIES + LOOP.replace(",1,", ",0,")
    assert planned(tmp_path, activities_csv=zero).physical("HEAT") == {}


def test_a_case_without_a_battery_has_no_declared_site(tmp_path: Path) -> None:
    """Without a battery every site makes a power of ten."""
    it = planned(tmp_path, case_toml=None)
    assert it.outputs["PACK"] == Decimal(100000)


@pytest.mark.parametrize("row", [LOOP, LOOP.replace("site,PACK,1", "credit,PACK,-1")])
def test_a_loop_is_refused_by_name(tmp_path: Path, row: str) -> None:
    """Sites that supply each other, be it by credit, are refused, and the refusal names them."""
    with pytest.raises(CradleError) as caught:
        planned(tmp_path, activities_csv=ACTIVITIES + row)
    place = "case/activities.csv, rows 2, 5, 11, 17, input"
    assert (caught.value.code, caught.value.place) == ("case.loop", place)
    assert "HEAT -> MINE -> PACK -> HEAT" in caught.value.detail
