"""One workbook as each program saves it is one entry, with one report."""

from decimal import Decimal

import orjson
import pytest
from support.office_workbooks import DIGITS, KINDS, office_file

from ledger.exchange.spreadsheet.check import check_spreadsheet


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_makes_the_same_draft(kind: str) -> None:
    """No digit differs, and none from the digits that were typed."""
    checked = check_spreadsheet(office_file("filled", kind), f"a.{kind}")
    expected = check_spreadsheet(office_file("filled", "xlsx"), "a.xlsx")
    assert checked.report.problems == ()
    assert checked.drafted is not None
    assert expected.drafted is not None
    assert checked.drafted.data == expected.drafted.data
    inputs = orjson.loads(checked.drafted.data or b"")["inventory"]["inputs"]
    assert [row["amount"] for row in inputs[2:]] == [format(Decimal(text), "f") for text in DIGITS]


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_every_kind_has_the_same_report(kind: str) -> None:
    """An error, a duration, a merge and what is hidden are named at the same cells."""
    report = check_spreadsheet(office_file("odd", kind), f"odd.{kind}").report
    expected = check_spreadsheet(office_file("odd", "xlsx"), "odd.xlsx").report
    assert report.problems == expected.problems
    assert {row.code for row in report.problems} >= {"cell.error", "number.is_date", "row.hidden"}
