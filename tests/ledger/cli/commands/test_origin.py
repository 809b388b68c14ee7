"""`cradle origin` on a bundle, and its files."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.command import cradle, did
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate
from support.ledger_origin import with_nickel

from ledger.bundles.export import export_bundle


@pytest.fixture
def nickel(chain: BatteryChain) -> tuple[BatteryChain, str]:
    """The battery with nickel, and its calculation."""
    made = with_nickel(chain)
    return made, calculate(made)


def test_a_bundle_needs_no_ledger(nickel: tuple[BatteryChain, str], tmp_path: Path) -> None:
    """The audit bundle alone gives the countries, and files in three forms."""
    chain, calculation = nickel
    bundle = tmp_path / "audit.bundle"
    bundle.write_bytes(export_bundle(chain.world.ledger, calculation))
    ran = did("origin", bundle)
    found = [line.split() for line in ran.out.splitlines()]
    assert ["element", "share", "kg", "per", "battery", "stated"] in found
    assert ["nickel", "0.625"] in found
    assert ["CD", "100.000", "%", "0.625"] in found
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
