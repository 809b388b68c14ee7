"""Tests for the context of the register: evidence and amounts in words."""

from dataclasses import replace
from decimal import Decimal

from support.chosen import (
    BATTERY,
    choice_context,
    chosen,
    conservative,
    declared_total,
    modest,
    shared_mine,
)
from support.energy import GRID, SETS, power
from support.graph import firm, ident, weighing
from support.graph_battery import MODEL, Declared, declared
from support.mined import mined
from support.rows import avoided, inventory, made, taken, used

from ledger.choices.beside import beside_figure
from ledger.choices.delivery_context import DeliveryContext
from ledger.choices.register import find_choices
from ledger.choices.wording import evidence_of, in_words
from schemas.vocabulary import Unit


def test_a_row_names_its_document_its_certificates_and_its_digests() -> None:
    """All of them are evidence, and none of them is proof."""
    certificate = {"scheme": "GO", "first": 1, "last": 5, "kwh": "5000"}
    certificate["produced"] = {"start": "2025-01-01", "end": "2026-01-01"}
    row = used(
        "test:power",
        "5000",
        unit="kWh",
        purpose="energy",
        document="meter 7",
        evidence=[ident("photo")],
        electricity={"supply": "contract", "certificates": [certificate]},
    )
    (stated,) = inventory(made("plant", "1"), inputs=[row]).inputs
    assert evidence_of(stated) == ("meter 7", "GO 1 to 5", ident("photo"))


def test_amounts_have_four_digits() -> None:
    """A report discloses no issuer's exact amounts."""
    assert in_words("34602.7652804", Unit.KG) == "34600 kg"


def test_a_delivery_has_one_line_and_no_period() -> None:
    """Its figure is of goods, so no entry is dated into it or out of it."""
    of_battery = choice_context(declared())
    line = of_battery.products[0]
    about = DeliveryContext(
        subject=ident("delivery"), graph=of_battery.graph, log=of_battery.log, rows=(), line=line
    )
    assert (about.products, about.demand, about.period) == ((line,), {line: 1}, None)
    assert about.units == 200
    assert about.cells(of_battery.graph.figures) is not None
    withheld = replace(about, line=("none", "main"))
    assert withheld.cells(of_battery.graph.figures) is None
    codes = {row.kind.code for row in find_choices(about)}
    assert codes
    assert not any(code.startswith("unit.") for code in codes)
    with_other = replace(about, line=(ident("plant"), "other"))
    assert with_other.units == 1


# ---- Behind a line without burdens


def scrap_of_a_slag() -> Declared:
    """The plant draws on scrap of a trader, whose material is a quarter of what a mine makes."""
    it = shared_mine()
    it.chain.deliver("ore", "mine", "trader", "300")
    outputs = (made("trader", "300", role="scrap"), made("trader", "0.1", "token"))
    it.chain.enter("trader", inventory(*outputs, inputs=[taken("ore", "300")]))
    it.chain.deliver("scrap", "trader", "plant", "300")
    battery = inventory(made("plant", "200", batteries=4), inputs=[taken("scrap", "300")])
    it.chain.enter("plant", battery, weighing("1"), model=MODEL)
    return it


def test_what_a_line_without_burdens_rests_on_is_drawn_on_too() -> None:
    """The trader's scrap carries nothing; once it carries all, its ore carries all as well: 2 per kg."""
    it = scrap_of_a_slag()
    context = choice_context(it)
    assert (ident("mine"), "main") in context.lines - context.reach.lines.keys()
    assert ident("mine") in context.needed
    assert len(chosen(it, "allocation.burden_free")) == 1
    rise = (conservative(it).total - declared_total(it)) * BATTERY
    assert abs(rise - 600) < Decimal("1e-20")


def test_power_behind_a_line_without_burdens_has_the_mix() -> None:
    """A mine that calls its ore a by-product and its power its own is no cheaper than one that does neither."""
    honest = mined(power(GRID, "grid"), sets=SETS)
    lie = mined(sets=SETS)
    outputs = (made("mine", "1000", role="by_product"), made("mine", "1", "token"))
    lie.chain.enter("mine", inventory(*outputs, inputs=[power(supply="on_site")]))
    assert conservative(lie).total >= declared_total(honest)


def test_entries_beside_the_figure_have_no_figure_together() -> None:
    """One unit of each of their lines is asked for; without a log there are none."""
    it = declared()
    it.chain.enter("other", inventory(made("other", "1"), inputs=[used("test:lime", "1")]))
    it.chain.deliver("unused", "other", "plant", "1")
    context = choice_context(it)
    beside = beside_figure(context)
    assert beside is not None
    assert list(beside.products) == [(ident("other"), "main")]
    assert (beside.units, beside.period) == (1, None)
    assert beside.cells(context.graph.figures) is None
    assert beside_figure(replace(context, log=None)) is None


def test_other_treatments_of_a_recycler_are_no_goods() -> None:
    """A lot or version of it beside the figure needs no materials; a firm that is not in the figure may make goods."""
    it = modest()
    content = inventory(made("more", "1"), inputs=[used("test:lime", "1")])
    shredded = {"process": "end_of_life.shredding"}
    it.chain.enter("more", content, issuer=firm("recycler"), **shredded)
    beside = beside_figure(choice_context(it))
    assert beside is not None
    assert list(beside.outputs) == [(ident("more"), "main")]
    assert not beside.products
    it.chain.enter(
        "other", inventory(made("other", "1"), inputs=[used("test:lime", "1")]), **shredded
    )
    beside = beside_figure(choice_context(it))
    assert beside is not None
    assert list(beside.products) == [(ident("other"), "main")]


def test_a_statement_of_the_log_that_credits_something_needs_no_figure() -> None:
    """Another firm's goods by a flow of no set, and a credit of theirs, leave the conservative figure as it is."""
    it = modest()
    before = conservative(it).total
    rows = {"inputs": [used("test:nowhere", "1")], "avoided": [avoided("1", "test:lime")]}
    it.chain.enter("other", inventory(made("other", "1"), **rows))
    assert conservative(it).total == before
