"""The shipped cases of products, from end to end, against sums in fractions that know nothing of Cradle."""

import json
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from support.command import did
from support.second_opinion import FILE, PEERS, alone, load

from ledger.exchange.examples import example_folder

NAMES = ("bicycle_frame", "topcon_module")
TWELVE = Decimal("5e-12")
ALONE = load(PEERS / "case_alone.py")

TOPCON = {
    "WAFER": "1.0081665156418544",
    "BRICK": "0.4146834108527938",
    "INGOT": "0.7513102495545261",
    "POLY": "0.43880860931293647",
    "MGSI": "0.4728359087811382",
}
"""The published amounts per m2 of module."""

POWER = {"POLY": "23.1083", "CELLPE CELLLP MODULE": "19.9135", "INGOT": "9.8327", "MGSI": "5.6740"}
"""The published kWh per m2 of module, of sites."""


def close(value: object, other: object, within: Decimal = TWELVE) -> bool:
    """True if two numbers agree to twelve digits."""
    return abs(Decimal(str(value)) - Decimal(str(other))) <= abs(Decimal(str(other))) * within


@pytest.fixture(scope="module", params=NAMES)
def ran(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, Any], str]:
    """A demo of a case: its name, its result, and its printed text."""
    where = tmp_path_factory.mktemp(request.param)
    told = where / "told.json"
    text = did("demo", "--case", request.param, "--dir", where / "out", "--out", told).out
    return request.param, json.loads(told.read_text(encoding="utf-8")), text


def alone_of(name: str) -> Any:  # noqa: ANN401 - of a file that is no module
    """The case, read apart from Cradle."""
    return ALONE.Alone(example_folder(name))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_expected_is_computed_apart(name: str) -> None:
    """`expected.json` has exactly the figures of the recomputation."""
    stated = json.loads((example_folder(name) / "expected.json").read_bytes())
    assert alone_of(name).figures() == stated


def test_the_demo_has_the_figures_to_twelve_digits(ran: tuple[str, dict[str, Any], str]) -> None:
    """Total, electricity, the figure of every site, and per kWp where the module states its power."""
    name, result, _ = ran
    expected = alone_of(name).figures()
    assert close(result["declaration"]["total"], expected["kg_co2e_per_unit"])
    assert result["declaration"]["unit"] == expected["unit"]
    assert close(result["electricity_kwh"], expected["electricity_kwh_per_unit"])
    sites = expected["per_unit_output_kg_co2e"]
    assert all(close(result["intensities"][site], kg) for site, kg in sites.items())
    told, per_kwp = result.get("per_kwp", {}), expected.get("per_kwp", {})
    assert len(told) == len(per_kwp)
    assert close(told.get("total", 0), per_kwp.get("kg_co2e", 0))
    assert close(told.get("electricity_kwh", 0), per_kwp.get("electricity_kwh", 0))


def test_both_verifiers_accept_the_case(ran: tuple[str, dict[str, Any], str]) -> None:
    """The program that stands alone comes to the total, per declared unit; no balance is open to it."""
    _, result, text = ran
    assert result["verified"] is result["tampered_refused"] is True
    assert {row["code"] for row in result["findings"]} == {
        "witness.none_required",
        "factor_set.no_method",
    }
    own = alone(FILE, result["bundle"], result["policy"])
    declared = result["declaration"]
    assert f"recomputed: {declared['total']} kg CO2e per {declared['unit']}" in own.stdout
    first = alone(PEERS / "conservative_alone.py", result["bundle"], result["policy"])
    assert f"declared total: {declared['total']} kg CO2e per {declared['unit']}" in first.stdout
    assert f" kWh per {declared['unit']}: " in text


def test_a_product_has_its_documents(ran: tuple[str, dict[str, Any], str]) -> None:
    """Each is there, states the unit, and names no battery."""
    name, result, _ = ran
    for file, path in result["documents"].items():
        if file.endswith((".html", ".md")):
            shown = Path(path).read_text(encoding="utf-8")
            assert "batter" not in unescape(shown).casefold(), file
    study = json.loads(Path(result["documents"]["study.json"]).read_text(encoding="utf-8"))
    assert study["system"]["functional_unit"]["unit"] == result["declaration"]["unit"]
    assert "(example amounts)" in study["system"]["name"] or name == "topcon_module"


def test_the_module_has_the_published_amounts_and_power() -> None:
    """Per m2 of module the amounts of each step and 61.13716225588539 kWh; 270.606 kWh per kWp."""
    case = alone_of("topcon_module")
    drawn = {site: ALONE.shown(amount) for site, amount in case.drawn().items()}
    assert all(close(drawn[site], amount) for site, amount in TOPCON.items())
    assert close(ALONE.shown(case.of("MODULE").kwh), "61.13716225588539")
    expected = case.figures()["per_kwp"]
    assert round(Decimal(expected["electricity_kwh"]), 3) == Decimal("270.606")


def test_the_power_of_the_module_is_counted_at_its_sites(
    ran: tuple[str, dict[str, Any], str],
) -> None:
    """Polysilicon, cells and module, ingot and silicon have the published kWh; a study says the figure per kWp."""
    name, result, _ = ran
    by_site = {site: Decimal(kwh) for site, kwh in result["electricity_by_site"].items()}
    assert close(sum(by_site.values()), result["electricity_kwh"])
    study = json.loads(Path(result["documents"]["study.json"]).read_text(encoding="utf-8"))
    if name != "topcon_module":
        assert "per_kwp" not in study["system"]
        return
    for sites, kwh in POWER.items():
        assert round(sum(by_site[site] for site in sites.split()), 4) == Decimal(kwh)
    assert (study["system"]["peak_power"], study["system"]["per_kwp"]) == ("0.2259", "327.3")
    document = json.loads(Path(result["documents"]["declaration.json"]).read_text(encoding="utf-8"))
    assert (document["peak_power"], document["per_kwp"]) == ("0.2259", "327.3")
    assert document["asserted"] == [{"code": "peak_power", "value": "0.2259 kWp"}]
