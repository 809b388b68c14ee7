"""A case that the ledger would refuse is refused before anything is written: outputs that share by mass or energy."""

from pathlib import Path

import pytest
from support.case_outputs import OUTPUTS, SITES, write_outputs
from support.refusal import refused

from ledger.exchange.case_folder import read_case
from ledger.exchange.case_plan import plan
from ledger.exchange.case_ready import require_enterable


def sharing(basis: str, copper: str, nickel: str, turnings: str) -> dict[str, str]:
    """The case by a basis; of each output what stands from its unit on: unit, kg and kWh per unit, value."""
    sites = SITES.replace(",allocation,", ",energy_kwh_per_unit,allocation,")
    copper, value = copper.rsplit(",", 1)
    sites = sites.replace("copper,t,1000,revenue,600", f"copper,{copper},{basis},{value}")
    outputs = OUTPUTS.replace(",allocation_value", ",energy_kwh_per_unit,allocation_value")
    outputs = outputs.replace("0.25,t,,400", f"0.25,{nickel}").replace("2,t,1000,", "2,t,1000,,")
    outputs = outputs.replace("scrap,10,kg,-,", f"co_product,10,{turnings}")
    return {"sites_csv": sites, "outputs_csv": outputs}


@pytest.mark.parametrize(
    "changed",
    [
        sharing("mass", "t,1000,,1000", "t,,,250", "piece,0.5,,5"),
        sharing("energy", "t,,8000,28800", "t,,4000,3600", "MJ,-,,10"),
    ],
)
def test_outputs_share_by_the_mass_or_energy_that_they_state(
    tmp_path: Path, changed: dict[str, str]
) -> None:
    """Both are per unit as written, and values per unit of the main output."""
    require_enterable(plan(read_case(write_outputs(tmp_path / "case", **changed))))


@pytest.mark.parametrize(
    ("changed", "code", "place"),
    [
        (
            sharing("mass", "t,1000,,1000", "t,,,250", "piece,-,,5"),
            "entry.allocation_unstated",
            "outputs.csv, row 4, mass_kg_per_unit",
        ),
        (
            sharing("energy", "t,,,28800", "t,,4000,3600", "MJ,-,,10"),
            "entry.allocation_unstated",
            "sites.csv, row 2, energy_kwh_per_unit",
        ),
        (
            sharing("energy", "t,,0.8,2.88", "t,,4000,3600", "MJ,-,,10"),
            "entry.allocation_heat",
            "sites.csv, row 2, energy_kwh_per_unit",
        ),
        (
            sharing("mass", "t,1000,,1000", "t,,,250", "h,0.5,,5"),
            "entry.allocation_basis",
            "outputs.csv, row 4, unit",
        ),
        (
            sharing("mass", "t,1000,,1000", "t,,,400", "piece,0.5,,5"),
            "entry.allocation_value",
            "outputs.csv, row 2, allocation_value",
        ),
    ],
)
def test_outputs_that_cannot_share_on_a_basis(
    tmp_path: Path, changed: dict[str, str], code: str, place: str
) -> None:
    """The ledger's rule is applied before anything is written, and names file, row and column."""
    with refused(code, f"case/{place}"):
        require_enterable(plan(read_case(write_outputs(tmp_path / "case", **changed))))
