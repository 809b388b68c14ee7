"""What a kg of something costs in carbon at a site."""

from decimal import Decimal

from support.chains import firm
from support.rows import inventory, made, taken, used
from support.sites import SALT, STEEL, hand, site

from ledger.footprint.site_intake import Commodity
from schemas.vocabulary import Unit

HERE = (firm("cells"), "P1")


def test_a_flow_costs_what_its_factor_says() -> None:
    """Steel has a factor of 2; a flow or unit without one has no price."""
    price = hand(site()).price
    assert price(HERE, Commodity("flow", STEEL, Unit.KG)) == Decimal(2)
    assert price(HERE, Commodity("flow", STEEL, Unit.M)) is None


def test_a_product_costs_the_mean_of_the_lines_it_came_from() -> None:
    """50 kg of the mine's salt at 3 and 150 kg of another at 1 make 1.5 a kg."""
    chain = site(cells=[taken("salt", "50"), taken("other salt", "150")])
    rows = [used("test:ore", "100")]
    chain.enter("other", inventory(made("other", "300"), inputs=rows))
    chain.deliver("other salt", "other", "cells", "200", product=SALT)
    salt = Commodity("product", SALT, Unit.KG)
    assert hand(chain).price(HERE, salt) == Decimal("1.5")
    assert hand(chain).price((firm("cells"), "P2"), salt) is None


def test_what_has_no_figure_has_no_price() -> None:
    """A delivery that is not at hand, and a line whose entry withholds its inventory, price nothing."""
    chain = site(cells=[taken("salt", "50"), taken("lost", "1")])
    chain.enter("mine", None)
    chain.enter("shut", None)
    assert hand(chain, "cells", "shut").price(HERE, Commodity("product", SALT, Unit.KG)) is None
