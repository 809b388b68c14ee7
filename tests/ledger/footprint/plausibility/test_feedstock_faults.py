"""Goods that entries use from recyclers, and that lower a figure by an amount that cannot be recomputed."""

from decimal import Decimal

from support.graph import STUDY, firm, ident
from support.graph_battery import Declared
from support.graph_circular import DRAFT, NICKEL, battery, leach, read, recycled
from support.graph_recycled import swap
from support.rows import taken, used

from ledger.footprint.graph.resolution import Observation
from ledger.footprint.plausibility.feedstock_faults import feedstock_faults
from schemas.signed.rulebook import Rulebook

PLANT = ident("plant")


def found(it: Declared, rulebook: Rulebook = DRAFT) -> list[Observation]:
    """The findings on the goods of recyclers."""
    return list(feedstock_faults(it.parts(), read(it, rulebook)))


def told(it: Declared, rulebook: Rulebook = DRAFT) -> list[tuple[str, str, Decimal | None]]:
    """Code, subject and effect of those findings."""
    return [(row.code, row.subject, row.effect) for row in found(it, rulebook)]


def test_feedstock_as_the_formula_asks_is_no_fault() -> None:
    """10 kg of recycled nickel with 20 kg used of its virgin counterpart; and no fault without the formula."""
    it = battery(inputs=(NICKEL, recycled("leach", flow="test:ni")))
    leach(it)
    assert told(it) == []
    plain = battery(inputs=(NICKEL, taken("leach", "10")))
    leach(plain)
    assert told(plain, STUDY) == []


def test_a_recycler_s_goods_that_are_not_stated_as_recycled() -> None:
    """Then A Erec alone would count, as if they were virgin; steam is no feedstock, and a closed loop none either."""
    it = battery(inputs=(NICKEL, taken("leach", "10"), taken("steam", "1", purpose="energy")))
    leach(it)
    it.chain.deliver("steam", "leach", "plant", "10")
    assert told(it) == [("cff.unstated_feedstock", PLANT, None)]
    own = battery(inputs=(NICKEL, taken("leach", "10")))
    leach(own, issuer=firm("plant"))
    assert told(own) == []


def test_a_gram_of_clean_nickel_is_taken_in_to_be_named() -> None:
    """A virgin counterpart of next to nothing replaces 10 kg, ten thousand times the amount used of it."""
    gram = used("test:melt", "0.001", material="Ni")
    it = battery(inputs=(NICKEL, gram, recycled("leach", flow="test:melt")))
    leach(it)
    (row,) = found(it)
    assert (row.code, row.subject) == ("cff.virgin_above_supply", PLANT)
    assert row.detail == "test:melt replaces 10000 times the amount that the battery uses as virgin"


def test_virgin_goods_stand_for_what_is_taken_in_of_them() -> None:
    """60 kg of salt for 61 of feedstock; with 60 there is no fault."""
    for amount, codes in (("60", []), ("61", ["cff.virgin_above_supply"])):
        it = battery(inputs=(NICKEL, recycled("leach", amount, delivery=ident("salt"))))
        leach(it)
        it.chain.deliver("leach", "leach", "plant", "100")
        it.chain.deliver("salt", "refinery", "plant", "80")
        assert [row.code for row in found(it)] == codes


def test_goods_that_count_less_because_they_are_called_recycled() -> None:
    """Ore at 2 is called recycled, its virgin counterpart at 1: 300 kg lose 0.8 each; a dearer one adds."""
    cheap = used("test:melt", "300", material="Ni")
    ore = {"material": "Ni", "evidence": "traced", "flow": "test:melt"}
    it = battery(inputs=(NICKEL, cheap))
    swap(it, "plant", "inputs", 0, recycled=ore)
    assert told(it) == [("cff.virgin_below_feedstock", PLANT, Decimal(-240))]
    swap(it, "plant", "inputs", 0, recycled={**ore, "flow": "test:ni"})
    assert "cff.virgin_below_feedstock" not in {code for code, *_ in told(it)}
    assert told(it, STUDY) == []


def test_a_virgin_counterpart_that_does_not_say_what_it_holds() -> None:
    """Ore that states no elements, named as virgin nickel."""
    it = battery(inputs=(NICKEL, recycled("leach", delivery=ident("ore"))))
    leach(it)
    assert told(it) == [("cff.content_unstated", PLANT, None)]
