"""Tests for the lines of which a maker has dearer goods of the same kind, as the log knows it."""

from decimal import Decimal

from support.balanced import line
from support.chosen import chosen
from support.graph import firm, ident, weighing
from support.graph_battery import Declared, declared
from support.rows import inventory, made, taken, used

from ledger.choices.coordinates import LineChange
from schemas.signed.entry import Product, Site

ENERGY = Decimal(4 * 36000)
"""kWh of total energy of the four batteries."""

NARROW = Decimal("1e-25")
TWIN = "selection.twin_entry"
ORE = "urn:test:mine:main"
BEFORE = {"start": "2024-01-01", "end": "2025-01-01"}
LONG_BEFORE = {"start": "2022-01-01", "end": "2023-01-01"}


def twin(lime: str = "5000", output: str = "1000", **header: object) -> Declared:
    """The mine made ore in a second entry, of which nothing is delivered to the plant."""
    it = declared()
    content = inventory(made("mine", output), inputs=[used("test:lime", lime)])
    site = Site(code="P2", country="FI")
    usual = {"issuer": firm("mine"), "site": site}
    it.chain.enter("twin", content, weighing("1"), **{**usual, **header})
    return it


def test_a_line_counts_as_the_dearest_of_the_same_goods_of_its_maker() -> None:
    """1,000 kg at 2 and 1,000 kg at 10: 8 more on 300 kg, for the mean lies below a dirty lot."""
    it = twin()
    (found,) = chosen(it, TWIN)
    assert found.effect is not None
    assert found.choice.subject == ident("mine")
    assert f"10 kg CO2e per kg of main ({ident('twin')}), and 2 counts" in found.choice.detail
    assert abs(found.effect - Decimal(8 * 300) / ENERGY) < NARROW


def test_a_cleaner_twin_or_one_of_another_time_is_no_choice() -> None:
    """Nor is one that was withdrawn, one of other goods, or one that is not shown."""
    assert not chosen(twin("100"), TWIN)
    assert chosen(twin(period=BEFORE), TWIN)
    assert not chosen(twin(period=LONG_BEFORE), TWIN)
    it = twin()
    it.chain.change("withdrawn", "twin", "word")
    assert not chosen(it, TWIN)
    it = twin()
    rows = [used("test:lime", "5000")]
    smelted = {"issuer": firm("mine"), "process": "raw_material.smelting"}
    smelted |= {"site": Site(code="P2", country="FI")}
    it.chain.enter("twin", inventory(made("twin", "1000"), inputs=rows), weighing("1"), **smelted)
    assert not chosen(it, TWIN)
    it.chain.enter("twin", None, weighing("1"), issuer=firm("mine"))
    assert not chosen(it, TWIN)


def test_a_twin_behind_the_figure_counts_too() -> None:
    """The plant draws on both, and no one shows how much of each lot it is."""
    it = twin()
    site = {"issuer": firm("mine"), "product": ORE}
    it.chain.deliver("more", "twin", "plant", "100", **site)
    record = it.chain.entries[ident("plant")]
    rows = [taken("ore", "200"), taken("more", "100")]
    content = inventory(made("plant", "200", batteries=4), inputs=rows)
    it.chain.entries[ident("plant")] = record._replace(inventory=content)
    (found,) = chosen(it, TWIN)
    assert found.effect is not None
    assert abs(found.effect - Decimal(8 * 200) / ENERGY) < NARROW


def test_a_cleaner_twin_by_the_piece_behind_the_figure_is_no_choice() -> None:
    """A piece of 1 kg at 0.2: compared by mass, it has the lower figure."""
    it = declared()
    content = inventory(made("mine", "1000", unit="piece"), inputs=[used("test:lime", "100")])
    site = {"issuer": firm("mine"), "site": Site(code="P2", country="FI")}
    it.chain.enter("twin", content, weighing("1"), **site)
    it.chain.enter(
        "mine", inventory(made("mine", "1000"), inputs=[used("test:lime", "1000")]), weighing("1")
    )
    of_mine = {"issuer": firm("mine"), "product": ORE, "unit": "piece"}
    it.chain.deliver("more", "twin", "plant", "100", **of_mine)
    record = it.chain.entries[ident("plant")]
    rows = [taken("ore", "200"), taken("more", "100", unit="piece")]
    made_of = inventory(made("plant", "200", batteries=4), inputs=rows)
    it.chain.entries[ident("plant")] = record._replace(inventory=made_of)
    (found,) = chosen(it, TWIN)
    assert found.choice.subject == ident("twin")


def test_a_richer_lot_at_the_same_site_is_other_goods() -> None:
    """Nickel in both, 10 % and 20 %, under products that do not look alike."""
    it = declared()
    for name, part, lime in (("mine", "0.1", "1000"), ("rich", "0.2", "5000")):
        stuff = inventory(made(name, "1000"), inputs=[used("test:lime", lime)])
        it.chain.enter(name, stuff, Product(lines=(line(Ni=part),)), issuer=firm("mine"))
    assert not chosen(it, TWIN)


def test_a_version_of_an_entry_is_no_twin() -> None:
    """A correction upwards is history, and the later version is live."""
    it = twin()
    again = {"supersedes": {"id": ident("mine"), "reason": "correction"}}
    record = it.chain.entries[ident("twin")]
    it.chain.enter("twin", record.inventory, weighing("1"), issuer=firm("mine"), **again)
    it.chain.change("superseded", "mine", "twin")
    assert not chosen(it, TWIN)


def test_a_twin_in_another_unit_compares_by_mass_or_whole_by_whole() -> None:
    """All of 200 pieces at 50 kg CO2e are all of 1,000 kg; pieces of 5 kg count 10 per kg."""
    pieces = {"unit": "piece", "product": ORE}
    it = twin()
    content = inventory(made("mine", "200", **pieces), inputs=[used("test:lime", "5000")])
    it.chain.enter("twin", content, weighing(None), issuer=firm("mine"))
    (found,) = chosen(it, TWIN)
    assert found.effect is not None
    assert abs(found.effect - Decimal(8 * 300) / ENERGY) < NARROW
    it.chain.enter("twin", content, weighing("5"), issuer=firm("mine"))
    (found,) = chosen(it, TWIN)
    assert found.effect is not None
    assert abs(found.effect - Decimal(8 * 300) / ENERGY) < NARROW


def test_a_line_that_nothing_draws_is_no_target() -> None:
    """The slag beside the ore has a dearer twin, and the figure takes none of it."""
    it = twin()
    dear = inventory(made("mine", "9", "slag"), inputs=[used("test:lime", "5000")])
    twin_site = {"issuer": firm("mine"), "site": Site(code="P2", country="FI")}
    slag = line("slag", Ca="0.4")
    it.chain.enter("twin", dear, Product(lines=(slag,)), **twin_site)
    outputs = [made("mine", "1000"), made("mine", "9", "slag", role="by_product")]
    rows = [used("test:lime", "1000")]
    of_both = Product(lines=(line(), slag))
    it.chain.enter("mine", inventory(*outputs, inputs=rows), of_both)
    assert not chosen(it, TWIN)


def test_each_of_several_lines_is_compared_with_the_goods_of_the_other_entry() -> None:
    """The plant draws on two lines of one entry, and on a line of another, which may be either of them."""
    it = twin("100")
    rows = [used("test:lime", "1000")]
    both = [made("mine", "900"), made("mine", "100", "rest", role="by_product")]
    it.chain.enter("mine", inventory(*both, inputs=rows), Product(lines=(line(), line("rest"))))
    of_mine = {"issuer": firm("mine"), "product": ORE}
    it.chain.deliver("more", "twin", "plant", "100", **of_mine)
    it.chain.deliver("rest", "mine", "plant", "9", line="rest", issuer=firm("mine"))
    record = it.chain.entries[ident("plant")]
    drawn = [taken("ore", "200"), taken("more", "100"), taken("rest", "9")]
    content = inventory(made("plant", "200", batteries=4), inputs=drawn)
    it.chain.entries[ident("plant")] = record._replace(inventory=content)
    changes = {
        (change.entry, change.line, *change.instead)
        for found in chosen(it, TWIN)
        for change in found.choice.changes
        if isinstance(change, LineChange)
    }
    mine, other = ident("mine"), ident("twin")
    assert changes == {
        (mine, "main", other, "main"),
        (mine, "rest", other, "main"),
        (other, "main", mine, "main"),
        (other, "main", mine, "rest"),
    }
