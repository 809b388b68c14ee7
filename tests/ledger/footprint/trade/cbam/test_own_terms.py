"""Gases, fuels and electricity of an installation: what counts, and what proves nothing."""

import pytest
from support.cbam import Border, factor_set, grid_factor, power
from support.refusal import refused
from support.rows import Row, emitted, used

from schemas.rulebook import Factor
from schemas.vocabulary import Unit


def fuel(**members: object) -> Factor:
    """A factor of natural gas, kg CO2e per MJ."""
    row = grid_factor("CN", "0.0561").model_copy(
        update={"flow": "test:gas", "unit": Unit.MJ, "grid": None, "mix": None, "year": None}
    )
    return row.model_copy(update={"boundary": None, **members})


def burnt(mj: str) -> Row:
    """Natural gas burnt for heat."""
    return used("test:gas", mj, unit="MJ", purpose="energy")


def test_a_life_cycle_dataset_is_no_fuel() -> None:
    """Heat by a dataset would leave the emissions of its fuel out of the direct ones."""
    border = Border((factor_set(fuel()),))
    border.make("iron", "72011011", "100", "150", [burnt("1000")])
    with refused("cbam.dataset"):
        border.result("iron")


def test_a_fuel_by_its_combustion() -> None:
    """1,000,000 MJ at 0.0561 kg are 56.1 t over 100 t."""
    border = Border((factor_set(fuel(direct=True)),))
    border.make("iron", "72011011", "100", "150", [burnt("1000000")])
    assert border.result("iron").see_direct == "2.061"


@pytest.mark.parametrize(("co2", "accepted"), [("150", True), (None, False)])
def test_a_bought_fuel_whose_gases_are_stated(co2: str | None, *, accepted: bool) -> None:
    """Its supply does not count; without a gas stated the fuel would burn to nothing."""
    border = Border((factor_set(fuel(carrier="fuel")),))
    border.make("iron", "72011011", "100", co2, [burnt("1000000"), used("test:coke", "5")])
    if accepted:
        assert border.result("iron").see_direct == "1.5"
    else:
        with refused("cbam.dataset"):
            border.result("iron")


@pytest.mark.parametrize(("evidence", "see"), [([], "1"), (["sha256:" + "1" * 64], "0")])
def test_biomass_is_zero_on_proof_alone(evidence: list[str], see: str) -> None:
    """Charcoal without evidence counts as coal; methane does not count at the border."""
    border = Border()
    gases = [emitted("co2", "100000", "biogenic", evidence=evidence), emitted("ch4", "7")]
    border.make("iron", "72011011", "100", emissions=gases)
    assert border.result("iron").see_direct == see


def test_gases_of_nitric_acid_and_aluminium() -> None:
    """N2O counts 265 and CF4 6630, as AR5 has them."""
    border = Border()
    border.make("iron", "72011011", "1", emissions=[emitted("n2o", "1"), emitted("cf4", "1")])
    assert border.result("iron").see_direct == "6.895"


def clinker(*rows: Row, factor: Factor | None = None) -> Border:
    """A hundred tonnes of clinker, whose electricity counts."""
    border = Border((factor_set(factor or grid_factor("CN", "0.6")),))
    border.make("clinker", "25231000", "100", "80", list(rows), route="A")
    return border


def test_electricity_of_the_grid() -> None:
    """10 MWh at 0.6 over 100 t are 0.06 t indirect."""
    found = clinker(power("CN", "10")).result("clinker")
    assert (found.see_indirect, found.embedded_electricity) == ("0.06", "0.1")
    assert found.net == "0.21065"


SUN = fuel(flow="test:sun", unit=Unit.KWH)


@pytest.mark.parametrize(
    ("row", "factor", "code"),
    [
        (power("CN", "10", "contract", "test:sun"), SUN, "cbam.electricity"),
        (power("CN", "10", flow="grid:NO"), grid_factor("NO", "0.01"), "cbam.electricity"),
        (power("CN", "10"), grid_factor("CN", "0.7", boundary="life_cycle"), "cbam.electricity"),
        (power("CN", "10", "on_site", "test:sun"), SUN, "cbam.electricity"),
        (power("CN", "10", flow="test:none"), None, "cbam.electricity"),
        (
            used("test:watt", "36", unit="MJ", purpose="energy", electricity={"supply": "grid"}),
            None,
            "electricity.unit",
        ),
    ],
)  # fmt: skip
def test_electricity_that_proves_nothing(row: Row, factor: Factor | None, code: str) -> None:
    """A contract, another country's grid, a life cycle, a plant without a direct factor, no factor, another unit."""
    with refused(code):
        clinker(row, factor=factor).result("clinker")


def test_a_plant_on_site_by_its_direct_factor() -> None:
    """A direct line or a plant on the site is accepted with a factor of making the electricity."""
    sun = fuel(flow="test:sun", unit=Unit.KWH, direct=True)
    row = power("CN", "10", supply="on_site", flow="test:sun")
    assert clinker(row, factor=sun).result("clinker").see_indirect == "0.00561"


def test_steel_needs_no_factor_of_its_electricity() -> None:
    """Indirect emissions of steel are not declared, so a missing factor stops nothing."""
    border = Border()
    border.make("iron", "72011011", "100", "150", [power("CN", "10")])
    found = border.result("iron")
    assert (found.see_indirect, found.embedded_electricity) == (None, "0.1")


@pytest.mark.parametrize(("evidence", "accepted"), [([], False), (["sha256:" + "1" * 64], True)])
def test_a_direct_line_takes_evidence(evidence: list[str], *, accepted: bool) -> None:
    """A line that nobody can see is the grid."""
    row = {**power("CN", "10", "direct_line", "test:sun"), "evidence": evidence}
    border = clinker(row, factor=fuel(flow="test:sun", unit=Unit.KWH, direct=True))
    if accepted:
        assert border.result("clinker").see_indirect == "0.00561"
    else:
        with refused("cbam.electricity"):
            border.result("clinker")
