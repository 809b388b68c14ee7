"""Choices of allocation: co-products that take a share, and goods on lines that carry no burdens.

A share is taken per drawn line, and shares may then sum above one: the buyer of a co-product would pay less if the main
line alone carried all. So each line that a customer draws carries all burdens of its entry, whatever the basis: mass
carried by water or slag, energy, or a price.
"""

from collections.abc import Iterator

from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import ShareChange
from ledger.choices.wording import in_percent, in_words
from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.numbers import EXPLAIN
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.tally.recursion import share
from schemas.signed.inventory import BURDEN_FREE, Inventory, Output


def allocation_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The drawn lines that do not carry all burdens of their entry."""
    for record, inventory in context.graph.entries:
        drawn = [
            output for output in inventory.outputs if (record.id, output.line) in context.lines
        ]
        for output in drawn:
            if output.role in BURDEN_FREE:
                yield _burden_free(context, record, output)
            elif inventory.allocation is not None:
                yield _shared(context, record, inventory, output)


def _burden_free(context: ChoiceContext, record: EntryRecord, output: Output) -> Choice:
    detail = (
        f"{in_words(output.amount, output.unit)} of {output.name} are a {output.role.value.replace('_', '-')}"
        " and carry no burdens"
    )
    change = ShareChange(record.id, output.line)
    return context.choice("allocation.burden_free", record, detail, [change], at=output.line)


def _shared(
    context: ChoiceContext, record: EntryRecord, inventory: Inventory, output: Output
) -> Choice:
    carried = EXPLAIN.divide(*share(inventory, output))
    others = ", ".join(
        f"{row.name}{_formula(record, row)} at {row.allocation_value}"
        for row in inventory.sharing
        if row is not output
    )
    detail = (
        f"{output.name} at {output.allocation_value} carries {in_percent(carried)} % of the burdens"
        f" by {inventory.allocation}, beside {others}"
    )
    change = ShareChange(record.id, output.line)
    return context.choice("allocation.co_product", record, detail, [change], at=output.line)


def _formula(record: EntryRecord, output: Output) -> str:
    """The stated formula of a line, in words."""
    line = product_line(record, output.line)
    return "" if line is None or line.formula is None else f" ({line.formula})"
