"""Gases, fuels and electricity of an installation: what counts, and what proves nothing."""

import pytest
from support.cbam import Border, factor_set, grid_factor, power
from support.refusal import refused
from support.rows import Row, emitted, used

from schemas.signed.rulebook import Factor
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


def of_file(unit: str, purpose: str) -> Row:
    """Something by a figure of another exchange."""
    return {
        "type": "external",
        "file": "sha256:" + "1" * 64,
        "format": "pact-3",
        "product": "urn:test:steam",
        "boundary": "cradle_to_gate",
        "declared_amount": "1",
        "valid": {"start": "2026-01-01", "end": "2027-01-01"},
        "stage": "raw_material",
        "amount": "1000",
        "unit": unit,
        "purpose": purpose,
        "known": "metered",
    }


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


@pytest.mark.parametrize("stated", ["1", "28049"])
def test_a_gas_that_does_not_explain_its_fuel(stated: str) -> None:
    """56.1 t by the dataset of the fuel, and one kilogram stated, or less than half: the fuel counts by no gas."""
    border = Border((factor_set(fuel(carrier="fuel")),))
    gases = [emitted("co2", stated)]
    border.make("iron", "72011011", "100", None, [burnt("1000000")], emissions=gases)
    with refused("cbam.dataset"):
        border.result("iron")
    border.make("iron", "72011011", "100", "28.05", [burnt("1000000")])
    assert border.result("iron").see_direct == "0.2805"


@pytest.mark.parametrize("purpose", ["material", "processing", "packaging", "direct", "transport"])
@pytest.mark.parametrize("carrier", ["heat", "fuel", None])
def test_heat_and_fuel_under_any_purpose(purpose: str, carrier: str | None) -> None:
    """Steam or gas in MJ is no material, whatever its row says: refused by a dataset, and counted by its combustion."""
    row = {**burnt("1000000"), "purpose": purpose}
    border = Border((factor_set(fuel(carrier=carrier)),))
    border.make("iron", "72011011", "100", rows=[row])
    with refused("cbam.dataset"):
        border.result("iron")
    border = Border((factor_set(fuel(carrier=carrier, direct=True)),))
    border.make("iron", "72011011", "100", "150", [row])
    assert border.result("iron").see_direct == "2.061"


@pytest.mark.parametrize(
    ("members", "see"), [({"direct": True}, "1.5561"), ({"carrier": "goods"}, "1.5")]
)
def test_a_fuel_by_the_kilogram(members: dict[str, object], see: str) -> None:
    """A factor of combustion counts in every unit; goods, such as a wax for coating, are none."""
    border = Border((factor_set(fuel(unit=Unit.KG, **members)),))
    row = used("test:gas", "100000", purpose="material")
    border.make("iron", "72011011", "100", "150", [row])
    assert border.result("iron").see_direct == see


@pytest.mark.parametrize(("unit", "purpose"), [("MJ", "material"), ("kg", "energy")])
def test_energy_by_an_imported_figure(unit: str, purpose: str) -> None:
    """A partner's footprint of steam is of its life cycle; one of goods is no fuel."""
    border = Border()
    border.make("iron", "72011011", "100", "150", [of_file(unit, purpose)])
    with refused("cbam.dataset"):
        border.result("iron")
    border.make("iron", "72011011", "100", "150", [of_file("kg", "material")])
    assert border.result("iron").see_direct == "1.5"


@pytest.mark.parametrize("origin", ["fossil", "biogenic", "land_use_change", "uptake"])
@pytest.mark.parametrize("digit", ["", "0", "1"])
def test_carbon_dioxide_counts_as_fossil(origin: str, digit: str) -> None:
    """No digest says that it is proof of sustainability, so charcoal counts as coal, and uptake as emission."""
    evidence = ["sha256:" + digit * 64] if digit else []
    gases = [emitted("co2", "100000", origin, evidence=evidence)]
    border = Border()
    border.make("iron", "72011011", "100", emissions=gases)
    assert border.result("iron").see_direct == "1"


@pytest.mark.parametrize(("gas", "see"), [("co", "1.571"), ("ch4", "2.743"), ("propane", "2.994")])
def test_the_carbon_of_a_gas_that_burns(gas: str, see: str) -> None:
    """Carbon that leaves as monoxide or unburnt counts as the dioxide that it makes; a refrigerant does not count."""
    border = Border()
    border.make("iron", "72011011", "1", emissions=[emitted(gas, "1000"), emitted("hfc_32", "1")])
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


@pytest.mark.parametrize(
    ("evidence", "accepted"),
    [([], False), (["sha256:" + "0" * 64], False), (["sha256:" + "1" * 64], True)],
)
def test_a_direct_line_takes_evidence(evidence: list[str], *, accepted: bool) -> None:
    """A line that nobody can see is the grid."""
    row = {**power("CN", "10", "direct_line", "test:sun"), "evidence": evidence}
    border = clinker(row, factor=fuel(flow="test:sun", unit=Unit.KWH, direct=True))
    if accepted:
        assert border.result("clinker").see_indirect == "0.00561"
    else:
        with refused("cbam.electricity"):
            border.result("clinker")
