"""Tests for goods that are the same by what they are."""

from hypothesis import given
from hypothesis import strategies as st
from support.balanced import line
from support.graph import Graph, firm, ident
from support.rows import inventory, made

from ledger.choices.hydrates import elements_of_line
from ledger.choices.same_goods import are_same_goods
from ledger.footprint.graph.resolution import EntryRecord
from schemas.signed.entry import Product, Site
from schemas.signed.inventory import Output

Goods = tuple[EntryRecord, Output]


def goods(product: str = "one", role: str = "main", site: str = "P1", **members: object) -> Goods:
    """A line of one firm: its product, its place, and its elements as symbols."""
    elements = {name: str(members.pop(name)) for name in [*members] if len(name) < 3}
    chain, name = Graph(), f"entry-{product}"
    counts = {"batteries": members.pop("batteries")} if "batteries" in members else {}
    rows = [made(name, "1", product=f"urn:test:{product}", role=role, **counts)]
    if role != "main":
        rows.append(made(name, "1", "token"))
    header = {"issuer": firm("maker"), "site": Site(code=site, country="FI"), **members}
    states = Product(lines=(line(**elements),)) if elements else None
    chain.enter(name, inventory(*rows), states, **header)
    record = chain.entries[ident(name)]
    assert record.inventory is not None
    return record, next(row for row in record.inventory.outputs if row.line == "main")


def same(one: Goods, other: Goods) -> bool:
    """True if both are the same goods, either way round."""
    found = are_same_goods(*one, *other)
    assert are_same_goods(*other, *one) == found
    return found


def test_look_alike_products_are_the_same() -> None:
    """Wherever they are made, and whatever they state."""
    assert same(goods("ni1", Ni="0.5"), goods("nil", site="P2", Fe="0.5"))


def test_equal_elements_at_one_site_or_by_one_process_are_the_same() -> None:
    """Another product id is a word; another site with another process is another plant."""
    smelted = {"process": "raw_material.smelting"}
    one = goods("one", Ni="0.5", Co="0.1")
    assert same(one, goods("two", Ni="0.5", Co="0.1", **smelted))
    assert same(one, goods("two", Ni="0.5", Co="0.1", site="P2"))
    assert not same(one, goods("two", Ni="0.5", Co="0.1", site="P2", **smelted))


def test_elements_differ_by_a_twentieth_and_traces_do_not_count() -> None:
    """A lot varies; below a hundredth an element does not tell what goods are, and water never does."""
    one = goods("one", Ni="0.5", Co="0.1")
    assert same(one, goods("two", Ni="0.48", Co="0.1", Fe="0.009"))
    assert same(one, goods("two", Ni="0.5", Co="0.1", O="0.3"))
    assert not same(one, goods("two", Ni="0.47", Co="0.1"))
    assert not same(one, goods("two", Ni="0.5", Fe="0.1"))
    assert elements_of_line(None) == {}


def test_goods_of_no_stated_element_are_the_same_at_one_site_or_by_one_process() -> None:
    """In any role, which is a word."""
    assert same(goods("one"), goods("two"))
    smelted = {"process": "raw_material.smelting"}
    assert same(goods("one"), goods("two", site="P2"))
    assert same(goods("one"), goods("two", **smelted))
    assert not same(goods("one"), goods("two", site="P2", **smelted))
    assert same(goods("one"), goods("two", role="by_product"))


def test_elements_that_are_left_unsaid_make_no_other_goods() -> None:
    """Of one site and process; an element of its own does, and so does another place."""
    one = goods("one", Ni="0.5", Co="0.1")
    assert same(one, goods("two", Ni="0.5"))
    assert same(one, goods("two"))
    assert not same(one, goods("two", Ni="0.4"))
    assert not same(one, goods("two", Ni="0.5", Fe="0.1"))
    assert not same(one, goods("two", Ni="0.5", site="P2"))


def test_batteries_are_the_same_by_their_model() -> None:
    """A declaration names it; nothing else makes two batteries one product."""
    model = {"model": "urn:test:model", "batteries": 1}
    assert same(goods("one", **model), goods("two", site="P2", Ni="0.5", **model))
    assert not same(goods("one", **model), goods("one"))
    assert not same(goods("one", **model), goods("one", model="urn:test:other", batteries=1))
    assert not same(goods("one", **model), goods("one", role="by_product", **model))


def test_a_product_is_the_same_with_a_model_or_without() -> None:
    """A model that counts no batteries is a word: leaving it out makes no other goods."""
    assert same(goods("one", model="urn:test:one"), goods("one"))


FRACTIONS = st.dictionaries(
    st.sampled_from(["Co", "Fe", "Li", "Ni", "O"]),
    st.sampled_from(["0.005", "0.01", "0.1", "0.104", "0.11", "0.19"]),
)
SITES, PRODUCTS = st.sampled_from(["P1", "P2"]), st.sampled_from(["one", "0ne", "two"])
ROLES = st.sampled_from(["main", "by_product"])
PROCESSES = st.sampled_from(["raw_material.smelting", "raw_material.mining"])
MODELS = st.sampled_from([None, "urn:test:model", "urn:test:m0del"])
DRAWN = st.builds(
    lambda product, role, site, held, process, model: goods(
        product, role, site, process=process, model=model, **held
    ),
    PRODUCTS,
    ROLES,
    SITES,
    FRACTIONS,
    PROCESSES,
    MODELS,
)


@given(one=DRAWN, other=DRAWN)
def test_being_the_same_is_reflexive_and_symmetric(one: Goods, other: Goods) -> None:
    """Whatever two lines state."""
    assert same(one, one)
    assert same(one, other) in {True, False}
