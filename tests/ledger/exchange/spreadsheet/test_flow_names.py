"""Names in a spreadsheet are read as in a case folder, and the report says what was read at each cell."""

import orjson
import pytest
from support.sheets import at, saved, sound, with_field, workbook

from ledger.exchange.spreadsheet.check import CheckedFile, check_spreadsheet
from ledger.exchange.spreadsheet.defaults import DefaultData
from ledger.rulebooks.catalog import load_factor_set
from schemas.views.row_report import RowProblem

SETS = tuple(map(load_factor_set, ("starter-energy-freight-2025", "mixes-ember-mee-2026"))) + tuple(
    map(load_factor_set, ("starter-materials-2025", "starter-materials-fr-2022"))
)


def checked(country: str, gas: str, **row: str) -> CheckedFile:
    """A sound file with these words, and its first activity changed."""
    rows = with_field(sound(), "process", "country", "FI")
    for key, value in row.items():
        rows = with_field(rows, "inputs", key, value, 1)
    book = workbook(rows=rows)
    for table, key, text in (("Process", "country", country), ("Emissions", "gas", gas)):
        book[table][at(table.casefold(), key)] = text
    return check_spreadsheet(saved(book), "a.xlsx", None, DefaultData(SETS))


def problems(checked: CheckedFile, code: str) -> dict[str | None, RowProblem]:
    """The problems with a code, by cell."""
    return {row.cell: row for row in checked.report.problems if row.code == code}


@pytest.mark.parametrize(
    ("country", "code", "gas", "flow", "unit", "read"),
    [
        ("Brasilien", "BR", "Kohlendioxid", "Strom", "kWh", "ember:BR.2025"),
        ("巴西", "BR", "二氧化碳", "电力", "万千瓦时", "ember:BR.2025"),
        ("Germany", "DE", "124-38-9", "Erdgas", "m3", "desnz:natural_gas.2025"),
    ],
)
def test_names_become_ids_and_are_reported(
    country: str, code: str, gas: str, flow: str, unit: str, read: str
) -> None:
    """In the draft and at their cells."""
    supply = "" if unit == "m3" else "grid"
    made = checked(country, gas, flow=flow, unit=unit, amount="3", supply=supply)
    assert made.report.accepted
    assert made.drafted is not None
    draft = orjson.loads(made.drafted.data or b"")
    row = draft["inventory"]["inputs"][1]
    assert (draft["site"]["country"], row["flow"]) == (code, read)
    assert draft["inventory"]["emissions"][0]["gas"] == "co2"
    assert row["amount"] == ("30000" if unit == "万千瓦时" else "3")
    notes = problems(made, "word.read_as")
    assert read in notes[at("inputs", "flow", 3)].message
    assert f"Read as {code}; check it." == notes[at("process", "country")].message


@pytest.mark.parametrize(
    ("flow", "unit", "meant"),
    [
        ("Stahl", "kg", "ademe:steel_primary.v22 / ademe:steel_recycled.v22 / "),
        ("电力", "kWh", "mee:CN.2023 / mee:CN.2024"),
    ],
)
def test_a_name_of_several_flows_is_refused_with_them(flow: str, unit: str, meant: str) -> None:
    """Nothing is chosen."""
    made = checked("中国", "co2", flow=flow, unit=unit, supply="")
    assert not made.report.accepted
    wrong = problems(made, "word.ambiguous")[at("inputs", "flow", 3)]
    assert (wrong.suggestion or "").startswith(meant)
    assert made.report.rows_failed == 1


def test_a_name_without_a_flow_is_refused_once() -> None:
    """Also without any factor set."""
    made = checked("FI", "co2", flow="Strom", unit="tkm", supply="")
    assert problems(made, "flow.word").keys() == {at("inputs", "flow", 3)}
    assert not problems(made, "flow.grammar")
