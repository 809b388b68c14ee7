"""Tests for the effects of choices through the goods of each direct supplier."""

from decimal import Decimal

from support.chosen import choice_context, conservative, declared_total, priced
from support.graph import STUDY, firm, ident, weighing
from support.graph_battery import Declared, declared
from support.rows import inventory, made, used

from ledger.choices.conservative import weigh_choices
from ledger.choices.coordinates import EnergyChange
from ledger.choices.supplied_effects import supplied_effects

NARROW = Decimal("1e-20")


def of_others(it: Declared) -> Decimal:
    """The effects of all choices that are not the manufacturer's, as a share of the figure."""
    context, figure = choice_context(it, STUDY), declared_total(it)
    own = context.calculation.issuer
    rows = weigh_choices(context, figure)
    effects = (
        row.effect or Decimal(0)
        for row in rows
        if row.choice.by != own
        and not any(isinstance(change, EnergyChange) for change in row.choice.changes)
    )
    return sum(effects, Decimal(0)) / figure


def test_the_parts_of_all_suppliers_are_the_whole_of_what_others_chose() -> None:
    """A choice behind several of them counts at each by what its goods need."""
    it = declared()
    found = supplied_effects(choice_context(it, STUDY))
    assert found is not None
    assert len(found) > 1
    assert of_others(it) > 0
    assert abs(sum(row.share or 0 for row in found.values()) - of_others(it)) < NARROW


def test_goods_that_nothing_prices_leave_a_suppliers_part_unknown() -> None:
    """It is not small."""
    it = declared()
    content = inventory(made("quarry", "1", unit="m3"), inputs=[used("test:none", "1")])
    it.chain.enter("quarry", content, weighing(None))
    it.chain.deliver("idle", "quarry", "mine", "1", unit="m3")
    assert conservative(it, STUDY).total is None
    found = supplied_effects(choice_context(it, STUDY))
    assert found is not None
    shares = {name: row.share for name, row in found.items()}
    assert [name for name, share in shares.items() if share is None] == [firm("mine")]


def test_a_rulebook_without_alternatives_has_no_parts() -> None:
    """There is nothing to sum."""
    bare = priced().model_copy(update={"conservative": None})
    assert supplied_effects(choice_context(declared(), bare)) is None
    assert ident("mine")
