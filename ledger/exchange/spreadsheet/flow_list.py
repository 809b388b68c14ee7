"""The flows of factor sets as a sheet of a template, and as drop-down lists of its columns of flows.

The sheet has the flows of inputs on the left and those of wastes on the right, each with its unit and name. It is never
read. A flow that is not listed may be entered all the same, since a manufacturer may name further factor sets. A CSV
file has no such list.
"""

from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ledger.exchange.spreadsheet.columns import Table
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import heading, label, title
from schemas.signed.rulebook import Factor, FactorSet

COLUMNS = ("flow", "unit", "name")
FIRST_ROW = 3
ROWS_WITH_LISTS = 2_000
DIRECTIONS = {"inputs": "product", "avoided": "product", "wastes": "treatment"}
"""The direction of the flows in each table."""

_BOLD = Font(bold=True)


def add_flow_list(
    book: Workbook, tables: Iterable[Table], factor_sets: Sequence[FactorSet], language: Language
) -> None:
    """Add the sheet of flows, and a list of its flows to each column of flows.

    Args:
        book: the template; each table has its sheet.
        tables: the tables of the template.
        factor_sets: the sets whose flows are listed; a flow of several is listed once for each unit.
        language: of the headings.
    """
    sheet = book.create_sheet(label("sheets", "flows", language))
    ranges = {}
    for block, (heads, direction) in enumerate((("inputs", "product"), ("wastes", "treatment"))):
        start = 1 + block * (len(COLUMNS) + 1)
        sheet.cell(1, start, title(heads, language)).font = _BOLD
        for at, key in enumerate(COLUMNS, start=start):
            sheet.cell(2, at, heading(key, language)).font = _BOLD
            sheet.column_dimensions[get_column_letter(at)].width = 30
        flows = list_flows(factor_sets, direction)
        for row, factor in enumerate(flows, start=FIRST_ROW):
            for at, text in enumerate((factor.flow, factor.unit.value, factor.name), start=start):
                sheet.cell(row, at, text).data_type = "s"
        letter = get_column_letter(start)
        last = FIRST_ROW + max(len(flows), 1) - 1
        ranges[direction] = f"'{sheet.title}'!${letter}${FIRST_ROW}:${letter}${last}"
    sheet.freeze_panes = f"A{FIRST_ROW}"
    for table in tables:
        if table.key in DIRECTIONS:
            choice = _drop_down(table, ranges[DIRECTIONS[table.key]])
            book[title(table.key, language)].add_data_validation(choice)


def _drop_down(table: Table, span: str) -> DataValidation:
    """The list of the flows in a range for the column of flows of a table; other entries are allowed."""
    choice = DataValidation(type="list", formula1=span, allow_blank=True, showErrorMessage=False)
    letter = get_column_letter(table.keys.index("flow") + 1)
    choice.add(f"{letter}2:{letter}{ROWS_WITH_LISTS}")
    return choice


def list_flows(factor_sets: Iterable[FactorSet], direction: str) -> list[Factor]:
    """The flows of factor sets in a direction, in alphabetical order, each once for each unit."""
    rows = (
        row for factor_set in factor_sets for row in factor_set.rows if row.direction == direction
    )
    factors = {(row.flow, row.unit.value): row for row in rows}
    return [factors[key] for key in sorted(factors)]
