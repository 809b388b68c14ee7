"""Tests for goods that are compared by what all versions of an entry say of them, and by what they consist of."""

from decimal import Decimal

from support.balanced import line
from support.chosen import choice_context, chosen, conservative, declared_total
from support.graph import firm, ident, weighing
from support.graph_battery import Declared, declared
from support.restated import BEFORE, ENERGY, NARROW, correct, mined, packs, second

from ledger.choices.conservative import WeighedChoice
from ledger.choices.lineage import words_of_entry
from schemas.signed.entry import Product

NICKEL = Product(lines=(line(Ni="0.1"),))
WITHDRAWN, LOOK_ALIKE = "history.withdrawn", "history.look_alike"
LOT = {"lot": "LOT-01", "basis": "lot_actual"}


def is_worth(found: WeighedChoice, kg: int) -> bool:
    """True if a choice has an effect of so many kg CO2e over all batteries."""
    assert found.effect is not None
    return abs(found.effect - Decimal(kg) / ENERGY) < NARROW


def withdrawn(it: Declared, product: Product | None) -> Declared:
    """Ore of 3 kg CO2e per kg under another product id was withdrawn; what counts is nickel ore of 2."""
    it.chain.enter("mine", mined("1000"), NICKEL)
    it.chain.enter(
        "first", mined("1500", product="urn:test:tailings"), product, issuer=firm("mine")
    )
    it.chain.change("withdrawn", "first", "word")
    return it


def test_goods_are_known_by_their_elements_under_another_product() -> None:
    """At one site, of equal elements; of others they are other goods."""
    (found,) = chosen(withdrawn(declared(), NICKEL), WITHDRAWN)
    assert is_worth(found, 300)
    assert not chosen(withdrawn(declared(), Product(lines=(line(Ni="0.3"),))), WITHDRAWN)


def test_goods_are_known_by_the_lot_of_an_earlier_version() -> None:
    """The correction states no lot; the version before it had that of an older entry of another spelling."""
    it = declared()
    it.chain.enter("mine", mined("1000"), weighing("1"), **LOT)
    correct(it, "mine", "mine now", mined("1000"))
    alike = mined("1500", product="urn:test:MINE:main")
    it.chain.enter("older", alike, weighing("1"), issuer=firm("mine"), period=BEFORE, **LOT)
    assert [is_worth(found, 300) for found in chosen(it, LOOK_ALIKE)] == [True]


def test_the_words_of_entries_that_only_an_alternative_draws_on_are_claims_too() -> None:
    """The batteries left out were corrected down; nothing but an alternative rests on them."""
    clean = packs("200", 4, "700", "dirty")
    plain = second(declared(), "dirty", "700")
    it = second(declared(), "dirty", "1500")
    correct(it, "dirty", "dirty now", clean)
    assert declared_total(it) < conservative(plain).total < conservative(it).total


def test_an_entry_is_no_other_goods_than_its_own_versions() -> None:
    """All versions are one lineage, the newest first."""
    it = declared()
    correct(it, "mine", "mine now", mined("500"))
    log = choice_context(it).log
    assert log is not None
    words = words_of_entry(log, it.chain.entries[ident("mine now")])
    assert [record.id for record, _ in words.made] == [ident("mine now"), ident("mine")]
    assert not chosen(it, LOOK_ALIKE)
