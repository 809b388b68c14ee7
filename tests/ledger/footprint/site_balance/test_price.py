"""The carbon price of a commodity at a site."""

from decimal import Decimal

from support.graph import Graph, factors, firm, grids
from support.graph_sites import SALT, STEEL, balance_context, site
from support.rows import inventory, made, taken, used

from ledger.footprint.site_balance.intake import Commodity
from ledger.rulebooks.catalog import load_rulebook
from schemas.vocabulary import Unit

HERE = (firm("cells"), "P1")


def test_a_flow_costs_what_its_factor_says() -> None:
    """Steel has a factor of 2; a flow or unit without one has no price."""
    price = balance_context(site()).price
    assert price(HERE, Commodity("flow", STEEL, Unit.KG)) == Decimal(2)
    assert price(HERE, Commodity("flow", STEEL, Unit.M)) is None


def test_electricity_costs_what_its_rows_are_valued_by_at_most() -> None:
    """The mix of Finland, 0.3, under a rule, though one row is accepted as stated; 0.01 in a study."""
    power = {"unit": "kWh", "purpose": "energy"}
    stated = [{"supply": supply, "certificates": []} for supply in ("grid", "on_site")]
    rows = [used("test:wind", "50", electricity=supply, **power) for supply in stated]
    chain = Graph((grids({"FI": "0.3"}), factors({"test:wind": "0.01"}, unit="kWh")))
    chain.enter("cells", inventory(made("cells", "100"), inputs=rows))
    wind = Commodity("flow", "test:wind", Unit.KWH)
    assert balance_context(chain, rulebook=load_rulebook("eu-ev-draft-2024")).price(
        HERE, wind
    ) == Decimal("0.3")
    assert balance_context(chain).price(HERE, wind) == Decimal("0.01")


def test_a_product_costs_the_mean_of_the_lines_it_came_from() -> None:
    """50 kg of the mine's salt at 3 and 150 kg of another at 1 make 1.5 a kg."""
    chain = site(cells=[taken("salt", "50"), taken("other salt", "150")])
    rows = [used("test:ore", "100")]
    chain.enter("other", inventory(made("other", "300"), inputs=rows))
    chain.deliver("other salt", "other", "cells", "200", product=SALT)
    salt = Commodity("product", SALT, Unit.KG)
    assert balance_context(chain).price(HERE, salt) == Decimal("1.5")
    assert balance_context(chain).price((firm("cells"), "P2"), salt) is None


def test_what_has_no_figure_has_no_price() -> None:
    """A missing delivery, and a line of an entry that withholds its inventory, have no price."""
    chain = site(cells=[taken("salt", "50"), taken("lost", "1")])
    chain.enter("mine", None)
    chain.enter("shut", None)
    assert (
        balance_context(chain, "cells", "shut").price(HERE, Commodity("product", SALT, Unit.KG))
        is None
    )
