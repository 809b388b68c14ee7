"""A country has the price that the scenario states for it, and never one by silence."""

from decimal import Decimal

import pytest
from support.refusal import refused
from support.trade_chain import MIXED, UNIFORM, paid, priced, scenario

from ledger.footprint.trade.scenario import AppliedPrice, price_in, price_range, stated_price
from schemas.exchanged.price_scenario import EU_COUNTRIES
from schemas.values import ISO_COUNTRIES


@pytest.mark.parametrize(("country", "price"), [("CN", "10"), ("DE", "50"), ("NO", "0")])
def test_a_country_then_its_group_then_the_default(country: str, price: str) -> None:
    """Norway is not a member of the EU."""
    assert price_in(MIXED, country) == AppliedPrice(Decimal(price), Decimal(0), "all")


def test_a_member_state_s_own_price_goes_before_that_of_the_eu() -> None:
    """Germany at 60, the others at 50."""
    found = scenario(priced("60", country="DE"), priced("50", country="EU"))
    assert price_in(found, "DE").price == Decimal(60)
    assert price_in(found, "FR").price == Decimal(50)


def test_a_country_without_a_price_is_refused() -> None:
    """A scenario that leaves a country out does not make it free; zero is written out."""
    with refused("scenario.no_price", "CN"):
        price_in(scenario(priced("50", country="EU")), "CN")


@pytest.mark.parametrize(("country", "named"), [("CN", "CN"), ("DE", "EU")])
def test_a_price_of_another_year_is_not_replaced_by_the_default(country: str, named: str) -> None:
    """A scenario of 2026 with a price for 2030 would price the country at zero by silence."""
    late = scenario(priced("80", country=named, year=2030), default=priced("0"))
    with refused("scenario.no_price", country):
        price_in(late, country)
    assert price_in(late, "IN").price == Decimal(0)


def test_the_year_selects_the_price() -> None:
    """Two prices of China, of which that of the scenario's year applies."""
    found = scenario(priced("12", country="CN"), priced("40", country="CN", year=2030))
    assert price_in(found, "CN").price == Decimal(12)


def test_what_is_paid_is_a_part_of_the_price() -> None:
    """Of 75 in the EU 20 are paid, and 55 are due."""
    found = scenario(priced("75", country="EU"), paid=[paid("EU", "20"), paid("CN", "1", 2030)])
    assert price_in(found, "DE") == AppliedPrice(Decimal(75), Decimal(20), "all")
    assert price_in(found, "DE").due == Decimal(55)


def test_more_paid_than_the_price_is_refused() -> None:
    """A nominal price that was allocated free would otherwise make the rest negative."""
    with refused("scenario.paid_above", "CN"):
        price_in(scenario(priced("10", country="CN"), paid=[paid("CN", "12")]), "CN")


def test_paid_of_another_year_does_not_count() -> None:
    """It was paid for other emissions."""
    found = scenario(priced("10", country="CN"), paid=[paid("CN", "9", 2025)])
    assert price_in(found, "CN").paid == Decimal(0)


def test_a_site_without_a_country_has_the_highest_price() -> None:
    """Stating RoW or GLO is never cheaper than stating the country."""
    assert price_in(MIXED, "RoW").price == Decimal(50)
    assert price_in(UNIFORM, "GLO").price == Decimal(100)
    tied = scenario(priced("50", "direct", country="EU"), default=priced("50"))
    assert stated_price(tied, "GLO").covers == "all"


def test_the_range_is_from_the_lowest_to_the_highest_price_of_the_year() -> None:
    """A price on direct emissions may charge nothing; a price of another year does not count."""
    assert price_range(MIXED) == (Decimal(0), Decimal(50))
    assert price_range(UNIFORM) == (Decimal(100), Decimal(100))
    late = scenario(priced("5", country="CN"), priced("900", country="DE", year=2030))
    assert price_range(late) == (Decimal(5), Decimal(5))
    direct = scenario(priced("5", "direct", country="CN"))
    assert price_range(direct) == (Decimal(0), Decimal(5))


def test_the_eu_has_27_member_states() -> None:
    """All of them are countries."""
    assert len(EU_COUNTRIES) == 27
    assert EU_COUNTRIES < ISO_COUNTRIES
