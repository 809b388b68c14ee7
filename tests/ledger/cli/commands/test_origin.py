"""`cradle origin` on a ledger, over a server and on a bundle, and its files."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from structlog.testing import capture_logs
from support.command import cradle
from support.http_api import furnished
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate
from support.ledger_origin import with_nickel
from support.servers import serving

from api.app import create_app
from ledger.bundles.export import export_bundle


@pytest.fixture
def nickel(chain: BatteryChain) -> tuple[BatteryChain, str]:
    """The battery with nickel, and its calculation."""
    made = with_nickel(chain)
    return made, calculate(made)


@pytest.fixture
def server(nickel: tuple[BatteryChain, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a server of the battery's ledger, and the keys of its logins."""
    house = furnished(nickel[0])
    with capture_logs(), serving(create_app(house.context)) as url:
        yield url, house.keys


def test_a_bundle_needs_no_ledger(nickel: tuple[BatteryChain, str], tmp_path: Path) -> None:
    """The audit bundle alone gives the countries, and files in three forms."""
    chain, calculation = nickel
    bundle = tmp_path / "audit.bundle"
    bundle.write_bytes(export_bundle(chain.world.ledger, calculation))
    ran = cradle("origin", bundle)
    assert ran.code == 0, ran.err
    found = [line.split() for line in ran.out.splitlines()]
    assert ["element", "share", "kg", "per", "battery", "stated"] in found
    assert ["nickel", "0.625000"] in found
    assert ["CD", "100.000", "%", "0.625000"] in found
    for ending in ("xlsx", "csv", "json"):
        assert cradle("origin", bundle, "--out", tmp_path / f"origin.{ending}").code == 0
    found = json.loads(cradle("origin", bundle, "--json").out)
    assert json.loads((tmp_path / "origin.json").read_text()) == found
    assert "Ni,mined,CD,0.625,1" in (tmp_path / "origin.csv").read_text()
    assert load_workbook(tmp_path / "origin.xlsx").sheetnames[0] == "Declaration"


def test_another_ending_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    """The refusal names the endings; a missing folder is refused as for every file."""
    ran = cradle("origin", "sha256:" + "0" * 64, "--out", tmp_path / "origin.pdf")
    assert ran.err.startswith("refused: option.word")
    ran = cradle("origin", "sha256:" + "0" * 64, "--out", tmp_path / "none" / "origin.csv")
    assert ran.err.startswith("refused: file.unwritable")


def test_over_a_server_the_maker_sees_countries(
    nickel: tuple[BatteryChain, str],
    server: tuple[str, dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The plant is shown no mine, the operator is; a supplier is refused."""
    (chain, calculation), (url, keys) = nickel, server
    shown = {}
    for name in ("plant", "operator"):
        monkeypatch.setenv("CRADLE_API_KEY", keys[name])
        ran = cradle("--server", url, "origin", calculation, "--json")
        assert ran.code == 0, ran.err
        shown[name] = ran.out
    assert chain.mined in shown["operator"]
    assert chain.mined not in shown["plant"]
    assert '"country": "CD"' in shown["plant"]
    monkeypatch.setenv("CRADLE_API_KEY", keys["mine"])
    assert cradle("--server", url, "origin", calculation).err.startswith(
        "refused: statement.unknown"
    )
