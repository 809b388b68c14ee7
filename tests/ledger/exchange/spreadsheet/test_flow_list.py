"""The flows of factor sets in the template: a sheet that is never read, and lists to choose from."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.command import cradle, did
from support.graph import factors
from support.ledger_cli import EXAMPLES
from support.sheets import saved, sound, workbook

from ledger.exchange.spreadsheet.check import check_spreadsheet
from ledger.exchange.spreadsheet.columns import tables_of
from ledger.exchange.spreadsheet.flow_list import add_flow_list, list_flows
from ledger.exchange.spreadsheet.prefilled import Prefilled, write_prefilled
from ledger.translations.languages import LANGUAGES, Language
from ledger.translations.spreadsheet import label, title
from schemas.signed.rulebook import FactorSet
from schemas.vocabulary import Stage

SETS = (
    factors({"test:zinc": "2", "test:lime": "1"}),
    FactorSet.parse((EXAMPLES / "factors.json").read_bytes()),
)


def test_flows_are_sorted_and_listed_once() -> None:
    """A flow of two sets is one row; making and treating are apart."""
    products = [row.flow for row in list_flows((*SETS, SETS[0]), "product")]
    assert products == sorted(products)
    assert {"test:lime", "test:zinc"} <= set(products)
    assert len(products) == len(set(products))
    assert all(row.direction == "treatment" for row in list_flows(SETS, "treatment"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_column_of_flows_offers_the_sheet(language: Language) -> None:
    """Inputs and wastes of the workbook have a list whose range is that of the flows."""
    data = write_prefilled(Prefilled(), language, Stage.END_OF_LIFE, SETS, ())
    book = load_workbook(io.BytesIO(data))
    sheet = book[label("sheets", "flows", language)]
    assert sheet["A3"].value == list_flows(SETS, "product")[0].flow
    last = 2 + len(list_flows(SETS, "product"))
    for key in ("inputs", "avoided"):
        lists = [one.formula1 for one in book[title(key, language)].data_validations.dataValidation]
        assert f"'{sheet.title}'!$A$3:$A${last}" in lists
    wastes = book[title("wastes", language)].data_validations.dataValidation
    assert any("$E$3" in one.formula1 for one in wastes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_workbook_reads_the_same_with_the_list(language: Language) -> None:
    """The sheet of flows is no data: nothing is reported about it."""
    book = workbook(language, sound(language=language))
    add_flow_list(book, tables_of(Stage.MAIN_PRODUCTION), SETS, language)
    with_list = check_spreadsheet(saved(book), "cells.xlsx")
    plain = check_spreadsheet(saved(workbook(language, sound(language=language))), "cells.xlsx")
    assert with_list.report.problems == plain.report.problems
    assert with_list.drafted == plain.drafted


def test_the_command_lists_the_flows_of_files_and_of_sets_that_come_with_cradle(
    tmp_path: Path,
) -> None:
    """A workbook is written with them; a CSV file, which has no lists, is refused."""
    out = tmp_path / "cells.xlsx"
    named = ("--factor-set", EXAMPLES / "factors.json", "--factor-set", "mixes-ember-mee-2026")
    did("template", *named, "--out", out)
    assert load_workbook(out)["Flows"].max_row > 50
    refused = cradle("template", *named, "--out", tmp_path / "cells.csv")
    assert refused.err.startswith("refused: option.factor_set at --factor-set")
    assert not (tmp_path / "cells.csv").exists()
