"""The cost of a dataset in place of a supplier, in figure and in quality."""

from decimal import Decimal

from support.graph import Graph, ident
from support.graph_rated import (
    ANY_ORE,
    DRAFT,
    GAS,
    LIME,
    PEF,
    dataset,
    mined,
    rated_set,
    rating,
    target_of,
)
from support.rows import inventory, made, taken, used

from ledger.footprint.analysis.contributions import contributions
from ledger.footprint.quality.default_data import DefaultPrice, default_prices, defaults_in_use
from schemas.signed.rulebook import Rulebook


def prices(chain: Graph, name: str = "plant", rulebook: Rulebook = DRAFT) -> list[DefaultPrice]:
    """The prices for one unit of an entry."""
    assert rulebook.data_quality is not None
    return default_prices(target_of(chain, name, rulebook), rulebook.data_quality)


def test_the_price_of_the_mines_silence() -> None:
    """3 kg of ore at 5 in place of 2 kg CO2e: 9 more, of a figure of 6.3."""
    (price,) = prices(mined())
    assert price.line == (ident("mine"), "main")
    assert (price.amount, price.current, price.default, price.cost) == (3, 6, 15, 9)


def test_the_quality_with_a_default() -> None:
    """The dataset is then the one most relevant process: (4, 3, mean of 3 and 1), P of the amount used."""
    (price,) = prices(mined())
    assert price.rating is not None
    (process,) = price.rating.most_relevant
    assert (process.key.entry, process.key.label) == (ident("plant"), "test:any-ore")
    assert process.value == 15
    assert list(process.scores.values()) == [4, 3, 2, 2]
    assert (price.rating.dqr, price.rating.other_dqr) == (3, Decimal("2.75"))
    assert price.rating.total == Decimal("15.3")
    (four,) = prices(mined(), rulebook=PEF)
    assert four.rating is not None
    assert four.rating.dqr == Decimal("2.75")


def test_every_customer_of_a_line_counts() -> None:
    """The plant uses ore itself and through a smelter; with a default the mine adds nothing more."""
    chain = mined()
    chain.deliver("more ore", "mine", "smelter", "10")
    chain.enter("smelter", inventory(made("smelter", "10"), inputs=[taken("more ore", "10")]))
    chain.deliver("metal", "smelter", "maker", "10")
    chain.deliver("part", "plant", "maker", "10")
    rows = [taken("metal", "10"), taken("part", "10")]
    chain.enter("maker", inventory(made("maker", "1"), inputs=rows))
    (price,) = prices(chain, "maker")
    assert (price.amount, price.cost) == (40, 120)
    assert price.rating is not None
    found = {row.key.entry: row.value for row in price.rating.most_relevant}
    assert found == {ident("plant"): 150, ident("smelter"): 50}


def test_only_the_line_that_is_delivered() -> None:
    """Of a mine with two lines a dataset represents the one that it names, at that line's figure."""
    chain = mined()
    outputs = [made("mine", "60", allocation_value="60")]
    outputs.append(made("mine", "40", "sand", role="co_product", allocation_value="40"))
    lime = used("test:lime", "100")
    chain.enter("mine", inventory(*outputs, inputs=[lime], allocation="mass"))
    (price,) = prices(chain)
    assert (price.line[1], price.current, price.cost) == ("main", 6, 9)


def test_dearest_first_and_cheaper_below_zero() -> None:
    """Two datasets that represent one product are both priced; one is better than the mine's own data."""
    clean = dataset("test:clean-ore", "1.5", stands_for="urn:test:mine:main")
    found = prices(mined(LIME, GAS, ANY_ORE, clean))
    assert [(row.factor.flow, row.cost) for row in found] == [
        ("test:any-ore", 9),
        ("test:clean-ore", Decimal("-1.5")),
    ]


def test_only_the_product_in_its_unit_and_made() -> None:
    """A dataset of another product, per another unit, or of a treatment represents nothing here."""
    other = dataset("test:other", "5", stands_for="urn:test:mine:side")
    piece = {**ANY_ORE, "flow": "test:piece", "unit": "piece"}
    treated = {**ANY_ORE, "flow": "test:treated", "direction": "treatment"}
    assert prices(mined(LIME, GAS, other, piece, treated)) == []


def test_a_default_may_leave_nothing_to_rate() -> None:
    """A dataset of nothing in place of all that contributes leaves a figure of zero, without a rating."""
    chain = mined(LIME, {**GAS, "values": [{"group": "fossil", "value": "0"}]}, free())
    (price,) = prices(chain)
    assert (price.cost, price.rating) == (-6, None)


def free() -> dict[str, object]:
    """Ore that costs nothing."""
    return dataset("test:free", "0", stands_for="urn:test:mine:main")


def test_defaults_in_use() -> None:
    """A row that a default dataset already values is listed with its contribution and its rating."""
    chain = Graph((rated_set(LIME, ANY_ORE),))
    ore = used("test:any-ore", "30", rating=rating("1", "1", "1", "1"))
    rows = [ore, used("test:lime", "1")]
    chain.enter("plant", inventory(made("plant", "10"), inputs=rows))
    target = target_of(chain)
    found = contributions(target.demand, target.resolution, target.figures)
    (row,) = defaults_in_use(found, target.table)
    assert (row.key.label, row.value) == ("test:any-ore", 15)
    assert list(row.scores.values()) == [4, 3, 2, 1]
    assert prices(chain) == []
