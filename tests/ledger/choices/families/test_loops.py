"""Tests for the choices of loops: what was cut out counts at least as stated, and as its product with the loop solved.

The mine of `modest` makes 1,000 kg of ore for 2,000 kg CO2e. The plant makes 200 kg of battery of 300 kg of it and
20 kg CO2e of transport, so a kg of battery is 3.1. Each kg of battery carries 1.5 kg of ore.
"""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.chosen import (
    BARE,
    BATTERY,
    VISITED,
    choice_context,
    chosen,
    conservative,
    declared_total,
    modest,
    ruled,
    stated,
)
from support.graph import firm, grids, ident
from support.graph_battery import Declared
from support.graph_recycled import lists_of, restate
from support.rows import inventory, made, used

from ledger.choices.choice import Choice
from ledger.choices.conservative import total_with
from ledger.choices.contested import ContestedPlace, contested_totals
from ledger.choices.coordinates import LoopChange, Option, RowChange
from ledger.choices.effects import EffectsAlone
from ledger.choices.families.loops import loop_choices
from ledger.choices.kinds import KINDS
from ledger.choices.solved_loops import TOLERANCE
from schemas.signed.conservative import GoodsPrice
from schemas.signed.rulebook import Rulebook
from schemas.signed.statement import Superseding
from schemas.vocabulary import Reason

PACK = "urn:test:plant:main"
KIND = "loop.cut"


def cut(amount: str, effect: str = "0", product: str = PACK, unit: str = "kg") -> dict[str, str]:
    """Goods that were cut out."""
    return {"product": product, "amount": amount, "unit": unit, "effect": effect}


def looped(*cuts: dict[str, str], of: str = "mine") -> Declared:
    """The chain, an entry of which states cuts."""
    it = modest()
    restate(it, of, cuts=cuts)
    return it


def rise(it: Declared, rulebook: Rulebook = BARE) -> Decimal:
    """What the one cut adds to the figure, in kg CO2e over all batteries."""
    (found,) = chosen(it, KIND, rulebook)
    assert found.effect is not None
    return found.effect * BATTERY


def whole(it: Declared, rulebook: Rulebook = BARE) -> Decimal:
    """What all choices add to the figure, in kg CO2e over all batteries."""
    total = conservative(it, rulebook).total
    assert total is not None
    return (total - declared_total(it, rulebook)) * BATTERY


def close(one: Decimal, kg: str | Decimal) -> bool:
    """Return whether two values agree to the share by which a solved loop may lie above its solution."""
    return abs(one - Decimal(kg)) <= Decimal(kg) * 10 * TOLERANCE


def words(it: Declared) -> str:
    """The detail of the one cut."""
    (found,) = chosen(it, KIND)
    return found.choice.detail


SOLVED = 100 * Decimal("3.1") / Decimal("0.85") * Decimal("0.3")
"""100 kg of battery in the mine: each kg needs 0.0015 of the mine, and 0.3 of the mine is in the batteries."""


def test_a_cut_counts_at_least_as_stated() -> None:
    """The mine used 1 kg of battery and states 5,000 kg CO2e for it; 0.3 of the mine is in the batteries."""
    it = looped(cut("1", "5000"))
    assert close(rise(it), "1500")
    assert close(whole(it), "1500")


def test_an_understated_cut_counts_at_the_solved_figure_of_its_product() -> None:
    """It states nothing for 100 kg of battery, which the ledger solves again."""
    it = looped(cut("100"))
    assert whole(it) >= SOLVED
    assert close(whole(it), SOLVED)
    assert close(rise(it), SOLVED)


def test_an_option_of_an_unknown_line_is_left_out() -> None:
    """The effect of a cut alone is that of its other options, by the figure and by the effect."""
    it, unknown = modest(), (("none", "main"), Decimal(1))
    change = LoopChange(ident("mine"), "cut", (Option(Decimal(100)), Option(draws=(unknown,))))
    context = choice_context(it)
    total = total_with(context, [change])
    effect = EffectsAlone(context, declared_total(it)).of(
        Choice(KINDS[KIND], ident("mine"), firm("mine"), "", (change,))
    )
    assert total is not None
    assert effect is not None
    assert close(effect * BATTERY, "30")
    assert close((total - declared_total(it)) * BATTERY, "30")


def test_an_exact_cut_counts_as_the_import_of_a_case_signs_it() -> None:
    """The stated effect is the amount at the solved figure, so both agree."""
    exact = SOLVED / Decimal("0.3")
    assert close(rise(looped(cut("100", f"{exact:.12f}"))), SOLVED)


def test_a_cut_draws_on_the_conservative_figure_of_its_product() -> None:
    """The mine's lime at 5,000 makes a kg of battery 7.6: the loop is solved over that."""
    it = looped(cut("100"))
    context = choice_context(it)
    loop = [change for choice in loop_choices(context) for change in choice.changes]
    row = lists_of(it, "mine")["inputs"][0]
    total = total_with(context, [*loop, RowChange(ident("mine"), row, (Option(Decimal(5000)),))])
    assert total is not None
    more = 900 + 100 * Decimal("7.6") / Decimal("0.85") * Decimal("0.3")
    assert close((total - declared_total(it)) * BATTERY, more)


def test_two_cuts_of_coupled_loops_are_solved_together() -> None:
    """The mine used 100 kg of battery, and 100 kg of its own ore.

    Per kg of ore, m = 2 + 0.1 p + 0.1 m; per kg of battery, p = 1.5 m + 0.1.
    """
    it = looped(cut("100", product="urn:test:mine:main"), cut("100"))
    ore = Decimal("2.01") / Decimal("0.75")
    assert close(whole(it), (Decimal("1.5") * ore + Decimal("0.1") - Decimal("3.1")) * 200)


def test_a_loop_that_uses_what_it_makes_has_no_conservative_figure() -> None:
    """1,000 kg of battery in the mine need one and a half mines; the effect is that of one pass."""
    it = looped(cut("1000"))
    found = conservative(it)
    assert (found.total, found.interaction) == (None, None)
    assert close(rise(it), 1000 * Decimal("3.1") * Decimal("0.3"))


def test_goods_of_a_line_outside_the_loop_are_not_explained() -> None:
    """The recycler's kg is at 1 and could have been cited; the dearest line in kg is the battery, solved."""
    it = looped(cut("100", product="urn:test:recycler:main"))
    assert close(rise(it), SOLVED)
    assert close(whole(it), SOLVED)
    assert words(it) == (
        "100 kg of urn:test:recycler:main were cut out of a loop, worth 0 kg CO2e as stated; else as"
        f" {ident('recycler')}, with the loop solved or as goods that are not explained, since no"
        " known maker of them uses its goods"
    )


def test_goods_of_the_entry_itself_are_on_a_loop() -> None:
    """The mine used 100 kg of its own ore, at 2: solved, 2,000 kg CO2e over 900 kg."""
    it = looped(cut("100", product="urn:test:mine:main"))
    assert close(rise(it), 200 / Decimal("0.9") * Decimal("0.3"))
    assert close(whole(it), 200 / Decimal("0.9") * Decimal("0.3"))


def test_a_look_alike_product_is_the_same_goods() -> None:
    """Another spelling does not make the goods unknown."""
    assert close(rise(looped(cut("100", product="urn:test:PLANT:main"))), SOLVED)


def test_goods_that_no_line_makes_count_at_the_rulebooks_price_of_goods() -> None:
    """The rulebook has 40 kg CO2e for a kg of goods of any composition."""
    rulebook = ruled(goods_prices=(GoodsPrice(kg=stated("40")),))
    it = looped(cut("100", product="urn:test:none"))
    assert close(rise(it, rulebook), "1200")


def test_goods_without_a_price_count_as_the_dearest_in_their_unit() -> None:
    """The battery is the dearest line in kg; no line is in m3."""
    assert close(rise(looped(cut("100", product="urn:test:none"))), SOLVED)
    it = looped(cut("100", "7", "urn:test:none", "m3"))
    assert close(rise(it), "2.1")
    assert "else as goods that are not explained" in words(it)


@pytest.mark.parametrize(("unit", "kg"), [("kWh", "36"), ("MJ", "10")])
def test_energy_that_no_line_makes_counts_at_the_dearest_mix(unit: str, kg: str) -> None:
    """100 kWh or MJ at 1.2 kg CO2e a kWh, of which 0.3 count."""
    it = looped(cut("100", product="urn:test:none", unit=unit))
    it.chain.factor_sets = (*it.chain.factor_sets, grids({"FI": "1.2"}))
    assert close(rise(it), kg)


def test_a_line_without_a_figure_is_no_source() -> None:
    """Another maker of the product uses a flow that no set values."""
    it = looped(cut("100"))
    output = {**made("other", "200"), "product": PACK}
    it.chain.enter("other", inventory(output, inputs=[used("test:nothing", "1")]))
    assert close(rise(it), SOLVED)


def test_a_dearer_live_line_of_the_log_counts() -> None:
    """Another firm's battery is at 10 a kg and not in the figure; its withdrawn one at 90 does not count."""
    it = looped(cut("100"))
    for name, lime in (("other", "1000"), ("gone", "9000")):
        output = {**made(name, "200"), "product": PACK}
        it.chain.enter(name, inventory(output, inputs=[used("test:lime", lime)]))
    it.chain.change("withdrawn", "gone", "withdrawal")
    assert close(rise(it), "300")


def test_a_correction_that_leaves_a_cut_out_does_not_lose_it() -> None:
    """The version before made half as much and cut out 50 kg, so this one counts 100."""
    it = modest()
    old = inventory(made("mine", "500"), inputs=[used("test:lime", "500")], cuts=[cut("50")])
    it.chain.enter("old mine", old, issuer=firm("mine"))
    it.chain.change("superseded", "old mine", "mine")
    it.reenter("mine", supersedes=Superseding(id=ident("old mine"), reason=Reason.CORRECTION))
    assert close(rise(it), SOLVED)
    assert words(it).startswith("50 kg of urn:test:plant:main an earlier version cut out of a loop")


def test_a_version_that_is_withheld_states_no_cut() -> None:
    """Its inventory is not shown."""
    it = looped(cut("100"))
    it.chain.enter("old mine", None, issuer=firm("mine"))
    it.chain.change("superseded", "old mine", "mine")
    it.reenter("mine", supersedes=Superseding(id=ident("old mine"), reason=Reason.CORRECTION))
    assert close(rise(it), SOLVED)


def test_without_the_log_the_chain_alone_is_known() -> None:
    """The battery is in the graph, so its figure is known."""
    context = replace(choice_context(looped(cut("100"))), log=None)
    (found,) = loop_choices(context)
    assert found.changes


def test_a_cut_of_an_entry_that_an_alternative_draws_on_counts() -> None:
    """A twin of the mine is dearer by its cut alone: 1,000 kg of ore for 2,100 kg CO2e and 900 of a cut."""
    it = modest()
    twin = {**made("mine", "1000")}
    rows = {"inputs": [used("test:lime", "1050")], "cuts": [cut("1", "900")]}
    it.chain.enter("twin", inventory(twin, **rows), issuer=firm("mine"))
    total = conservative(it).total
    assert total is not None
    assert close((total - declared_total(it)) * BATTERY, "300")


def test_a_rulebook_without_the_kind_lists_a_cut_without_an_effect() -> None:
    """The choice is shown, and moves nothing."""
    rule = BARE.conservative
    assert rule is not None
    named = tuple(row for row in rule.alternatives if row.choice != KIND)
    (found,) = chosen(looped(cut("100")), KIND, ruled(alternatives=named))
    assert found.effect is None


def test_an_entry_that_the_figure_does_not_need_makes_no_choice() -> None:
    """It is in the log alone."""
    it = modest()
    it.chain.enter("apart", inventory(made("apart", "1"), cuts=[cut("1", "9")]))
    assert not chosen(it, KIND)


def test_a_settled_cut_counts_as_cut() -> None:
    """An accepted auditor examined the solution of the loop."""
    it = looped(cut("100"))
    assert conservative(it, examined=VISITED).total == declared_total(it)


def test_a_contested_statement_with_a_cut_counts_it() -> None:
    """An objection to the mine as a whole shows the figure with its cut; one to a row of it does not."""
    context = choice_context(looped(cut("100")))
    mine = ident("mine")
    places = [ContestedPlace(mine, None), ContestedPlace(mine, "inputs/0")]
    found = contested_totals(context, places)
    assert found[places[0]] is not None
    assert found[places[1]] is None
