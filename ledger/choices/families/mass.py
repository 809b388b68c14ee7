"""Choices of mass: kg and elements that no input explains, masses not stated, and goods that leave the balance.

What is missing counts at its dearest (`mass_account`), and what is not stated at the dearest reading (`unstated`).
Bought goods that state an element explain it, and count at least at the dearest route to it themselves. Whatever is too
little to be more than rounding is left out: the rulebook's share of the output, far below the tolerance from which the
balance is a finding.

Goods under the purpose `processing` bring no mass. They are shown, and what the balance would have without them is
filled too. The missing mass of a product of no stated composition counts at the rulebook's dearest goods.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.choices.accounts import accounts
from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import Option, RowChange
from ledger.choices.families.mass_account import Account
from ledger.choices.families.unstated import unstated_choices
from ledger.choices.hydrates import OF_WATER, elements_of
from ledger.choices.sources import Sources
from ledger.choices.wording import in_words
from ledger.footprint.graph.goods import EntryGoods
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, format_rounded
from ledger.footprint.plausibility.context import product
from schemas.signed.rows import ActivityInput


def mass_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The gaps, unstated masses and left-out goods of the entries that have a balance."""
    sources = Sources(context)
    for it, balance in accounts(context):
        account = Account(context, it, balance, sources)
        yield from account.choices()
        yield from unstated_choices(context, it, balance, account)
        yield from _routes(context, it, sources)


def _routes(context: ChoiceContext, it: EntryGoods, sources: Sources) -> Iterator[Choice]:
    """Bought goods of a stated element that count less than the dearest route to it."""
    for row in it.inventory.inputs:
        if not isinstance(row, ActivityInput):
            continue
        factor = context.graph.table.factor(row.flow, row.unit, "product")
        held = elements_of(row, factor)
        if factor is None or not held:
            continue
        element = max(held, key=lambda name: (name not in OF_WATER, held[name], name))
        if _is_ore(context, element, EXPLAIN.divide(held[element], Decimal(row.amount))):
            continue
        price = max(sources.element_prices(element), default=ZERO)
        contribution = context.contributions[it.record.id].get(id(row), ZERO)
        kg = context.graph.counted(product(held[element], price), it.record.id, row.purpose)
        if kg <= contribution:
            continue
        detail = (
            f"{in_words(row.amount, row.unit)} of {row.flow} bring {element}; by the dearest route"
            f" known it counts {format_rounded(price)} kg CO2e per kg"
        )
        change = RowChange(it.record.id, row, (Option(kg),))
        yield context.choice("factor.route", it.record, detail, [change], row)


def _is_ore(context: ChoiceContext, element: str, fraction: Decimal) -> bool:
    """True if goods are no richer in an element than ore, so that refining it is still to come."""
    limit = None if context.rule is None else context.rule.ore_limit(element)
    return limit is not None and fraction <= limit
