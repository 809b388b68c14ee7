"""Goods that crossed a border without transport."""

import pytest
from support.chains import Chain, ident, weighing
from support.rows import Row, inventory, made, taken, used

from ledger.footprint.transport_legs import transport_faults
from schemas.entry import Site

LORRY = used("test:lorry", "1", unit="tkm", purpose="transport")


def chain(*more: Row, countries: tuple[str, str, str] = ("CN", "FI", "HU")) -> Chain:
    """Ore and lids from two sites, taken in at a third; the ore weighs 0.5 kg a unit."""
    made_of, (mine, press, plant) = Chain(), (Site(code="P", country=name) for name in countries)
    made_of.enter("mine", inventory(made("mine", "1000")), weighing("0.5"), site=mine)
    made_of.enter("press", inventory(made("press", "1000")), None, site=press)
    made_of.deliver("ore", "mine", "plant", "500")
    made_of.deliver("lid", "press", "plant", "500")
    rows = [taken("ore", "300"), taken("lid", "5", purpose="packaging"), *more]
    made_of.enter("plant", inventory(made("plant", "100"), inputs=rows), site=plant)
    return made_of


def faults(made_of: Chain) -> list[str]:
    """What is told of the plant."""
    found = list(transport_faults(made_of.resolve("plant")))
    assert all(row[:2] == ("transport.missing_leg", ident("plant")) for row in found)
    return [row.detail for row in found]


def test_one_fault_names_all_countries_and_the_mass() -> None:
    """Goods of unstated mass are told as that."""
    detail = (
        "goods come from CN, FI to HU and no transport is stated; "
        "per kg of main 1.5 kg and goods of unstated mass"
    )
    assert faults(chain()) == [detail]


def test_goods_from_the_same_country_are_not_counted() -> None:
    """Only what crossed a border is weighed."""
    detail = "goods come from CN to HU and no transport is stated; per kg of main 1.5 kg"
    assert faults(chain(countries=("CN", "HU", "HU"))) == [detail]
    assert faults(chain(countries=("HU", "HU", "HU"))) == []


@pytest.mark.parametrize("countries", [("RER", "RER", "HU"), ("HU", "CN", "GLO")])
def test_a_region_is_no_country(countries: tuple[str, str, str]) -> None:
    """Whether goods crossed a border into or out of a region word cannot be told."""
    assert faults(chain(countries=countries)) == []


def test_any_transport_row_is_enough() -> None:
    """A row does not say whose goods it carried, so one stated leg silences the check."""
    assert faults(chain(LORRY)) == []


def test_energy_and_work_do_not_travel() -> None:
    """Steam that another country delivers needs no lorry."""
    made_of = chain()
    rows = [taken("ore", "1", purpose="energy"), taken("lid", "1", purpose="processing")]
    made_of.enter("plant", inventory(made("plant", "100"), inputs=rows))
    assert faults(made_of) == []


def test_an_inventory_that_is_not_shown_is_passed_over() -> None:
    """Without rows nothing is known to have come in."""
    made_of = chain()
    made_of.enter("plant", None)
    assert faults(made_of) == []
