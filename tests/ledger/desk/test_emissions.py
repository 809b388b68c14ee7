"""A figure by gas and stage: every cell of the header once, burdens apart from credits."""

from decimal import Decimal

import pytest
from support.desks import operator_desk
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate
from support.refusal import refused

from ledger.documents.rendering.csv_table import page_tables
from ledger.documents.reports.emissions import layout_emissions
from schemas.signed.calculation import Calculation
from schemas.signed.statement import Kind
from schemas.vocabulary import Group, Sign

pytestmark = pytest.mark.one_database


def test_each_cell_counts_once_under_its_sign(chain: BatteryChain) -> None:
    """The rows of a stage sum to its signed value, up to the rounding of the header."""
    name = calculate(chain)
    desk = operator_desk(chain.world.ledger)
    found = desk.emissions(name)
    stated = desk.statement(name, Kind.CALCULATION).payload(Calculation)
    keys = {(cell.stage, cell.group) for cell in stated.cells}
    assert [(row.stage, row.gas) for row in found.rows] == sorted(
        keys, key=lambda key: (list(type(key[0])).index(key[0]), list(type(key[1])).index(key[1]))
    )
    taken = sum(Decimal(cell.value) for cell in stated.cells if cell.sign is Sign.CREDIT)
    assert sum(Decimal(row.credits) for row in found.rows) == pytest.approx(taken)
    for stage in stated.stages:
        rows = [row for row in found.rows if row.stage is stage.stage]
        whole = sum(Decimal(row.emissions) + Decimal(row.credits) for row in rows)
        assert whole == pytest.approx(Decimal(stage.value), rel=Decimal("0.001"))
    assert (found.total, found.model) == (stated.total, stated.model)
    with refused("statement.unknown"):
        desk.emissions("sha256:" + "0" * 64)


def test_what_no_factor_splits_is_not_called_a_gas(chain: BatteryChain) -> None:
    """A reader finds "not stated" in its place, and the value all the same."""
    found = operator_desk(chain.world.ledger).emissions(calculate(chain))
    merged = tuple(row.model_copy(update={"gas": Group.UNSPECIFIED}) for row in found.rows)
    told = page_tables(layout_emissions(found.model_copy(update={"rows": merged})))
    assert "not stated: its factors do not split it" in told
    assert "unspecified" not in told


def test_the_page_has_a_row_for_each(chain: BatteryChain) -> None:
    """Stage, gas and both values, as on a terminal, so in the table for a spreadsheet."""
    found = operator_desk(chain.world.ledger).emissions(calculate(chain))
    lines = page_tables(layout_emissions(found)).splitlines()
    assert len([line for line in lines if "fossil" in line or "unspecified" in line]) == len(
        found.rows
    )
    assert any("%" in line for line in lines)
