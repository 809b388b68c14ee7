"""Choices of what is not stated: masses and compositions without which a balance is left open.

Battery lines have a price, by the dearest reading that what is stated beside them allows:

    composition    what the goods in them leave unstated too may be anything: it counts at the rulebook's goods at least
    mass           a battery weighs at most what its capacity does at the rulebook's least kWh per kg; what the goods do
                   not bring of that is missing, as in a gap of mass

Other goods have none. Where they are used they explain no mass, and what that leaves open counts there (`mass.gap`).
Nothing bounds what they weigh, so what the balance of their own maker would miss is not known.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ledger.choices.balance import Balance, InputRow
from ledger.choices.choice import Choice
from ledger.choices.context import CalculationContext, ChoiceContext
from ledger.choices.coordinates import Option, RowChange
from ledger.choices.families.mass_account import Account
from ledger.choices.sources import goods_price
from ledger.footprint.graph.goods import GOODS, UNITS_OF_GOODS, EntryGoods, product_line, weight
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO, explained_sum, format_rounded
from ledger.footprint.plausibility.context import product
from ledger.rules.batteries import battery_count
from schemas.signed.inventory import Output
from schemas.signed.rows import DeliveryInput, ExternalInput
from schemas.vocabulary import Unit

COUNTED = UNITS_OF_GOODS - {Unit.KG}
"""Units of goods that do not show their mass."""


def unstated_choices(
    context: ChoiceContext, it: EntryGoods, balance: Balance, account: Account
) -> Iterator[Choice]:
    """What an entry leaves open: of its batteries with a price, of its other goods without one."""
    outputs = it.inventory.outputs
    drawn = [output for output in outputs if (it.record.id, output.line) in context.lines]
    weightless = [output for output in drawn if _is_weightless(it, output)]
    heaviest = {output.line: _heaviest(context, it, output) for output in weightless}
    known = [kg for kg in heaviest.values() if kg is not None]
    lacking = _lacking(balance, explained_sum(known))
    clauses, rows, changes = list[str](), list[InputRow](), list[RowChange]()
    if lacking:
        clauses += (_without_mass(row) for row in weightless if heaviest[row.line] is not None)
        clauses.append(f"up to {format_rounded(lacking)} kg of it are brought by no goods")
        changes += account.missing_goods("mass.unstated", lacking)
    unnamed = [output for output in drawn if _is_unnamed(it, output)]
    left = [(row, kg) for row, kg in _left_open(balance) if kg and unnamed]
    if left:
        kg = explained_sum(kg for _, kg in left)
        clauses += (f"the composition of {output.name} is not stated" for output in unnamed)
        clauses.append(f"{format_rounded(kg)} kg of its goods leave theirs open too")
        rows += (row for row, _ in left)
        changes += _as_dear_goods(context, it, left)
    if clauses:
        detail = "; ".join(clauses)
        yield context.choice("mass.unstated", it.record, detail, changes, *rows, at="batteries")
    others = [_without_mass(row) for row in weightless if heaviest[row.line] is None]
    others += _bought(it)
    if others:
        yield context.choice("mass.unstated", it.record, "; ".join(others), [], at="")


def _is_weightless(it: EntryGoods, output: Output) -> bool:
    """True if the mass of a line is not known."""
    line = product_line(it.record, output.line)
    return output.unit in COUNTED and weight(ONE, output.unit, line) is None


def _without_mass(output: Output) -> str:
    return f"the mass of a {output.unit.value} of {output.name} is not stated"


def _heaviest(context: ChoiceContext, it: EntryGoods, output: Output) -> Decimal | None:
    """The most kg that the batteries of a line may have; None if the figure states no capacity of theirs."""
    least = context.constant(lambda rule: rule.least_specific_energy)
    is_product = (it.record.id, output.line) in context.products
    if not isinstance(context, CalculationContext) or not is_product or not least:
        return None
    capacity = context.calculation.capacity_kwh
    if capacity is None:
        return None
    kwh = EXPLAIN.multiply(Decimal(capacity), battery_count(output))
    return EXPLAIN.divide(kwh, least) if kwh else None


def _lacking(balance: Balance, most: Decimal) -> Decimal:
    """The kg of batteries that no goods bring beside what the other outputs need of them."""
    brought = explained_sum(row.kg for row in balance.goods)
    rest = max(ZERO, EXPLAIN.subtract(brought, balance.made))
    return max(ZERO, EXPLAIN.subtract(most, rest))


def _is_unnamed(it: EntryGoods, output: Output) -> bool:
    """True of a battery line that states no element."""
    line = product_line(it.record, output.line)
    return bool(output.batteries) and (line is None or not line.elements)


def _left_open(balance: Balance) -> Iterator[tuple[InputRow, Decimal]]:
    """The rows of goods, each with the kg of which no element is stated."""
    for goods in balance.goods:
        known = explained_sum(goods.elements.values())
        yield goods.row, max(ZERO, EXPLAIN.subtract(goods.kg, known))


def _as_dear_goods(
    context: ChoiceContext, it: EntryGoods, rows: Iterable[tuple[InputRow, Decimal]]
) -> Iterator[RowChange]:
    """What goods leave open at the rulebook's price of goods; nothing without one."""
    price = goods_price(context, it.record)
    if price is None:
        return
    for row, kg in rows:
        worth = context.graph.counted(product(kg, price), it.record.id, row.purpose)
        yield RowChange(it.record.id, row, (Option(worth),))


def _bought(it: EntryGoods) -> Iterator[str]:
    """Bought goods in a unit that does not show their mass."""
    for row in it.inventory.inputs:
        if row.purpose in GOODS and row.unit is not Unit.KG and not isinstance(row, DeliveryInput):
            name = row.product if isinstance(row, ExternalInput) else row.flow
            yield f"{name} is bought by {row.unit.value}, without a mass"
