"""Tests for choices in the functional unit."""

from decimal import Decimal

from support.carriers import holding
from support.chosen import chosen, conservative, declared_total, modest
from support.graph import STUDY, ident
from support.graph_battery import Declared
from support.rows import inventory, made, taken

from ledger.rulebooks.catalog import load_rulebook
from schemas.entry import Product, ProductLine

LIFE = "unit.service_life"
DIGEST = "sha256:" + "ab" * 32


def lasting(years: str, **members: object) -> Declared:
    """Batteries of 15 kWh with a warranty of so many years, 900 kWh a year."""
    it = modest()
    energy = {"numerator": f"{Decimal(years) * 900:f}", "denominator": "1"}
    warranty = {"years": years, "remaining_energy": "0.8", **members}
    it.asserted |= {"warranties": [warranty], "total_energy": energy}
    return it


def test_a_life_above_the_default_is_worth_its_ratio() -> None:
    """Eight years for five: the alternative raises the figure by 60 %."""
    it = lasting("8", evidence=DIGEST)
    (found,) = chosen(it, LIFE)
    assert found.effect is not None
    assert abs(found.effect - declared_total(it) * Decimal("0.6")) < Decimal("1e-24")
    assert found.choice.subject == ident("calculation")
    assert found.choice.by == it.calculation.issuer
    assert (found.state, found.choice.evidence) == ("documented", (DIGEST,))
    assert "a warranty of 8 years: it gives 7200 kWh, the default 4500" in found.choice.detail


def test_a_life_up_to_the_default_is_no_choice() -> None:
    """Five years are the default, three are below it, and none means the default."""
    assert not chosen(lasting("5"), LIFE)
    assert not chosen(lasting("3"), LIFE)
    assert not chosen(modest(), LIFE)


def test_the_conservative_figure_covers_a_longer_warranty() -> None:
    """However long it is stated, the figure is at or above that of the default life."""
    honest = declared_total(modest())
    for years in ("6", "15", "900"):
        assert conservative(lasting(years)).total >= honest - Decimal("1e-24")


def test_a_life_without_a_default_is_listed_without_an_effect() -> None:
    """A rulebook without default years, and a declared cycle life."""
    bare = STUDY.model_copy(update={"warranty": None})
    (found,) = chosen(lasting("8"), LIFE, bare)
    assert found.effect is None
    assert "the rulebook has no default" in found.choice.detail
    assert not chosen(modest(), LIFE, bare)
    it = modest()
    it.asserted |= {"category": "industrial", "vehicle_category": None, "cycle_life": "6000"}
    (found,) = chosen(it, LIFE, load_rulebook("pef-2021"))
    assert found.effect is None
    assert "a cycle life of 6000" in found.choice.detail


def test_the_capacity_is_always_listed_with_its_evidence() -> None:
    """Every calculation asserts it; physics alone bounds it."""
    it = modest()
    (found,) = chosen(it, "unit.capacity")
    assert (found.effect, found.state) == (None, "unevidenced")
    it.asserted["capacity_evidence"] = DIGEST
    (found,) = chosen(it, "unit.capacity")
    assert found.choice.evidence == (DIGEST,)


def test_a_vehicle_category_is_listed_where_another_has_fewer_cycles() -> None:
    """A car has 60 cycles a year, a motorcycle 20; nothing has fewer than that."""
    (found,) = chosen(modest(), "unit.category")
    assert "vehicle category M1 has 60 cycles a year, L fewer" in found.choice.detail
    it = modest()
    it.asserted["vehicle_category"] = "L"
    assert not chosen(it, "unit.category")
    it.asserted |= {"category": "industrial", "vehicle_category": None, "cycle_life": "6000"}
    assert not chosen(it, "unit.category", load_rulebook("pef-2021"))


def test_batteries_are_listed_where_nothing_counts_them() -> None:
    """A line in kg without kWh per unit; in pieces, or with kWh, the rules count them."""
    (found,) = chosen(modest(), "unit.batteries")
    assert "4 batteries are stated for a line in kg" in found.choice.detail
    assert not chosen(holding("75"), "unit.batteries")
    it = modest()
    record = it.chain.entries[ident("plant")]
    line = ProductLine(line="main", form="as_is", kg_per_unit="1", kwh_per_unit="0.3")
    it.chain.entries[ident("plant")] = record._replace(product=Product(lines=(line,)))
    assert not chosen(it, "unit.batteries")
    silent = inventory(made("plant", "200"), inputs=[taken("ore", "300")])
    it.chain.entries[ident("plant")] = record._replace(inventory=silent, product=None)
    assert chosen(it, "unit.batteries")
