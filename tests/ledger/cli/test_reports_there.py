"""`quality`, `study`, `documents`, `export` and `check` over a server: the same commands, within the login's rights."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from support.command import Ran, cradle
from support.exchanging import exchange
from support.http_api import furnished, house_of
from support.ledger_battery import BatteryChain
from support.ledger_rated import rated_calculation
from support.servers import serving
from support.sheets import saved, workbook
from support.trade_chain import UNIFORM

from api.app import create_app
from ledger.footprint.external.formats import parse_external
from schemas.toml_text import format_toml
from schemas.vocabulary import Role

on_sqlite = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)

Run = Callable[..., Ran]


@pytest.fixture
def there(chain: BatteryChain) -> Iterator[tuple[str, Run]]:
    """A rated calculation, and a function that runs a user's commands against its server."""
    calculation = rated_calculation(chain)
    house = furnished(chain)
    with capture_logs(), serving(create_app(house.context)) as url:

        def run(who: str, *arguments: object) -> Ran:
            with pytest.MonkeyPatch.context() as patched:
                patched.setenv("CRADLE_API_KEY", house.keys[who])
                return cradle("--server", url, *arguments)

        yield calculation, run


@on_sqlite
def test_quality_and_study(there: tuple[str, Run], tmp_path: Path) -> None:
    """The operator sees ratings and prices; the plant sees its own, and the number of withheld rows."""
    calculation, run = there
    whole = json.loads(run("operator", "quality", calculation, "--json").out)
    assert (whole["quality"]["dqr"], len(whole["prices"]), whole["withheld"]) == ("3.125", 1, 0)
    told = run("plant", "quality", calculation)
    assert told.code == 0, told.err
    assert "DQR 3.125, fair" in told.out
    assert "rows of others are not shown to this login" in told.out
    study = run("plant", "study", calculation, "--out", tmp_path / "study.json")
    assert "not shown, rows or values of others:" in study.out
    assert json.loads((tmp_path / "study.json").read_text())["calculation"] == calculation
    assert run("mine", "quality", calculation).err.startswith("refused: statement.unknown")


@on_sqlite
def test_portfolio(there: tuple[str, Run]) -> None:
    """The plant scores its own; what only the folder does is refused."""
    calculation, run = there
    told = json.loads(run("plant", "portfolio", "--sigma", "0.1", "--json").out)
    assert [row["calculation"] for row in told["rows"]] == [calculation]
    assert "spread" in told["rows"][0]
    for option in (("--own", f"{calculation}=0.5"), ("--by", "firm"), ("--workers", "2")):
        assert "option.server" in run("plant", "portfolio", *option).err
    assert run("mine", "portfolio").err.startswith("refused: access.denied")


@on_sqlite
def test_documents(there: tuple[str, Run], tmp_path: Path) -> None:
    """The plant writes the files of its calculation in Chinese; the mine is shown none before it is declared."""
    calculation, run = there
    wrote = run("plant", "documents", calculation, "--out", tmp_path / "zh", "--language", "zh")
    assert wrote.code == 0, wrote.err
    assert {path.name for path in (tmp_path / "zh").iterdir()} == {
        *("declaration.json", "declaration.html", "declaration.pdf"),
        *("study.json", "study.html", "study.pdf", "study.md"),
    }
    assert "no battery-pass.json" in wrote.out
    refused = run("mine", "documents", calculation, "--out", tmp_path / "none")
    assert refused.err.startswith("refused: statement.unknown")
    assert not (tmp_path / "none").exists()


@on_sqlite
def test_differences_and_comparisons(there: tuple[str, Run]) -> None:
    """The plant compares its own calculation there, also by its first digits; the mine may not."""
    calculation, run = there
    same = run("plant", "diff", calculation, calculation[7:19])
    assert "0 kg CO2e per kWh of total energy\n" in same.out
    books = ("--rulebook", "study-full-substitution-1", "--rulebook", "jrc-cfb-lmt")
    shown = run("plant", "compare", calculation, *books)
    assert "no figure under jrc-cfb-lmt" in shown.out or shown.err.startswith("refused: comparison")
    assert run("mine", "diff", calculation, calculation).err.startswith(
        "refused: statement.unknown"
    )


@on_sqlite
def test_territory_and_prices(there: tuple[str, Run], tmp_path: Path) -> None:
    """The plant reads its own sites and a range for all others, under a scenario of its own; the mine may not."""
    calculation, run = there
    own = tmp_path / "own.toml"
    own.write_bytes(format_toml(UNIFORM.to_json()))
    shown = run("plant", "territory", calculation[:19], "--market", "FR")
    assert "not shown" in shown.out, shown.err
    priced = run("plant", "price", calculation, "--scenario", own)
    assert "of other firms, which cost" in priced.out, priced.err
    assert "of other firms" not in run("operator", "price", calculation, "--scenario", own).out
    for command in ("territory", "price"):
        refused = run("mine", command, calculation)
        assert refused.err.startswith("refused: statement.unknown")


@on_sqlite
def test_a_sheet_is_sent_only_if_that_is_said(there: tuple[str, Run], tmp_path: Path) -> None:
    """Without --there the file stays here; with it the report has the ledger's rules, and the workbook arrives."""
    _, run = there
    sheet, red = tmp_path / "cells.xlsx", tmp_path / "red.xlsx"
    sheet.write_bytes(saved(workbook()))
    assert run("mine", "check", sheet).code == 0
    told = run("mine", "check", sheet, "--there", "--corrected", red, "--json")
    assert told.code == 1
    assert [row["code"] for row in json.loads(told.out)["problems"]] == ["delivery.unknown"]
    assert red.read_bytes().startswith(b"PK")
    assert cradle("check", sheet, "--there").err.startswith("refused: option.server")


def test_export(tmp_path: Path) -> None:
    """A recipient writes its delivery in each format, and each is read as that format."""
    with exchange(tmp_path / "ledger") as it:
        house = house_of(it.world.ledger)
        key = house.open_account("packs", Role.MANUFACTURER, participant=it.customer.id)
        with (
            capture_logs(),
            serving(create_app(house.context)) as url,
            pytest.MonkeyPatch.context() as patched,
        ):
            patched.setenv("CRADLE_API_KEY", key)
            out = tmp_path / "out.json"
            command = ("--server", url, "export", it.delivery, "--format")
            for form in ("pact-3", "catena-x-pcf-9", "battery-component-1"):
                ran = cradle(*command, form, "--out", out, "--force")
                assert ran.code == 0, ran.err
                assert parse_external(out.read_bytes()).format.value.endswith(form)
            refusal = cradle(*command, "pact-3", "--participant", it.customer.id)
            assert refusal.err.startswith("refused: option.server")
