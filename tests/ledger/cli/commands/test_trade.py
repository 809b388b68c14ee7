"""`cradle territory` and `cradle price`, on a bundle file and on a ledger: text and JSON."""

import json
from pathlib import Path

import pytest
from support.command import cradle, did
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate
from support.trade_chain import MIXED, priced, scenario

from ledger.bundles.export import export_bundle
from schemas.toml_text import format_toml
from schemas.views.carbon_price import CarbonPriceReport
from schemas.views.territory import TerritoryReport


@pytest.fixture
def subject(chain: BatteryChain, tmp_path: Path) -> tuple[str, Path]:
    """A calculation, and its audit bundle."""
    calculation = calculate(chain)
    bundle = tmp_path / "audit.bundle"
    bundle.write_bytes(export_bundle(chain.world.ledger, calculation))
    return calculation, bundle


def test_a_bundle_file_needs_no_ledger(subject: tuple[str, Path]) -> None:
    """The columns sum to the figure, and a market that is asserted has an account."""
    _, bundle = subject
    found = TerritoryReport.parse(did("territory", bundle, "--market", "FR", "--json").out.encode())
    assert found.exact
    assert found.accounts is not None
    assert "FR" in {row.country for row in found.accounts}
    text = did("territory", bundle, "--market", "FR", "--per", "kwh").out
    assert "kg CO2e per kWh of total energy" in text
    assert "no place" in text
    assert "accounts of the delivered product for the market FR" in text


def test_scenarios_are_files_or_come_with_cradle(subject: tuple[str, Path], tmp_path: Path) -> None:
    """Two side by side, in their order; without any, all that come with Cradle."""
    _, bundle = subject
    own = tmp_path / "own.toml"
    own.write_bytes(format_toml(MIXED.to_json()))
    named = ("--scenario", own, "--scenario", "uniform-2026")
    found = CarbonPriceReport.parse(did("price", bundle, *named, "--json").out.encode())
    assert [one.scenario.id for one in found.scenarios] == ["made-up", "uniform-2026"]
    assert found.scenarios[0].scenario == MIXED
    assert len(json.loads(did("price", bundle, "--json").out)["scenarios"]) == 3
    text = did("price", bundle, *named).out
    assert "Only taxes and permits follow from emissions" in text
    assert "a battery itself is not in Annex I of Regulation (EU) 2023/956" in text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("territory", "--market", "XX"), "territory.market"),
        (("territory", "--market", "GLO"), "territory.market"),
        (("price", "--scenario", "nothing"), "scenario.unknown"),
        (("price", "--scenario", "own.toml"), "scenario.no_price"),
    ],
)
def test_what_cannot_be_computed_is_refused(
    subject: tuple[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: str,
) -> None:
    """A market that is not a country, an unknown scenario, and one without a price for a country of the chain."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.toml").write_bytes(format_toml(scenario(priced("1", country="AQ")).to_json()))
    name, *options = arguments
    refused = cradle(name, subject[1], *options)
    assert refused.code == 1
    assert refused.err.startswith(f"refused: {code}")
