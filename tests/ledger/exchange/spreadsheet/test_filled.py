"""An entry written back as a template reads as the same entry, or is refused."""

import json
from typing import Any

import orjson
import pytest
from support.ledger_cli import EXAMPLES
from support.refusal import refused

from ledger.exchange.draft_files import split_entry
from ledger.exchange.spreadsheet.check import check_spreadsheet
from ledger.exchange.spreadsheet.examples import example
from ledger.exchange.spreadsheet.filled import write_filled
from ledger.exchange.spreadsheet.template import write_csv
from ledger.translations.languages import LANGUAGES, Language
from schemas.signed.entry import Product
from schemas.signed.statement import SectionName
from schemas.vocabulary import Stage

ID = "sha256:" + "1" * 64


def stated(stage: Stage) -> dict[str, Any]:
    """The draft of the filled example of a stage, in its signed form."""
    filled = {key: [dict(row) for row in rows] for key, rows in example("en", stage).items()}
    for row in filled["inputs"]:
        if row.get("kind") == "unknown_supplier":
            row["flow"] = "example:copper"
    checked = check_spreadsheet(write_csv("en", stage, filled), "a.csv", "en")
    assert checked.drafted is not None
    assert checked.drafted.data is not None, checked.report
    return dict(orjson.loads(checked.drafted.data))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("stage", list(Stage))
def test_a_written_entry_reads_as_the_same(stage: Stage, ending: str, language: Language) -> None:
    """Every table of every stage, with what it replaces."""
    fields = {**stated(stage), "supersedes": {"id": ID, "reason": "new_data"}}
    name = f"entry.{ending}"
    drafted = check_spreadsheet(write_filled(fields, name, language), name).drafted
    assert drafted is not None
    assert (drafted.header, drafted.sections) == split_entry(fields)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_avoided_production_of_a_delivery_reads_as_the_same(ending: str) -> None:
    """A recycler's credit names a delivery in place of a flow."""
    fields = stated(Stage.END_OF_LIFE)
    row = fields["inventory"]["avoided"][0]
    row.pop("flow", None)
    row["delivery"] = ID
    name = f"entry.{ending}"
    drafted = check_spreadsheet(write_filled(fields, name, "en"), name).drafted
    assert drafted is not None
    assert (drafted.header, drafted.sections) == split_entry(fields)


def test_a_product_line_without_a_name_has_that_of_its_output() -> None:
    """A JSON draft may leave it out; a sheet has one name for both."""
    fields = json.loads((EXAMPLES / "recycling-entry.json").read_text())
    drafted = check_spreadsheet(write_filled(fields, "a.csv", "en"), "a.csv").drafted
    assert drafted is not None
    product = drafted.sections[SectionName.PRODUCT]
    assert isinstance(product, Product)
    assert [row.name for row in product.lines] == ["used pack treated"]


def test_an_entry_that_a_template_cannot_hold_is_refused() -> None:
    """The evidence of a row has no column; nothing is left out unsaid."""
    fields = json.loads((EXAMPLES / "recycling-entry.json").read_text())
    fields["inventory"]["inputs"][0]["evidence"] = [ID]
    with refused("draft.no_sheet", "a.xlsx"):
        write_filled(fields, "a.xlsx", "en")
