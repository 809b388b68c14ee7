"""Spreadsheets at a real server: templates, reports, drafts that their supplier signs, and hostile files."""

import io
from collections.abc import Iterator
from hashlib import sha256

import openpyxl
import orjson
import pytest
from support.bad_cells import CELLS
from support.bad_files import FILES
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain
from support.refusal import refused
from support.servers import serving
from support.sheets import SHEETS, at, saved, sound, with_field, workbook

from api.app import create_app
from api.configuration import Configuration
from ledger.client.api import Cradle
from ledger.client.login import ApiKey
from ledger.client.sheets import Sheets
from ledger.exchange.draft_files import Drafter, entry_of
from ledger.exchange.spreadsheet.check import check_spreadsheet
from ledger.exchange.spreadsheet.template import write_csv
from ledger.state.drafting import Draft, derive_fresh, sign_draft
from ledger.store.log import size_of
from schemas.vocabulary import Stage

pytestmark = (
    pytest.mark.one_database
)  # The rules that read data are tested on both databases with the service.

MANY = Configuration(_env_file=None, sheets_per_minute=100_000, refusals_per_minute=100_000)
SECONDS = Configuration(_env_file=None, sheet_seconds=1, sheets_per_minute=3)


@pytest.fixture(scope="module")
def served(shared: BatteryChain) -> Iterator[tuple[House, str]]:
    """A house over a chain that nothing changes, behind a real server."""
    house = furnished(shared, MANY)
    with serving(create_app(house.context)) as url:
        yield house, url


def sheets(served: tuple[House, str], name: str = "mine") -> Sheets:
    """The client of an organisation."""
    house, url = served
    return Cradle(url, ApiKey(house.keys[name])).sheets


def own() -> bytes:
    """A sheet without citations: only an activity."""
    rows = {**sound(), "inputs": sound()["inputs"][1:2]}
    return saved(workbook("en", rows))


def size(house: House) -> int:
    """The number of entries in the log."""
    with house.context.ledger.store.read() as connection:
        return size_of(connection, "entries")


@pytest.mark.parametrize("name", [*CELLS, *FILES])
def test_a_hostile_file_gets_the_report_of_the_command(
    served: tuple[House, str], name: str
) -> None:
    """Each of a hundred bad files gets the report of `cradle check` and no draft, and delays no other request."""
    bad = {**CELLS, **FILES}[name]
    data = bad.data()
    read = sheets(served).read(data, bad.name)
    assert read.report == check_spreadsheet(data, bad.name).report
    assert (read.report.accepted, read.draft, read.known) == (False, None, None)


@pytest.mark.parametrize("stage", list(Stage))
def test_templates(served: tuple[House, str], stage: Stage) -> None:
    """The workbook and the text of each stage, in the language that was asked for, are those of the command."""
    client = sheets(served)
    book = openpyxl.load_workbook(io.BytesIO(client.template(stage.value, "de")))
    assert "Erzeugnisse" in book.sheetnames
    assert client.template(stage.value, "zh", "csv") == write_csv("zh", stage)
    with refused("http.malformed"):
        client.template(stage.value, "xx")
    with refused("access.denied"):
        sheets(served, "auditor").template(stage.value)


def test_nothing_is_kept(served: tuple[House, str]) -> None:
    """A sound file is accepted and drafted, twice alike; the log has not grown, and no blob was kept."""
    house, _ = served
    before, blobs = size(house), list(house.context.ledger.store.blobs.digests())
    data = own()
    first, second = (sheets(served).read(data, "own.xlsx") for _ in range(2))
    assert first.report.accepted, first.report.problems
    assert first == second
    assert first.judged
    assert first.draft is not None
    assert (size(house), list(house.context.ledger.store.blobs.digests())) == (before, blobs)


def test_the_ledgers_rules_stand_at_their_cell(served: tuple[House, str]) -> None:
    """An unknown delivery is reported at its cell, which is red in the file to correct; a stranger's is not checked."""
    data = saved(workbook())
    read = sheets(served).read(data, "cites.xlsx")
    (problem,) = [row for row in read.report.problems if row.severity == "error"]
    where = at("inputs", "delivery")
    assert (problem.code, problem.sheet, problem.cell) == ("delivery.unknown", "Inputs", where)
    assert read.draft is None
    book = openpyxl.load_workbook(io.BytesIO(sheets(served).correct(data, "cites.xlsx")))
    assert book[SHEETS["inputs"]][where].fill.start_color.rgb == "FFFFC7CE"
    foreign = sheets(served, "stranger").read(data, "cites.xlsx")
    assert (foreign.report.accepted, foreign.judged) == (True, False)


def test_factor_sets_are_those_that_are_kept(served: tuple[House, str]) -> None:
    """A set by its digest is used; a rulebook or an unknown digest is refused."""
    house, url = served
    kept = {row.sort: row.digest for row in Cradle(url, ApiKey(house.keys["mine"])).methods().items}
    assert sheets(served).read(own(), "own.xlsx", None, [kept["factor_set"]]).report.accepted
    with refused("schema.missing"):
        sheets(served).read(own(), "own.xlsx", None, [kept["rulebook"]])
    with refused("document.unknown"):
        sheets(served).read(own(), "own.xlsx", None, ["sha256:" + "0" * 64])


def drafted(house: House, url: str, issuer: str) -> tuple[Draft, str | None]:
    """The draft that the mine signs: the server's, with the mine's own salts."""
    read = Cradle(url, ApiKey(house.keys["mine"])).sheets.read(own(), "own.xlsx")
    assert read.draft is not None, read.report.problems
    fresh = derive_fresh(b"secret of the mine", sha256(orjson.dumps(read.draft)).digest())
    drafter = Drafter(house.context.ledger.origin, issuer, fresh)
    return entry_of(read.draft, drafter), read.known


def test_the_same_file_twice_changes_nothing(house: House, chain: BatteryChain) -> None:
    """A draft of the server is signed locally and submitted; a second time the server reports the same id."""
    with serving(create_app(house.context)) as url:
        cradle = Cradle(url, ApiKey(house.keys["mine"]))
        draft, known = drafted(house, url, chain.mine.id)
        assert known is None
        receipt = cradle.submit(sign_draft(draft, [chain.mine.working]))
        grown = size(house)
        again, known = drafted(house, url, chain.mine.id)
        assert (again.id, known) == (receipt.id, receipt.id)
        assert cradle.submit(sign_draft(again, [chain.mine.working])).index == receipt.index
        assert size(house) == grown
        other = with_field(sound(), "outputs", "amount", "500001")
        changed = saved(workbook("en", {**other, "inputs": other["inputs"][1:2]}))
        problems = cradle.sheets.read(changed, "own.xlsx").report.problems
        assert [(row.code, receipt.id in (row.suggestion or "")) for row in problems] == [
            ("entry.duplicate", True)
        ]


def test_a_slow_file_is_given_up_and_files_are_counted(chain: BatteryChain) -> None:
    """Beyond the seconds of the setting the answer is a refusal, and after so many files in a minute too."""
    house = furnished(chain, SECONDS)
    rows = {**sound(), "inputs": [sound()["inputs"][1]] * 60_000}
    large = write_csv("en", Stage.MAIN_PRODUCTION, rows)
    with serving(create_app(house.context)) as url:
        client = Cradle(url, ApiKey(house.keys["mine"])).sheets
        with refused("sheet.resource_limit"):
            client.read(large, "large.csv")
        for _ in range(2):
            client.read(b"", "empty.csv")
        with refused("quota.sheets"):
            client.read(b"", "empty.csv")
