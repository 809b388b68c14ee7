"""Brightway workbooks, read by bw2io."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.background import (
    CATHODE,
    air_row,
    chain_workbook,
    choices,
    made_row,
    product_row,
    workbook,
)
from support.refusal import refused

from ledger.exchange.background.importing import import_background
from ledger.exchange.background.readers.brightway_excel import read_brightway_excel, to_background


def test_a_chain_from_workbook_to_factor() -> None:
    """Read, linked, characterized and solved, with a negative production and a self-consumption."""
    read = read_brightway_excel(chain_workbook(), "chain.xlsx")
    assert (read.name, read.format) == ("chain.xlsx", "Brightway Excel")
    found = import_background([read], choices(products=("cathode",)))
    (row,) = found.factor_set.rows
    total = sum((Decimal(value.value) for value in row.values), Decimal(0))
    assert abs(total - CATHODE) < CATHODE * Decimal("5e-12")
    assert [odd.code for odd in found.oddities] == ["background.production_negative"]


def test_no_workbook() -> None:
    """Another file, and a workbook in which bw2io finds no database."""
    with refused("background.damaged", "a.xlsx"):
        read_brightway_excel(b"no", "a.xlsx")


def test_modules_in_the_working_folder_are_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of files from somebody else is no place to take a program from."""
    (tmp_path / "json.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)
    assert len(read_brightway_excel(chain_workbook(), "chain.xlsx").processes) == 4


def activity(name: str, *rows: Any, **members: str) -> dict[str, Any]:  # noqa: ANN401
    """An activity as bw2io reads it."""
    given = {"name": name, "reference product": name, "location": "GLO", "unit": "kilogram"}
    return {**given, **members, "exchanges": list(rows)}


def read(*activities: dict[str, Any]) -> tuple[Any, list[str]]:
    """The first process, and the codes of the oddities."""
    found = to_background({}, activities, "file")
    return found.processes[0], [row.code.partition(".")[2] for row in found.oddities]


def test_a_link_is_by_words_and_unit() -> None:
    """The case of letters does not matter, nor does the spelling of a unit."""
    process, _ = read(activity("a", made_row("a"), product_row("Foil", 2, "kg")))
    foil, _ = read(activity("foil", made_row("foil")))
    assert process.inputs[0].link.keys == foil.keys


def test_substitution_is_a_credit() -> None:
    """An input with the opposite sign."""
    process, _ = read(activity("a", made_row("a"), product_row("b", 2, type="substitution")))
    assert (process.inputs[0].amount, process.inputs[0].is_credit) == (-2, True)


def test_amounts_are_shortest_decimals() -> None:
    """A double is read as the decimal that a person wrote."""
    process, _ = read(activity("a", made_row("a", 0.1), product_row("b", 4e-10)))
    assert process.production == Decimal("0.1")
    assert process.inputs[0].amount == Decimal("4e-10")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (product_row("b", "#N/A"), "no_number"),
        ({"name": "b", "type": "technosphere"}, "no_number"),
        (product_row("b", 1, type="generic"), "exchange_type"),
        (product_row("b", 1, type=None), "exchange_type"),
        (made_row("b"), "several_products"),
    ],
)
def test_what_makes_an_activity_unusable(row: Any, code: str) -> None:  # noqa: ANN401
    """An amount that is none, an unknown type, and a second product."""
    process, codes = read(activity("a", made_row("a"), row))
    assert codes == [code]
    assert process.production is None


def test_no_production_exchange() -> None:
    """Nothing is assumed, not even from the header's production amount."""
    process, codes = read(activity("a", product_row("b", 1), **{"production amount": "1"}))
    assert (process.production, codes) == (None, [])


def test_categories_are_a_compartment() -> None:
    """Brightway writes them with two colons."""
    process, _ = read(activity("a", made_row("a"), air_row("Methane, fossil", 1, "air::urban")))
    assert process.emissions[0].flow.compartment == ("air", "urban")


def test_a_workbook_without_activities() -> None:
    """It has no process; the import says so."""
    assert read_brightway_excel(workbook({}), "empty.xlsx").processes == ()
