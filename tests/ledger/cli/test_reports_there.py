"""`quality`, `study`, `documents`, `export` and `check` over a server: the same commands, within the login's rights."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from support.command import Ran, cradle, did
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


def test_a_maker_reads_what_is_not_shown(there: tuple[str, Run], tmp_path: Path) -> None:
    """Its own rows are there, and a line says that those of others are not; first digits name a calculation."""
    calculation, run = there
    own = tmp_path / "own.toml"
    own.write_bytes(format_toml(UNIFORM.to_json()))
    for asked, line in (
        (("quality", calculation), "rows of others are not shown to this login"),
        (("study", calculation, "--out", tmp_path / "study.json"), "rows or values of others:"),
        (("territory", calculation[:19], "--market", "FR"), "not shown"),
        (("price", calculation, "--scenario", own), "of other firms, which cost"),
        (("diff", calculation, calculation[7:19]), "0 kg CO2e per kWh of total energy\n"),
        (("documents", calculation, "--out", tmp_path / "zh", "--language", "zh"), "battery-pass"),
        (("portfolio", "--sigma", "0.1", "--json"), "spread"),
    ):
        assert line in run("plant", *asked).out, asked
    assert json.loads((tmp_path / "study.json").read_text())["calculation"] == calculation
    assert len(list((tmp_path / "zh").iterdir())) == 7
    assert "of other firms" not in run("operator", "price", calculation, "--scenario", own).out


def test_what_a_login_may_not_read_is_refused(there: tuple[str, Run], tmp_path: Path) -> None:
    """A supplier is shown no calculation, and no file is written; what only the folder does is refused to all."""
    calculation, run = there
    for name in ("quality", "territory", "price", "origin", "study", "documents"):
        out = ("--out", tmp_path / "none") if name in {"study", "documents"} else ()
        refused = run("mine", name, calculation, *out)
        assert refused.err.startswith("refused: statement.unknown"), name
    assert not (tmp_path / "none").exists()
    assert "refused: statement.unknown" in run("mine", "diff", calculation, calculation).err
    assert run("mine", "portfolio").err.startswith("refused: access.denied")
    for option in (("--own", f"{calculation}=0.5"), ("--by", "firm"), ("--workers", "2")):
        assert "option.server" in run("plant", "portfolio", *option).err


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
                did(*command, form, "--out", out, "--force")
                assert parse_external(out.read_bytes()).format.value.endswith(form)
            refusal = cradle(*command, "pact-3", "--participant", "sha256:" + "0" * 64)
            assert refusal.err.startswith("refused: export.participant")
