"""A template is filled in from a request and from the firm's own entry, and never with last year's numbers."""

import json
from pathlib import Path

import openpyxl
import pytest
from support.command import cradle, did
from support.ledger_cli import EXAMPLES, ledger, register, submit
from support.sheets import at, saved

from ledger.exchange.spreadsheet.columns import BY_KEY
from schemas.vocabulary import Stage

CELL = "urn:example:cell:nmc811"
NEXT = ("--start", "2026-01-01", "--end", "2027-01-01", "--due", "2027-03-31")


class House:
    """A folder with a ledger, a cell maker with last year's entry, and its customer."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.ledger = folder, ledger(folder)
        self.cells = register(folder, self.ledger, "cells", "supplier")
        register(folder, self.ledger, "packs", "manufacturer")
        self.entry = submit(folder, self.ledger, "cells", "--quiet").out.strip()

    def signed(self, who: str) -> tuple[object, ...]:
        """The options of a firm at the ledger."""
        return "--identity", self.folder / who, "--ledger", self.ledger

    def ask(self, *options: str, product: str = CELL, reference: str = "R-1") -> str:
        """The id of the customer's request."""
        to = options or ("--to", self.cells)
        asked = ("--product", product, *NEXT, "--reference", reference, *to, "--json")
        return str(json.loads(did("request", "ask", *asked, *self.signed("packs")).out)["id"])

    def fill(self, *options: object, who: str = "cells", out: str = "t.xlsx") -> dict[str, object]:
        """What a filled template says of itself."""
        path = self.folder / out
        ran = did("template", "--out", path, *options, *self.signed(who), "--force", "--json")
        made: dict[str, object] = json.loads(ran.out)
        return made

    def refused(self, *options: object, who: str = "cells") -> str:
        """The refusal of a template."""
        path = self.folder / "refused.xlsx"
        ran = cradle("template", "--out", path, *options, *self.signed(who))
        assert (ran.code, path.exists()) == (1, False)
        return ran.err.removeprefix("refused: ")


@pytest.fixture
def house(tmp_path: Path) -> House:
    """The house of a test."""
    return House(tmp_path)


def test_a_request_and_last_years_entry_become_this_years(house: House) -> None:
    """The request gives the period, the entry the rest; stated amounts are submitted, and nothing before."""
    made = house.fill("--request", house.ask(), "--language", "de")
    assert (made["entry"], made["stage"]) == (house.entry, "main_production")
    path = house.folder / "t.xlsx"
    ran = cradle("submit", path, *house.signed("cells"), "--json")
    wrong = {(row["column"], row["code"]) for row in json.loads(ran.out)["problems"]}
    assert (ran.code, wrong) == (
        1,
        {(key, "cell.missing") for key in ("basis", "amount", "emitted_kg")},
    )
    book = openpyxl.load_workbook(path)
    book["Prozess"][at("process", "basis")] = "site_period_average"
    book["Erzeugnisse"][at("outputs", "amount")] = 600000
    book["Einsätze"][at("inputs", "amount", 2)] = 1
    book["Einsätze"][at("inputs", "amount", 3)] = 2
    book["Einsätze"][at("inputs", "supply", 3)] = "grid"
    book["Emissionen"][at("emissions", "emitted_kg")] = 3
    path.write_bytes(saved(book))
    entry = did("submit", path, "--quiet", "--yes", *house.signed("cells")).out.strip()
    shown = json.loads(did("log", "show", entry, "--ledger", house.ledger).out)
    assert shown["payload"]["period"] == {"start": "2026-01-01", "end": "2027-01-01"}
    assert [row["amount"] for row in shown["sections"]["inventory"]["value"]["inputs"]] == [
        "1",
        "2",
    ]
    assert house.fill("--request", house.ask(reference="R-2"))["entry"] == entry


def test_the_flows_of_the_ledgers_sets_are_the_list_of_the_column(house: House) -> None:
    """Those of sets with a flow of the entry, or the named sets; flows of none are said."""
    said = house.fill("--like", house.entry)["notes"]
    assert "example:cathode_material, example:grid_fi" in str(said)
    did("factors", "add", EXAMPLES / "factors.json", "--ledger", house.ledger)
    assert "example:grid_fi" not in str(house.fill("--like", house.entry[:16])["notes"])
    book = openpyxl.load_workbook(house.folder / "t.xlsx")
    listed = {row[0] for row in book["Flows"].iter_rows(min_row=3, values_only=True)}
    assert {"example:cathode_material", "example:grid_fi"} <= listed
    letter = at("inputs", "flow")[:-1]
    ranges = [str(one.sqref) for one in book["Inputs"].data_validations.dataValidation]
    assert f"{letter}2:{letter}2000" in ranges
    assert BY_KEY["inputs"].keys.index("flow") == ord(letter) - ord("A")
    other = house.fill("--like", house.entry, "--factor-set", "starter-materials-2025")
    assert "example:grid_fi" in str(other["notes"])


def test_only_an_own_and_valid_entry_of_the_product_fills_a_template(house: House) -> None:
    """Another product, stage or firm is refused, and so is what was withdrawn."""
    request = house.ask(product="urn:example:other")
    assert house.refused("--like", house.entry, "--request", request).startswith("template.product")
    stage = ("--stage", Stage.RAW_MATERIAL.value)
    assert house.refused("--like", house.entry, *stage).startswith("template.stage")
    assert house.refused("--like", house.entry, who="packs").startswith("statement.unknown")
    did("withdraw", house.entry, "--reason", "entered_in_error", "--yes", *house.signed("cells"))
    assert house.refused("--like", house.entry).startswith("template.replaced")
    said = house.fill("--request", house.ask(reference="R-3"))
    assert said["entry"] is None
    assert "No earlier entry was filled in" in str(said["notes"])


def test_a_request_that_no_entry_answers_fills_no_template(house: House) -> None:
    """One for papers, and one that was withdrawn."""
    papers = house.ask("--to", house.cells, "--papers")
    assert house.refused("--request", papers).startswith("template.request")
    gone = house.ask(reference="R-2")
    did("request", "withdraw", gone, *house.signed("packs"))
    assert house.refused("--request", gone).startswith("template.request")


def test_the_asker_and_a_firm_by_name_get_the_request_alone(house: House) -> None:
    """The asker may not list the supplier's entries, and a firm without an account has none."""
    said = house.fill(
        "--request", house.ask("--to", house.cells, "--amount", "5", "--unit", "kg"), who="packs"
    )
    assert said["entry"] is None
    assert "The asker buys 5 kg" in str(said["notes"])
    by_name = house.ask("--firm", "Example Oy", reference="R-2")
    ran = did(
        "template", "--out", house.folder / "n.csv", "--request", by_name, *house.signed("packs")
    )
    assert "No earlier entry was filled in" in ran.out.replace("\n", " ")


def test_an_entry_is_named_by_its_product_and_a_request_by_its_first_digits(house: House) -> None:
    """As everywhere: the newest of a product; without keys a name has no owner."""
    request = house.ask()
    made = house.fill("--like", CELL, "--request", request[:12])
    assert made["entry"] == house.entry
    assert request in str(made["notes"])
    path = house.folder / "refused.xlsx"
    ran = cradle("template", "--out", path, "--like", CELL, "--ledger", house.ledger)
    assert (ran.code, path.exists()) == (1, False)


def test_a_csv_file_says_that_it_has_no_comments(house: House) -> None:
    """Nor a list of flows."""
    notes = str(house.fill("--like", house.entry, out="t.csv")["notes"])
    assert "A CSV file has no comments" in notes
    assert "list" not in notes
